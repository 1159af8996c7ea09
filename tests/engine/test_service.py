"""The use cases: one reading of the clock, whole or nothing, time before commands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.clock import VirtualClock
from engine.errors import InvalidInput, NotFound, StaleVersion, StateRefuses, ZhibanError
from engine.incident.actors import Actor
from engine.incident.commands import COMMANDS, OpenIncident
from engine.memory import FixedPlans, MemoryJournal
from engine.service import EVENTS_AT_ONCE, EVENTS_OF_ONE, Service
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story, real_plans
from tests.plans.traps.marks import trap


@pytest.fixture
def accident(tell: Tell) -> Story:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, division=QUWO)
    return story


# ── clocks ──────────────────────────────────────────────────────────────────


def test_a_clock_that_is_behind_the_journal_does_not_take_it_backwards(accident: Story) -> None:
    """Two nodes whose clocks differ; a clock that was set back while nobody ran."""
    last = accident.director.activates("IV").events[-1].recorded_at
    behind = VirtualClock(last - timedelta(hours=1))
    service = Service(accident.service.plans, behind, accident.service.ids)
    command = COMMANDS["add_log_entry"](text="慢了的钟")
    desk = Actor("值班员", frozenset({"duty_officer"}))
    outcome = service.execute(accident.journal, accident.incident_id, command, desk)
    assert [event.recorded_at for event in outcome.events] == [last]
    assert [event.occurred_at for event in outcome.events] == [last]
    assert outcome.after.recorded_at == last
    assert service.wake(accident.journal) == []


# ── opening ─────────────────────────────────────────────────────────────────


def test_incidents_are_numbered_by_plan_year_and_kind(tell: Tell) -> None:
    story = tell("coal_mine", "2021-12-31 23:00")
    numbers = [story.desk.opens(exercise=e).after.number for e in (False, False, True)]
    story.clock.to("2022-01-01 00:00")
    numbers += [story.desk.opens(exercise=e).after.number for e in (False, True)]
    assert numbers == [
        "CM-2021-0001",
        "CM-2021-0002",
        "CM-YL-2021-0001",
        "CM-2022-0001",
        "CM-YL-2022-0001",
    ]


def test_an_outcome_says_what_was_before_and_after_and_what_was_added(accident: Story) -> None:
    outcome = accident.director.activates("IV")
    assert outcome.before is not None
    assert (outcome.before.place, outcome.after.place) == ("assessing", "IV")
    assert [e.type for e in outcome.events] == ["response_activated"]
    assert outcome.after.seq == outcome.events[-1].seq == 2
    assert outcome.plan is accident.plan


def test_an_opening_has_nothing_before_it(tell: Tell) -> None:
    outcome = tell("grain").desk.opens(division=QUWO)
    assert outcome.before is None
    assert [e.type for e in outcome.events] == ["incident_opened"]


def test_a_server_on_a_virtual_clock_takes_exercises_only(tell: Tell) -> None:
    story = tell("grain", exercises_only=True)
    with pytest.raises(InvalidInput) as refusal:
        story.desk.opens(division=QUWO)
    assert (refusal.value.code, refusal.value.field) == ("exercise_clock", "exercise")
    assert not story.journal.log
    assert story.desk.opens(division=QUWO, exercise=True).after.exercise


def test_one_reading_of_the_clock_dates_everything_that_a_call_adds(accident: Story) -> None:
    accident.clock.sleeps_to("2021-11-09 16:00")
    outcome = accident.desk.does("add_log_entry", text="x")
    assert {e.recorded_at for e in outcome.events} == {accident.clock.now}


# ── versions ────────────────────────────────────────────────────────────────


def test_a_stale_version_is_refused_with_what_is_possible_now(accident: Story) -> None:
    seen = accident.incident.seq
    accident.desk.does("add_log_entry", text="x", expected_version=seen)
    log = len(accident.journal.log)
    with pytest.raises(StaleVersion) as refusal:
        accident.desk.does("add_log_entry", text="y", expected_version=seen)
    assert refusal.value.facts == {"current": seen + 1, "given": seen}
    assert refusal.value.allowed
    assert len(accident.journal.log) == log


def test_a_version_from_the_future_is_stale_too(accident: Story) -> None:
    with pytest.raises(StaleVersion):
        accident.desk.does("add_log_entry", text="x", expected_version=99)


def test_what_time_has_added_unseen_is_no_change_by_somebody_else(accident: Story) -> None:
    seen = accident.incident.seq
    accident.virtual.jump_to(accident.instant("16:00"))
    outcome = accident.desk.does("add_log_entry", text="x", expected_version=seen)
    assert len(outcome.events) > 1


def test_of_a_hundred_equal_escalations_one_is_entered_and_ninety_nine_are_refused(
    accident: Story,
) -> None:
    accident.director.activates("IV")
    codes = []
    for _ in range(100):
        try:
            accident.commander.adjusts("III")
            codes.append("entered")
        except StateRefuses as refusal:
            codes.append(refusal.code)
    assert codes == ["entered"] + ["already_at"] * 99
    assert accident.event_types("response_adjusted") == ["response_adjusted"]


def test_of_a_hundred_escalations_upon_one_version_ninety_nine_are_stale(accident: Story) -> None:
    seen = accident.incident.seq
    codes = []
    for _ in range(100):
        try:
            accident.director.does("activate_response", level="IV", expected_version=seen)
            codes.append("entered")
        except ZhibanError as refusal:
            codes.append(refusal.code)
    assert codes == ["entered"] + ["stale_version"] * 99


# ── time before commands ────────────────────────────────────────────────────


def test_time_is_entered_before_the_command_that_comes_after_it(accident: Story) -> None:
    accident.virtual.jump_to(accident.instant("15:30"))
    outcome = accident.desk.does("add_log_entry", text="接班")
    types = [e.type for e in outcome.events]
    assert types[-1] == "log_entry_added"
    assert set(types[:-1]) == {"report_due_soon", "report_overdue"}
    instants = [e.occurred_at for e in outcome.events]
    assert instants == sorted(instants)


def test_a_command_is_decided_by_what_time_has_made_of_the_incident(accident: Story) -> None:
    accident.director.activates("IV")
    accident.director.confirms_all_end_conditions()
    accident.director.ends()
    accident.director.closes()
    accident.virtual.jump_to(accident.instant("2021-12-09 00:00"))
    accident.desk.is_refused("watch_over", "record_facts", facts={"deaths": 3})


def test_a_refused_command_does_not_enter_what_time_has_made_due(accident: Story) -> None:
    accident.virtual.jump_to(accident.instant("15:30"))
    accident.desk.is_refused("role_required", "activate_response", level="IV")
    assert accident.journal.next_wake() is not None
    assert accident.event_types() == ["incident_opened"]
    accident.wake()
    assert "report_overdue" in accident.event_types()


# ── waking ──────────────────────────────────────────────────────────────────


def test_waking_before_anything_is_due_does_nothing(accident: Story) -> None:
    assert accident.service.wake(accident.journal) == []


def test_waking_takes_at_most_so_many_incidents_and_goes_on_next_time(tell: Tell) -> None:
    story = tell("production_safety")
    for _ in range(5):
        story.desk.opens(deaths=2, division=QUWO)
    story.virtual.advance(timedelta(days=1))
    taken = [len(story.service.wake(story.journal, limit=2)) for _ in range(4)]
    assert taken == [2, 2, 1, 0]


def test_waking_leaves_the_rest_of_a_long_gap_to_the_next_time(tell: Tell) -> None:
    story = tell("production_safety")
    for _ in range(40):
        story.desk.opens(deaths=2, division=QUWO)
    story.virtual.advance(timedelta(days=60))
    rounds: list[int] = []
    while found := story.service.wake(story.journal):
        rounds.append(sum(len(outcome.events) for outcome in found))
        most = max(len(outcome.events) for outcome in found)
        assert rounds[-1] < EVENTS_AT_ONCE + most
    assert len(rounds) > 1
    assert sum(rounds) == len(story.event_types()) * 40 - 40


def test_a_wake_makes_so_many_entries_of_one_incident_and_the_next_goes_on(tell: Tell) -> None:
    at_once, in_rounds = tell("coal_mine"), tell("coal_mine")
    for story in (at_once, in_rounds):
        story.desk.opens(deaths=2, division=QUWO)
        story.director.activates("IV")
        story.virtual.advance(timedelta(days=400))
    rounds = []
    while found := in_rounds.service.wake(in_rounds.journal):
        rounds.append(sum(len(outcome.events) for outcome in found))
    assert len(rounds) > 1
    assert set(rounds[:-1]) == {EVENTS_OF_ONE}
    # A command needs all of it: what it is decided by must be up to date.
    at_once.desk.does("add_log_entry", text="来电了")
    made = [(e.type, e.occurred_at, e.data) for e in in_rounds.journal.log]
    whole = [(e.type, e.occurred_at, e.data) for e in at_once.journal.log]
    assert made == whole[:-1]


def test_each_outcome_of_a_wake_is_of_one_incident(tell: Tell) -> None:
    story = tell("production_safety")
    ids = [story.desk.opens(deaths=2, division=QUWO).after.id for _ in range(3)]
    story.virtual.advance(timedelta(hours=8))
    outcomes = story.service.wake(story.journal)
    assert [o.after.id for o in outcomes] == ids
    for outcome in outcomes:
        assert {e.incident for e in outcome.events} == {outcome.after.id}
        assert outcome.before is not None


# ── what is not there ───────────────────────────────────────────────────────


def test_an_unknown_incident_is_not_found(accident: Story) -> None:
    command = COMMANDS["end_response"]()
    with pytest.raises(NotFound) as refusal:
        accident.service.execute(accident.journal, "no-such", command, accident.desk.actor)
    assert refusal.value.code == "incident_not_found"


@trap(63, clause=["PS 8.2", "CM 8.3", "GR 7.3"])
def test_an_incident_stays_with_the_version_of_the_plan_it_was_opened_under(
    accident: Story,
) -> None:
    plan = real_plans()["production_safety"]
    amended = plan.model_copy(update={"digest": "f" * 64, "version": "2022.1"})
    library = FixedPlans({plan.id: amended})
    later = Service(library, accident.virtual, accident.service.ids)
    with pytest.raises(NotFound) as refusal:
        later.execute(
            accident.journal,
            accident.incident_id,
            COMMANDS["add_log_entry"](text="x"),
            accident.desk.actor,
        )
    assert refusal.value.code == "plan_version_missing"
    request = OpenIncident(
        plan=plan.id,
        title="新事件",
        occurred_at=accident.clock.now,
        received_at=accident.clock.now,
        division=QUWO,
    )
    opened = later.open_incident(MemoryJournal(), request, accident.desk.actor)
    assert (opened.after.plan_version, opened.after.plan_digest) == ("2022.1", "f" * 64)
