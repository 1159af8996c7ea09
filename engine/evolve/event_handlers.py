"""What one event does to the state of an incident: one small function a type.

An event is a fact, and its effect cannot fail. Nothing here asks when reports are owed or
how long a place has lasted; that follows in `engine.evolve.apply.apply`, which calls these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from engine.conditions.criteria import judged, recommended
from engine.conditions.evaluation import Situation, holds, situation_of
from engine.evolve import signatures
from engine.evolve.attachment_handlers import attached, destroyed
from engine.evolve.call_handlers import called
from engine.evolve.report_handlers import reanchored, reminded, report_submitted, reporters_set
from engine.frozen import replace
from engine.incident.calls import CALL_TYPES
from engine.incident.events import Event
from engine.incident.state import (
    Absence,
    Delegation,
    Figure,
    Formed,
    Incident,
    Link,
    MeasureMark,
    Pending,
    Voided,
)
from engine.instants import at_clock, from_text, local_day
from engine.lifecycle.table import lifecycle_of
from engine.measures import clocks
from engine.plan.expressions import Duration
from engine.plan.model import Plan
from engine.reporting import reconciliation

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
    as_of, received = from_text(data["as_of"]), data.get("received_at")
    received_at = from_text(received) if received else event.recorded_at
    wrong = frozenset(data.get("corrects", ()))
    facts = dict(incident.facts)
    for name, value in data["facts"].items():
        figure = Figure(value, data["source"], as_of, event.seq, received_at)
        true = (one for one in facts.get(name, ()) if one.seq not in wrong)
        facts[name] = (*true, figure)
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
    reached = Duration(event.data["hours"], bool(event.data.get("more")))
    lasted = {**incident.lasted, event.data["lasting"]: reached}
    return replace(incident, lasted=MappingProxyType(lasted))


def _date_reached(plan: Plan, incident: Incident, event: Event) -> Incident:
    return replace(incident, day=date.fromisoformat(event.data["date"]))


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
        ends=event.type == "end_recommended",
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
        known = incident.highest
        higher = known is None or lifecycle.rank(place) > lifecycle.rank(known)
        reopened = incident.level is None
        return replace(
            incident,
            place=place,
            pending=_still_pending(plan, incident, place),
            end_conditions=MappingProxyType({}) if raised else incident.end_conditions,
            stop_decisions=MappingProxyType({}) if raised else incident.stop_decisions,
            activated_at=event.occurred_at if reopened else incident.activated_at,
            ended_at=None,
            closed_at=None,
            highest=place if higher else known,
        )

    return handler


def _still_pending(plan: Plan, incident: Incident, place: str) -> Pending | None:
    """A recommendation stays open until its level is reached or passed (A9).

    One to lower the level is overtaken by any raising, one to end the response by any
    change: it was for that level.
    """
    pending = incident.pending
    if pending is None or pending.ends:
        return None
    rank = lifecycle_of(plan).rank
    before, after, wanted = rank(incident.place), rank(place), rank(pending.place)
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
        clock = incident.measure_clocks.get(event.data["measure"])
        due_at = clock.due_at if clock and clock.applies else None
        mark = MeasureMark(state, event.occurred_at, event.data["note"], event.seq, due_at)
        marks = {**incident.measures, event.data["measure"]: mark}
        return replace(incident, measures=MappingProxyType(marks))

    return handler


def _condition(plan: Plan, incident: Incident, event: Event) -> Incident:
    entry = {event.data["condition"]: event.seq}
    confirmed = MappingProxyType({**incident.end_conditions, **entry})
    decided = {**incident.stop_decisions, **(entry if event.data.get("stop_decision") else {})}
    return replace(incident, end_conditions=confirmed, stop_decisions=MappingProxyType(decided))


def _without(confirmed: Mapping[str, int], seq: int) -> Mapping[str, int]:
    """Without what the struck entry had confirmed."""
    return MappingProxyType({k: s for k, s in confirmed.items() if s != seq})


def _ended(plan: Plan, incident: Incident, event: Event) -> Incident:
    after = _moved("end_response", "ended")(plan, incident, event)
    asked = recommended(judged(situation_of(plan, incident)))
    return replace(after, pending=None, ended_at=event.occurred_at, asked_at_end=asked)


def _closed(plan: Plan, incident: Incident, event: Event) -> Incident:
    after = _moved("close_incident", "closed")(plan, incident, event)
    return replace(after, pending=None, closed_at=event.occurred_at)


def _voided(plan: Plan, incident: Incident, event: Event) -> Incident:
    """Nothing is owed, watched or timed any more; what was signed can still be signed."""
    mark = Voided(
        event.role,
        event.occurred_at,
        event.data["reason"],
        event.data.get("duplicate_of"),
        event.seq,
    )
    unsigned = {seq: replace(one, alarm_at=None) for seq, one in incident.unsigned.items()}
    after = replace(
        incident,
        voided=mark,
        place="closed",
        closed_at=event.occurred_at,
        pending=None,
        watch_over=True,
        to_verify=(),
        unsigned=MappingProxyType(unsigned),
    )
    return reconciliation.voided(plan, after, event.recorded_at)


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
        unsigned=signatures.without(incident.unsigned, {seq}),
        measures=MappingProxyType({k: m for k, m in incident.measures.items() if m.seq != seq}),
        end_conditions=_without(incident.end_conditions, seq),
        stop_decisions=_without(incident.stop_decisions, seq),
        links=MappingProxyType({k: one for k, one in incident.links.items() if one.seq != seq}),
    )
    return _with_facts(plan, after, facts, event.recorded_at)


def _signed(plan: Plan, incident: Incident, event: Event) -> Incident:
    signed = {event.data["seq"], *event.data.get("covers", ())}
    return replace(incident, unsigned=signatures.without(incident.unsigned, signed))


def _signature_overdue(plan: Plan, incident: Incident, event: Event) -> Incident:
    return replace(incident, unsigned=signatures.alarmed(incident.unsigned, event.data["seq"]))


def _delegated(plan: Plan, incident: Incident, event: Event) -> Incident:
    data = event.data
    until = from_text(data["until"])
    recorded_by = event.actor if "on_behalf_of" in data else None
    one = Delegation(
        role=data["delegated_role"],
        to=data["to"],
        until=until,
        reason=data["reason"],
        seq=event.seq,
        recorded_by=recorded_by,
        recorded_at=event.recorded_at,
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


def _called(plan: Plan, incident: Incident, event: Event) -> Incident:
    return called(incident, event)


def _measure_reminded(*, overdue: bool) -> Handler:
    def handler(plan: Plan, incident: Incident, event: Event) -> Incident:
        return clocks.reminded(incident, event.data["measure"], overdue=overdue)

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
    "date_reached": _date_reached,
    "response_activated": _level_changed("activate_response"),
    "response_adjusted": _level_changed("adjust_response"),
    "command_assumed": _held_by,
    "command_handed_over": _held_by,
    "command_returned": _held_by,
    "group_formed": _group,
    "group_changed": _group,
    "measure_completed": _measure("done"),
    "measure_waived": _measure("waived"),
    "report_submitted": report_submitted,
    "reporters_set": reporters_set,
    "cadence_reanchored": reanchored,
    "end_condition_confirmed": _condition,
    "end_recommended": _recommended,
    "end_approved": _approved,
    "end_refused": _declined,
    "response_ended": _ended,
    "incident_closed": _closed,
    "incident_voided": _voided,
    "entry_struck": _struck,
    "recorded_order_confirmed": _signed,
    "role_delegated": _delegated,
    "incidents_linked": _linked,
    "incidents_unlinked": _unlinked,
    "log_entry_added": _unchanged,
    "document_edited": _unchanged,
    "document_signed": _unchanged,
    "attachment_added": attached,
    "attachment_destroyed": destroyed,
    "report_due_soon": reminded(overdue=False),
    "report_overdue": reminded(overdue=True),
    "measure_due_soon": _measure_reminded(overdue=False),
    "measure_overdue": _measure_reminded(overdue=True),
    "decision_awaited": _awaited,
    "signature_overdue": _signature_overdue,
    "watch_ended": _watch_ended,
    **dict.fromkeys(CALL_TYPES, _called),
}
