"""Below everything else in the store: connections, tables, rows, statements, the schema.

`driver` hands the few statements of every command to the database driver without SQLAlchemy's
way through; `notifications` wakes the other nodes after a commit.
"""
