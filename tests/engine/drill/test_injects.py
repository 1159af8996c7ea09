"""Where injects stand: times, delays, states, conditions, branches, the pool, and the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.drill.injects import (
    InjectEntry,
    InjectState,
    drawn,
    inject_states,
    opening_due,
    place_after,
    types_asked,
)
from engine.drill.scenario import Scenario
from engine.incident.events import GENESIS, Draft, Event, seal

BEGIN = datetime(2026, 11, 3, 0, 0, tzinfo=UTC)
"""08:00 in the plans' zone."""


def scenario(*injects: Mapping[str, Any], **more: Any) -> Scenario:
    opening = {
        "plan": "coal_mine",
        "by": "duty",
        "title": "试",
        "division": "141033",
        "occurred_minutes_ago": 9,
        "received_minutes_ago": 5,
    }
    return Scenario.model_validate(
        {
            "format": "2",
            "id": "small",
            "title": "试",
            "start": "2026-11-03T08:00:00+08:00",
            "end_day": 2,
            "people": {"duty": {"roles": ("duty_officer",)}},
            "incidents": {"mine": opening, **more.pop("incidents", {})},
            "injects": tuple({"text": "话", **one} for one in injects),
            **more,
        }
    )


def at(minutes: int) -> datetime:
    return BEGIN + timedelta(minutes=minutes)


def entry(seq: int, type_: str, minutes: int, **data: Any) -> Event:
    draft = Draft(type_, at(minutes), "duty", "duty_officer", None, data)
    return seal(draft, "small-0001", seq, GENESIS, at(minutes))


OPENED = entry(1, "incident_opened", 0)


def states(
    script: Scenario,
    minutes: int,
    log: Sequence[InjectEntry] = (),
    journal: Sequence[Event] = (OPENED,),
) -> dict[str, InjectState]:
    found = inject_states(script, log, at(minutes), {"mine": journal})
    return {state.id: state for state in found}


def given(id_: str, minutes: int) -> InjectEntry:
    return InjectEntry(id_, "given", at(minutes), "controller")


def test_an_inject_at_a_time_waits_is_due_and_is_given() -> None:
    script = scenario({"id": "a", "at": {"day": 1, "time": "08:30"}})
    assert states(script, 29)["a"] == InjectState("a", "waiting", at(30), None)
    assert states(script, 30)["a"] == InjectState("a", "due", at(30), None)
    assert states(script, 40, [given("a", 31)])["a"] == InjectState("a", "given", at(31), at(31))


def test_a_delay_counts_from_when_the_other_inject_was_really_given() -> None:
    script = scenario(
        {"id": "a", "at": {"day": 1, "time": "08:30"}},
        {"id": "b", "after": {"inject": "a", "minutes": 10}},
    )
    assert states(script, 100)["b"].due_at is None
    assert states(script, 41, [given("a", 35)])["b"].due_at == at(45)


def test_a_skipped_inject_stays_skipped_and_a_postponed_one_waits_again() -> None:
    script = scenario({"id": "a", "at": {"day": 1, "time": "08:30"}})
    skipped = InjectEntry("a", "skipped", at(5), "controller")
    assert states(script, 60, [skipped])["a"] == InjectState("a", "skipped", None, None)
    later = InjectEntry("a", "postponed", at(30), "controller", at(50))
    assert states(script, 40, [later])["a"] == InjectState("a", "waiting", at(50), None)
    assert states(script, 50, [later])["a"].status == "due"


def test_one_of_the_pool_is_given_by_hand_only() -> None:
    script = scenario({"id": "a", "pool": True})
    assert states(script, 2000)["a"] == InjectState("a", "in_pool", None, None)
    assert states(script, 2000, [given("a", 3)])["a"].status == "given"


def test_a_state_counts_from_the_first_time_the_place_was_reached() -> None:
    script = scenario({"id": "a", "on_state": {"place": "III", "minutes": 5}})
    up = entry(2, "response_activated", 20, level="III", sub_state="tense")
    again = entry(3, "response_adjusted", 40, level="III", sub_state=None)
    assert states(script, 90)["a"].due_at is None
    assert states(script, 90, journal=(OPENED, up, again))["a"].due_at == at(25)


def test_a_condition_asks_for_the_values_the_role_and_the_number() -> None:
    wanted = {"event": "response_activated", "with": {"level": "II"}, "times": 2, "minutes": 3}
    script = scenario({"id": "a", "when": wanted})
    third = entry(2, "response_activated", 20, level="III")
    first, second = (entry(n, "response_activated", 10 * n, level="II") for n in (3, 4))
    assert states(script, 90, journal=(OPENED, third, first))["a"].due_at is None
    assert states(script, 90, journal=(OPENED, third, first, second))["a"].due_at == at(43)


