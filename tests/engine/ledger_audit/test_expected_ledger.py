"""The auditor on ledgers that are right, and on ledgers and journals with a fault in them."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import engine.ledger_audit
from engine.drill.runner import Run
from engine.drill.runner import run as play_scenario
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import from_text
from engine.ledger_audit import Difference, SlotKey, differences, expected_ledger
from engine.messages import CATALOGUES
from engine.plan.model import Plan
from tests.engine.drill.golden import SCENARIOS, play

MINUTE = timedelta(minutes=1)
LEDGER_ENTRIES = ("report_submitted", "report_due_soon", "report_overdue")


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    return {name: play(name) for name in SCENARIOS}


@pytest.fixture(scope="module")
def grain(runs: dict[str, Run]) -> Run:
    return runs["grain_run"]


def audit(
    run: Run,
    *,
    slots: list[Slot] | None = None,
    events: list[Event] | None = None,
    plan: Plan | None = None,
    now: datetime | None = None,
    tolerance: timedelta = MINUTE,
) -> list[Difference]:
    """The run's ledger at its end, with parts of it replaced."""
    return differences(
        plan or run.plan,
        run.events if events is None else events,
        run.slots if slots is None else slots,
        now or run.ended_at,
        tolerance,
    )


def found(differing: list[Difference]) -> list[tuple[str, str]]:
    return [(one.kind, one.key.obligation) for one in differing]


def key_of(slot: Slot) -> SlotKey:
    return SlotKey(slot.obligation, slot.reporter, slot.due_at)


# ── what is right ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_shipped_scenario_shows_no_difference_at_its_end(runs: dict[str, Run], name: str) -> None:
    assert audit(runs[name], tolerance=timedelta()) == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_shipped_scenario_shows_no_difference_along_the_way(
    runs: dict[str, Run], name: str
) -> None:
    """At every entry, in the long run at every 25th of those that only tell of reports."""
    run = runs[name]
    incident: Incident | None = None
    rows: dict[str, Slot] = {}
    for event in run.events:
        incident = apply(run.plan, incident, event)
        rows |= {slot.id: slot for slot in incident.touched}
        if len(run.events) < 200 or event.type not in LEDGER_ENTRIES or event.seq % 25 == 0:
            so_far = run.events[: event.seq]
            differing = differences(run.plan, so_far, rows.values(), event.recorded_at, MINUTE)
            assert differing == [], f"after {event.seq} {event.type}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_expected_ledger_is_the_ledger(runs: dict[str, Run], name: str) -> None:
    run = runs[name]
    expected = expected_ledger(run.plan, run.events, run.ended_at)
    told = {key: (one.state, one.opens_at, one.reason) for key, one in expected.items()}
    assert told == {key_of(s): (s.state, s.opens_at, s.reason) for s in run.slots}
    assert all(one.due_at == key.due_at for key, one in expected.items())


