"""The schema's history: one file a step in `versions/`, run by `store.database.schema_version`.

A step once released is never edited. Nothing of ICU or contrib, no vendor's extension.
"""
