"""What the database has that this node has not published yet, whoever committed it.

One question a look when nothing happened; when something did, a page of the journal in
cursor order, cut into runs of one incident, each with the state right after it. The
journal is append-only and its cursors have no gaps, so no snapshot is needed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, ScalarSelect, bindparam, func, select
from sqlalchemy.exc import DBAPIError

from api.store.database.connections import Database
from api.store.database.rows import EVENT, INCIDENT, event_of
from api.store.database.schema_version import ACCESS
from api.store.database.statements import HEADS
from api.store.database.tables import MetaRow, table
from api.store.journal.incident_cache import START, Head, IncidentCache, Mark
from engine.incident.events import Event
from engine.incident.state import Incident

META = table(MetaRow)
PAGE = 500
"""Events read at once."""

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """Consecutive events of one incident; `after` is None if no state can be made of them."""

    first_cursor: int
    events: tuple[Event, ...]
    after: Incident | None

    def numbered(self) -> Iterator[tuple[int, Event]]:
        """The events with their cursors, in order."""
        return enumerate(self.events, start=self.first_cursor)


@dataclass(frozen=True, slots=True)
class ChangesSince:
    """What has happened after a place in the journal.

    `went_back`: the event at that place is not there any more; then nothing else is told.
    `access` changes whenever sign-ins were ended. `more`: the page was full.
    """

    epoch: str
    access: str
    went_back: bool
    commits: Sequence[Found] = ()
    more: bool = False


def look(database: Database, states: IncidentCache, mark: Mark) -> ChangesSince:
    """What comes after `mark`. Raises `StoreUnavailable`."""
    with database.asking() as connection:
        row = connection.execute(_LOOK, {"cursor": mark[0]}).one()
        if mark != START and row.hash != mark[1]:
            return ChangesSince(row.epoch, row.access, went_back=True)
        if row.head in (None, mark[0]):
            return ChangesSince(row.epoch, row.access, went_back=False)
        found = _page(connection, states, mark[0])
    more = sum(len(commit.events) for commit in found) == PAGE
    return ChangesSince(row.epoch, row.access, went_back=False, commits=found, more=more)


def _meta(key: str) -> ScalarSelect[str]:
    return select(META.c.value).where(META.c.key == key).scalar_subquery()


_AT = select(EVENT.c.hash).where(EVENT.c.cursor == bindparam("cursor")).scalar_subquery()

_LOOK = select(
    select(func.max(EVENT.c.cursor)).scalar_subquery().label("head"),
    _AT.label("hash"),
    _meta("epoch").label("epoch"),
    _meta(ACCESS).label("access"),
)
"""One statement sees one state of the database."""


def _page(connection: Connection, states: IncidentCache, cursor: int) -> list[Found]:
    wanted = select(EVENT).where(EVENT.c.cursor > cursor).order_by(EVENT.c.cursor).limit(PAGE)
    rows = connection.execute(wanted).all()
    named = {row.incident for row in rows}
    heads = {h.id: h for h in connection.execute(HEADS.where(INCIDENT.c.id.in_(named)))}
    found = []
    for incident, run in groupby(rows, lambda row: row.incident):
        several = list(run)
        events = tuple(event_of(row) for row in several)
        state = _after(connection, states, heads[incident], events)
        found.append(Found(several[0].cursor, events, state))
    return found


def _after(
    connection: Connection, states: IncidentCache, head: Head, events: Sequence[Event]
) -> Incident | None:
    """The state, or None for events of a program or a plan that this one cannot read.

    They are passed on all the same: an older node must not stop at what a newer wrote.
    """
    try:
        return states.after(connection, head, events)
    except DBAPIError:
        raise
    except Exception:
        LOG.exception("no state of incident %s at entry %d", head.id, events[-1].seq)
        return None
