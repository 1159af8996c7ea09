"""What entries about reports make of the incident."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from engine.frozen import replace
from engine.incident.events import Event
from engine.incident.state import REPORTS_LISTED, ActiveObligation, Incident, OpenField
from engine.instants import from_text
from engine.plan.model import Plan
from engine.reporting import reconciliation


def report_submitted(plan: Plan, incident: Incident, event: Event) -> Incident:
    slot, submitted_at = event.data["slot"], from_text(event.data["submitted_at"])
    settled, told = incident.slots.get(slot), incident.told
    if settled is not None:
        told = MappingProxyType({**told, **dict.fromkeys(settled.recipients, event.seq)})
    after = replace(
        incident,
        to_verify=_to_verify(incident, event),
        latest_reports=(*incident.latest_reports, event.seq)[-REPORTS_LISTED:],
        corrections=_corrections(incident, event),
        told=told,
    )
    if settled is None:
        return after
    return reconciliation.submitted(plan, after, slot, submitted_at, event.seq, event.recorded_at)


def _corrections(incident: Incident, event: Event) -> Mapping[int, tuple[int, ...]]:
    """The corrections with this report, which may be one."""
    wrong, known = event.data.get("corrects"), incident.corrections
    if wrong is None:
        return known
    return MappingProxyType({**known, wrong: (*known.get(wrong, ()), event.seq)})


def _to_verify(incident: Incident, event: Event) -> tuple[OpenField, ...]:
    """The open fields after a report: its own, without those that it answers.

    A report answers the open fields of its reporter by their names. The desk's extra report
    has no reporter: it answers a field that only one reporter has left open.
    """
    if not incident.to_verify and not event.data.get("to_verify"):
        return ()
    content, reporter = event.data["content"], event.data["reporter"]
    said = content.keys() if isinstance(content, Mapping) else ()
    owners = {
        name: {one.reporter for one in incident.to_verify if one.field == name} for name in said
    }
    left = (
        one
        for one in incident.to_verify
        if one.field not in said
        or (reporter != one.reporter and (reporter is not None or len(owners[one.field]) > 1))
    )
    obligation, at = event.data["obligation"], from_text(event.data["submitted_at"])
    new = event.data.get("to_verify", ())
    return (*left, *(OpenField(name, event.seq, reporter, obligation, at) for name in new))


def reporters_set(plan: Plan, incident: Incident, event: Event) -> Incident:
    limits = dict(incident.reporter_limits)
    for obligation in event.data["obligations"]:
        if event.data["reporters"] is None:
            limits.pop(obligation, None)
        else:
            limits[obligation] = tuple(event.data["reporters"])
    after = replace(incident, reporter_limits=MappingProxyType(limits))
    return reconciliation.limited(
        plan, incident, after, event.data["obligations"], event.recorded_at
    )


def reanchored(plan: Plan, incident: Incident, event: Event) -> Incident:
    anchor = datetime.fromisoformat(event.data["anchor"]).date()
    after = incident
    for obligation in event.data["obligations"]:
        duty = ActiveObligation(obligation, incident.duties[obligation].since, anchor)
        duties = {**after.duties, obligation: duty}
        after = replace(after, duties=MappingProxyType(duties))
        after = reconciliation.reanchored(plan, after, obligation, event.recorded_at)
    return after


def reminded(*, overdue: bool) -> Callable[[Plan, Incident, Event], Incident]:
    def handler(plan: Plan, incident: Incident, event: Event) -> Incident:
        at = event.occurred_at
        return reconciliation.reminded(plan, incident, event.data["slot"], overdue=overdue, at=at)

    return handler
