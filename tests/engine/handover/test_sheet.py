"""The sheet holds what is open, all of it and nothing else, whatever has happened."""

from __future__ import annotations

import os
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pytest

from engine.calling.standing import starting
from engine.canonical_json import canonical
from engine.evolve.apply import apply
from engine.frozen import replace
from engine.handover.shapes import Sheet, SheetIncident
from engine.handover.sheet import AHEAD, handover_sheet, sheet_hash
from engine.incident.calls import Call, after_entry
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import to_text
from engine.ledger_audit import expected_ledger
from engine.memory import CountedIds, FixedPlans
from engine.plan.model import Plan
from engine.service import Service
from tests.engine.calling.books import book, shipped
from tests.engine.conftest import Tell
from tests.engine.ledger_audit.lives import DESK, Life
from tests.engine.stories import QUWO, real_plans

LIVES = int(os.environ.get("ZHIBAN_MODEL_EXAMPLES", "4"))
STEPS = 20
AWAITED = ("owed", "overdue", "upcoming")


def folded(plan: Plan, events: list[Event]) -> Incident:
    """The incident from its journal alone."""
    found: Incident | None = None
    for event in events:
        found = apply(plan, found, event)
    assert found is not None
    return found


def reports(row: SheetIncident) -> dict[tuple[str, str, str], bool]:
    return {
        (one["obligation"], reporter, one["due_at"]): one["overdue"]
        for one in row["reports"]
        for reporter in one["reporters"]
    }


def unanswered_in(events: Iterable[Event]) -> set[str]:
    """The calls that were started and neither answered nor cancelled, by their entries alone."""
    found: set[str] = set()
    for event in events:
        if event.type == "call_started":
            found.add(event.data["call"])
        elif event.type in ("call_answered", "call_cancelled"):
            found.discard(event.data["call"])
    return found


@pytest.mark.parametrize("name", real_plans())
def test_the_sheet_is_the_open_set_of_the_fold(name: str) -> None:
    """Reports as the auditor reckons them, which does not use the ledger; the rest as folded."""
    plan = real_plans()[name]
    for seed in range(LIVES):
        pick = random.Random(seed).choice  # noqa: S311
        life = Life(plan, pick)
        life.service = Service(
            FixedPlans({plan.id: plan}), life.clock, CountedIds("x"), calling=book(shipped())
        )
        for _ in range(STEPS):
            life.step()
            unanswered = unanswered_in(life.journal.log)
            if pick([True, False, False]) and unanswered:
                life.does(DESK, "answer_call", call=pick(sorted(unanswered)), means="phone")
            now = max(life.clock.now, life.journal.log[-1].recorded_at)
            sheet = handover_sheet([(plan, life.incident)], now)
            state = folded(plan, list(life.journal.log))
            assert canonical(handover_sheet([(plan, state)], now)) == canonical(sheet), life.told
            if state.stage == "closed":
                assert sheet["incidents"] == []
                break
            (row,) = sheet["incidents"]
            owed = {
                (key.obligation, key.reporter, to_text(key.due_at)): one.state == "overdue"
                for key, one in expected_ledger(plan, life.journal.log, now).items()
                if one.state in AWAITED and key.due_at <= now + AHEAD
            }
            assert reports(row) == owed, life.told
            assert [one["seq"] for one in row["signatures"]] == sorted(state.unsigned)
            assert (row["decision"] is None) == (state.pending is None)
            assert {one["measure"] for one in row["measures"]} == {
                measure
                for measure, clock in state.measure_clocks.items()
                if clock.applies
                and measure not in state.measures
                and clock.due_at is not None
                and clock.due_at <= now + AHEAD
            }
            assert {one["id"] for one in row["calls"]} == unanswered_in(life.journal.log)
            assert (row["seq"], row["hash"]) == (state.seq, life.journal.log[-1].hash)
            late = [one for one in (*row["reports"], *row["measures"]) if one["overdue"]]
            exhausted = any(one["state"] == "exhausted" for one in row["calls"])
            wanted = "call" if exhausted else "overdue" if late else row["next"]["kind"]
            assert row["next"]["kind"] == wanted


def test_the_sheet_says_what_each_incident_asks_for_next(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(division=QUWO)

    def row() -> SheetIncident:
        sheet = handover_sheet([(story.plan, story.incident)], story.virtual.now)
        return sheet["incidents"][0]

    assert row()["place"] == "assessing"
    story.desk.records(deaths=3)
    assert row()["asked_for"] == "III"
    story.director.recommends("III")
    decision = row()["decision"]
    assert decision is not None
    assert (decision["place"], decision["recommended_by"]) == ("III", "office_director")
    story.clock.passes(hours=30)
    asked = row()
    assert asked["next"]["kind"] == "overdue"
    assert asked["next"]["due_at"] == min(r["due_at"] for r in asked["reports"] if r["overdue"])


def test_real_incidents_come_first_and_every_list_has_one_order(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(division=QUWO)
    real, plan, now = story.incident, story.plan, story.virtual.now
    practice = replace(real, exercise=True, id="a")
    one = handover_sheet([(plan, practice), (plan, real)], now)
    other = handover_sheet([(plan, real), (plan, practice)], now)
    assert [row["exercise"] for row in one["incidents"]] == [False, True]
    assert sheet_hash(one) == sheet_hash(other)


def test_calls_of_no_incident_stay_until_they_are_answered_or_handed_over() -> None:
    now = datetime(2026, 11, 30, 8, tzinfo=UTC)
    started = starting(
        book(shipped()),
        "handover_overdue",
        "handover",
        {"since": to_text(now)},
        now,
        1,
        (),
        exercise=False,
    )
    (entry,) = started
    call = after_entry(None, entry.type, entry.data, entry.at, exercise=False)
    assert call is not None
    ended = {"call": call.id, "exhausts_at": to_text(now + timedelta(hours=1))}
    given_up = after_entry(call, "call_exhausted", ended, now + timedelta(hours=1), exercise=False)
    assert given_up is not None

    def states(one: Call, since: datetime | None = None) -> list[str]:
        sheet = handover_sheet([], now + timedelta(hours=2), calls=[one], since=since)
        return [row["state"] for row in sheet["calls"]]

    assert states(call) == states(call, now + timedelta(hours=2)) == ["queued"]
    assert states(given_up) == states(given_up, now) == ["exhausted"]
    assert states(given_up, now + timedelta(hours=2)) == []


def test_the_hash_is_over_every_part() -> None:
    def sheet(notes: str = "", at: int = 8) -> Sheet:
        return handover_sheet([], datetime(2026, 11, 30, at, tzinfo=UTC), notes=notes)

    assert len({sheet_hash(sheet()), sheet_hash(sheet("雨")), sheet_hash(sheet(at=9))}) == 3
    assert sheet()["until"] == to_text(datetime(2026, 11, 30, 8, tzinfo=UTC) + timedelta(hours=24))
