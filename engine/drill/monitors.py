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
from engine.drill.decisions import Decision
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import to_text
from engine.lifecycle.table import lifecycle_of
from engine.plan.model import Plan
from engine.reporting.reminders import past_reminders


@dataclass(frozen=True, slots=True)
class DrillFinding:
    """A finding for the evaluator; `facts` fill `drill.finding.KIND`.

    `clause` is the rule's, `entries` are the journal's entries (`seq`) that show it.
    """

    kind: str
    at: datetime
    facts: Mapping[str, Any]
    clause: str | None = None
    entries: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The finding as data; instants are RFC 3339 in UTC."""
        return {
            "kind": self.kind,
            "at": to_text(self.at),
            "clause": self.clause,
            "entries": list(self.entries),
            **self.facts,
        }


@dataclass(frozen=True, slots=True)
class Lag:
    """The facts recommend a higher position than the incident is at."""

    recommended: str
    place: str
    since: datetime
    seq: int


def lagging_levels(
    plan: Plan, events: Iterable[Event], until: datetime | None = None, minutes: int = 30
) -> list[DrillFinding]:
    """Periods of more than `minutes` in which the level was below the recommendation.

    A period that has not ended at `until` counts up to then. A level that was lowered on purpose
    is not behind until the facts recommend more than they did when it was lowered.
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
            findings += _lag_finding("level_lags", lag, event.recorded_at, minutes, event.seq)
            lag = None
        if behind and not over and lag is None and wanted is not None:
            lag = Lag(wanted, incident.place, event.recorded_at, event.seq)
    if lag is not None and until is not None:
        findings += _lag_finding("level_lags_on", lag, until, minutes)
    return findings


def _lag_finding(
    kind: str, lag: Lag, until: datetime, minutes: int, *ended: int
) -> list[DrillFinding]:
    lasted = int((until - lag.since).total_seconds() // 60)
    if lasted <= minutes:
        return []
    facts = {"recommended": lag.recommended, "place": lag.place, "minutes": lasted}
    return [DrillFinding(kind, lag.since, facts, entries=(lag.seq, *ended))]


def late_decisions(plan: Plan, made: Iterable[Decision], until: datetime) -> list[DrillFinding]:
    """Recommendations that needed a reminder, with the time until they were answered.

    Those that nobody has answered at `until` are a finding of their own.
    """
    findings = []
    first = min(plan.reminders.decision_minutes, default=None)
    for decision in made:
        waited = decision.minutes(until)
        late = first is not None and waited >= first
        if not (decision.reminders or (late and decision.answer is None)):
            continue
        facts = {
            "level": decision.level,
            "sub_state": decision.sub_state,
            "minutes": waited,
            "answer": decision.answer,
        }
        kind = "decision_missing" if decision.answer is None else "decision_late"
        entries = (decision.asked, *([decision.answered] if decision.answered else []))
        citation = plan.reminders.citation
        findings.append(DrillFinding(kind, decision.asked_at, facts, citation, entries))
    return findings


_KINDS = {
    False: ("report_late", "report_missing"),
    True: ("immediate_late", "immediate_missing"),
}
"""The findings of a late and of a missing report, by whether the plan says 立即."""


def report_findings(
    plan: Plan, slots: Iterable[Slot], until: datetime | None = None
) -> list[DrillFinding]:
    """Late and missing reports; those owed 立即 are late after their last reminder (A32).

    One that is owed 立即 and has not been given at `until` is a finding before that as well.
    """
    findings = []
    for slot in slots:
        facts: dict[str, Any] = {
            "slot": slot.id,
            "reporter": slot.reporter,
            "obligation": slot.obligation,
            "due": to_text(slot.due_at),
        }
        late = slot.state == "submitted_late" or past_reminders(plan, slot)
        late_kind, missing_kind = _KINDS[slot.immediately]
        if late and slot.submitted_at is not None:
            minutes = max(1, int((slot.submitted_at - slot.due_at).total_seconds() // 60))
            facts = {**facts, "minutes": minutes}
            entries = (slot.report_seq,) if slot.report_seq else ()
            findings.append(DrillFinding(late_kind, slot.due_at, facts, slot.clause, entries))
        elif late or slot.state == "overdue":
            findings.append(DrillFinding(missing_kind, slot.due_at, facts, slot.clause))
        elif until is not None and slot.immediately and slot.state_at(until) == "owed":
            findings.append(DrillFinding("immediate_open", slot.due_at, facts, slot.clause))
    return findings
