"""A replay goes back: its incidents leave the database, to be entered again from their first entry.

Only in a database born for exercises, and only what is a copy of journals that stand elsewhere.
The server's chain is founded again over what stays: accounts, sign-ins and the control log, in
which the first new entry says that the replay went back. Screens see another epoch and ask for
everything.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from api.server_journal.changed_by import ChangedBy
from api.store.backup.table_copy import tables_of
from api.store.database import schema_version
from api.store.database.attachment_tables import AttachmentPartRow
from api.store.database.birth import birth_of
from api.store.database.chain_links import LINK, found
from api.store.database.connections import Database
from api.store.database.rows import INCIDENT
from api.store.database.tables import KeptDocumentRow
from api.store.drill.notes import DrillNotes, put_mark
from api.store.errors import WrongBirth
from api.store.integrity.guards import deletion_allowed
from api.store.integrity.signatures import enter_key
from api.store.integrity.signing_keys import SigningKey
from api.store.retention.archive_file import is_of_incidents, rows_of
from engine.drill.exercise import ControlEntry

Key = SigningKey | None

FILES = (AttachmentPartRow.__tablename__, KeptDocumentRow.__tablename__)
"""The files of the record stay: the entries that name them come again."""


def go_back(database: Database, notes: DrillNotes, entry: ControlEntry, key: Key) -> None:
    """Empty the database of incidents; the control log says that the replay is at `entry.to`.

    Blocks. Raises `WrongBirth` where the database was not born for exercises.
    """
    with database.writing() as connection:
        _begin_anew(connection, notes.by(entry), key)
        notes.enter_on(connection, entry)
        put_mark(connection, entry.to or entry.at)


def _begin_anew(connection: Connection, by: ChangedBy, key: Key) -> None:
    if birth_of(connection) != "exercise":
        raise WrongBirth("database_is_real")
    which = rows_of(connection.scalars(select(INCIDENT.c.id)).all(), [])
    with deletion_allowed(connection, "event", "chain_link"):
        for of in reversed(tables_of(connection).values()):
            if is_of_incidents(of) and of.name not in FILES:
                connection.execute(delete(of).where(which(of)))
        connection.execute(delete(LINK))
    schema_version.end_epoch(connection, None)
    found(connection)
    if key is not None:
        enter_key(connection, key, by)
