"""Findings: what a monitor has seen, as data, with the entries that show it.

The monitors follow what an evaluator checks first (AQ/T 9009-2015, table A.2): was the right
level opened in time, were decisions made in time, did every report arrive in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from engine.evaluation.decisions import Decision
from engine.evaluation.levels import Lag
from engine.incident.state import Slot
from engine.instants import to_text
from engine.plan.model import Plan
from engine.reporting.reminders import past_reminders

_ABOUT = (
    ("obligation", "report"),
    ("measure", "measure"),
    ("recommended", "level"),
    ("level", "decision"),
    ("role", "order"),
    ("post", "call"),
)
"""By which of its facts a finding is known again, and the kind of row that it is about."""


@dataclass(frozen=True, slots=True)
class EvaluationFinding:
    """A finding for the evaluator; `facts` fill `drill.finding.KIND`.

    `clause` is the rule's, `entries` are the journal's entries (`seq`) that show it. `monitor`
    is the id of the monitor that found it. `lasting`: it has not ended.
    """

    kind: str
    at: datetime
    facts: Mapping[str, Any]
    clause: str | None = None
    entries: tuple[int, ...] = ()
    monitor: str | None = None
    lasting: bool = False

    @property
    def about(self) -> str:
        """`KIND:WHAT` of the row that it is about, by which it is known again in another run."""
        for key, kind in _ABOUT:
            if key in self.facts:
                sub = self.facts.get("sub_state")
                return f"{kind}:{self.facts[key]}{f'.{sub}' if sub else ''}"
        return self.kind

    def to_json(self) -> dict[str, Any]:
        """The finding as data; instants are RFC 3339 in UTC."""
        return {
            "kind": self.kind,
            "at": to_text(self.at),
            "clause": self.clause,
            "entries": list(self.entries),
            **self.facts,
        }


def lag_findings(
    found: Iterable[Lag], until: datetime, minutes: int = 30
) -> list[EvaluationFinding]:
    """Periods of more than `minutes` in which the level was below the recommendation.

    A period that has not ended at `until` counts up to then. What a mistake asked for was never
    behind: figures that were corrected, an incident that is void.
    """
    findings = []
    for lag in found:
        lasted = lag.minutes(until)
        if lasted <= minutes or lag.how in ("corrected", "voided"):
            continue
        facts = {"recommended": lag.recommended, "place": lag.place, "minutes": lasted}
        kind = "level_lags" if lag.ended else "level_lags_on"
        entries = (lag.seq, lag.ended) if lag.ended else (lag.seq,)
        findings.append(
            EvaluationFinding(kind, lag.since, facts, entries=entries, lasting=not lag.ended)
        )
    return findings


def late_decisions(
    plan: Plan, made: Iterable[Decision], until: datetime, minutes: int | None = None
) -> list[EvaluationFinding]:
    """Recommendations that waited longer than `minutes`, by default than the first reminder.

    Those that nobody has answered at `until` are a finding of their own.
    """
    findings = []
    first = min(plan.reminders.decision_minutes, default=None) if minutes is None else minutes
    if first is None:
        return []
    for decision in made:
        if (decision.answered_at or until) - decision.asked_at <= timedelta(minutes=first):
            continue
        facts = {
            "level": decision.level,
            "sub_state": decision.sub_state,
            "minutes": decision.minutes(until),
            "answer": decision.answer,
        }
        kind = "decision_missing" if decision.answer is None else "decision_late"
        entries = (decision.asked, *([decision.answered] if decision.answered else []))
        findings.append(
            EvaluationFinding(
                kind,
                decision.asked_at,
                facts,
                plan.reminders.citation,
                entries,
                lasting=decision.answer is None,
            )
        )
    return findings


_KINDS = {
    False: ("report_late", "report_missing"),
    True: ("immediate_late", "immediate_missing"),
}
"""The findings of a late and of a missing report, by whether the plan says 立即."""


def report_findings(
    plan: Plan,
    slots: Iterable[Slot],
    until: datetime | None = None,
    shown_by: Mapping[str, tuple[int, ...]] = MappingProxyType({}),
) -> list[EvaluationFinding]:
    """Late and missing reports; those owed 立即 are late after their last reminder (A32).

    One that is owed 立即 and has not been given at `until` is a finding before that as well.
    `shown_by` are the entries that show what was owed, by slot.
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
            entries = shown_by.get(slot.id, ())
            entries = (*entries, slot.report_seq) if slot.report_seq else entries
            findings.append(EvaluationFinding(late_kind, slot.due_at, facts, slot.clause, entries))
        elif late or slot.state == "overdue":
            findings.append(_open(missing_kind, slot, facts, shown_by))
        elif until is not None and slot.immediately and slot.state_at(until) == "owed":
            findings.append(_open("immediate_open", slot, facts, shown_by))
    return findings


def _open(
    kind: str, slot: Slot, facts: Mapping[str, Any], shown_by: Mapping[str, tuple[int, ...]]
) -> EvaluationFinding:
    entries = shown_by.get(slot.id, ())
    return EvaluationFinding(kind, slot.due_at, facts, slot.clause, entries, lasting=True)
