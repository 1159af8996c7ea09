"""What entries about calls make of the incident: nothing but its calls."""

from __future__ import annotations

from types import MappingProxyType

from engine.frozen import replace
from engine.incident.calls import after_entry, with_call
from engine.incident.events import Event
from engine.incident.state import OPEN_SLOT_STATES, Incident


def called(incident: Incident, event: Event) -> Incident:
    """The incident after an entry about a call.

    `at` stays: what is owed does not depend on who was called, and a call that is made late,
    after an hour without power, must not move the instants of what time makes next.
    """
    call = after_entry(
        incident.calls.get(event.data["call"]),
        event.type,
        event.data,
        event.recorded_at,
        exercise=incident.exercise,
        clause=event.clause,
    )
    calls, still = incident.calls, incident.open_calls
    if call is not None:
        awaited = [s.id for s in incident.slots.values() if s.state in OPEN_SLOT_STATES]
        calls = MappingProxyType(with_call(calls, call, awaited))
        still = tuple(one.id for one in calls.values() if one.open)
    return replace(
        incident,
        touched=(),
        seq=event.seq,
        hash=event.hash,
        recorded_at=event.recorded_at,
        calls=calls,
        open_calls=still,
    )
