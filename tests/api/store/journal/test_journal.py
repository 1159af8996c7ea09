"""The journal in a database keeps the promises of the one in memory, and after a rollback."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from api.store.database.connections import Database
from api.store.database.rows import INCIDENT, SLOT, slot_of, slot_row
from api.store.journal.incident_cache import IncidentCache
from engine.errors import StaleVersion
from engine.evolve.apply import apply, fold
from engine.incident.events import GENESIS, Draft, first_bad_entry, seal
from engine.incident.state import Incident
from engine.memory import MemoryJournal
from engine.ports import PlanLibrary
from tests.api.store.desk import START, Desk, snapshot, story, unit_of_work


def written_down(incident: Incident, words: str) -> Draft:
    """The draft of one more line in an incident's log."""
    return Draft("log_entry_added", START, "zhang", "duty_officer", None, {"text": words})


# ── The twin in memory ──────────────────────────────────────────────────────


def test_it_tells_the_same_story_as_the_journal_in_memory(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    memory = MemoryJournal()
    expected = story(Desk(plans), memory)
    with unit_of_work(database, states) as journal:
        found = story(desk, journal)
    assert found == expected
    with snapshot(database, plans) as reader:
        assert [event for _, event in reader.events_after(0, 1000)] == memory.log
        assert {i.id: i for i in reader.incidents().items} == {i.id: i for i in memory.incidents()}
        assert reader.next_wake() == memory.next_wake()
    with database.reading() as connection:
        ledger = {row.id: slot_of(row) for row in connection.execute(select(SLOT))}
    assert ledger == memory.slots


def test_one_transaction_for_each_command_makes_no_difference(
    database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    memory = MemoryJournal()
    expected = [Desk(plans).open(memory)]
    one = expected[0].after.id
    with unit_of_work(database, IncidentCache(plans)) as journal:
        desk.open(journal)
    for number in range(5):
        words = f"第 {number} 次"
        expected.append(Desk(plans).log(memory, one, words))
        # A cache that is new each time: every state is folded from what is stored.
        with unit_of_work(database, IncidentCache(plans)) as journal:
            desk.log(journal, one, words)
    with snapshot(database, plans) as reader:
        assert reader.events(one) == memory.log
        assert reader.incident(one) == memory.load(one)


def test_a_replay_is_the_state_that_was_lived(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        lived = story(desk, journal)[-1].after
        events = journal.read(lived.id)
    assert states.known(lived.id) == lived
    plan = plans.pinned(lived.plan, lived.plan_digest)
    assert replace(fold(plan, events), touched=()) == lived


def test_the_stored_journal_is_chained(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        one = story(desk, journal)[0].after.id
    with unit_of_work(database, states) as journal:
        events = journal.read(one)
    assert events[0].prev_hash == GENESIS
    assert first_bad_entry(one, [event.to_json() for event in events]) is None


# ── Reading what is not written yet ─────────────────────────────────────────


def test_a_transaction_sees_its_own_appends(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal)
        one = opened.after.id
        logged = desk.log(journal, one)
        assert journal.load(one) == logged.after
        assert journal.read(one) == [*opened.events, *logged.events]
        assert journal.read(one, after=1) == [*logged.events]
        assert journal.read(one, after=0, limit=1) == [*opened.events]
        assert journal.read(one, after=2) == []
        assert journal.read("nobody") == []
        wake = journal.next_wake()
        assert wake is not None
        assert journal.due(wake, 10) == [one]
        assert journal.due(wake - timedelta(microseconds=1), 10) == []
        with snapshot(database, plans) as reader:
            assert reader.head() == 0
            assert reader.incident(one) is None


def test_appending_after_a_question_goes_on_where_it_was(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        one = desk.open(journal).after.id
        for _ in range(3):
            desk.log(journal, one)
            journal.read(one)
        two = desk.open(journal).after.id
        desk.log(journal, one)
    with snapshot(database, plans) as reader:
        found = reader.events_after(0, 100)
        assert [cursor for cursor, _ in found] == [1, 2, 3, 4, 5, 6]
        assert [event.incident for _, event in found] == [one] * 4 + [two, one]
        assert [i.seq for i in reader.incidents().items] == [1, 5]


def test_due_is_earliest_first_and_limited(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        ids = []
        for _ in range(3):
            ids.append(desk.open(journal).after.id)
            desk.clock.advance(timedelta(minutes=1))
        late = desk.clock.now + timedelta(days=9)
        assert journal.due(late, 10) == ids
        assert journal.due(late, 2) == ids[:2]


def test_numbers_count_up_by_series_and_survive(database: Database, states: IncidentCache) -> None:
    with unit_of_work(database, states) as journal:
        assert [journal.next_number("CM-2026") for _ in range(3)] == [1, 2, 3]
        assert journal.next_number("CM-YL-2026") == 1
    with unit_of_work(database, states) as journal:
        assert journal.next_number("CM-2026") == 4


# ── What is refused ─────────────────────────────────────────────────────────


def test_a_stale_append_is_refused_and_leaves_no_trace(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal).after
        event = seal(written_down(opened, "甲"), opened.id, 2, opened.hash, START)
        plan = plans.pinned(opened.plan, opened.plan_digest)
        after = replace(apply(plan, opened, event), touched=())
        journal.append(after, [event], (), None)
        changes = journal.changes
        for base, given in ((opened, 1), (replace(after, seq=7), 7), (replace(after, seq=0), 0)):
            late = seal(written_down(base, "乙"), base.id, base.seq + 1, base.hash, START)
            with pytest.raises(StaleVersion) as refused:
                journal.append(replace(base, seq=late.seq), [late], (), None)
            assert (refused.value.facts["current"], refused.value.facts["given"]) == (2, given)
        assert journal.changes == changes
    with snapshot(database, plans) as reader:
        assert reader.events(opened.id, after=1) == [event]


def test_a_row_that_moved_on_behind_the_cache_is_refused(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        one = desk.open(journal).after.id
    with database.writing() as connection:
        connection.execute(update(INCIDENT).values(seq=5))
    with pytest.raises(StaleVersion), unit_of_work(database, states) as journal:
        desk.log(journal, one)
    with snapshot(database, plans) as reader:
        assert reader.head() == 1


def test_one_slot_for_what_is_owed_once(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        slots = story(desk, journal)[-1].after.slots
        slot = next(iter(slots.values()))
    twin = slot_row(replace(slot, id=f"{slot.id}.twin"))
    with pytest.raises(IntegrityError), database.begin() as connection:
        connection.execute(insert(SLOT), twin)


def test_a_slot_is_written_over_not_doubled(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        one = desk.open(journal).after.id
        owed = desk.respond(journal, one).after
        slot = next(slot for slot in owed.slots.values() if slot.state == "owed")
    with unit_of_work(database, states) as journal:
        desk.report(journal, one, slot.id)
    with snapshot(database, plans) as reader:
        found = [s for s in reader.slots(START, incident=one, limit=500).items if s.id == slot.id]
    assert [s.state for s in found] == ["submitted"]
    assert found[0].report_seq is not None


# ── The cache ───────────────────────────────────────────────────────────────


def test_what_was_rolled_back_is_not_in_the_cache(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal).after
    with pytest.raises(ZeroDivisionError), unit_of_work(database, states) as journal:
        desk.log(journal, opened.id)
        lost = desk.open(journal).after
        raise ZeroDivisionError
    assert states.known(opened.id) == opened
    assert states.known(lost.id) is None
    with unit_of_work(database, states) as journal:
        assert journal.load(opened.id) == opened
        assert journal.load(lost.id) is None
        assert desk.log(journal, opened.id).after.seq == 2


def test_what_another_program_wrote_is_seen(
    url: str, database: Database, plans: PlanLibrary
) -> None:
    here, there = IncidentCache(plans), IncidentCache(plans)
    other = Database.open(url)
    with unit_of_work(database, here) as journal:
        one = Desk(plans).open(journal).after.id
    with unit_of_work(other, there) as journal:
        Desk(plans).log(journal, one, "别处")
        two = Desk(plans, "other").open(journal).after.id
    other.close()
    with unit_of_work(database, here) as journal:
        assert Desk(plans).log(journal, one, "此处").after.seq == 3
        assert journal.load(two) is not None
    with snapshot(database, plans) as reader:
        texts = [event.data["text"] for event in reader.events(one, after=1)]
        assert texts == ["别处", "此处"]
        assert [i.number for i in reader.incidents().items] == ["CM-2026-0002", "CM-2026-0001"]


def test_the_cache_is_bounded(database: Database, plans: PlanLibrary, desk: Desk) -> None:
    small = IncidentCache(plans, limit=2)
    with unit_of_work(database, small) as journal:
        ids = [desk.open(journal).after.id for _ in range(4)]
    assert [small.known(one) is not None for one in ids] == [False, False, True, True]
    with unit_of_work(database, small) as journal:
        found = [journal.load(one) for one in ids]
    assert [state.id for state in found if state] == ids


def test_an_older_state_never_replaces_a_newer_one(plans: PlanLibrary, desk: Desk) -> None:
    memory = MemoryJournal()
    older = desk.open(memory).after
    newer = desk.log(memory, older.id).after
    cache = IncidentCache(plans)
    cache.keep([newer])
    cache.keep([older])
    assert cache.known(older.id) == newer


def test_data_comes_back_as_it_was_hashed(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal).after
        odd = {"a": [1, 2.5, -0.0, 1e300, None, True], "键": "值\u0000\u2028", "n": {"大": 2**70}}
        draft = replace(written_down(opened, ""), data={"text": "", **odd})
        event = seal(draft, opened.id, 2, opened.hash, START)
        journal.append(replace(opened, seq=2, hash=event.hash), [event], (), None)
    with unit_of_work(database, states) as journal:
        [found] = journal.read(opened.id, after=1)
    assert found == event


def test_times_do_not_depend_on_the_zone_of_the_server(
    postgres_url: str, states: IncidentCache, desk: Desk
) -> None:
    database = Database.open(postgres_url)
    with database.writing() as connection:
        connection.execute(text("SET TIME ZONE 'Asia/Shanghai'"))
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal)
        assert journal.read(opened.after.id) == [*opened.events]
    database.close()
