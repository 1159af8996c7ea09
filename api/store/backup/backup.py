"""Back up a database in use: one snapshot into one file.

The backup reads like any query, on a snapshot, so writers go on; on both databases alike. It
reads the written file again, compares the sums and checks the hash chains before the file
gets its name. So a file with that name is whole, whenever the power fails.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, insert
from sqlalchemy.exc import DBAPIError

from api import __version__
from api.fault_injection import reached
from api.store.backup.archive import Manifest, new_archive, open_archive, sign
from api.store.backup.table_copy import Advance, Rows, Unreadable, copy, sums, tables_of
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.database.driver_errors import reason, unavailable
from api.store.errors import BackupRefused, StoreUnavailable
from api.store.integrity.journal_heads import Head, head_of
from api.store.integrity.verify import first_break


def back_up(database: Database, target: Path, now: datetime, advance: Advance) -> Manifest:
    """Write the whole database as of now to a new file; `now` goes into its manifest.

    Raises `BackupRefused` (and leaves no file), `StoreUnavailable`.
    """
    with unfinished(target) as part:
        with database.reading() as source:
            revision = schema_version.revision(source)
            schema_version.refuse_revision(revision, database.where)
            if revision is None:
                raise StoreUnavailable("database_absent", where=database.where)
            head = head_of(source, now)
            try:
                with writing(target), new_archive(part, revision) as archive:
                    manifest = _fill(archive, source, revision, head, advance)
            except Unreadable as failed:
                raise unavailable(failed.error, database.where) from failed
        _check(part, manifest)
    return manifest


def _fill(
    archive: Connection, source: Connection, revision: str, head: Head, advance: Advance
) -> Manifest:
    def put(table: Table, rows: Rows) -> None:
        archive.execute(insert(table), rows)
        reached("in_backup")

    copied = copy(source, archive, put, advance, list(tables_of(archive)))
    manifest = Manifest(revision, source.dialect.name, head, copied, __version__)
    sign(archive, manifest)
    return manifest


def _check(part: Path, manifest: Manifest) -> None:
    """Raise `BackupRefused` unless the file equals what was read and is whole."""
    with open_archive(part) as (archive, _):
        found = sums(archive, lambda rows: None)
        for name, expected in manifest.tables.items():
            if found.get(name) != expected:
                raise BackupRefused("backup_copied_wrong", name=name)
        if (broken := first_break(archive)) is not None:
            raise BackupRefused("backup_of_damaged", **asdict(broken))


@contextmanager
def unfinished(target: Path) -> Iterator[Path]:
    """A file beside the target, readable by its owner only; it is renamed at the end."""
    with writing(target):
        if os.path.lexists(target):
            raise BackupRefused("backup_exists", where=str(target))
        handle, name = tempfile.mkstemp(f".{target.name}.", ".part", target.parent)
        os.close(handle)
    part = Path(name)
    try:
        yield part
        with writing(target):
            _sync(part, os.O_RDWR)
            _name(part, target)
            if os.name != "nt":  # where folders cannot be opened, names are the system's care
                _sync(target.parent, os.O_RDONLY)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Report trouble with the file as such, not as trouble with the database."""
    try:
        yield
    except (OSError, DBAPIError) as error:
        why = error.strerror if isinstance(error, OSError) else reason(error)
        raise BackupRefused("backup_unwritable", where=str(target), why=why) from error


def _name(part: Path, target: Path) -> None:
    """Give the file its name unless another program has taken it."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise BackupRefused("backup_exists", where=str(target)) from None
    except OSError:
        # A file system without links, such as a USB stick's; then the look has to do.
        if os.path.lexists(target):
            raise BackupRefused("backup_exists", where=str(target)) from None
        part.rename(target)


def _sync(place: Path, how: int) -> None:
    handle = os.open(place, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
