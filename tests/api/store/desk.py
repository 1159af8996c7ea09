"""A duty desk for the tests of the store: the real engine on a clock that only tests move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from api.store.database.connections import Database
from api.store.database.statements import LAST
from api.store.journal.incident_cache import IncidentCache, mark_of
from api.store.journal.journal import SqlJournal
from api.store.queries.reader import Reader
from engine.clock import VirtualClock
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import ActivateResponse, AddLogEntry, OpenIncident, SubmitReport
from engine.memory import CountedIds
from engine.ports import Journal, PlanLibrary
from engine.service import Outcome, Service
from tests.support.report_content import full

PLANS = Path(__file__).parents[3] / "plans"
START = datetime(2026, 11, 23, 6, 0, 30, 250_000, tzinfo=UTC)
DUTY = Actor("zhang", frozenset({"duty_officer"}))
DIRECTOR = Actor("li", frozenset({"coal_mine:office_director"}))


class Desk:
    """What a desk does to a journal, whichever it is; ids count up, so runs are alike."""

    def __init__(self, plans: PlanLibrary, prefix: str = "incident") -> None:
        self.clock = VirtualClock(START)
        self.service = Service(plans, self.clock, CountedIds(prefix))

    def open(self, journal: Journal, *, title: str = "瓦斯爆炸", exercise: bool = False) -> Outcome:
        """An accident in a coal mine, learned of just now."""
        now = self.clock.now
        request = OpenIncident(
            plan="coal_mine",
            title=title,
            occurred_at=now - timedelta(minutes=20),
            received_at=now,
            division="141002",
            exercise=exercise,
            facts={"deaths": 1},
        )
        return self.service.open_incident(journal, request, DUTY)

    def do(self, journal: Journal, incident: str, command: Command, actor: Actor = DUTY) -> Outcome:
        """One command."""
        return self.service.execute(journal, incident, command, actor)

    def log(self, journal: Journal, incident: str, text: str = "已通知") -> Outcome:
        """One line in the log: the least a command can do."""
        return self.do(journal, incident, AddLogEntry(text=text))

    def respond(self, journal: Journal, incident: str) -> Outcome:
        """Activate level IV: from now on reports are owed."""
        return self.do(journal, incident, ActivateResponse(level="IV"), DIRECTOR)

    def report(self, journal: Journal, incident: str, slot: str) -> Outcome:
        """Submit the report of a slot."""
        state = journal.load(incident)
        assert state is not None
        plan = self.service.plans.pinned(state.plan, state.plan_digest)
        content = full(plan, state.slots[slot].obligation)
        return self.do(journal, incident, SubmitReport(slot=slot, content=content))

    def wait(self, journal: Journal, **time: float) -> list[Outcome]:
        """Let time pass and enter what it made due."""
        self.clock.advance(timedelta(**time))
        return self.service.wake(journal)


def story(desk: Desk, journal: Journal) -> list[Outcome]:
    """Two incidents, some hours of one of them: every kind of row is written."""
    one = desk.open(journal).after.id
    outcomes = [desk.respond(journal, one), desk.open(journal, title="透水", exercise=True)]
    outcomes += desk.wait(journal, minutes=50)
    state = journal.load(one)
    assert state is not None
    open_slots = [slot for slot in state.slots.values() if slot.state == "owed"]
    outcomes.append(desk.report(journal, one, open_slots[0].id))
    outcomes.append(desk.log(journal, one, '换行\n引号" 反斜杠\\ 表情😀'))
    outcomes += desk.wait(journal, days=2)
    return outcomes


@contextmanager
def unit_of_work(database: Database, states: IncidentCache) -> Iterator[SqlJournal]:
    """One transaction as the writer makes it, for tests of the journal alone."""
    with closing(database.line()) as line, database.turn(line, LAST) as last:
        journal = SqlJournal(line, states, mark_of(last))
        yield journal
        journal.flush()
    journal.committed()


@contextmanager
def snapshot(database: Database, plans: PlanLibrary) -> Iterator[Reader]:
    """A reader that has nothing cached: everything is folded from what is stored."""
    with database.reading() as connection:
        yield Reader(connection, IncidentCache(plans))
