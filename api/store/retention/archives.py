"""Which archives a database knows, and whether a file is the one it means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, select

from api.store.database.places import ARCHIVED_ENTRY, ARCHIVED_INCIDENT
from api.store.database.rows import EVENT, INCIDENT
from api.store.retention.archive_file import reading_archive, sha256_of


@dataclass(frozen=True, slots=True)
class KnownArchive:
    """An archive that holds incidents of this database."""

    file: str
    sha256: str
    incidents: int
    entries: int
    first: str
    """The numbers of its first and last incident."""
    last: str


def known_archives(connection: Connection) -> list[KnownArchive]:
    """The archives of a database, by the names of their files."""
    row = ARCHIVED_INCIDENT.c
    counted = (func.count().label("incidents"), func.sum(row.entries).label("entries"))
    ends = (func.min(row.number).label("first"), func.max(row.number).label("last"))
    wanted = select(row.file, row.archive, *counted, *ends).group_by(row.file, row.archive)
    return [
        KnownArchive(r.file, r.archive, r.incidents, int(r.entries), r.first, r.last)
        for r in connection.execute(wanted.order_by(row.file, row.archive))
    ]


def differs(connection: Connection, file: Path) -> str | None:
    """The word for what a file has that the database does not say; None if it is the one.

    `unknown`: no archive of this database has this sha256; `hashes`: an entry in it has another
    hash than the one that stands here. Raises `BackupRefused` for a file that is no archive.
    """
    known = select(ARCHIVED_INCIDENT.c.id).where(ARCHIVED_INCIDENT.c.archive == sha256_of(file))
    with reading_archive(file) as (archive, _):
        ids = set(connection.scalars(known))
        if not ids or ids != set(archive.scalars(select(INCIDENT.c.id))):
            return "unknown"
        here = ARCHIVED_ENTRY.c
        there = select(EVENT.c.cursor, EVENT.c.incident, EVENT.c.seq, EVENT.c.hash)
        kept = select(here.cursor, here.incident, here.seq, here.hash).where(here.incident.in_(ids))
        same = set(map(tuple, archive.execute(there))) == set(map(tuple, connection.execute(kept)))
    return None if same else "hashes"
