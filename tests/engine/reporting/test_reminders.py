"""The reminder ladder of a slot: what is sent when, each rung once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, takewhile

import pytest

from engine.incident.state import Slot
from engine.instants import JUST_AFTER
from engine.plan.model import Plan
from engine.reporting.reminders import Rung, first_stage, next_rung
from tests.engine.made_up import plan_of

DUE = datetime(2021, 11, 8, 7, tzinfo=UTC)


def plan_with(own: str = "", default: str = "due_soon_minutes: [30, 10]") -> Plan:
    """A plan with one report with its `own` minutes, beside the plan's `default` ones."""
    return plan_of(
        reports=f"""
            reports:
              - id: it
                name: 报告
                reporters: {{units: office}}
                recipients: town_hall
                at: low
                cadence: {{daily: ["15:00"]}}
                clause: "1"
                {own}
        """,
        reminders=f'reminders: {{{default}, overdue_again_minutes: [60], clause: "1"}}',
    )


def slot(**changes: object) -> Slot:
    plain = Slot(
        id="x.it.office.1",
        incident="x",
        obligation="it",
        series="it",
        reporter="office",
        recipients=("town_hall",),
        due_at=DUE,
        opens_at=DUE - timedelta(days=1),
        state="owed",
        clause="1",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def rungs(plan: Plan, slot: Slot) -> tuple[Rung, ...]:
    """All rungs of a slot, earliest first."""
    stages = (next_rung(plan, replace(slot, stage=stage)) for stage in count())
    return tuple(takewhile(lambda rung: rung is not None, stages))  # type: ignore[arg-type]


def minutes(ladder: tuple[Rung, ...]) -> list[tuple[str, int]]:
    return [(rung.event, rung.minutes) for rung in ladder]


def test_before_it_is_due_then_overdue_then_again() -> None:
    ladder = rungs(plan_with(), slot())
    assert minutes(ladder) == [
        ("report_due_soon", -30),
        ("report_due_soon", -10),
        ("report_overdue", 0),
        ("report_overdue", 60),
    ]
    assert [rung.instant for rung in ladder] == [
        DUE - timedelta(minutes=30),
        DUE - timedelta(minutes=10),
        DUE + timedelta(microseconds=1),
        DUE + timedelta(minutes=60),
    ]


def test_a_report_may_have_its_own_minutes_and_may_have_none() -> None:
    plan = plan_with("due_soon_minutes: [15]\n                overdue_again_minutes: []")
    assert minutes(rungs(plan, slot())) == [("report_due_soon", -15), ("report_overdue", 0)]
    plan = plan_with("due_soon_minutes: []")
    assert minutes(rungs(plan, slot())) == [("report_overdue", 0), ("report_overdue", 60)]


def test_minutes_may_be_written_in_any_order() -> None:
    plan = plan_with(default="due_soon_minutes: [10, 45, 30]")
    assert [m for _, m in minutes(rungs(plan, slot()))] == [-45, -30, -10, 0, 60]


def test_what_is_owed_at_once_is_reminded_of_and_never_overdue() -> None:
    ladder = rungs(plan_with(), slot(immediately=True))
    assert minutes(ladder) == [("report_due_soon", 10), ("report_due_soon", 30)]
    assert ladder[0].instant == DUE + timedelta(minutes=10)


def test_the_stage_says_which_rung_is_next() -> None:
    plan = plan_with()
    ladder = rungs(plan, slot())
    for stage, rung in enumerate(ladder):
        state = "owed" if stage < 3 else "overdue"
        assert next_rung(plan, slot(stage=stage, state=state)) == rung
    assert next_rung(plan, slot(stage=len(ladder), state="overdue")) is None


@pytest.mark.parametrize(
    "state", ["submitted", "submitted_late", "superseded", "not_owed", "ended"]
)
def test_nobody_is_reminded_of_what_is_settled(state: str) -> None:
    assert next_rung(plan_with(), slot(state=state)) is None


@pytest.mark.parametrize(
    ("made", "stage"),
    [
        (-120, 0),
        (-31, 0),
        (-30, 0),
        (-20, 0),
        (-10, 1),
        (-5, 1),
        (0, 2),
        (5, 2),
    ],
)
def test_of_reminders_that_would_be_past_only_the_last_is_kept(made: int, stage: int) -> None:
    at = DUE + timedelta(minutes=made)
    assert first_stage(plan_with(), slot(), at) == stage


def test_what_is_owed_at_once_begins_at_the_foot_of_its_ladder() -> None:
    assert first_stage(plan_with(), slot(immediately=True), DUE) == 0


def test_a_report_is_overdue_the_shortest_time_after_its_due_instant() -> None:
    """A10: at 15:00:00 sharp it is on time."""
    overdue = rungs(plan_with(), slot())[2]
    assert overdue.instant - DUE == JUST_AFTER == timedelta(microseconds=1)
