"""Entries that wait for the signature of a role's holder, and when waiting is an alarm.

A recorded order is unsigned until its holder confirms it, and so is what was done under a
delegation that is itself unsigned. A role that never signs in never signs: its orders are
recorded, and nothing waits for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from engine.incident.events import Event
from engine.incident.state import Incident, UnsignedOrder
from engine.plan.model import Plan

Unsigned = Mapping[int, UnsignedOrder]


def after_entry(plan: Plan, incident: Incident, event: Event) -> Incident:
    """The incident with the entry among those that wait, if nobody has signed it."""
    if event.data.get("signed") is not False:
        return incident
    role = event.data.get("on_behalf_of", event.role)
    if not plan.role_by_id[role].signs_in:
        return incident
    order = UnsignedOrder(
        role=role,
        under=event.data.get("delegation"),
        alarm_at=None if incident.voided else _alarm_at(plan, incident, event.recorded_at),
    )
    return replace(incident, unsigned=MappingProxyType({**incident.unsigned, event.seq: order}))


def after_move(plan: Plan, incident: Incident, recorded_at: datetime) -> Incident:
    """The incident at its new place, which may leave less time for the signatures."""
    soonest = _alarm_at(plan, incident, recorded_at)
    if soonest is None or not incident.unsigned:
        return incident
    unsigned = {
        seq: replace(order, alarm_at=min(order.alarm_at or soonest, soonest))
        for seq, order in incident.unsigned.items()
        if not order.alarmed
    }
    return replace(incident, unsigned=MappingProxyType({**incident.unsigned, **unsigned}))


def without(unsigned: Unsigned, signed: Collection[int]) -> Unsigned:
    """The entries that still wait when those have been signed."""
    return MappingProxyType({seq: one for seq, one in unsigned.items() if seq not in signed})


def alarmed(unsigned: Unsigned, seq: int) -> Unsigned:
    """The entries with the alarm of one entered, if it waits."""
    if seq not in unsigned:
        return unsigned
    return MappingProxyType({**unsigned, seq: replace(unsigned[seq], alarmed=True)})


def _alarm_at(plan: Plan, incident: Incident, since: datetime) -> datetime | None:
    """The shortest wait that the plan has for the incident's place, from that instant."""
    minutes = [
        wait.minutes
        for wait in plan.reminders.unsigned_orders
        if not wait.at or plan.covers(wait.at, incident.place)
    ]
    return since + timedelta(minutes=min(minutes)) if minutes else None
