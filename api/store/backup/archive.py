"""The backup file: one SQLite file with all tables as they were, and a manifest.

The format is the same for both databases, so a backup of one can be restored into the other.
The manifest holds the kind of file, the schema's revision, the journal's head, and for each
table its number of rows and their sum: damage anywhere shows.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from api.store.backup.table_copy import MANIFEST, Advance, Sum, Unreadable, sums
from api.store.database import schema_version
from api.store.database.connections import BACKUP_ID, prepare_sqlite
from api.store.database.driver_errors import reason
from api.store.database.places import places
from api.store.database.rows import to_json
from api.store.errors import BackupRefused
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.journal_heads import Head, compare, head_from
from api.store.integrity.verify import first_break

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says about itself; `source` is the kind of database it was made from."""

    schema: str
    source: str
    head: Head
    tables: Mapping[str, Sum]
    program: str = ""
    """The version that made it; "" in archives from before it was written down."""

    @property
    def rows(self) -> int:
        """The number of rows in all tables."""
        return sum(one.rows for one in self.tables.values())

    def to_json(self) -> dict[str, Any]:
        """The manifest as it stands in the file."""
        tables = {name: asdict(one) for name, one in self.tables.items()}
        shape = {"format": FORMAT, "schema": self.schema, "source": self.source}
        if self.program:
            shape["program"] = self.program
        return {**shape, "head": self.head.to_json(), "tables": tables}


def _manifest_from(shape: Any) -> Manifest:
    """The manifest that `Manifest.to_json` wrote. Raises `ValueError`, `KeyError`, `TypeError`."""
    tables = {name: Sum(**one) for name, one in shape["tables"].items()}
    return Manifest(
        shape["schema"],
        shape["source"],
        head_from(shape["head"]),
        tables,
        shape.get("program", ""),
    )


# writing --------------------------------------------------------------------------------


@contextmanager
def new_archive(file: Path, revision: str) -> Iterator[Connection]:
    """A transaction on an empty file with that schema's tables."""
    place = URL.create("sqlite+pysqlite", database=str(file))
    engine = create_engine(place, poolclass=NullPool, hide_parameters=True)
    # The file is nobody's yet and is synced as a whole: neither a journal nor syncs are needed.
    prepare_sqlite(engine, "IMMEDIATE", ("journal_mode=OFF", "synchronous=OFF"))
    with engine.begin() as connection:
        schema_version.migrate(connection, revision)
        yield connection


def sign(archive: Connection, manifest: Manifest, kind: int = BACKUP_ID) -> None:
    """Turn a file with all its rows into an archive of that kind."""
    archive.exec_driver_sql(f"CREATE TABLE {MANIFEST} (manifest TEXT NOT NULL)")
    words = {"words": to_json(manifest.to_json())}
    archive.execute(text(f"INSERT INTO {MANIFEST} VALUES (:words)"), words)  # noqa: S608
    archive.exec_driver_sql(f"PRAGMA application_id = {kind}")


# reading --------------------------------------------------------------------------------


@contextmanager
def open_archive(file: Path, kind: int = BACKUP_ID) -> Iterator[tuple[Connection, Manifest]]:
    """An archive that this program can restore. Changes nothing. Raises `BackupRefused`.

    Its content is not read here: see `check`.
    """
    if not file.is_file():
        raise BackupRefused("backup_absent", where=str(file))
    try:
        manifest = _read_manifest(file, kind)
        with _engine(file).connect() as connection:
            yield connection, manifest
    except Unreadable as failed:
        why = reason(failed.error)
        raise BackupRefused("backup_damaged", where=str(file), why=why) from failed
    except DBAPIError as error:
        raise BackupRefused("backup_damaged", where=str(file), why=reason(error)) from error


def check(archive: Connection, manifest: Manifest, where: str, advance: Advance) -> None:
    """Read everything. Raises `BackupRefused`, which names the first fault."""
    wrong = first_break(archive) or next(compare(archive, [manifest.head]), None)
    if wrong is not None:
        why = f"{wrong.what} {wrong.incident or '—'} {wrong.seq or '—'} {wrong.detail}".rstrip()
        raise BackupRefused("backup_damaged", where=where, why=why)
    found = sums(archive, advance)
    for name in sorted(found.keys() | manifest.tables.keys()):
        if found.get(name) != manifest.tables.get(name):
            raise BackupRefused("backup_damaged", where=where, why=name)


def against(connection: Connection, file: Path) -> Iterator[IntegrityFinding]:
    """What a journal lacks compared with a backup, as `heads.compare`, with the first row's name.

    Raises `BackupRefused` for a file that is no backup or is damaged.
    """
    with open_archive(file) as (archive, manifest):
        check(archive, manifest, str(file), lambda rows: None)
        for finding in compare(connection, [manifest.head]):
            other = _first_other(connection, archive)
            yield (
                finding.with_facts(backup=str(file))
                if other is None
                else other.with_facts(
                    backup=str(file), cursor=manifest.head.cursor, head_at=manifest.head.at
                )
            )


def _first_other(connection: Connection, archive: Connection) -> IntegrityFinding | None:
    """The first entry of the backup that differs in the journal, if there is one."""

    def entries(of: Connection) -> CursorResult[Any]:
        place = places(of)
        wanted = select(place).order_by(place.c.cursor)
        return of.execute(wanted, execution_options={"yield_per": 10_000})

    with closing(entries(archive)) as there, closing(entries(connection)) as here:
        for kept, found in zip(there, here, strict=False):
            if kept != found:
                return IntegrityFinding("rewritten", kept.incident, kept.seq, f"{kept.cursor}")
    return None


def _engine(file: Path) -> Engine:
    """An engine for reading a file that no program writes to, without files beside it."""

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)

    return create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)


def _read_manifest(file: Path, wanted: int) -> Manifest:
    where = str(file)
    try:
        with closing(_engine(file).raw_connection()) as connection:
            cursor = connection.cursor()
            (kind,) = cursor.execute("PRAGMA application_id").fetchone()
            if kind != wanted:
                raise BackupRefused("backup_unknown", where=where, why=f"{kind:08x}")
            (words,) = cursor.execute(f"SELECT manifest FROM {MANIFEST}").fetchone()  # noqa: S608
        shape = json.loads(words)
        if shape["format"] != FORMAT:
            facts = {"found": shape["format"], "known": FORMAT}
            raise BackupRefused("backup_format_newer", where=where, **facts)
        manifest = _manifest_from(shape)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname != "SQLITE_NOTADB":
            raise BackupRefused("backup_damaged", where=where, why=reason(error)) from error
        raise BackupRefused("backup_unknown", where=where, why=reason(error)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BackupRefused("backup_unknown", where=where, why=reason(error)) from error
    if manifest.schema not in schema_version.revisions():
        facts = {"found": manifest.schema, "known": schema_version.newest()}
        raise BackupRefused("backup_schema_newer", where=where, **facts)
    return manifest
