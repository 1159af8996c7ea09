"""What one event does to the state of an incident: one small function a type.

An event is a fact, and its effect cannot fail. Nothing here asks when reports are owed or
how long a place has lasted; that follows in `engine.incident.apply`, which calls these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from engine.conditions import Situation, holds
from engine.events import Event
from engine.instants import at_clock, from_text, local_day
from engine.machine.lifecycle import lifecycle_of
from engine.plan.model import Plan
from engine.reporting import slots
from engine.state import (
    Absence,
    Delegation,
    Duty,
    Figure,
    Formed,
    Incident,
    Link,
    MeasureMark,
    Pending,
)
from engine.values import replace

Handler = Callable[[Plan, Incident, Event], Incident]


def watch_end(plan: Plan, occurred_at: datetime, known: Mapping[str, Any]) -> datetime | None:
    """Until when casualty changes are reportable: whole days from the day after (A19)."""
    rule = plan.casualty_watch
    if rule is None:
        return None
    days = rule.days
    shorter = rule.shorter_when
    if rule.shorter_days and shorter and holds(shorter, Situation(plan, known)) is True:
        days = rule.shorter_days
    last = local_day(occurred_at, plan.zone) + timedelta(days=days)
    return at_clock(last, rule.until, plan.zone)


def _facts_recorded(plan: Plan, incident: Incident, event: Event) -> Incident:
    data = event.data
    as_of = from_text(data["as_of"])
    facts = dict(incident.facts)
    for name, value in data["facts"].items():
        figure = Figure(value, data["source"], as_of, event.seq)
        facts[name] = (*facts.get(name, ()), figure)
    return _with_facts(plan, incident, facts, event.recorded_at)


def _with_facts(plan: Plan, incident: Incident, facts: dict[str, Any], at: datetime) -> Incident:
    """The figures, and the end of the watch that follows from them.

    A watch that a wrong figure has ended too early goes on.
    """
    after = replace(incident, facts=MappingProxyType(facts))
    until = watch_end(plan, after.occurred_at, after.known())
    if incident.watch_over and (until is None or until <= at):
        return after
    return replace(after, watch_until=until, watch_over=False)


def _signed_for(plan: Plan, incident: Incident, event: Event) -> Incident:
    level, sub_state = event.data["level"], event.data["sub_state"]
    place = event.data.get("place") or (f"{level}.{sub_state}" if sub_state else level)
    roles = (*incident.signatures.get(place, ()), *event.data["signed_by"])
    return replace(incident, signatures=MappingProxyType({**incident.signatures, place: roles}))


def _absent(plan: Plan, incident: Incident, event: Event) -> Incident:
    """The last record of a role counts: who is back earlier is absent until then."""
    absence = Absence(event.data["absent_role"], from_text(event.data["until"]))
    others = tuple(a for a in incident.absences if a.role != absence.role)
    return replace(incident, absences=(*others, absence))


def _lasted(plan: Plan, incident: Incident, event: Event) -> Incident:
    hours = {**incident.lasted, event.data["lasting"]: event.data["hours"]}
    return replace(incident, lasted=MappingProxyType(hours))


def _moved(command: str, target: str) -> Handler:
    def handler(plan: Plan, incident: Incident, event: Event) -> Incident:
        place = lifecycle_of(plan).take(command, incident.place, target)
        return replace(incident, place=place)

    return handler


def _warned(plan: Plan, incident: Incident, event: Event) -> Incident:
    grade = event.data.get("grade")
    place = f"warning.{grade}" if grade else "warning"
    return _moved("issue_warning", place)(plan, incident, event)


def _recommended(plan: Plan, incident: Incident, event: Event) -> Incident:
    pending = Pending(
        level=event.data["level"],
        sub_state=event.data["sub_state"],
        recommended_by=event.role,
        since=event.occurred_at,
        seq=event.seq,
    )
    return replace(incident, pending=pending)


def _approved(plan: Plan, incident: Incident, event: Event) -> Incident:
    pending = incident.pending
    if pending is None:
        return incident
    last = None if event.data.get("missing") else event.role
    approvals = (*pending.approvals, event.role)
    return replace(incident, pending=replace(pending, approved_by=last, approvals=approvals))


def _declined(plan: Plan, incident: Incident, event: Event) -> Incident:
    return replace(incident, pending=None)


def _level_changed(command: str) -> Handler:
    def handler(plan: Plan, incident: Incident, event: Event) -> Incident:
        level, sub_state = event.data["level"], event.data["sub_state"]
        position = f"{level}.{sub_state}" if sub_state else level
        lifecycle = lifecycle_of(plan)
        place = lifecycle.take(command, incident.place, position)
        raised = lifecycle.rank(place) > lifecycle.rank(incident.place)
        reopened = incident.level is None
        return replace(
            incident,
            place=place,
            pending=_still_pending(plan, incident, place),
            end_conditions=MappingProxyType({}) if raised else incident.end_conditions,
            activated_at=event.occurred_at if reopened else incident.activated_at,
            ended_at=None,
        )

    return handler


def _still_pending(plan: Plan, incident: Incident, place: str) -> Pending | None:
    """A recommendation stays open until its level is reached or passed (A9).

    One to lower the level is overtaken by any raising.
    """
    pending = incident.pending
    if pending is None:
        return None
    position = f"{pending.level}.{pending.sub_state}" if pending.sub_state else pending.level
    rank = lifecycle_of(plan).rank
    before, after, wanted = rank(incident.place), rank(place), rank(position)
    open_still = wanted > after if after > before else not after <= wanted <= before
    return pending if open_still else None


def _held_by(plan: Plan, incident: Incident, event: Event) -> Incident:
    return replace(incident, held_by=event.data["held_by"])


def _group(plan: Plan, incident: Incident, event: Event) -> Incident:
    data, known = event.data, incident.groups.get(event.data["group"])
    formed = Formed(
        tuple(data["leader"]), tuple(data["members"]), known.at if known else event.occurred_at
    )
    return replace(incident, groups=MappingProxyType({**incident.groups, data["group"]: formed}))


def _measure(state: str) -> Handler:
    def handler(plan: Plan, incident: Incident, event: Event) -> Incident:
        mark = MeasureMark(state, event.occurred_at, event.data["note"], event.seq)
        marks = {**incident.measures, event.data["measure"]: mark}
        return replace(incident, measures=MappingProxyType(marks))

    return handler


def _report_submitted(plan: Plan, incident: Incident, event: Event) -> Incident:
    slot, submitted_at = event.data["slot"], from_text(event.data["submitted_at"])
    if slot is None or slot not in incident.slots:
        return incident
    return slots.submitted(plan, incident, slot, submitted_at, event.seq, event.recorded_at)


def _reporters_set(plan: Plan, incident: Incident, event: Event) -> Incident:
    limits = dict(incident.reporter_limits)
    for obligation in event.data["obligations"]:
        if event.data["reporters"] is None:
            limits.pop(obligation, None)
        else:
            limits[obligation] = tuple(event.data["reporters"])
    after = replace(incident, reporter_limits=MappingProxyType(limits))
    return slots.limited(plan, incident, after, event.data["obligations"], event.recorded_at)


def _reanchored(plan: Plan, incident: Incident, event: Event) -> Incident:
    anchor = datetime.fromisoformat(event.data["anchor"]).date()
    after = incident
    for obligation in event.data["obligations"]:
        duty = Duty(obligation, incident.duties[obligation].since, anchor)
        duties = {**after.duties, obligation: duty}
        after = replace(after, duties=MappingProxyType(duties))
        after = slots.reanchored(plan, after, obligation, event.recorded_at)
    return after


def _condition(plan: Plan, incident: Incident, event: Event) -> Incident:
    confirmed = {**incident.end_conditions, event.data["condition"]: event.seq}
    return replace(incident, end_conditions=MappingProxyType(confirmed))


def _ended(plan: Plan, incident: Incident, event: Event) -> Incident:
    after = _moved("end_response", "ended")(plan, incident, event)
    return replace(after, pending=None, ended_at=event.occurred_at)


def _closed(plan: Plan, incident: Incident, event: Event) -> Incident:
    return replace(_moved("close_incident", "closed")(plan, incident, event), pending=None)


def _struck(plan: Plan, incident: Incident, event: Event) -> Incident:
    """What the struck entry had entered no longer counts."""
    seq = event.data["seq"]
    facts = {
        name: tuple(figure for figure in figures if figure.seq != seq)
        for name, figures in incident.facts.items()
    }
    after = replace(
        incident,
        struck=incident.struck | {seq},
        unsigned=MappingProxyType({s: r for s, r in incident.unsigned.items() if s != seq}),
        measures=MappingProxyType({k: m for k, m in incident.measures.items() if m.seq != seq}),
        end_conditions=MappingProxyType(
            {k: s for k, s in incident.end_conditions.items() if s != seq}
        ),
        links=MappingProxyType({k: one for k, one in incident.links.items() if one.seq != seq}),
    )
    return _with_facts(plan, after, facts, event.recorded_at)


def _signed(plan: Plan, incident: Incident, event: Event) -> Incident:
    unsigned = {s: r for s, r in incident.unsigned.items() if s != event.data["seq"]}
    return replace(incident, unsigned=MappingProxyType(unsigned))


def _delegated(plan: Plan, incident: Incident, event: Event) -> Incident:
    data = event.data
    until = from_text(data["until"])
    recorded_by = event.actor if "on_behalf_of" in data else None
    one = Delegation(
        data["delegated_role"], data["to"], until, data["reason"], event.seq, recorded_by
    )
    return replace(incident, delegations=(*incident.delegations, one))


def _linked(plan: Plan, incident: Incident, event: Event) -> Incident:
    other, note = event.data["other"], event.data["note"]
    link = Link(**other, note=note, at=event.occurred_at, seq=event.seq)
    return replace(incident, links=MappingProxyType({**incident.links, link.id: link}))


def _unlinked(plan: Plan, incident: Incident, event: Event) -> Incident:
    gone = event.data["other"]["id"]
    links = {id_: link for id_, link in incident.links.items() if id_ != gone}
    return replace(incident, links=MappingProxyType(links))


def _unchanged(plan: Plan, incident: Incident, event: Event) -> Incident:
    return incident


def _reminded(*, overdue: bool) -> Handler:
    def handler(plan: Plan, incident: Incident, event: Event) -> Incident:
        at = event.occurred_at
        return slots.reminded(plan, incident, event.data["slot"], overdue=overdue, at=at)

    return handler


def _awaited(plan: Plan, incident: Incident, event: Event) -> Incident:
    pending = incident.pending
    if pending is None:
        return incident
    return replace(incident, pending=replace(pending, reminders=pending.reminders + 1))


def _watch_ended(plan: Plan, incident: Incident, event: Event) -> Incident:
    """With it a closed incident is over: nobody can decide a recommendation any more."""
    pending = None if incident.stage == "closed" else incident.pending
    return replace(incident, watch_over=True, pending=pending)


HANDLERS: Mapping[str, Handler] = {
    "facts_recorded": _facts_recorded,
    "warning_issued": _warned,
    "warning_lifted": _moved("lift_warning", "assessing"),
    "activation_recommended": _recommended,
    "activation_approved": _approved,
    "activation_refused": _declined,
    "activation_signed": _signed_for,
    "absence_recorded": _absent,
    "duration_reached": _lasted,
    "response_activated": _level_changed("activate_response"),
    "response_adjusted": _level_changed("adjust_response"),
    "command_assumed": _held_by,
    "command_handed_over": _held_by,
    "command_returned": _held_by,
    "group_formed": _group,
    "group_changed": _group,
    "measure_completed": _measure("done"),
    "measure_waived": _measure("waived"),
    "report_submitted": _report_submitted,
    "reporters_set": _reporters_set,
    "cadence_reanchored": _reanchored,
    "end_condition_confirmed": _condition,
    "response_ended": _ended,
    "incident_closed": _closed,
    "entry_struck": _struck,
    "recorded_order_confirmed": _signed,
    "role_delegated": _delegated,
    "incidents_linked": _linked,
    "incidents_unlinked": _unlinked,
    "log_entry_added": _unchanged,
    "report_due_soon": _reminded(overdue=False),
    "report_overdue": _reminded(overdue=True),
    "decision_awaited": _awaited,
    "watch_ended": _watch_ended,
}
