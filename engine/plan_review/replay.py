"""Finished journals against an amended plan: which deadline or authority would differ.

The people's acts of a journal are kept as they were; what the plan made of them (slots,
reminders) is worked out twice, under the plan the incident was pinned to and under the
amended one, and compared. An act that the amended plan would have refused is listed and
taken all the same, so that the rest of the journal can be judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from engine.decide.allowed_commands import is_pending_for
from engine.decide.authority import DESK
from engine.errors import PlanProblem
from engine.evolve.apply import apply
from engine.incident.events import Event, seal
from engine.incident.state import Incident, Slot
from engine.instants import to_text
from engine.lifecycle.table import lifecycle_of
from engine.plan.model import Plan, Transition
from engine.reporting import reconciliation as ledger
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
    """One outcome that differs under the amended plan.

    `kind`: `deadline_added`, `deadline_dropped` (of a report), `limit_added`,
    `limit_dropped` (of a measure), `authority`, `approval`, `step`.
    """

    kind: str
    incident: str
    seq: int | None
    subject: str
    before: str
    after: str


def replay(old: Plan, new: Plan, events: Sequence[Event]) -> list[Deviation]:
    """Every deadline or authority of one finished journal that would have differed."""
    before, after = _run(old, events), _run(new, events)
    incident = events[0].incident
    deadlines = _deadlines(incident, before.slots, after.slots)
    return [*after.refused, *deadlines, *_limits(incident, before.limits, after.limits)]


@dataclass(frozen=True, slots=True)
class _Played:
    """The whole ledger under a plan, the measures with their due instants, and the acts that
    it would have refused."""

    slots: dict[str, Slot] = field(default_factory=dict)
    limits: set[tuple[str, str]] = field(default_factory=set)
    refused: list[Deviation] = field(default_factory=list)

    def note(self, incident: Incident) -> None:
        """What one more entry has made."""
        self.slots.update({slot.id: slot for slot in incident.touched})
        clocks = incident.measure_clocks.items()
        self.limits.update((id_, to_text(c.due_at)) for id_, c in clocks if c.applies and c.due_at)


def _run(plan: Plan, events: Iterable[Event]) -> _Played:
    incident: Incident | None = None
    played = _Played()
    for event in events:
        if event.role == SYSTEM_ROLE:
            continue
        if incident is not None:
            incident = _let_time_pass(plan, incident, event, played)
            played.refused.extend(_objections(plan, incident, event))
        incident = _take(plan, incident, _fitted(plan, incident, event))
        played.note(incident)
    return played


def _let_time_pass(plan: Plan, incident: Incident, until: Event, played: _Played) -> Incident:
    agenda = Agenda(plan, incident)
    while (timer := agenda.next()) and timer.instant <= until.recorded_at:
        event = seal(timer.draft(), incident.id, incident.seq + 1, incident.hash, timer.instant)
        incident = apply(plan, incident, event)
        agenda.move(incident)
        played.note(incident)
    return incident


def _fitted(plan: Plan, incident: Incident | None, event: Event) -> Event:
    """The event with its slot and obligations as this plan names them."""
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
    """Apply the event; where the plan has no such step, move to its place all the same."""
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
    """The reasons for which the plan would have refused a decision of the journal."""
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
    """Reports that were owed under only one of the plans."""
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


def _limits(
    incident: str, before: set[tuple[str, str]], after: set[tuple[str, str]]
) -> list[Deviation]:
    """Time limits of measures that one plan only would have set."""
    found = []
    for measure, due in sorted(before ^ after):
        dropped = (measure, due) in before
        words = (due, "—") if dropped else ("—", due)
        kind = "limit_dropped" if dropped else "limit_added"
        found.append(Deviation(kind, incident, None, measure, *words))
    return found
