"""An incident with a long journal, written without a server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from api.settings import Settings
from api.store.facade import Store
from api.store.journal.journal import SqlJournal
from engine.clock import VirtualClock
from engine.incident.commands import ActivateResponse, RecordFacts
from engine.memory import CountedIds
from engine.service import Service
from tests.api.store.desk import DIRECTOR, Desk

EVERY_FACTS = 25
"""One entry in so many records facts; the others are lines of the log."""
BATCH = 250


def long_journal(url: str, entries: int, prefix: str = "long") -> str:
    """A mine accident with at least so many entries, the last an hour old; its id."""
    with Store.open(url, Settings().plans_dir) as store:
        desk = Desk(store.plans)
        desk.clock = VirtualClock(datetime.now(UTC) - timedelta(hours=3), elapsed=lambda: 0.0)
        desk.service = Service(store.plans, desk.clock, CountedIds(prefix))
        incident = store.writer.run(lambda journal: _opened(desk, journal))
        for first in range(0, entries, BATCH):
            last = min(first + BATCH, entries)
            desk.clock.advance(timedelta(hours=2) * ((last - first) / entries))
            store.writer.run(partial(_entered, desk, incident=incident, first=first, last=last))
        return incident


def _opened(desk: Desk, journal: SqlJournal) -> str:
    incident = desk.open(journal, title="记录很长的事故").after.id
    desk.do(journal, incident, ActivateResponse(level="IV"), DIRECTOR)
    return incident


def _entered(desk: Desk, journal: SqlJournal, *, incident: str, first: int, last: int) -> None:
    for number in range(first, last):
        if number % EVERY_FACTS == 0:
            now = desk.clock.now
            facts = RecordFacts(
                facts={"missing": 1 + number // EVERY_FACTS % 9}, source="现场", as_of=now
            )
            desk.do(journal, incident, facts)
        else:
            desk.log(journal, incident, f"第 {number} 次联系现场，情况不变")
