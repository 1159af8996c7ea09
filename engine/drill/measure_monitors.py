"""Measures of a drill: which were asked for, and which were late or never done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.drill.monitors import DrillFinding
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import from_text, to_text
from engine.measures.listed import listed
from engine.plan.model import Plan


def asked_measures(plan: Plan, events: Iterable[Event]) -> frozenset[str]:
    """The measures that a level asked for: their conditions were met, or somebody settled them."""
    found: set[str] = set()
    incident: Incident | None = None
    for event in events:
        incident = apply(plan, incident, event)
        if incident.place in incident.positions:
            settled = incident.measures
            here = listed(plan, incident)
            found |= {m.id for m, asked in here if asked is True or m.id in settled}
    return frozenset(found)


def measure_findings(events: Iterable[Event]) -> list[DrillFinding]:
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
    return [*findings, *(_found("measure_missing", first) for first in overdue.values())]


def _found(kind: str, first: Event, *later: int, **facts: Any) -> DrillFinding:
    """A finding about the measure of the entry that says that it is overdue."""
    due = from_text(first.data["due_at"])
    named = {"measure": first.data["measure"], "due": to_text(due), **facts}
    return DrillFinding(kind, due, named, first.clause, (first.seq, *later))