def test_the_auditor_goes_its_own_way() -> None:
    """It shares neither the ledger's code nor its timers, so it cannot share their defects."""
    forbidden = (
        *("engine.reporting", "engine.measures", "engine.timers"),
        *("engine.service", "engine.decide", "engine.calling"),
    )
    # Calls are about reports; whether the ledger has those right is judged beside them.
    of_calls = {"calls.py", "call_rules.py"}
    for file in Path(engine.ledger_audit.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith(forbidden), file.name
                taken = {name.name for name in node.names}
                assert node.module != "engine.evolve.apply" or taken == {"apply"}
            if isinstance(node, ast.Attribute) and file.name not in of_calls:
                assert node.attr not in ("slots", "duties", "reporter_limits"), file.name


def test_a_journal_begins_with_the_opening(grain: Run) -> None:
    for entries in ([], [e for e in grain.events if e.type == "report_due_soon"]):
        with pytest.raises(ValueError, match="event that opened it"):
            expected_ledger(grain.plan, entries, grain.ended_at)
    anchor = next(e for e in grain.events if e.type == "reporters_set")
    with pytest.raises(ValueError, match="opens the incident"):
        expected_ledger(grain.plan, [anchor], grain.ended_at)


# ── faults in the ledger ────────────────────────────────────────────────────

STATES = ("submitted", "submitted_late", "overdue", "superseded", "not_owed", "ended")


@pytest.mark.parametrize("state", STATES)
def test_a_slot_that_is_lost_is_found(grain: Run, state: str) -> None:
    lost = next(slot for slot in grain.slots if slot.state == state)
    (differing,) = audit(grain, slots=[s for s in grain.slots if s is not lost])
    assert (differing.kind, differing.key) == ("missing", key_of(lost))


def test_every_single_slot_would_be_missed(runs: dict[str, Run]) -> None:
    run = runs["coal_roof_fall"]
    for lost in run.slots:
        assert found(audit(run, slots=[s for s in run.slots if s is not lost])) == [
            ("missing", lost.obligation)
        ]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("other", ["owed", *STATES])
def test_a_slot_in_a_wrong_state_is_found(grain: Run, state: str, other: str) -> None:
    if state == other:
        return
    right = next(slot for slot in grain.slots if slot.state == state)
    wrong = [replace(s, state=other) if s is right else s for s in grain.slots]
    (differing,) = audit(grain, slots=wrong)
    assert (differing.kind, differing.key) == ("wrong_state", key_of(right))


@pytest.mark.parametrize("off", [-MINUTE, MINUTE, timedelta(microseconds=1), timedelta(days=1)])
def test_a_due_instant_that_is_off_is_found(grain: Run, off: timedelta) -> None:
    right = grain.slots[-1]
    wrong = [replace(s, due_at=s.due_at + off) if s is right else s for s in grain.slots]
    kinds = {differing.kind for differing in audit(grain, slots=wrong)}
    assert kinds == {"missing", "unexpected"}


def test_a_slot_too_many_and_a_slot_twice_are_found(grain: Run) -> None:
    extra = replace(grain.slots[0], reporter="nobody")
    assert found(audit(grain, slots=[*grain.slots, extra])) == [("unexpected", extra.obligation)]
    doubled = audit(grain, slots=[*grain.slots, grain.slots[0]])
    assert found(doubled) == [("doubled", grain.slots[0].obligation)]


def test_a_slot_settled_by_another_entry_is_found(grain: Run) -> None:
    right = next(slot for slot in grain.slots if slot.report_seq)
    for change in ({"report_seq": 1}, {"report_seq": None}, {"submitted_at": grain.ended_at}):
        wrong = [replace(s, **change) if s is right else s for s in grain.slots]
        assert found(audit(grain, slots=wrong)) == [("wrong_report", right.obligation)]


# ── faults in the journal ───────────────────────────────────────────────────


def reminder(run: Run, type_: str, minutes: int) -> Event:
    """The first reminder of this kind in the run."""
    return next(e for e in run.events if e.type == type_ and e.data["minutes"] == minutes)


@pytest.mark.parametrize(
    ("type_", "minutes"), [("report_due_soon", -60), ("report_overdue", 0), ("report_overdue", 60)]
)
def test_a_reminder_sent_twice_is_found(grain: Run, type_: str, minutes: int) -> None:
    sent = reminder(grain, type_, minutes)
    events = [e for event in grain.events for e in ([event, event] if event is sent else [event])]
    assert found(audit(grain, events=events)) == [("reminder_doubled", sent.data["obligation"])]


@pytest.mark.parametrize(
    ("type_", "minutes", "kind"),
    [
        ("report_due_soon", -60, "reminder_missing"),
        ("report_overdue", 0, "overdue_mark_missing"),
        ("report_overdue", 60, "reminder_missing"),
    ],
)
def test_a_reminder_that_was_not_sent_is_found(
    grain: Run, type_: str, minutes: int, kind: str
) -> None:
    sent = reminder(grain, type_, minutes)
    events = [event for event in grain.events if event is not sent]
    assert found(audit(grain, events=events)) == [(kind, sent.data["obligation"])]


def test_a_reminder_that_nobody_asked_for_is_found(grain: Run) -> None:
    """One of a report that is in already, and one further up the ladder than there are rungs."""
    sent = reminder(grain, "report_due_soon", -60)
    settled = next(s for s in grain.slots if s.state == "superseded")
    for change in ({"stage": 7}, {"reporter": settled.reporter, "due_at": "2026-03-09T07:01:00Z"}):
        false = replace(sent, data={**sent.data, **change})
        kinds = [one.kind for one in audit(grain, events=[*grain.events, false])]
        assert kinds == ["reminder_unexpected"]


def test_a_report_that_the_journal_does_not_hold_is_found(grain: Run) -> None:
    entry = next(e for e in grain.events if e.type == "report_submitted")
    events = [event for event in grain.events if event is not entry]
    kinds = {one.kind for one in audit(grain, events=events)}
    assert "wrong_state" in kinds


# ── a scheduler that sleeps ─────────────────────────────────────────────────


def test_what_was_due_a_moment_ago_may_be_entered_or_not(grain: Run) -> None:
    """Both sides of an overdue mark are right for a minute; then its absence is a fault."""
    mark = reminder(grain, "report_overdue", 0)
    due = from_text(mark.data["due_at"])
    before = [e for e in grain.events if e.recorded_at <= due]
    after = [e for e in grain.events if e.recorded_at <= mark.recorded_at]
    for events in (before, after):
        rows = ledger_after(grain.plan, events)
        assert audit(grain, slots=rows, events=events, now=due + MINUTE / 2) == []
    asleep = audit(
        grain, slots=ledger_after(grain.plan, before), events=before, now=due + 2 * MINUTE
    )
    assert {one.kind for one in asleep} == {"overdue_mark_missing", "wrong_state", "missing"}


def ledger_after(plan: Plan, events: list[Event]) -> list[Slot]:
    """The ledger that these entries make."""
    incident: Incident | None = None
    rows: dict[str, Slot] = {}
    for event in events:
        incident = apply(plan, incident, event)
        rows |= {slot.id: slot for slot in incident.touched}
    return list(rows.values())


# ── a ledger kept by another rule ───────────────────────────────────────────

Change = Callable[[dict[str, Any]], None]


def other_rule(report: str, **changes: Any) -> Change:
    def change(shape: dict[str, Any]) -> None:
        next(r for r in shape["reports"] if r["id"] == report).update(changes)

    return change


def other_notice(shape: dict[str, Any]) -> None:
    shape["first_slot"]["minimum_notice_minutes"] = 61


def other_ladder(shape: dict[str, Any]) -> None:
    shape["reminders"]["overdue_again_minutes"] = [59]


RULES: dict[str, Change] = {
    "a clock time": other_rule("county_daily", cadence={"daily": ["15:01"]}),
    "one of two clock times": other_rule("county_half_day", cadence={"daily": ["10:00"]}),
    "every third day": other_rule("county_two_day", cadence={"every_days": 3, "at": "15:00"}),
    "minutes of a digest": other_rule(
        "office_digest_daily", cadence={"after_last": "county_daily", "minutes": 121}
    ),
    "minutes from receipt": other_rule("one_hour", cadence={"within_minutes": 61}),
    "places": other_rule("member_daily", at=["III.critical", "III.urgent"]),
    "a level that raises": other_rule(
        "headquarters_to_province_urgent", only_when_raised=False, at=["III.urgent", "III.tense"]
    ),
    "people": other_rule("member_daily", reporters={"units": ["headquarters_office"]}),
    "a reminder": other_rule("county_daily", due_soon_minutes=[59, 60]),
    "the ladder": other_ladder,
}


@pytest.mark.parametrize("rule", RULES)
def test_a_ledger_kept_by_another_rule_is_found(grain: Run, rule: str) -> None:
    shape = grain.plan.model_dump(mode="json", by_alias=True)
    RULES[rule](shape)
    plan = Plan.model_validate_json(json.dumps(shape))
    other = play_scenario(grain.scenario, {plan.id: plan})
    assert audit(other) == []
    assert audit(other, plan=grain.plan)


# ── words ───────────────────────────────────────────────────────────────────


def test_every_difference_has_a_sentence_in_both_languages(grain: Run) -> None:
    first = grain.slots[0]
    reminders = [event for event in grain.events if event.type == "report_due_soon"]
    false = replace(reminders[0], data={**reminders[0].data, "stage": 7})
    differing = [
        *audit(grain, slots=list(grain.slots[1:])),
        *audit(grain, slots=[*grain.slots, first, replace(first, reporter="nobody")]),
        *audit(grain, slots=[replace(first, state="ended"), *grain.slots[1:]]),
        *audit(grain, slots=[replace(first, report_seq=None), *grain.slots[1:]]),
        *audit(grain, events=[*grain.events, *reminders, false]),
        *audit(grain, events=[e for e in grain.events if not e.type.startswith("report_")]),
    ]
    assert {f"audit.{one.kind}" for one in differing} <= set(CATALOGUES["en"])
    for one in differing:
        chinese, english = one.sentence(grain.plan), one.sentence(grain.plan, "en")
        assert chinese != english
        assert "{" not in chinese + english


def test_a_sentence_says_who_what_and_when(grain: Run) -> None:
    overdue = next(s for s in grain.slots if s.state == "overdue")
    wrong = [replace(s, state="submitted") if s is overdue else s for s in grain.slots]
    (differing,) = audit(grain, slots=wrong)
    assert differing.sentence(grain.plan) == (
        "县（市、区）粮食市场供应双日报告，永和县，应于 2026-03-04 15:00："
        "应为“逾期未报”，台账为“已报”"
    )
    assert differing.sentence(grain.plan, "en").endswith(
        'due 2026-03-04 15:00: should be "overdue", the ledger says "submitted"'
    )


def test_a_ledger_of_a_plan_that_lacks_the_report_is_still_put_in_words(grain: Run) -> None:
    strange = replace(grain.slots[0], obligation="no_such", reporter="nobody")
    (differing,) = audit(grain, slots=[*grain.slots, strange])
    assert "no_such" in differing.sentence(grain.plan)
    assert "nobody" in differing.sentence(grain.plan, "en")
