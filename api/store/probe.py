"""Jobs that find out whether the database can be written, and leave nothing behind.

A small write is not enough after a failure: on a full disk there is often room for a
little, in a log that has been written before. So then it is as much as a batch of commands.
"""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert, update

from api.store.journal import SqlJournal
from api.store.tables import MetaRow, table

META = table(MetaRow)
BALLAST = "ballast"
BALLAST_BYTES = 100_000


def touch(journal: SqlJournal) -> None:
    """Write something that changes nothing."""
    epoch = META.c.key == "epoch"
    journal.connection.execute(update(META).where(epoch).values(value=META.c.value))


def weigh_down(journal: SqlJournal) -> None:
    """Write as much as a batch of commands might; noughts would be packed into nothing."""
    ballast = secrets.token_hex(BALLAST_BYTES // 2)
    journal.connection.execute(insert(META).values(key=BALLAST, value=ballast))


def unburden(journal: SqlJournal) -> None:
    """Take back what `weigh_down` has written, if it is there."""
    journal.connection.execute(delete(META).where(META.c.key == BALLAST))
