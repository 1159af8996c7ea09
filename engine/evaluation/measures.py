"""Measures: which were asked for and since when, and which were late or never done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from engine.conditions.evaluation import situation_of
from engine.evaluation.findings import EvaluationFinding
from engine.evaluation.history import History, Step, corrects, once
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import from_text, to_text
from engine.lifecycle.table import lifecycle_of
from engine.measures.listed import is_asked, listed
from engine.plan.measures import effective
from engine.plan.model import Measure

Gone = Literal["condition", "corrected", "moved", "over", "voided"]
"""Why a measure is on the list no more: the figures speak against it, or the one that asked for it
was never true; a higher level asks for others, its level (or the whole response) is over, the
incident was opened by mistake."""


@dataclass(slots=True)
class AskedMeasure:
    """One measure that was on the list of an incident.

    `since` and `seq` are the entry with which it came there; `certain` is False while its
    condition has never been known to be met. `gone` says why it is there no more, `gone_at` since
    when.
    """

    measure: Measure
    since: datetime
    seq: int
    certain: bool
    responding: bool
    gone: Gone | None = None
    gone_at: datetime | None = None


@once
def measures_of(history: History) -> tuple[AskedMeasure, ...]:
    """Every measure that was ever on the list, in the order in which they came there."""
    plan = history.plan
    found: dict[str, AskedMeasure] = {}
    false = False
    for step in history.steps:
        if not step.bearing:
            continue
        incident, event = step.after, step.event
        false = _was_false(history, step, false)
        here = {one.measure.id: one for one in listed(plan, incident)}
        responding = incident.place in incident.positions
        for id_, one in here.items():
            known = found.get(id_)
            if known is None:
                known = AskedMeasure(one.measure, event.occurred_at, event.seq, False, False)
                found[id_] = known
            if one.asked is True and not known.certain:
                known.certain, known.since, known.seq = True, event.occurred_at, event.seq
            elif one.asked is not True and known.certain and corrects(event):
                known.certain = False
            counts = one.asked is True or id_ in incident.measures
            known.responding = known.responding or (responding and counts)
            known.gone = known.gone_at = None
        for id_, known in found.items():
            if id_ not in here and known.gone is None:
                known.gone = _why_gone(history, step, known.measure, false)
                known.gone_at = event.recorded_at
    return tuple(found.values())


def _was_false(history: History, step: Step, false: bool) -> bool:
    """Whether the incident is at a level that a corrected figure asked for, and none other does."""
    rank = lifecycle_of(history.plan).rank
    if step.before is None:
        return False
    if rank(step.after.place) > rank(step.before.place):
        return False
    below = -1 if step.recommended is None else rank(step.recommended)
    if corrects(step.event):
        return rank(step.after.place) > below
    return false and rank(step.before.place) > below


def _why_gone(history: History, step: Step, measure: Measure, false: bool) -> Gone:
    if step.after.voided is not None:
        return "voided"
    if _not_asked(history, step.after, measure):
        return "corrected" if corrects(step.event) else "condition"
    rank = lifecycle_of(history.plan).rank
    before = step.before.place if step.before is not None else step.after.place
    if rank(step.after.place) > rank(before):
        return "moved"
    return "corrected" if false else "over"


def _not_asked(history: History, incident: Incident, measure: Measure) -> bool:
    """Whether the place asks for it, and the figures do not."""
    here = measure in effective(history.plan, incident.place)
    return here and is_asked(measure, situation_of(history.plan, incident)) is False


def asked_measures(history: History) -> frozenset[str]:
    """The measures that a level asked for: their conditions were met, or somebody settled them."""
    return frozenset(one.measure.id for one in measures_of(history) if one.responding)


ABOUT_MEASURES = ("measure_overdue", "measure_completed", "measure_waived")


def measure_findings(events: Iterable[Event]) -> list[EvaluationFinding]:
    """Measures with a time limit that were done after it, or not at all."""
    overdue: dict[str, Event] = {}
    findings = []
    for event in events:
        measure = event.data.get("measure")
        if event.type == "measure_overdue":
            overdue[event.data["measure"]] = event
        elif event.type in ("measure_completed", "measure_waived") and measure in overdue:
            first = overdue.pop(measure)
            due = from_text(first.data["due_at"])
            if event.type == "measure_completed" and event.occurred_at > due:
                minutes = max(1, int((event.occurred_at - due).total_seconds() // 60))
                findings.append(_found("measure_late", first, event.seq, minutes=minutes))
    missing = (_found("measure_missing", first) for first in overdue.values())
    return [*findings, *missing]


def _found(kind: str, first: Event, *later: int, **facts: Any) -> EvaluationFinding:
    """A finding about the measure of the entry that says that it is overdue."""
    due = from_text(first.data["due_at"])
    named = {"measure": first.data["measure"], "due": to_text(due), **facts}
    entries = (first.seq, *later)
    return EvaluationFinding(kind, due, named, first.clause, entries, lasting=not later)
