"""Monitors of a drill: they read the states between events and return findings.

A finding is data: what, since when, for how long. The monitors follow what an evaluator checks
first (AQ/T 9009-2015, table A.2): was the right level opened in time, were decisions made in time,
did every report arrive in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.conditions.criteria import judged, recommended
from engine.conditions.evaluation import situation_of
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import to_text
from engine.lifecycle.table import lifecycle_of
from engine.plan.model import Plan
from engine.reporting.reminders import past_reminders


@dataclass(frozen=True, slots=True)
class DrillFinding:
    """A finding for the evaluator; `facts` fill `drill.finding.KIND`."""

    kind: str
    at: datetime
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lag:
    """The facts recommend a higher position than the incident is at."""

    recommended: str
    place: str
    since: datetime


def lagging_levels(plan: Plan, events: Iterable[Event], minutes: int = 30) -> list[DrillFinding]:
    """Periods of more than `minutes` in which the level was below the recommendation.

    A level that was lowered on purpose is not behind until the facts recommend more than they did
    when it was lowered.
    """
    rank = lifecycle_of(plan).rank
    findings: list[DrillFinding] = []
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


def _lag_finding(lag: Lag, until: datetime, minutes: int) -> list[DrillFinding]:
    lasted = int((until - lag.since).total_seconds() // 60)
    if lasted <= minutes:
        return []
    facts = {"recommended": lag.recommended, "place": lag.place, "minutes": lasted}
    return [DrillFinding("level_lags", lag.since, facts)]


def late_decisions(events: Iterable[Event]) -> list[DrillFinding]:
    """Recommendations that needed a reminder, with the time that they waited at least."""
    waiting: dict[str, Event] = {}
    for event in events:
        if event.type == "decision_awaited":
            waiting[event.data["since"]] = event
    return [
        DrillFinding(
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


_KINDS = {
    False: ("report_late", "report_missing"),
    True: ("immediate_late", "immediate_missing"),
}
"""The findings of a late and of a missing report, by whether the plan says 立即."""


def report_findings(plan: Plan, slots: Iterable[Slot]) -> list[DrillFinding]:
    """Late and missing reports; those owed 立即 are late after their last reminder (A32)."""
    findings = []
    for slot in slots:
        facts: dict[str, Any] = {
            "reporter": slot.reporter,
            "obligation": slot.obligation,
            "due": to_text(slot.due_at),
        }
        late = slot.state == "submitted_late" or past_reminders(plan, slot)
        late_kind, missing_kind = _KINDS[slot.immediately]
        if late and slot.submitted_at is not None:
            minutes = max(1, int((slot.submitted_at - slot.due_at).total_seconds() // 60))
            facts = {**facts, "minutes": minutes}
            findings.append(DrillFinding(late_kind, slot.due_at, facts))
        elif late or slot.state == "overdue":
            findings.append(DrillFinding(missing_kind, slot.due_at, facts))
    return findings
