"""What a database takes on the disk, and giving back what it does not need any more.

Rows are added and hardly ever deleted, so there is little to give back, but for the weeks after
old incidents were moved into an archive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, cast, func, select, text

from api.store.database.connections import Database
from api.store.database.rows import EVENT
from api.store.database.tables import METADATA
from api.store.errors import BackupRefused

_OF_TABLES = text("SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name")
_INDEXES = text("SELECT name, tbl_name FROM sqlite_master")
_ON_POSTGRES = text("SELECT pg_total_relation_size(to_regclass(:name))")


@dataclass(frozen=True, slots=True)
class TableSize:
    """A table's rows, and its bytes with its indexes (None where SQLite cannot tell)."""

    rows: int
    bytes: int | None


@dataclass(frozen=True, slots=True)
class Size:
    """All in bytes. `free` is inside the file and used again before it grows."""

    whole: int
    log: int
    free: int
    tables: Mapping[str, TableSize]


def size_of(database: Database) -> Size:
    """How large the database is. Raises `StoreUnavailable`."""
    with database.reading() as connection:
        names = sorted(METADATA.tables)
        rows = {
            name: connection.scalar(select(func.count()).select_from(METADATA.tables[name])) or 0
            for name in names
        }
        if connection.dialect.name == "postgresql":
            whole = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
            taken = {name: connection.scalar(_ON_POSTGRES, {"name": name}) for name in names}
            log = free = 0
        else:
            page = _pragma(connection, "page_size")
            whole, free = (page * _pragma(connection, n) for n in ("page_count", "freelist_count"))
            found = _on_sqlite(connection)
            taken = {name: found.get(name) for name in names}
            log = _bytes_of(Path(f"{database.where}-wal"))
    return Size(whole, log, free, {name: TableSize(rows[name], taken[name]) for name in names})


def bytes_of_incidents(connection: Connection) -> dict[str, int]:
    """The bytes of the entries of each incident, by its id: what people and time wrote."""
    data = cast(EVENT.c.data, LargeBinary)
    on_sqlite = connection.dialect.name == "sqlite"
    length = func.length(data) if on_sqlite else func.octet_length(EVENT.c.data)
    wanted = select(EVENT.c.incident, func.sum(length).label("bytes")).group_by(EVENT.c.incident)
    return {row.incident: int(row.bytes) for row in connection.execute(wanted)}


def vacuum(database: Database) -> tuple[int, int]:
    """Give back what is free; the bytes before and after. Raises `BackupRefused`.

    SQLite writes the whole file again, which takes as much room beside it and needs it alone;
    then it writes the log back. PostgreSQL marks the room for its own use, while servers run.
    """
    if database.dialect == "sqlite" and database.in_use():
        raise BackupRefused("vacuum_in_use", where=database.where)
    before = size_of(database)
    if database.dialect == "sqlite":
        database.maintain("VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)")
    else:
        database.maintain("VACUUM (ANALYZE)")
    after = size_of(database)
    return before.whole + before.log, after.whole + after.log


def _on_sqlite(connection: Connection) -> dict[str, int]:
    """Bytes by table, indexes counted in; empty where SQLite was built without the means."""
    built = text("SELECT 1 FROM pragma_compile_options WHERE compile_options LIKE '%DBSTAT%'")
    if connection.scalar(built) is None:
        return {}
    table_of = {row.name: row.tbl_name for row in connection.execute(_INDEXES)}
    found: dict[str, int] = {}
    for row in connection.execute(_OF_TABLES):
        name = table_of.get(row.name, row.name)
        found[name] = found.get(name, 0) + row.bytes
    return found


def _pragma(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())


def _bytes_of(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0
