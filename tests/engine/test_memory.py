"""The in-memory twins of the ports keep the same promises as the real ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import NotFound, StaleVersion
from engine.evolve.apply import apply
from engine.memory import CountedIds, DryJournal, FixedPlans, MemoryJournal
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of

NOW = datetime(2021, 11, 8, 1, tzinfo=UTC)


def test_an_empty_journal_knows_nothing() -> None:
    journal = MemoryJournal()
    assert journal.load("x") is None
    assert list(journal.read("x")) == []
    assert journal.next_wake() is None
    assert list(journal.due(NOW, 10)) == []
    assert list(journal.incidents()) == []


def test_numbers_of_a_series_count_from_one() -> None:
    journal = MemoryJournal()
    assert [journal.next_number("CM-2021") for _ in range(3)] == [1, 2, 3]
    assert journal.next_number("CM-2022") == 1


def test_events_are_read_after_a_number_and_up_to_a_limit(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens()
    for text in ("一", "二", "三"):
        story.desk.does("add_log_entry", text=text)
    read = story.journal.read
    assert [e.seq for e in read(story.incident_id)] == [1, 2, 3, 4]
    assert [e.seq for e in read(story.incident_id, after=2)] == [3, 4]
    assert [e.seq for e in read(story.incident_id, after=1, limit=2)] == [2, 3]
    assert list(read(story.incident_id, after=4)) == []
    assert [e.seq for e in story.journal.log] == [1, 2, 3, 4]


def test_a_journal_that_has_moved_on_refuses_and_stores_nothing(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens()
    late = story.incident
    story.desk.does("add_log_entry", text="一")
    event = story.events[-1]
    after = apply(story.plan, late, event)
    now_there, log = story.incident, list(story.journal.log)
    with pytest.raises(StaleVersion) as refusal:
        story.journal.append(after, [event], [], None)
    assert refusal.value.facts == {"current": 2, "given": 1}
    assert story.incident is now_there
    assert story.journal.log == log


def test_the_longest_due_wakes_first_and_only_when_due(tell: Tell) -> None:
    story = tell("grain")
    first = story.desk.opens().after.id
    story.clock.passes(minutes=5)
    second = story.desk.opens().after.id
    wake = story.journal.next_wake()
    assert wake is not None
    assert list(story.journal.due(wake - timedelta(microseconds=1), 10)) == []
    assert list(story.journal.due(wake, 10)) == [first]
    late = wake + timedelta(days=1)
    assert list(story.journal.due(late, 10)) == [first, second]
    assert list(story.journal.due(late, 1)) == [first]


def test_ids_are_counted() -> None:
    ids = CountedIds("drill")
    assert [ids.incident_id() for _ in range(2)] == ["drill-0001", "drill-0002"]


def test_a_plan_is_found_only_under_its_own_digest() -> None:
    plan = plan_of()
    library = FixedPlans({plan.id: plan})
    assert library.current() == {"made_up": plan}
    assert library.pinned("made_up", plan.digest) is plan
    for plan_id, digest in (("made_up", "0" * 64), ("other", plan.digest)):
        with pytest.raises(NotFound) as refusal:
            library.pinned(plan_id, digest)
        assert refusal.value.code == "plan_version_missing"


def test_a_dry_journal_reads_and_keeps_nothing(tell: Tell) -> None:
    story = tell("production_safety")
    opened = story.desk.opens().after
    dry = DryJournal(story.journal.load, story.journal.read)
    assert dry.load(opened.id) == opened
    first = dry.read(opened.id, 0, 1)
    assert [event.seq for event in first] == [1]
    dry.append(opened, first, (), NOW)
    assert (dry.next_number("PS-2021"), dry.next_number("PS-2021")) == (0, 0)
    assert dry.slots == {}
    assert (dry.next_wake(), [*dry.due(NOW, 5)]) == (None, [])
    assert len(story.journal.log) == opened.seq
