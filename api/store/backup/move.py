"""Move everything from one database into another, of either kind, in one step.

It is a backup and a restore, with three differences. Nothing may be written meanwhile, so the
source is closed for servers before it is read. Nothing is lost, so the journal's line goes on: the
epoch stays, and no screen is told of a lost end. And each table of the target is summed up before
the transaction ends, and has to equal the source's.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from sqlalchemy import Connection

from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.retention_data import DatabaseMoved
from api.store.backup.archive import Manifest
from api.store.backup.backup import back_up
from api.store.backup.restore import put_into
from api.store.backup.table_copy import Advance, sums
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.database.moved_away import close_for, reopen
from api.store.errors import BackupRefused
from api.store.server_journal.journal import record


def move(source: Database, target: Database, by: ChangedBy, advance: Advance) -> Manifest:
    """Move the whole content into an empty database; the source keeps it, closed for servers.

    Raises `BackupRefused`, `StoreUnavailable`; then the target is empty and the source as it was.
    After a crash on the way the source is closed and the target empty: move again.
    """
    if source.where == target.where:
        raise BackupRefused("move_same", where=source.where)
    schema_version.check(source)
    if source.in_use():
        raise BackupRefused("restore_in_use", where=source.where)
    source.write(lambda connection: close_for(connection, target.where))
    try:
        # A server that began before the mark was there is seen now; later ones are refused.
        if source.in_use():
            raise BackupRefused("restore_in_use", where=source.where)
        return _moved(source, target, by, advance)
    except BaseException:
        source.write(reopen)
        raise


def _moved(source: Database, target: Database, by: ChangedBy, advance: Advance) -> Manifest:
    def go_on(connection: Connection, manifest: Manifest) -> None:
        refuse_other(connection, manifest, target.where)
        reopen(connection)
        head = manifest.head
        told: DatabaseMoved = {
            "before": manifest.source,
            "after": connection.dialect.name,
            "cursor": head.cursor,
            "seq": head.server_seq,
        }
        record(connection, by, Change("database_moved", told))

    with tempfile.TemporaryDirectory(prefix="zhiban-move-") as folder:
        file = Path(folder) / "move.backup"
        back_up(source, file, by.at, advance)
        return put_into(file, target, advance, go_on)


def refuse_other(connection: Connection, manifest: Manifest, where: str) -> None:
    """Raise `BackupRefused` unless every table holds exactly what the archive says."""
    found = sums(connection, lambda rows: None)
    for name, expected in manifest.tables.items():
        if found.get(name) != expected:
            raise BackupRefused("move_differs", where=where, name=name)
