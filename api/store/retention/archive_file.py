"""The archive file: the rows of some incidents as they were, in the format of backups.

It is an SQLite file of its own kind, whatever the database is, with the tables of the schema of
its time: entries, incidents, report slots, calls, files of signed documents, and the editions of
the plans that they were opened under. So it verifies and can be read with nothing else at hand.
Its manifest holds the head of the server's journal at the time of archiving, signed where the
server has a key.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Table,
    create_engine,
    false,
    insert,
    select,
)
from sqlalchemy.pool import NullPool

from api import __version__
from api.store.backup.archive import Manifest, new_archive, open_archive, sign
from api.store.backup.backup import unfinished, writing
from api.store.backup.table_copy import Advance, Rows, copy, sums, tables_of
from api.store.database import schema_version
from api.store.database.connections import ARCHIVE_ID, prepare_sqlite
from api.store.database.places import ARCHIVED_ENTRY
from api.store.database.rows import INCIDENT
from api.store.database.tables import CallRow, table
from api.store.errors import BackupRefused
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.journal_heads import Head
from api.store.integrity.kept_files import kept_file_findings
from api.store.integrity.verify import Verdict, check_incident, numbered
from api.store.queries.plan_versions import PLAN_TEXT, files_of
from engine.errors import NotFound
from engine.plan.loader import rebuild
from engine.plan.model import Plan

Which = Callable[[Table], ColumnElement[bool]]

BYTES_AT_ONCE = 1 << 20
CALLS = table(CallRow)


class ArchivedPlans:
    """`engine.ports.PlanLibrary` over the editions that an archive holds."""

    def __init__(self, connection: Connection) -> None:
        self._rows = {row.digest: row for row in connection.execute(select(PLAN_TEXT))}
        self._built: dict[str, Plan] = {}
        real = select(INCIDENT.c.id).where(INCIDENT.c.exercise.is_(False)).limit(1)
        self._exercises_only = connection.scalar(real) is None

    def current(self) -> Mapping[str, Plan]:
        """No plan is in force in an archive."""
        return {}

    def pinned(self, plan: str, digest: str) -> Plan:
        """The exact plan an incident was opened under. Raises `NotFound`."""
        if digest not in self._built:
            if digest not in self._rows:
                raise NotFound("plan_version_missing", id=plan, version="?", digest=digest[:12])
            built = rebuild(files_of(self._rows[digest]), digest)
            self._built[digest] = built.for_exercises() if self._exercises_only else built
        return self._built[digest]


def is_of_incidents(of: Table) -> bool:
    """Whether each row of a table belongs to an incident: what has a column `incident` does, in
    later tables too, and so do the messages of its calls."""
    named = of.name in (INCIDENT.name, "outbox")
    return named or ("incident" in of.c and of.name != ARCHIVED_ENTRY.name)


def rows_of(incidents: Collection[str], digests: Collection[str]) -> Which:
    """Which rows of a table belong to these incidents; see `api.store.backup.table_copy.copy`."""

    def which(of: Table) -> ColumnElement[bool]:
        if of.name == INCIDENT.name:
            return of.c.id.in_(incidents)
        if of.name == "outbox":
            calls = select(CALLS.c.id).where(CALLS.c.incident.in_(incidents))
            return of.c.call.in_(calls)
        if of.name == PLAN_TEXT.name:
            return of.c.digest.in_(digests)
        return of.c.incident.in_(incidents) if is_of_incidents(of) else false()

    return which


def write_archive(
    source: Connection, target: Path, incidents: Collection[str], head: Head, advance: Advance
) -> str:
    """Write these incidents into a new file, verify it there, and return its sha256.

    `head` is where the server's journal stands in the snapshot `source`. Raises `BackupRefused`
    and then leaves no file.
    """
    pinned = select(INCIDENT.c.plan_digest).where(INCIDENT.c.id.in_(incidents)).distinct()
    which = rows_of(incidents, source.scalars(pinned).all())
    revision = schema_version.newest()
    with unfinished(target) as part:
        with writing(target), new_archive(part, revision) as archive:

            def put(into: Table, rows: Rows) -> None:
                if rows:
                    archive.execute(insert(into), rows)

            into = list(tables_of(archive))
            copied = copy(source, archive, put, advance, into, which)
            sign(
                archive,
                Manifest(revision, source.dialect.name, head, copied, __version__),
                ARCHIVE_ID,
            )
        verdict = verify_archive(part)
        if verdict.findings or verdict.incidents != len(incidents):
            first = next(iter(verdict.findings), None)
            why = f"{first.what} {first.incident}" if first else f"{verdict.incidents}"
            raise BackupRefused("archive_of_damaged", why=why)
        return sha256_of(part)


@contextmanager
def reading_archive(file: Path) -> Iterator[tuple[Connection, Manifest]]:
    """An archive in this program's schema; an older one is brought up in a copy.

    Every table is summed up first. Raises `BackupRefused`.
    """
    with open_archive(file, ARCHIVE_ID) as (archive, manifest):
        found = sums(archive, lambda rows: None)
        for name in sorted(found.keys() | manifest.tables.keys()):
            if found.get(name) != manifest.tables.get(name):
                raise BackupRefused("backup_damaged", where=str(file), why=name)
        if manifest.schema == schema_version.newest():
            yield archive, manifest
            return
    with tempfile.TemporaryDirectory(prefix="zhiban-archive-") as folder:
        newer = Path(shutil.copy(file, Path(folder) / "archive.db"))
        newer.chmod(0o600)
        place = URL.create("sqlite+pysqlite", database=str(newer))
        engine = create_engine(place, poolclass=NullPool, hide_parameters=True)
        prepare_sqlite(engine, "IMMEDIATE", ("synchronous=OFF",))
        with engine.begin() as connection:
            schema_version.migrate(connection)
            yield connection, manifest


def verify_archive(file: Path) -> Verdict:
    """Check every incident of an archive: entries, chain, row, slots, signed files.

    Raises `BackupRefused` for a file that is no archive, or whose rows are not those written.
    """
    with reading_archive(file) as (archive, _):
        plans = ArchivedPlans(archive)
        ids = archive.scalars(select(INCIDENT.c.id).order_by(INCIDENT.c.first_cursor)).all()
        events, findings = 0, list[IntegrityFinding]()
        for incident in ids:
            counted, found = check_incident(archive, incident, plans)
            events, findings = events + counted, findings + found
        findings += kept_file_findings(archive)
        return Verdict(len(ids), events, numbered(archive, findings))


def is_archive(file: Path) -> bool:
    """Whether a file says that it holds archived incidents, by its first hundred bytes."""
    with file.open("rb") as content:
        start = content.read(72)
    return start.startswith(b"SQLite format 3\0") and start[68:72] == ARCHIVE_ID.to_bytes(4)


def sha256_of(file: Path) -> str:
    """The sha256 of a whole file."""
    running = hashlib.sha256()
    with file.open("rb") as content:
        while part := content.read(BYTES_AT_ONCE):
            running.update(part)
    return running.hexdigest()
