"""The schema's history. `versions/` holds one file a step; `api.store.schema` runs them.

A step once released is never edited. Nothing of ICU or contrib, no vendor's extension.
"""
