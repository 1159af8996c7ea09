"""Where each entry stands and what its hash is, whether it is here or in an archive."""

from __future__ import annotations

from sqlalchemy import Connection, FromClause, inspect, select, union_all

from api.store.database.rows import EVENT
from api.store.database.tables import ArchivedEntryRow, ArchivedIncidentRow, table

ARCHIVED_ENTRY = table(ArchivedEntryRow)
ARCHIVED_INCIDENT = table(ArchivedIncidentRow)

_COLUMNS = ("cursor", "incident", "seq", "hash")
_HERE = select(*(EVENT.c[name] for name in _COLUMNS))
_THERE = select(*(ARCHIVED_ENTRY.c[name] for name in _COLUMNS))


def has_archives(connection: Connection) -> bool:
    """Whether anything was archived; backups of earlier versions cannot say."""
    if not inspect(connection).has_table(ARCHIVED_ENTRY.name):
        return False
    return connection.execute(select(ARCHIVED_ENTRY.c.cursor).limit(1)).one_or_none() is not None


def places(connection: Connection) -> FromClause:
    """`cursor`, `incident`, `seq` and `hash` of all entries, to be selected from."""
    if has_archives(connection):
        return union_all(_HERE, _THERE).subquery("place")
    return _HERE.subquery("place")
