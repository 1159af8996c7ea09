"""The evaluation computed again from the journal alone, slowly, without the evaluation's code.

Reports, decisions, levels and response times of every shipped scenario, with several seeds, and of
random lives of incidents. `ZHIBAN_RECOMPUTED_SEEDS` asks for more seeds than CI's one.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import cycle, islice
from typing import Any

import pytest
import yaml

from engine.conditions.criteria import judged, recommended
from engine.conditions.evaluation import situation_of
from engine.drill.evaluation import evaluate
from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.evaluation.evaluation import IncidentEvaluation, evaluate_incident
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.plan.companion_files import load_monitors
from engine.plan.model import Plan
from tests.engine.ledger_audit.lives import Life
from tests.engine.stories import real_plans
from tests.support.plan_files import PLANS

SEEDS = int(os.environ.get("ZHIBAN_RECOMPUTED_SEEDS", "1"))
SCENARIOS = sorted(file.stem for file in (PLANS / "drills").glob("*.yaml"))
LIVES, STEPS = 60 * SEEDS, 14
RULES = load_monitors(PLANS)
MOVES = ("response_activated", "response_adjusted")


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_drill_is_judged_as_its_journal_says(name: str) -> None:
    plans = real_plans()
    script = load_scenario(PLANS / "drills" / f"{name}.yaml", plans)
    for seed in (None, *range(1000, 1000 + SEEDS)):
        for one in run(script, plans, seed).every:
            found = evaluate(one, RULES[one.plan.id])
            check(one.plan, one.events, found.whole)
            verdicts = [row.verdict for row in found.whole.rows if row.kind == "report"]
            assert found.measured["reports_missing"] == verdicts.count("missing")


def test_a_life_is_judged_as_its_journal_says() -> None:
    plans = real_plans()
    for seed, plan in enumerate(islice(cycle(plans), LIVES)):
        life = Life(plans[plan], random.Random(seed).choice, exercise=False)  # noqa: S311
        for _ in range(STEPS):
            life.step()
        events = [event for event in life.journal.log if event.incident == life.id]
        until = max(life.clock.now, events[-1].recorded_at)
        over = seed % 2 == 0
        found = evaluate_incident(life.plan, events, until, over=over, rules=RULES[plan])
        check(life.plan, events, found)


def check(plan: Plan, events: Sequence[Event], found: IncidentEvaluation) -> None:
    walk = walked(plan, events)
    check_reports(plan, events, found)
    check_decisions(plan, walk, found)
    check_levels(walk, found)
    check_chains(plan, walk, found)
    check_shares(found)


# Reports -------------------------------------------------------------------------------------


def check_reports(plan: Plan, events: Sequence[Event], found: IncidentEvaluation) -> None:
    sent: dict[str, Event] = {}
    overdue: dict[str, Event] = {}
    for event in events:
        if event.type == "report_submitted" and event.data["slot"]:
            # A figure that changes again on the same day is owed by the same row once more.
            sent[event.data["slot"]] = event
            overdue.pop(event.data["slot"], None)
        elif event.type == "report_overdue":
            overdue.setdefault(event.data["slot"], event)
    rows = {row.id.removeprefix("report:"): row for row in found.rows if row.kind == "report"}
    assert rows.keys() >= sent.keys() | overdue.keys()
    told = [event.seq for event in events if event.type in FIGURES]
    taken_back = [e.seq for e in events if e.data.get("corrects") or e.type in TAKING_BACK]
    for id_, row in rows.items():
        _, obligation, reporter, stamp = id_.rsplit(".", 3)
        second, fraction = stamp[:15], stamp[15:].rstrip("Z")
        due = datetime.fromisoformat(f"{second}.{fraction or 0:0<6}+00:00")
        last_word = ladder_end(plan, obligation)
        assert (row.what, row.owner) == (obligation, (reporter,))
        assert row.immediately is (last_word is not None)
        limit = due if last_word is None else due + last_word
        again = id_ in sent and any(seq > sent[id_].seq for seq in told)
        unsent = id_ in overdue or row.verdict in ("open", "released")
        if id_ in sent and not (again and unsent):
            done = datetime.fromisoformat(sent[id_].data["submitted_at"])
            assert (row.actual_at, row.proof) == (done, (sent[id_].seq,))
            assert row.verdict == ("late" if done > limit else "met")
        elif row.verdict == "released":
            if id_ in overdue:
                assert any(seq > overdue[id_].seq for seq in taken_back)
        elif id_ in overdue:
            assert row.verdict == "missing"
        elif last_word is not None:
            # A reminder says that nobody had sent it by then; the last of them is the limit.
            assert row.verdict == ("missing" if found.over or limit <= found.until else "open")
        else:
            assert row.verdict == ("missing" if due < found.until else "open")


FIGURES = ("facts_recorded", "entry_struck")
TAKING_BACK = ("entry_struck", "incident_voided", "reporters_set")


def ladder_end(plan: Plan, obligation: str) -> timedelta | None:
    """The last reminder of a report that is owed 立即, as the plan file has it; else None."""
    whole = raw(plan.id)
    (report,) = [one for one in whole["reports"] if one["id"] == obligation]
    if "immediately" not in report["cadence"]:
        return None
    minutes = report.get("due_soon_minutes", whole["reminders"].get("due_soon_minutes", []))
    return timedelta(minutes=max(minutes))


@cache
def raw(plan: str, name: str = "plan") -> Any:
    """A file of a plan as YAML, without the loader."""
    return yaml.safe_load((PLANS / plan / f"{name}.yaml").read_text(encoding="utf-8"))


# The walk ------------------------------------------------------------------------------------


@dataclass
class Walk:
    """One entry with the height of the level after it, and what the figures ask for then."""

    event: Event
    place: str
    height: int
    before: int
    asked: str | None
    behind: bool
    away: bool


def walked(plan: Plan, events: Sequence[Event]) -> list[Walk]:
    found: list[Walk] = []
    state, before = None, -1
    accepted = -1
    superior = {one.id for one in plan.command.holders if one.superior}
    blocks = bool(plan.command.blocked_while_superior_holds)
    heights = {place: number for number, place in enumerate(plan.positions)}
    for event in events:
        state = apply(plan, state, event)
        asked = recommended(judged(situation_of(plan, state)))
        height, wanted = heights.get(state.place, -1), heights.get(asked or "", -1)
        if event.type in MOVES:
            accepted = wanted if height < before else -1
        away = blocks and state.held_by in superior
        over = state.place in ("ended", "closed")
        behind = wanted > max(height, accepted) and not away and not over
        found.append(Walk(event, state.place, height, before, asked, behind, away))
        before = height
    return found


@dataclass
class Lag:
    since: datetime
    first: int
    asked: str
    end: Walk | None = None


def lags(walk: Sequence[Walk]) -> list[Lag]:
    """Stretches of entries after which one higher level was asked for."""
    found: list[Lag] = []
    open_: Lag | None = None
    for one in walk:
        if open_ is not None and not (one.behind and one.asked == open_.asked):
            open_.end, open_ = one, None
        if one.behind and open_ is None:
            open_ = Lag(one.event.recorded_at, one.event.seq, str(one.asked))
            found.append(open_)
    return found


# Levels and decisions ------------------------------------------------------------------------


def check_levels(walk: Sequence[Walk], found: IncidentEvaluation) -> None:
    rows = sorted((row for row in found.rows if row.kind == "level"), key=lambda row: row.entries)
    wanted = lags(walk)
    assert [(row.what, row.entries, row.arose_at) for row in rows] == [
        (lag.asked, (lag.first,), lag.since) for lag in wanted
    ]
    heights = {place: number for number, place in enumerate(found.history.plan.positions)}
    for row, lag in zip(rows, wanted, strict=True):
        due = lag.since + timedelta(minutes=30)
        assert row.due_at == due
        voided = walk[-1].event.type == "incident_voided" or found.history.last.voided is not None
        if lag.end is not None and lag.end.height >= heights[lag.asked]:
            at = max(lag.since, lag.end.event.occurred_at)
            assert (row.verdict, row.actual_at) == ("late" if at > due else "met", at)
        elif row.verdict == "missing" and lag.end is None:
            assert due < found.until
        elif row.verdict == "missing" and lag.end is not None:
            ended = lag.end.place in ("ended", "closed")
            assert not voided
            assert ended or lag.end.event.recorded_at > due
        elif row.verdict == "open":
            assert lag.end is None and due >= found.until
        else:
            assert row.verdict == "released"


@dataclass
class Asked:
    event: Event
    place: str
    raises: bool
    ends: bool
    answer: str | None = None
    answered: Event | None = None

    def settle(self, answer: str, event: Event) -> None:
        if self.answer is None:
            self.answer, self.answered = answer, event


def asked(plan: Plan, walk: Sequence[Walk]) -> list[Asked]:
    """Every recommendation with what answered it, by the types of the entries after it."""
    found: list[Asked] = []
    open_: Asked | None = None
    heights = {place: number for number, place in enumerate(plan.positions)}
    for step in walk:
        event = step.event
        if event.type in ("activation_recommended", "end_recommended"):
            if open_ is not None:
                open_.settle("replaced", event)
            ends, data = event.type == "end_recommended", event.data
            sub = f".{data['sub_state']}" if data["sub_state"] else ""
            place = "ended" if ends else f"{data['level']}{sub}"
            open_ = Asked(event, place, heights.get(place, -1) > step.height, ends)
            found.append(open_)
        elif open_ is not None and not stands(open_, step, heights.get(open_.place, -1)):
            open_ = None
    return found


SETTLING = {
    "activation_refused": "refused",
    "end_refused": "refused",
    "incident_closed": "dropped",
    "incident_voided": "dropped",
}


def stands(one: Asked, step: Walk, wanted: int) -> bool:
    """Whether a recommendation still waits, or is approved and not carried out, after an entry."""
    event = step.event
    if event.type in ("activation_approved", "end_approved") and not event.data.get("missing"):
        one.settle("approved", event)
    if event.type in MOVES:
        return not moved(one, step, wanted)
    answer = SETTLING.get(event.type)
    if event.type == "response_ended":
        answer = "activated" if one.ends else "dropped"
    elif event.type == "watch_ended" and step.place == "closed":
        answer = "dropped"
    if answer is not None:
        one.settle(answer, event)
    return answer is None


def moved(one: Asked, step: Walk, wanted: int) -> bool:
    """Whether a change of the level reaches what was asked for, or overtakes it."""
    up = step.height > step.before
    if one.ends or (not one.raises and up):
        one.settle("dropped", step.event)
        return True
    reached = step.height >= wanted if up else step.height <= wanted <= step.before
    if reached:
        one.settle("activated", step.event)
    return reached


def check_decisions(plan: Plan, walk: Sequence[Walk], found: IncidentEvaluation) -> None:
    rows = {row.entries[0]: row for row in found.rows if row.kind == "decision"}
    wanted = {one.event.seq: one for one in asked(plan, walk)}
    assert rows.keys() == wanted.keys()
    minutes = min(raw(plan.id)["reminders"]["decision_minutes"])
    for seq, one in wanted.items():
        row, since = rows[seq], one.event.occurred_at
        due = since + timedelta(minutes=minutes)
        if any(step.away for step in walk):
            continue
        assert (row.what, row.due_at, row.arose_at) == (one.place, due, since)
        at = one.answered.occurred_at if one.answered else None
        if at is None:
            assert row.verdict == ("missing" if due < found.until else "open")
        elif one.answer in ("replaced", "dropped"):
            void = found.history.last.voided is not None
            assert row.verdict == ("missing" if at > due and not void else "released")
        else:
            assert row.verdict == ("late" if at > due else "met")
            assert row.actual_at == at


# Response times ------------------------------------------------------------------------------


def check_chains(plan: Plan, walk: Sequence[Walk], found: IncidentEvaluation) -> None:
    raises = [step for step in walk if step.event.type in MOVES and step.height > step.before]
    assert [chain.seq for chain in found.chains] == [step.event.seq for step in raises]
    for number, (step, chain) in enumerate(zip(raises, found.chains, strict=True)):
        start = raises[number - 1].event.seq if number else 0
        end = raises[number + 1].event.seq if number + 1 < len(raises) else len(walk) + 1
        points = dict(times(plan, walk, step, start, end))
        assert {link.step: link.at for link in chain.links} == points
        first = next(at for at in points.values() if at is not None)
        for link in chain.links:
            if link.at is not None:
                assert link.minutes == max(0, int((link.at - first).total_seconds() // 60))


def times(
    plan: Plan, walk: Sequence[Walk], raised: Walk, start: int, end: int
) -> Iterator[tuple[str, datetime | None]]:
    """接报 → 研判 → 建议 → 批准 → 启动 → 通知 → 到场."""
    here = raised.event.seq
    if start == 0:
        yield "received", datetime.fromisoformat(walk[0].event.data["received_at"])
    among = [one for one in lags(walk) if one.first <= here]
    lag = next((one for one in among if one.end is None or one.end.event.seq > start), None)
    yield "assessed", lag.since if lag else None
    at_least = [
        step.event.seq
        for step in walk[: here - 1]
        if step.event.type in MOVES and max(step.before, step.height) >= raised.height
    ]
    since = max(at_least, default=0)
    mine = [
        one
        for one in asked(plan, walk)
        if since < one.event.seq < here and one.place == raised.place and not one.ends
    ]
    yield "recommended", mine[0].event.occurred_at if mine else None
    approvals = [one.answered for one in mine if one.answer == "approved"]
    yield "approved", approvals[0].occurred_at if approvals and approvals[0] else None
    yield "activated", raised.event.occurred_at
    chain = {one["step"]: one["measures"] for one in raw(plan.id, "monitors")["chain"]}
    begun = max(start, lag.first) if start and lag else start
    for name, after in (("notified", here), ("on_scene", begun)):
        shown = (
            step.event.occurred_at
            for step in walk[after : end - 1]
            if shows(step.event, name, chain.get(name, []))
        )
        yield name, next(shown, None)


def shows(event: Event, name: str, measures: Sequence[str]) -> bool:
    if event.type == "measure_completed":
        return event.data["measure"] in measures
    notice = event.type == "document_signed" and event.data["document"] == "activation_notice"
    return name == "notified" and (notice or event.type == "call_answered")


# Shares --------------------------------------------------------------------------------------


def check_shares(found: IncidentEvaluation) -> None:
    count: dict[str, int] = {}
    for row in found.rows:
        count[row.verdict] = count.get(row.verdict, 0) + 1
    met, bad = count.get("met", 0), count.get("late", 0) + count.get("missing", 0)
    told, counted = met + bad, met + bad + count.get("unjudged", 0)
    shares = found.shares
    assert (shares.total, shares.counted, shares.judged, shares.met) == (
        len(found.rows),
        counted,
        told,
        met,
    )
    assert shares.judged_percent == (100 * told // counted if counted else None)
    assert shares.met_percent == (100 * met // told if told else None)
