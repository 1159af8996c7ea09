"""What screens ask: pages without gaps or repeats, filters, and slot states."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.queries.pagination import Page
from api.store.queries.reader import Reader
from engine.errors import InvalidInput
from engine.incident.commands import CloseIncident, ConfirmEndCondition, EndResponse, IssueWarning
from engine.incident.state import Incident, Slot
from engine.memory import MemoryJournal
from engine.ports import PlanLibrary
from tests.api.store.desk import DIRECTOR, START, Desk, snapshot, story, unit_of_work

T = TypeVar("T")


def paged(ask: Callable[[str | None], Page[T]]) -> list[T]:
    """All items, page by page."""
    items: list[T] = []
    after = None
    while True:
        page = ask(after)
        items += page.items
        if page.next is None:
            return items
        assert page.items, "a page that is not the last holds something"
        assert len(items) < 10_000, "the pages come to an end"
        after = page.next


# ── Incidents ───────────────────────────────────────────────────────────────


def test_an_empty_database(database: Database, plans: PlanLibrary) -> None:
    with snapshot(database, plans) as reader:
        assert reader.head() == 0
        assert reader.next_wake() is None
        assert reader.incident("nobody") is None
        assert reader.incidents() == Page([], None)
        assert reader.open_incidents() == []
        assert reader.events("nobody") == []
        assert reader.events_after(0, 10) == []
        assert reader.slots(START) == Page([], None)
        assert len(reader.epoch()) == 16


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 100])
def test_incidents_come_newest_first_in_pages(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk, limit: int
) -> None:
    with unit_of_work(database, states) as journal:
        opened = [desk.open(journal).after for _ in range(6)]
    with snapshot(database, plans) as reader:
        assert paged(lambda after: reader.incidents(after=after, limit=limit)) == opened[::-1]


def test_a_page_stays_in_place_while_new_incidents_come(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened = [desk.open(journal).after for _ in range(4)]
    with snapshot(database, plans) as reader:
        first = reader.incidents(limit=2)
    with unit_of_work(database, states) as journal:
        desk.open(journal)
    with snapshot(database, plans) as reader:
        second = reader.incidents(limit=2, after=first.next)
    assert [*first.items, *second.items] == opened[::-1]
    assert second.next is None


def test_an_incident_by_its_number(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened = [desk.open(journal, exercise=n == 1).after for n in range(3)]
    with snapshot(database, plans) as reader:
        assert [reader.numbered(incident.number) for incident in opened] == opened
        assert reader.numbered(opened[0].id) is None


def test_incidents_by_stage_plan_and_kind(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        real, drill, warned = (desk.open(journal, exercise=n == 1).after.id for n in range(3))
        desk.do(journal, warned, IssueWarning())
        desk.respond(journal, real)
    with snapshot(database, plans) as reader:

        def ids(**filters: object) -> list[str]:
            return [i.id for i in reader.incidents(**filters).items]  # type: ignore[arg-type]

        assert ids(stage="responding") == [real]
        assert ids(stage="warning") == [warned]
        assert ids(stage="closed") == []
        assert ids(exercise=True) == [drill]
        assert ids(exercise=False) == [warned, real]
        assert ids(plan="coal_mine", stage="assessing", exercise=True) == [drill]
        assert ids(plan="grain") == []


def test_closed_incidents_are_not_open(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        closed, stays = (desk.open(journal).after.id for _ in range(2))
        plan = plans.current()["coal_mine"]
        desk.respond(journal, closed)
        for condition in plan.end_conditions:
            desk.do(journal, closed, ConfirmEndCondition(condition=condition.id), DIRECTOR)
        desk.do(journal, closed, EndResponse(), DIRECTOR)
        desk.wait(journal, days=31)
        desk.do(journal, closed, CloseIncident(), DIRECTOR)
    with snapshot(database, plans) as reader:
        assert [i.id for i in reader.open_incidents()] == [stays]
        assert [i.id for i in reader.incidents(stage="closed").items] == [closed]


def test_a_cold_cache_folds_many_at_once(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened = [desk.open(journal).after.id for _ in range(450)]
        lived = [desk.log(journal, one).after for one in opened]
    with snapshot(database, plans) as reader:
        assert reader.open_incidents() == lived


# ── Events ──────────────────────────────────────────────────────────────────


def test_events_after_a_cursor_have_no_gap_and_no_repeat(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    memory = MemoryJournal()
    story(Desk(plans), memory)
    with unit_of_work(database, states) as journal:
        story(desk, journal)
    with snapshot(database, plans) as reader:
        found, cursor = [], 0
        while page := reader.events_after(cursor, 7):
            assert len(page) <= 7
            found += page
            cursor = page[-1][0]
        assert cursor == reader.head() == len(memory.log)
        assert found == list(enumerate(memory.log, start=1))
        assert reader.events_after(reader.head(), 10) == []


def test_an_incident_s_entries_after_a_number(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        one = desk.open(journal).after.id
        desk.open(journal)
        for number in range(4):
            desk.log(journal, one, str(number))
    with snapshot(database, plans) as reader:
        assert [e.seq for e in reader.events(one)] == [1, 2, 3, 4, 5]
        assert [e.seq for e in reader.events(one, after=3)] == [4, 5]
        assert [e.seq for e in reader.events(one, after=1, limit=2)] == [2, 3]
        assert [e.seq for e in reader.last_events(one, None, 2)] == [4, 5]
        assert [e.seq for e in reader.last_events(one, 4, 2)] == [2, 3]
        assert [e.seq for e in reader.last_events(one, 2, 2)] == [1]


def test_who_has_changed_and_who_is_open(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        one, two = (desk.open(journal).after.id for _ in range(2))
        desk.log(journal, one)
    with snapshot(database, plans) as reader:
        assert set(reader.changed(0)) == set(reader.open_ids()) == {one, two}
        assert reader.changed(reader.head() - 1) == [one]
        assert reader.changed(reader.head()) == []
        still = {incident.id for incident in reader.open_incidents()}
    with unit_of_work(database, states) as journal:
        story(desk, journal)
    with snapshot(database, plans) as reader:
        now_open = {incident.id for incident in reader.open_incidents()}
        assert set(reader.open_ids()) == now_open
        assert now_open >= still


# ── The ledger ──────────────────────────────────────────────────────────────


def test_the_whole_ledger_of_one_incident(
    database: Database, plans: PlanLibrary, ledger: list[Slot]
) -> None:
    with snapshot(database, plans) as reader:
        for incident in {slot.incident for slot in ledger}:
            own = [slot for slot in ledger if slot.incident == incident]
            assert sorted(reader.ledger(incident), key=lambda s: (s.due_at, s.id)) == own
        assert reader.ledger("nobody") == []


@pytest.fixture
def ledger(database: Database, states: IncidentCache, desk: Desk) -> list[Slot]:
    """The story's slots as its end left them."""
    memory = MemoryJournal()
    story(desk, memory)
    with unit_of_work(database, states) as journal:
        story(Desk(desk.service.plans), journal)
    return sorted(memory.slots.values(), key=lambda slot: (slot.due_at, slot.id))


