"""The evaluation of one incident: what was expected and done, the findings, the response times.

Works on any journal: of a batch drill, of a live one, of a real incident while it runs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.evaluation.chain import ResponseChain, response_chains
from engine.evaluation.expectations import LEVEL_MINUTES, expectations
from engine.evaluation.expected import ExpectedAction, Shares, shares
from engine.evaluation.findings import EvaluationFinding
from engine.evaluation.history import History, history_of
from engine.evaluation.monitors import findings
from engine.evaluation.planned import PlannedAction, planned_rows
from engine.incident.events import Event
from engine.incident.state import OPEN_SLOT_STATES
from engine.plan.model import Plan
from engine.plan.monitor_rules import USUAL, MonitorRules
from engine.reporting.reminders import past_reminders


@dataclass(frozen=True, slots=True)
class IncidentEvaluation:
    """All that the journal tells about one incident at `until` (aware)."""

    history: History
    until: datetime
    over: bool
    rules: MonitorRules
    rows: tuple[ExpectedAction, ...]
    findings: tuple[EvaluationFinding, ...]
    chains: tuple[ResponseChain, ...]

    @property
    def shares(self) -> Shares:
        """How much could be judged, and how much was met."""
        return shares(self.rows)


def evaluate_incident(
    plan: Plan,
    events: Iterable[Event],
    until: datetime,
    *,
    over: bool,
    rules: MonitorRules = USUAL,
    planned: Iterable[PlannedAction] = (),
) -> IncidentEvaluation:
    """Evaluate a journal as it stands at `until`.

    `over`: nothing more comes, so what was not done without a deadline is missing. Raises
    `ValueError` for a journal without entries.
    """
    history = history_of(plan, events)
    return evaluate_history(history, until, over=over, rules=rules, planned=planned)


def evaluate_history(
    history: History,
    until: datetime,
    *,
    over: bool,
    rules: MonitorRules = USUAL,
    planned: Iterable[PlannedAction] = (),
) -> IncidentEvaluation:
    """Evaluate a history that has been folded."""
    rows = [
        *expectations(history, until, over, rules.level_minutes or LEVEL_MINUTES),
        *planned_rows(planned, history, until, over),
    ]
    return IncidentEvaluation(
        history,
        until,
        over,
        rules,
        tuple(rows),
        findings(rules, history, until),
        response_chains(history, rules),
    )


def is_over(history: History) -> bool:
    """Whether nothing more is expected of an incident by itself: it is closed, and no report is
    owed whose time is not over (A17, A26)."""
    last = history.last
    owed = (
        slot
        for slot in last.slots.values()
        if slot.state in OPEN_SLOT_STATES and slot.state != "overdue"
    )
    return last.place == "closed" and all(past_reminders(history.plan, slot) for slot in owed)
