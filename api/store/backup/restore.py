"""Restore a backup into a database: all of it in one transaction, or nothing.

The transaction holds the writers' lock, so nothing is written in between and readers see the
old state until the new one is complete. A backup of an older schema is restored as it was
and then migrated. At the end a new epoch begins, because cursors issued after the backup
will be issued again for other events.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import DBAPIError, StatementError

from api.fault_injection import reached
from api.server_journal.changed_by import ChangedBy, by_program
from api.server_journal.events import Change
from api.server_journal.server_data import DatabaseRestored
from api.store.backup.archive import Manifest, check, open_archive
from api.store.backup.table_copy import Advance, Rows, copy, tables_of
from api.store.database import schema_version
from api.store.database.chain_links import found as found_chain
from api.store.database.connections import Database
from api.store.database.moved_away import reopen
from api.store.errors import BackupRefused
from api.store.integrity.journal_heads import compare
from api.store.integrity.signatures import enter_continuation
from api.store.integrity.signing_keys import SigningKey
from api.store.integrity.verify import first_break
from api.store.server_journal.beginning import begin
from api.store.server_journal.journal import record
from engine.clock import SystemClock
from engine.instants import to_text


def restore(
    file: Path,
    database: Database,
    advance: Advance,
    by: ChangedBy | None = None,
    key: SigningKey | None = None,
    *,
    replace: bool = False,
) -> Manifest:
    """Restore into an empty database or, with `replace`, in place of its content.

    The server journal that comes with the backup goes on with an entry about it, and the server's
    chain with a link, signed with `key`, that screens show until it is acknowledged.
    Empty means without incidents and accounts. Raises `BackupRefused`, `StoreUnavailable`; then
    nothing has changed.
    """
    who = by or by_program(SystemClock().now)

    def go_on(target: Connection, manifest: Manifest) -> None:
        ended = schema_version.epoch(target)
        reopen(target)
        schema_version.end_epoch(target, manifest.head.cursor)
        schema_version.access_changed(target)
        kept = {"cursor": manifest.head.cursor, "seq": manifest.head.server_seq}
        enter_continuation(target, "restore", who, {"epoch": ended, **kept}, key)
        begin(target, who.at)
        record(target, who, _told(manifest, ended))

    return put_into(file, database, advance, go_on, replace=replace)


def put_into(
    file: Path,
    database: Database,
    advance: Advance,
    go_on: Callable[[Connection, Manifest], object],
    *,
    replace: bool = False,
) -> Manifest:
    """Put an archive's rows into a database; `go_on` tells the journals, in the transaction.

    Raises `BackupRefused`, `StoreUnavailable`; then nothing has changed.
    """
    with open_archive(file) as (archive, manifest):
        check(archive, manifest, str(file), advance)
        if database.in_use():
            raise BackupRefused("restore_in_use", where=database.where)
        with database.writing() as target:
            _make_room(target, database.where, replace)
            schema_version.migrate(target, manifest.schema)
            _fill(target, archive, advance, str(file))
            schema_version.migrate(target)
            found_chain(target, manifest.schema)
            go_on(target, manifest)
            _refuse_difference(target, manifest, str(file))
    return manifest


def examine(file: Path, advance: Advance) -> Manifest:
    """Read a whole backup and restore nothing. Raises `BackupRefused`."""
    with open_archive(file) as (archive, manifest):
        check(archive, manifest, str(file), advance)
    return manifest


def _told(manifest: Manifest, ended: str) -> Change:
    head = manifest.head
    told: DatabaseRestored = {
        "epoch": ended,
        "cursor": head.cursor,
        "seq": head.server_seq,
        "backup_at": to_text(head.at),
    }
    return Change("database_restored", told)


def _make_room(target: Connection, where: str, replace: bool) -> None:
    """Drop what may be dropped."""
    found = schema_version.revision(target)
    schema_version.refuse_revision(found, where)
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
    schema_version.clear(target)


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
    """The key of the first row with a value that its column cannot hold, such as a bad instant.

    None of these rows has been sent to the database before.
    """
    for row in rows:
        try:
            target.execute(insert(table), row)
        except StatementError:
            return " ".join(str(row[column.name]) for column in table.primary_key)
    raise AssertionError("each fits alone")


def _refuse_difference(target: Connection, manifest: Manifest, where: str) -> None:
    """Raise `BackupRefused` unless the database now returns the backup's journal."""
    wrong = first_break(target) or next(compare(target, [manifest.head]), None)
    if wrong is not None:
        raise BackupRefused("backup_damaged", where=where, why=f"{wrong.what} {wrong.detail}")
