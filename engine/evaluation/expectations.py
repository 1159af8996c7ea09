"""Expectations from the plan: every report, measure, level, decision, group, call and notice.

They follow from the pinned plan and the states that the incident was in; nobody writes them
down beforehand. What a planner adds is `engine.evaluation.planned`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from engine.evaluation.decisions import decisions
from engine.evaluation.expected import ExpectedAction, Verdict, Why, awaited, timed
from engine.evaluation.handed_up import handed_up_during, is_handed_up
from engine.evaluation.history import History
from engine.evaluation.levels import Lag, lags
from engine.evaluation.measures import AskedMeasure, measures_of
from engine.incident.calls import Call
from engine.incident.state import Slot
from engine.lifecycle.table import Step, lifecycle_of
from engine.plan.model import Plan
from engine.reporting.reminders import past_reminders

LEVEL_MINUTES = 30
"""How long a level may be behind the facts where no monitor says otherwise (our choice)."""

MOVES = {
    "response_activated": "activation_notice",
    "response_adjusted": "activation_notice",
    "response_ended": "end_notice",
}
"""Entries that are made known by a notice, and the kind of notice."""


def expectations(
    history: History, until: datetime, over: bool, level_minutes: int = LEVEL_MINUTES
) -> list[ExpectedAction]:
    """All of them as they stand at `until`, by the instant at which they arose.

    `over`: the exercise or the response is at its end, nothing more comes.
    """
    rows = [
        *_reports(history, until, over),
        *_measures(history, until, over),
        *_levels(history, until, over, level_minutes),
        *_decisions(history, until, over),
        *_groups(history),
        *_calls(history, until, over),
        *_notices(history),
    ]
    return sorted(rows, key=lambda row: (row.arose_at, row.due_at or row.arose_at, row.id))


# Reports ------------------------------------------------------------------------------------


_WHY_STATE: Mapping[str, Why] = {
    "superseded": "superseded",
    "not_owed": "not_owed",
    "ended": "ended",
}
_WHY_RELEASED: Mapping[str, Why] = {
    "corrected": "corrected",
    "condition_lapsed": "changed",
    "exempted": "exempted",
    "voided": "voided",
}
"""Why nobody owes a report any more, where its row of the ledger says more than its state."""


def _reports(history: History, until: datetime, over: bool) -> Iterator[ExpectedAction]:
    for slot in history.slots:
        verdict, why = report_verdict(history.plan, slot, until, over)
        done = slot.submitted_at if verdict in ("met", "late") else None
        yield ExpectedAction(
            id=f"report:{slot.id}",
            kind="report",
            what=slot.obligation,
            owner=(slot.reporter,),
            arose_at=min(slot.opens_at, slot.due_at),
            due_at=None if slot.immediately else slot.due_at,
            clause=slot.clause,
            verdict=verdict,
            entries=history.shown_by[slot.id],
            immediately=slot.immediately,
            actual_at=done,
            by=history.role_of(slot.report_seq) if done else None,
            proof=(slot.report_seq,) if done and slot.report_seq else (),
            why=why,
        )


def report_verdict(
    plan: Plan, slot: Slot, until: datetime, over: bool
) -> tuple[Verdict, Why | None]:
    """What became of a report at `until`, and why nobody owes it any more."""
    past = past_reminders(plan, slot)
    if slot.state in ("superseded", "not_owed", "ended") and not past:
        return "released", _WHY_RELEASED.get(slot.reason or "") or _WHY_STATE[slot.state]
    if slot.submitted_at is not None:
        return ("late" if past or slot.state == "submitted_late" else "met"), None
    if slot.state == "overdue" or past:
        return "missing", None
    return awaited(None if slot.immediately else slot.due_at, until, over), None


# Measures -----------------------------------------------------------------------------------


def _measures(history: History, until: datetime, over: bool) -> Iterator[ExpectedAction]:
    last = history.last
    for asked in measures_of(history):
        measure = asked.measure
        clock = last.measure_clocks.get(measure.id)
        due = clock.due_at if clock is not None else None
        mark = last.measures.get(measure.id)
        done = mark is not None and mark.state == "done"
        if mark is not None and mark.due_at is not None:
            due = mark.due_at
        if mark is None:
            verdict, why = _unsettled(asked, due, until, over)
        else:
            why = None if done else "waived"
            verdict = timed(mark.at, due) if done else "released"
        yield ExpectedAction(
            id=f"measure:{measure.id}",
            kind="measure",
            what=measure.id,
            owner=measure.unit,
            arose_at=asked.since,
            due_at=due,
            clause=measure.citation,
            verdict=verdict,
            entries=(asked.seq,),
            immediately=measure.immediately,
            modality=measure.modality,
            actual_at=mark.at if mark is not None and done else None,
            by=history.role_of(mark.seq) if mark is not None and done else None,
            proof=(mark.seq,) if mark is not None else (),
            why=why,
        )


def _unsettled(
    asked: AskedMeasure, due: datetime | None, until: datetime, over: bool
) -> tuple[Verdict, Why | None]:
    """The verdict of a measure that was neither done nor waived.

    Its time counts while it is on the list, as its clock does.
    """
    if asked.gone == "voided":
        return "released", "voided"
    if asked.gone == "corrected":
        return "released", "corrected"
    if due is not None and due < (asked.gone_at or until) and asked.certain:
        return "missing", None
    if not asked.certain:
        return "unjudged", "unknown_figure"
    if asked.gone == "condition":
        return "released", "changed"
    if asked.measure.modality != "required":
        return "unjudged", "judgement"
    if asked.gone == "moved":
        return "unjudged", "level_left"
    if asked.gone == "over":
        return "missing", "response_over"
    return awaited(due, until, over), None


# Levels and decisions -----------------------------------------------------------------------


def _levels(
    history: History, until: datetime, over: bool, minutes: int
) -> Iterator[ExpectedAction]:
    for lag in lags(history):
        step = _step(history, lag.place, lag.recommended)
        due = lag.since + timedelta(minutes=minutes)
        verdict, why = _of_lag(history, lag, due, until, over)
        done = verdict in ("met", "late")
        yield ExpectedAction(
            id=f"level:{lag.recommended}@{lag.seq}",
            kind="level",
            what=lag.recommended,
            owner=_parties(step),
            arose_at=lag.since,
            due_at=due,
            clause=step.row.citation if step else None,
            verdict=verdict,
            entries=(lag.seq,),
            ours=True,
            actual_at=lag.ended_at if done else None,
            by=history.role_of(lag.ended) if done else None,
            proof=(lag.ended,) if lag.ended else (),
            why=why,
        )


def _of_lag(
    history: History, lag: Lag, due: datetime, until: datetime, over: bool
) -> tuple[Verdict, Why | None]:
    """A level that was not opened while it was asked for is missing once its time is over."""
    if lag.how == "followed" and lag.ended_at is not None:
        return timed(lag.ended_at, due), None
    if lag.how == "corrected" or lag.how == "voided":
        return "released", lag.how
    if _refused(history, lag):
        return "released", "refused"
    if lag.how == "over":
        return "missing", "response_over"
    if lag.ended_at is None:
        return awaited(due, until, over), None
    why: Why = "handed_up" if lag.how == "handed_up" else "changed"
    return ("missing" if lag.ended_at > due else "released"), why


def _refused(history: History, lag: Lag) -> bool:
    """Whether those who decide about the level had the last word while it was asked for."""
    asked = [
        one
        for one in decisions(history)
        if one.place == lag.recommended
        and one.asked > lag.seq
        and (lag.ended is None or one.asked < lag.ended)
    ]
    return bool(asked) and asked[-1].answer == "refused"


def _parties(step: Step | None) -> tuple[str, ...]:
    """Everybody who has a part in opening a level: who proposes, who approves, who opens."""
    if step is None:
        return ()
    row = step.row
    return tuple(dict.fromkeys((*row.recommended_by, *row.approved_by, *row.by)))


def _step(history: History, source: str, target: str) -> Step | None:
    """The step of the plan that opens a level from a place."""
    table = lifecycle_of(history.plan)
    found = [one for one in table.steps_from(source) if one.target == target]
    return found[0] if found else None


def _decisions(history: History, until: datetime, over: bool) -> Iterator[ExpectedAction]:
    first = min(history.plan.reminders.decision_minutes, default=None)
    for one in decisions(history):
        step = _step(history, one.asked_in, one.place)
        due = None if first is None else one.asked_at + timedelta(minutes=first)
        away = handed_up_during(history, one.asked_at, due or until)
        if away is not None:
            due = None
        why: Why | None = None
        verdict: Verdict
        if one.answered_at is not None and one.answer in ("replaced", "dropped"):
            past = timed(one.answered_at, due) == "late" and history.last.voided is None
            verdict, why = "missing" if past else "released", one.answer
        elif one.answered_at is not None:
            verdict = timed(one.answered_at, due)
        elif away is not None and is_handed_up(history.plan, history.last):
            verdict, why = "released", "handed_up"
        else:
            verdict = awaited(due, until, over)
        done = verdict in ("met", "late")
        yield ExpectedAction(
            id=f"decision:{one.asked}",
            kind="decision",
            what=one.place,
            owner=(step.row.approved_by or step.row.by) if step else (),
            arose_at=one.asked_at,
            due_at=due,
            clause=step.row.citation if step else history.plan.reminders.citation,
            verdict=verdict,
            entries=(one.asked,) if away is None else (one.asked, away),
            ours=True,
            actual_at=one.answered_at if done else None,
            by=history.role_of(one.answered) if done else None,
            proof=(one.answered,) if one.answered else (),
            why=why,
        )


# Groups, calls and notices ------------------------------------------------------------------


def _groups(history: History) -> Iterator[ExpectedAction]:
    """Every group of the plan, once a response is open; when each is formed is a judgement."""
    opened = next((s for s in history.steps if s.after.place in s.after.positions), None)
    if opened is None:
        return
    struck = history.last.struck
    formed = {
        e.data["group"]: e for e in reversed(history.of("group_formed")) if e.seq not in struck
    }
    for group in history.plan.groups:
        event = formed.get(group.id)
        yield ExpectedAction(
            id=f"group:{group.id}",
            kind="group",
            what=group.id,
            owner=group.leader,
            arose_at=opened.event.occurred_at,
            due_at=None,
            clause=group.citation,
            verdict="unjudged" if event is None else "met",
            entries=(opened.event.seq,),
            modality="as_needed",
            actual_at=event.occurred_at if event else None,
            by=history.role_of(event.seq) if event else None,
            proof=(event.seq,) if event else (),
            why="judgement" if event is None else None,
        )


def _calls(history: History, until: datetime, over: bool) -> Iterator[ExpectedAction]:
    started = {e.data["call"]: e.seq for e in history.of("call_started")}
    ended: dict[str, int] = {}
    for type_ in ("call_cancelled", "call_exhausted", "call_answered"):
        ended |= {e.data["call"]: e.seq for e in history.of(type_)}
    for call in history.calls:
        verdict = _of_call(call, until, over)
        proof = ended.get(call.id)
        yield ExpectedAction(
            id=f"call:{call.id}",
            kind="call",
            what=call.post,
            owner=(call.post,),
            arose_at=call.started_at,
            due_at=call.answer_by,
            clause=call.clause,
            verdict=verdict,
            entries=(started[call.id],),
            ours=call.clause is None,
            actual_at=call.answered_at if verdict in ("met", "late") else None,
            by=call.answered_by if verdict in ("met", "late") else None,
            proof=(proof,) if proof else (),
            why="cancelled" if verdict == "released" else None,
        )


def _of_call(call: Call, until: datetime, over: bool) -> Verdict:
    if call.answered_at is not None:
        return timed(call.answered_at, call.answer_by)
    if call.exhausted_at is not None:
        return "missing"
    return "released" if call.state == "cancelled" else awaited(call.answer_by, until, over)


def _notices(history: History) -> Iterator[ExpectedAction]:
    """Every level that was opened and every end is made known; on paper perhaps elsewhere."""
    moves = [e for e in history.of(*MOVES) if e.seq not in history.last.struck]
    signed = history.of("document_signed")
    for number, move in enumerate(moves):
        end = moves[number + 1].seq if number + 1 < len(moves) else None
        event = next(
            (
                e
                for e in signed
                if e.seq > move.seq
                and (end is None or e.seq < end)
                and e.data["document"] == MOVES[move.type]
            ),
            None,
        )
        yield ExpectedAction(
            id=f"notice:{move.seq}",
            kind="notice",
            what=MOVES[move.type],
            owner=(str(history.role_of(move.seq)),),
            arose_at=move.occurred_at,
            due_at=None,
            clause=move.clause,
            verdict="unjudged" if event is None else "met",
            entries=(move.seq,),
            actual_at=event.occurred_at if event else None,
            by=history.role_of(event.seq) if event else None,
            proof=(event.seq,) if event else (),
            why="elsewhere" if event is None else None,
        )
