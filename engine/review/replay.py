"""Finished journals against an amended plan: which deadline or authority would differ.

The people's acts of a journal are kept as they were; what the plan made of them (slots,
reminders) is worked out twice, under the plan the incident was pinned to and under the
amended one, and compared. An act that the amended plan would have refused is listed and
taken all the same, so that the rest of the journal can be judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from engine.authority import DESK
from engine.errors import PlanProblem
from engine.events import Event, seal
from engine.incident import apply
from engine.instants import to_text
from engine.machine.lifecycle import lifecycle_of
from engine.options import is_pending_for
from engine.plan.model import Plan, Transition
from engine.reporting import slots as ledger
from engine.state import Incident, Slot
from engine.timers import SYSTEM_ROLE, Agenda

COMMAND_OF = {
    "warning_issued": "issue_warning",
    "warning_lifted": "lift_warning",
    "response_activated": "activate_response",
    "response_adjusted": "adjust_response",
    "response_ended": "end_response",
    "incident_closed": "close_incident",
}


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that would have been otherwise under the amended plan.

    `kind`: `deadline_added`, `deadline_dropped`, `authority`, `approval`, `step`.
    """

    kind: str
    incident: str
    seq: int | None
    subject: str
    before: str
    after: str


def replay(old: Plan, new: Plan, events: Sequence[Event]) -> list[Deviation]:
    """Every deadline or authority of one finished journal that would have differed."""
    before, _ = _run(old, events)
    after, refused = _run(new, events)
    return [*refused, *_deadlines(events[0].incident, before, after)]


def _run(plan: Plan, events: Iterable[Event]) -> tuple[dict[str, Slot], list[Deviation]]:
    """The whole ledger under `plan`, and the acts that it would have refused."""
    incident: Incident | None = None
    slots: dict[str, Slot] = {}
    refused: list[Deviation] = []
    for event in events:
        if event.role == SYSTEM_ROLE:
            continue
        if incident is not None:
            incident = _let_time_pass(plan, incident, event, slots)
            refused += _objections(plan, incident, event)
        incident = _take(plan, incident, _fitted(plan, incident, event))
        slots.update({slot.id: slot for slot in incident.touched})
    return slots, refused


def _let_time_pass(
    plan: Plan, incident: Incident, until: Event, slots: dict[str, Slot]
) -> Incident:
    agenda = Agenda(plan, incident)
    while (timer := agenda.next()) and timer.instant <= until.recorded_at:
        event = seal(timer.draft(), incident.id, incident.seq + 1, incident.hash, timer.instant)
        incident = apply(plan, incident, event)
        agenda.move(incident)
        slots.update({slot.id: slot for slot in incident.touched})
    return incident


def _fitted(plan: Plan, incident: Incident | None, event: Event) -> Event:
    """The event with its slot and obligations as this plan has them."""
    data = dict(event.data)
    if event.type == "report_submitted" and incident is not None and data["slot"]:
        data["slot"] = _nearest_slot(incident, data["slot"], event)
    if "obligations" in data:
        data["obligations"] = [
            o
            for o in data["obligations"]
            if o in plan.report_by_id and (event.type != "cadence_reanchored" or _due(incident, o))
        ]
    return replace(event, data=data)


def _due(incident: Incident | None, obligation: str) -> bool:
    return incident is not None and obligation in incident.duties


def _nearest_slot(incident: Incident, wanted: str, event: Event) -> str | None:
    """The slot that this report would have settled: the same, or the nearest of its duty."""
    if wanted in incident.slots:
        return wanted
    candidates = [
        slot
        for slot in incident.slots.values()
        if slot.obligation == event.data["obligation"]
        and slot.reporter == event.data["reporter"]
        and slot.state in ("owed", "overdue")
    ]
    nearest = min(candidates, key=lambda s: abs(s.due_at - event.recorded_at), default=None)
    return nearest.id if nearest else None


def _take(plan: Plan, incident: Incident | None, event: Event) -> Incident:
    """Apply the event; where the plan has no such step, be there all the same."""
    try:
        return apply(plan, incident, event)
    except PlanProblem:
        if incident is None:
            raise
        moved = replace(incident, place=_target(event), touched=(), seq=event.seq, hash=event.hash)
        return ledger.reconcile(plan, moved, event.recorded_at)


def _target(event: Event) -> str:
    grade = event.data.get("grade")
    fixed = {"warning_issued": f"warning.{grade}" if grade else "warning"}
    fixed |= {"warning_lifted": "assessing"}
    fixed |= {"response_ended": "ended", "incident_closed": "closed"}
    if event.type in fixed:
        return fixed[event.type]
    level, sub_state = event.data["level"], event.data["sub_state"]
    return f"{level}.{sub_state}" if sub_state else str(level)


def _objections(plan: Plan, incident: Incident, event: Event) -> list[Deviation]:
    """What the plan would have had against a decision of the journal."""
    command = COMMAND_OF.get(event.type)
    if command is None:
        return []
    target = _target(event)
    step = lifecycle_of(plan).step(command, incident.place, target)
    subject = f"{command} {incident.place} → {target}"

    def one(kind: str, after: str) -> Deviation:
        return Deviation(kind, incident.id, event.seq, subject, event.role, after)

    if step is None:
        return [one("step", "—")]
    found = []
    allowed = (*step.row.by, *((DESK, "controller") if step.row.desk else ()))
    if event.role not in allowed:
        found.append(one("authority", "、".join(allowed)))
    if _unapproved(step.row, incident, target):
        found.append(one("approval", "、".join(step.row.approved_by)))
    return found


def _unapproved(row: Transition, incident: Incident, target: str) -> bool:
    pending = incident.pending
    approved = is_pending_for(pending, target) and pending is not None and pending.approved_by
    return bool(row.approved_by) and not approved


_LIVE = ("owed", "submitted", "submitted_late", "overdue")


def _deadlines(incident: str, before: dict[str, Slot], after: dict[str, Slot]) -> list[Deviation]:
    """Reports that were owed under one plan only."""
    was = {_key(slot): slot for slot in before.values() if slot.state in _LIVE}
    now = {_key(slot): slot for slot in after.values() if slot.state in _LIVE}
    found = []
    for key in sorted(was.keys() | now.keys()):
        if (key in was) == (key in now):
            continue
        kind = "deadline_added" if key in now else "deadline_dropped"
        obligation, reporter, due = key
        words = (due, "—") if key in was else ("—", due)
        found.append(Deviation(kind, incident, None, f"{obligation} {reporter}", *words))
    return found


def _key(slot: Slot) -> tuple[str, str, str]:
    return slot.obligation, slot.reporter, to_text(slot.due_at)
