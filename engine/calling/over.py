"""When the reason of a call is over, so that nobody has to be reached any more."""

from __future__ import annotations

from engine.incident.calls import Call
from engine.incident.state import OPEN_SLOT_STATES, Incident
from engine.lifecycle.table import lifecycle_of
from engine.plan.model import Plan

_ABOUT_SLOTS = frozenset({"report_due_in", "reports_missing_at", "report_overdue"})


def why_over(plan: Plan, incident: Incident, call: Call, *, closing: bool = False) -> str | None:
    """`call.cancelled.WHY` of the catalogues; None while the reason stands.

    `closing` says that the entry is the one that closed the incident: what is still called for
    then is over, but a closed incident that is watched may call somebody anew. Reports that are
    owed after the end are still called for.
    """
    if incident.voided is not None:
        return "voided"
    if call.trigger in _ABOUT_SLOTS:
        return _slot_over(incident, call.subject)
    if call.trigger == "order_unsigned":
        return None if int(call.subject or 0) in incident.unsigned else "signed"
    if closing:
        return "closed"
    if call.trigger == "decision_waiting":
        waits = incident.pending is not None and str(incident.pending.seq) == call.subject
        return None if waits else "decided"
    if call.trigger == "level_raised":
        rank = lifecycle_of(plan).rank
        left = incident.level is None or rank(incident.place) < rank(call.subject or "")
        return "level_left" if left else None
    return None


def _slot_over(incident: Incident, slot_id: str | None) -> str | None:
    slot = incident.slots.get(slot_id or "")
    if slot is None:
        return "over"
    if slot.state in OPEN_SLOT_STATES:
        return None
    return "report_in" if slot.state in ("submitted", "submitted_late") else "not_owed"
