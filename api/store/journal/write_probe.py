"""Jobs that find out whether the database can be written, and change nothing.

After a failure a small write is not enough: a full disk often has room for a little in a log
that exists already. So the probe then writes as much as a batch of commands.
"""

from __future__ import annotations

import secrets

from sqlalchemy import delete, insert, update

from api.store.database.tables import MetaRow, table
from api.store.journal.journal import SqlJournal

META = table(MetaRow)
BALLAST = "ballast"
BALLAST_BYTES = 100_000


def touch(journal: SqlJournal) -> None:
    """Write something that changes nothing."""
    epoch = META.c.key == "epoch"
    journal.connection.execute(update(META).where(epoch).values(value=META.c.value))


def weigh_down(journal: SqlJournal) -> None:
    """Write as much as a batch of commands might; random, since zeros would be compressed."""
    ballast = secrets.token_hex(BALLAST_BYTES // 2)
    journal.connection.execute(insert(META).values(key=BALLAST, value=ballast))


def unburden(journal: SqlJournal) -> None:
    """Remove what `weigh_down` has written."""
    journal.connection.execute(delete(META).where(META.c.key == BALLAST))