def test_what_is_missing_is_known_when_the_time_is_over() -> None:
    script = scenario(
        {"id": "a", "at": {"day": 1, "time": "08:10"}},
        {"id": "b", "when": {"missing": "response_activated", "since": "a", "minutes": 20}},
    )
    log = [given("a", 10)]
    assert states(script, 15, log)["b"] == InjectState("b", "waiting", at(30), None)
    late = entry(2, "response_activated", 31, level="IV")
    assert states(script, 31, log, (OPENED, late))["b"].status == "due"
    early = entry(2, "response_activated", 30, level="IV")
    assert states(script, 31, log, (OPENED, early))["b"].due_at is None


def test_all_waits_for_the_last_and_any_for_the_first() -> None:
    parts = ({"event": "facts_recorded"}, {"event": "response_activated", "minutes": 1})
    script = scenario({"id": "a", "when": {"all": parts}}, {"id": "b", "when": {"any": parts}})
    facts, up = entry(2, "facts_recorded", 7), entry(3, "response_activated", 9, level="IV")
    found = states(script, 60, journal=(OPENED, facts, up))
    assert (found["a"].due_at, found["b"].due_at) == (at(10), at(7))
    assert states(script, 60, journal=(OPENED, facts))["a"].due_at is None


BRANCHES = {
    "worse": {"title": "恶化", "when": {"event": "report_overdue"}, "fork": "turn"},
    "better": {"title": "好转", "when": {"event": "facts_recorded"}, "fork": "turn"},
    "extra": {"title": "加试"},
}


def test_of_two_branches_of_a_fork_the_first_is_taken_and_the_other_skipped() -> None:
    script = scenario(
        {"id": "w", "branch": "worse", "at": {"day": 1, "time": "08:05"}},
        {"id": "b", "branch": "better", "at": {"day": 1, "time": "08:05"}},
        {"id": "x", "branch": "extra", "after": {"start": True, "minutes": 1}},
        branches=BRANCHES,
    )
    assert {s.due_at for s in states(script, 60).values()} == {None}
    journal = (OPENED, entry(2, "facts_recorded", 20), entry(3, "report_overdue", 30))
    found = states(script, 60, journal=journal)
    assert found["b"] == InjectState("b", "due", at(20), None)
    assert found["w"] == InjectState("w", "skipped", None, None)
    assert found["x"] == InjectState("x", "waiting", None, None)


def test_a_branch_is_opened_by_hand_with_one_of_its_injects() -> None:
    script = scenario(
        {"id": "x", "branch": "extra", "pool": True},
        {"id": "y", "branch": "extra", "after": {"start": True, "minutes": 1}},
        branches=BRANCHES,
    )
    assert states(script, 60, [given("x", 40)])["y"] == InjectState("y", "due", at(40), None)


def test_the_chances_of_a_fork_take_exactly_one_of_its_branches() -> None:
    branches = {n: {"title": n, "chance": 25, "fork": "f"} for n in ("a", "b", "c", "d")}
    injects = [{"id": n, "branch": n, "after": {"start": True, "minutes": 0}} for n in branches]
    script = scenario(*injects, branches=branches)
    seen = set()
    for seed in range(40):
        seeded = script.model_copy(update={"seed": seed})
        taken = [name for name in branches if drawn(seeded, name)]
        assert len(taken) == 1
        found = states(seeded, 5)
        assert [n for n, state in found.items() if state.status == "due"] == taken
        seen.add(taken[0])
    assert seen == set(branches)


def test_an_incident_is_opened_at_the_start_at_a_time_or_after_something() -> None:
    more = {
        "plan": "grain",
        "by": "duty",
        "title": "抢购",
        "division": "141081",
        "occurred_minutes_ago": 1,
        "received_minutes_ago": 1,
    }
    script = scenario(
        {"id": "a", "at": {"day": 1, "time": "08:10"}},
        incidents={
            "second": {**more, "at": {"day": 2, "time": "00:30"}},
            "third": {**more, "after": {"inject": "a", "minutes": 5}},
        },
    )
    opened = {"mine": (OPENED,)}
    assert opening_due(script, "mine", [], BEGIN, {}) == BEGIN
    assert opening_due(script, "second", [], BEGIN, opened) == at(16 * 60 + 30)
    assert opening_due(script, "third", [], at(60), opened) is None
    assert opening_due(script, "third", [given("a", 12)], at(60), opened) == at(17)


def test_places_of_entries_and_the_types_that_a_scenario_asks_about() -> None:
    assert place_after(entry(2, "warning_issued", 1, grade="blue")) == "warning.blue"
    assert place_after(entry(2, "response_ended", 1, level="II")) == "ended"
    assert place_after(entry(2, "facts_recorded", 1)) is None
    script = scenario({"id": "a", "when": {"any": ({"event": "report_overdue"},)}})
    assert {"report_overdue", "response_adjusted", "incident_closed"} <= types_asked(script)
    assert "facts_recorded" not in types_asked(script)
