"""The condition of a database as it is, for whoever examines it: nothing is brought up or written.

Every call may block, and raises `StoreUnavailable`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text

from api.store.accounts.account_rows import ACCOUNT
from api.store.clocks.node_clocks import NODE_CLOCK
from api.store.database import schema_version
from api.store.database.birth import Birth, birth_of
from api.store.database.call_tables import OutboxRow
from api.store.database.connections import Database
from api.store.database.rows import EVENT, INCIDENT
from api.store.database.tables import table
from api.store.integrity.signatures import open_continuation

OUTBOX = table(OutboxRow)


@dataclass(frozen=True, slots=True)
class Content:
    """What a database of this program's schema holds."""

    born: Birth | None
    lost_its_end: bool
    """The journal's end is lost, and nobody has acknowledged it."""
    accounts: int
    incidents: int


def damage(database: Database) -> str | None:
    """What SQLite's quick check says of a damaged file; PostgreSQL has checks of its own."""
    if database.dialect != "sqlite":
        return None
    with database.reading() as connection:
        said = connection.scalar(text("PRAGMA quick_check(1)"))
    return None if said == "ok" else str(said)


def content(database: Database) -> Content:
    """What is in it; the schema has to be this program's."""
    with database.reading() as connection:
        return Content(
            birth_of(connection),
            open_continuation(connection) is not None,
            connection.scalar(select(func.count()).select_from(ACCOUNT)) or 0,
            connection.scalar(select(func.count()).select_from(INCIDENT)) or 0,
        )


def doubted_clocks(database: Database) -> Sequence[str]:
    """The nodes that did not trust their machine's clock at their last sign of life."""
    of = NODE_CLOCK.c
    wanted = select(of.node).where(of.condition != "trusted").order_by(of.node)
    with database.reading() as connection:
        return [str(node) for node in connection.scalars(wanted)]


def last_entry(database: Database) -> datetime | None:
    """When the journal's last entry was recorded."""
    wanted = select(EVENT.c.recorded_at).order_by(EVENT.c.cursor.desc()).limit(1)
    with database.reading() as connection:
        found: datetime | None = connection.scalar(wanted)
    return found


def agrees(database: Database, epoch: str, cursor: int, hash_: str) -> bool:
    """Whether an entry of this epoch has this hash; True for another epoch, and for cursor 0."""
    with database.reading() as connection:
        if not cursor or schema_version.epoch(connection) != epoch:
            return True
        return connection.scalar(select(EVENT.c.hash).where(EVENT.c.cursor == cursor)) == hash_


def first_after(database: Database, cursor: int) -> datetime | None:
    """When the first entry after a cursor was recorded; None without one."""
    wanted = select(EVENT.c.recorded_at).where(EVENT.c.cursor > cursor)
    with database.reading() as connection:
        found: datetime | None = connection.scalar(wanted.order_by(EVENT.c.cursor).limit(1))
    return found


def last_outcome(database: Database, channel: str) -> str | None:
    """How the last message of an earnest call by a channel ended; None if there was none."""
    of = OUTBOX.c
    wanted = select(of.outcome).where(
        of.channel == channel, of.exercise.is_(False), of.outcome.is_not(None)
    )
    with database.reading() as connection:
        found: str | None = connection.scalar(wanted.order_by(of.sent_at.desc()).limit(1))
    return found
