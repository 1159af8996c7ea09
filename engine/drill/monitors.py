"""Watching a drill: monitors are fed the states between events and leave findings.

A finding is data: what, since when, for how long. What the monitors look for is what an
evaluator looks for first (AQ/T 9009-2015, table A.2): was the right level opened in time,
were decisions made in time, did every report arrive in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.conditions import situation_of
from engine.criteria import judged, recommended
from engine.events import Event
from engine.incident import apply
from engine.instants import to_text
from engine.machine.lifecycle import lifecycle_of
from engine.plan.model import Plan
from engine.state import Incident, Slot


@dataclass(frozen=True, slots=True)
class Finding:
    """Something an evaluator should look at; `facts` fill `drill.finding.KIND`."""

    kind: str
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lag:
    """The facts recommend a higher position than the incident is at."""

    recommended: str
    place: str
    since: datetime


def lagging_levels(plan: Plan, events: Iterable[Event], minutes: int = 30) -> list[Finding]:
    """Stretches of more than `minutes` in which the level was below the recommendation.

    A level that was lowered on purpose is not behind until the facts recommend more than
    they did when it was lowered.
    """
    rank = lifecycle_of(plan).rank
    findings: list[Finding] = []
    incident: Incident | None = None
    lag: Lag | None = None
    accepted = -1
    for event in events:
        before, incident = incident, apply(plan, incident, event)
        wanted = recommended(judged(situation_of(plan, incident)))
        height = rank(wanted) if wanted else -1
        if before is not None and event.type in ("response_activated", "response_adjusted"):
            lowered = rank(incident.place) < rank(before.place)
            accepted = height if lowered else -1
        behind = height > max(rank(incident.place), accepted)
        over = incident.place in ("ended", "closed")
        if lag is not None and (not behind or over or lag.recommended != wanted):
            findings += _lag_finding(lag, event.recorded_at, minutes)
            lag = None
        if behind and not over and lag is None and wanted is not None:
            lag = Lag(wanted, incident.place, event.recorded_at)
    return findings


def _lag_finding(lag: Lag, until: datetime, minutes: int) -> list[Finding]:
    lasted = int((until - lag.since).total_seconds() // 60)
    if lasted <= minutes:
        return []
    facts = {"recommended": lag.recommended, "place": lag.place, "minutes": lasted}
    return [Finding("level_lags", lag.since, facts)]


def late_decisions(events: Iterable[Event]) -> list[Finding]:
    """Recommendations that had to be reminded of, with how long they waited at least."""
    waiting: dict[str, Event] = {}
    for event in events:
        if event.type == "decision_awaited":
            waiting[event.data["since"]] = event
    return [
        Finding(
            "decision_late",
            event.occurred_at,
            {
                "level": event.data["level"],
                "sub_state": event.data["sub_state"],
                "minutes": int(
                    (event.occurred_at - datetime.fromisoformat(since)).total_seconds() // 60
                ),
            },
        )
        for since, event in waiting.items()
    ]


def report_findings(slots: Iterable[Slot]) -> list[Finding]:
    """Reports that came late or never."""
    findings = []
    for slot in slots:
        facts = {
            "reporter": slot.reporter,
            "obligation": slot.obligation,
            "due": to_text(slot.due_at),
        }
        if slot.state == "overdue":
            findings.append(Finding("report_missing", slot.due_at, facts))
        elif slot.state == "submitted_late" and slot.submitted_at is not None:
            late = slot.submitted_at - slot.due_at
            minutes = max(1, int(late.total_seconds() // 60))
            findings.append(Finding("report_late", slot.due_at, {**facts, "minutes": minutes}))
    return findings
