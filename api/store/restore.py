"""Putting a backup into a database, all of it in one transaction or nothing.

The transaction holds the writers' lock, so nobody writes in between, and whoever reads
sees the old state until the new one is complete. A backup of an older schema is put in as
it was and migrated then. At the end a new epoch begins: cursors that were given out after
the backup was made will be given out again for other events.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import DBAPIError, StatementError

from api.faults import reached
from api.store import schema
from api.store.archive import Manifest, check, open_archive
from api.store.copying import Advance, Rows, copy, tables_of
from api.store.database import Database
from api.store.errors import BackupRefused
from api.store.heads import compare
from api.store.verify import first_break


def restore(file: Path, database: Database, advance: Advance, *, replace: bool = False) -> Manifest:
    """Put the backup into an empty database, or with `replace` in the place of what is there.

    Empty is a database without incidents and accounts. Raises `BackupRefused`,
    `StoreUnavailable`; then nothing is changed.
    """
    with open_archive(file) as (archive, manifest):
        check(archive, manifest, str(file), advance)
        if database.in_use():
            raise BackupRefused("restore_in_use", where=database.where)
        with database.writing() as target:
            _make_room(target, database.where, replace)
            schema.migrate(target, manifest.schema)
            _fill(target, archive, advance, str(file))
            schema.migrate(target)
            schema.end_epoch(target, manifest.head.cursor)
            schema.access_changed(target)
            _refuse_difference(target, manifest, str(file))
    return manifest


def examine(file: Path, advance: Advance) -> Manifest:
    """Read a whole backup and restore nothing. Raises `BackupRefused`."""
    with open_archive(file) as (archive, manifest):
        check(archive, manifest, str(file), advance)
    return manifest


def _make_room(target: Connection, where: str, replace: bool) -> None:
    """Drop what may be dropped."""
    found = schema.revision(target)
    schema.refuse_revision(found, where)
    if found is None:
        return
    tables = tables_of(target)
    rows = {
        name: target.scalar(select(func.count()).select_from(tables[name]))
        for name in ("incident", "account")
    }
    if any(rows.values()) and not replace:
        facts = {"incidents": rows["incident"], "accounts": rows["account"]}
        raise BackupRefused("restore_not_empty", where=where, **facts)
    schema.clear(target)


def _fill(target: Connection, archive: Connection, advance: Advance, where: str) -> None:
    def put(table: Table, rows: Rows) -> None:
        try:
            target.execute(insert(table), rows)
        except StatementError as error:
            if isinstance(error, DBAPIError):
                raise
            why = f"{table.name} {_first_unfit(target, table, rows)}: {error.orig}"
            raise BackupRefused("backup_damaged", where=where, why=why) from error
        reached("in_restore")

    copy(archive, target, put, advance, list(tables_of(archive)))


def _first_unfit(target: Connection, table: Table, rows: Rows) -> str:
    """The key of the first row with a value that its column cannot hold, such as an instant
    that is none; nothing of these rows was sent to the database before."""
    for row in rows:
        try:
            target.execute(insert(table), row)
        except StatementError:
            return " ".join(str(row[column.name]) for column in table.primary_key)
    raise AssertionError("each fits alone")


def _refuse_difference(target: Connection, manifest: Manifest, where: str) -> None:
    """Raise `BackupRefused` unless what the database gives back is the backup's journal."""
    wrong = first_break(target) or next(compare(target, [manifest.head]), None)
    if wrong is not None:
        raise BackupRefused("backup_damaged", where=where, why=f"{wrong.what} {wrong.detail}")