@pytest.mark.parametrize("limit", [1, 3, 1000])
def test_the_ledger_is_paged_by_due_instant(
    database: Database, plans: PlanLibrary, ledger: list[Slot], limit: int
) -> None:
    assert len(ledger) > 3
    with snapshot(database, plans) as reader:
        assert paged(lambda after: reader.slots(START, after=after, limit=limit)) == ledger


def test_the_ledger_s_states_are_the_contract_s(
    database: Database, plans: PlanLibrary, desk: Desk, ledger: list[Slot]
) -> None:
    instants = {START, desk.clock.now, *(slot.opens_at for slot in ledger)}
    instants |= {slot.opens_at - timedelta(microseconds=1) for slot in ledger}
    with snapshot(database, plans) as reader:
        for now in instants:
            expected = Counter(slot.state_at(now) for slot in ledger)
            for state in ("upcoming", "owed", "overdue", "submitted", "submitted_late", "ended"):
                found = reader.slots(now, state=state, limit=1000).items
                assert {slot.state_at(now) for slot in found} <= {state}
                assert len(found) == expected[state]
    states_at_start = {slot.state_at(START) for slot in ledger}
    assert {"upcoming", "overdue"} <= states_at_start


def test_the_ledger_by_incident_reporter_and_due_instant(
    database: Database, plans: PlanLibrary, ledger: list[Slot]
) -> None:
    middle = ledger[len(ledger) // 2]
    with snapshot(database, plans) as reader:

        def found(**filters: object) -> list[Slot]:
            return list(reader.slots(START, limit=1000, **filters).items)  # type: ignore[arg-type]

        assert found(incident=middle.incident) == [
            slot for slot in ledger if slot.incident == middle.incident
        ]
        assert found(reporter=middle.reporter) == [
            slot for slot in ledger if slot.reporter == middle.reporter
        ]
        assert found(due_before=middle.due_at) == [
            slot for slot in ledger if slot.due_at < middle.due_at
        ]
        assert found(reporter="nobody") == []


@pytest.mark.parametrize(
    "after", ["", "x", "e30", "W10", "WyJ4IiwieSJd", "WzEsMl0", "啊", "W3RydWVd", "A" * 5000]
)
def test_a_mark_that_is_not_ours_is_refused(
    database: Database, plans: PlanLibrary, after: str
) -> None:
    with snapshot(database, plans) as reader:
        for ask in (reader.incidents, lambda after: reader.slots(START, after=after)):
            with pytest.raises(InvalidInput) as refused:
                ask(after=after)
            assert refused.value.field == "after"


def test_a_reader_and_a_writer_share_the_cache(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened: Incident = desk.open(journal).after
    with database.reading() as connection:
        assert Reader(connection, states).incident(opened.id) is states.known(opened.id)
