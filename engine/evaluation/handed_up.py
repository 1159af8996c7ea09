"""While a superior holds command the city may not open or change a level, so nobody misses one.

Reporting goes on, and so do measures. Source: A21 for 2.2 of the plans for accidents.
"""

from __future__ import annotations

from datetime import datetime

from engine.evaluation.history import History
from engine.incident.state import Incident
from engine.plan.model import Plan


def is_handed_up(plan: Plan, incident: Incident) -> bool:
    """Whether a superior holds command, and the plan forbids something meanwhile."""
    superior = {one.id for one in plan.command.holders if one.superior}
    return bool(plan.command.blocked_while_superior_holds) and incident.held_by in superior


def handed_up_during(history: History, start: datetime, end: datetime) -> int | None:
    """The entry by which a superior held command at some time from `start` to `end`, or None."""
    found: int | None = None
    for event in history.of("command_handed_over", "command_returned", "command_assumed"):
        if event.recorded_at > end:
            break
        if is_handed_up(history.plan, history.steps[event.seq - 1].after):
            found = found or event.seq
        elif event.recorded_at <= start:
            found = None
    return found
