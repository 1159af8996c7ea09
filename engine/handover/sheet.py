"""The hand-over sheet: everything that is open at an instant, made from the folded journals.

The same incidents at the same instant give the same sheet, to the byte: nothing here reads a
clock, and every list has an order of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from engine.canonical_json import canonical
from engine.conditions.assessment import assessment
from engine.handover.shapes import (
    NextStep,
    OpenAlarm,
    OpenCall,
    OpenDecision,
    OpenMeasure,
    OpenSignature,
    OwedReports,
    Sheet,
    SheetIncident,
    SheetLogEntry,
)
from engine.incident.calls import OPEN_CALL_STATES, Call
from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.instants import to_text
from engine.lifecycle.table import lifecycle_of
from engine.plan.model import Plan

AHEAD = timedelta(hours=24)
"""How far ahead reports and measures stand on the sheet (issue 15: owed in the next 24 hours)."""


def handover_sheet(
    standing: Iterable[tuple[Plan, Incident]],
    at: datetime,
    *,
    calls: Iterable[Call] = (),
    since: datetime | None = None,
    alarms: Sequence[OpenAlarm] = (),
    log: Sequence[SheetLogEntry] = (),
    notes: str = "",
) -> Sheet:
    """The sheet of the incidents that are not closed, each with its plan and its slots.

    `calls` are those that belong to no incident; of them, what was given up before `since`, the
    last hand-over, has been handed over and is left out.

    Real incidents come before exercises, the higher level first, then the older.
    """
    until = at + AHEAD
    rows = [one for one in standing if one[1].stage != "closed"]
    rows.sort(key=lambda one: (one[1].exercise, -_rank(*one), one[1].opened_at, one[1].id))
    return {
        "form": 1,
        "at": to_text(at),
        "until": to_text(until),
        "incidents": [_incident(plan, incident, until) for plan, incident in rows],
        "calls": _calls(one for one in calls if not _handed_over(one, since)),
        "alarms": sorted(alarms, key=lambda one: one["kind"]),
        "log": sorted(log, key=lambda one: one["seq"]),
        "notes": notes,
    }


def sheet_hash(sheet: Sheet) -> str:
    """The sha256 of the sheet's canonical JSON, which is how it is kept."""
    return hashlib.sha256(canonical(sheet)).hexdigest()


def _rank(plan: Plan, incident: Incident) -> int:
    return lifecycle_of(plan).rank(incident.place)


def _incident(plan: Plan, incident: Incident, until: datetime) -> SheetIncident:
    asked = _asked_for(plan, incident)
    reports = list(_reports(incident, until))
    measures = list(_measures(incident, until))
    calls = _calls(incident.calls.values())
    return {
        "id": incident.id,
        "number": incident.number,
        "title": incident.title,
        "exercise": incident.exercise,
        "plan": {
            "id": incident.plan,
            "version": incident.plan_version,
            "digest": incident.plan_digest,
        },
        "place": incident.place,
        "since": to_text(incident.placed_at or incident.opened_at),
        "held_by": incident.held_by,
        "asked_for": asked,
        "next": _next(incident, asked, reports, measures, calls),
        "reports": reports,
        "decision": _decision(incident),
        "signatures": _signatures(incident),
        "measures": measures,
        "calls": calls,
        "seq": incident.seq,
        "hash": incident.hash,
    }


def _reports(incident: Incident, until: datetime) -> Iterator[OwedReports]:
    groups: dict[tuple[bool, datetime, str], list[Slot]] = {}
    for slot in incident.slots.values():
        if slot.state in OPEN_SLOT_STATES and slot.due_at <= until:
            key = slot.state != "overdue", slot.due_at, slot.obligation
            groups.setdefault(key, []).append(slot)
    for (in_time, due_at, obligation), slots in sorted(groups.items(), key=lambda one: one[0]):
        yield {
            "obligation": obligation,
            "due_at": to_text(due_at),
            "overdue": not in_time,
            "immediately": slots[0].immediately,
            "reporters": sorted(slot.reporter for slot in slots),
            "clause": slots[0].clause,
        }


def _decision(incident: Incident) -> OpenDecision | None:
    pending = incident.pending
    if pending is None:
        return None
    return {
        "place": pending.place,
        "recommended_by": pending.recommended_by,
        "since": to_text(pending.since),
        "approvals": list(pending.approvals),
    }


def _signatures(incident: Incident) -> list[OpenSignature]:
    return [
        {"seq": seq, "role": order.role, "alarmed": order.alarmed}
        for seq, order in sorted(incident.unsigned.items())
    ]


def _measures(incident: Incident, until: datetime) -> Iterator[OpenMeasure]:
    running = [
        (clock.due_at, measure, clock.overdue)
        for measure, clock in incident.measure_clocks.items()
        if clock.applies and clock.due_at is not None and measure not in incident.measures
    ]
    for due_at, measure, overdue in sorted(running):
        if due_at <= until:
            yield {"measure": measure, "due_at": to_text(due_at), "overdue": overdue}


def _calls(calls: Iterable[Call]) -> list[OpenCall]:
    """Calls without an answer, those first in which everybody was tried."""
    found: list[OpenCall] = [
        {
            "id": call.id,
            "state": call.state,
            "reason": {"key": call.reason.key, "values": dict(call.reason.values)},
            "post": call.post,
            "person": call.person,
            "since": to_text(call.started_at),
            "answer_by": to_text(call.answer_by),
        }
        for call in calls
        if call.state == "exhausted" or call.state in OPEN_CALL_STATES
    ]
    return sorted(found, key=lambda one: (one["state"] != "exhausted", one["since"], one["id"]))


def _handed_over(call: Call, since: datetime | None) -> bool:
    return since is not None and call.exhausted_at is not None and call.exhausted_at < since


def _asked_for(plan: Plan, incident: Incident) -> str | None:
    if incident.pending is not None:
        return None
    wanted = assessment(plan, incident, "zh")["recommendation"]
    level, sub_state = wanted["level"], wanted["sub_state"]
    if level is None:
        return None
    position = f"{level}.{sub_state}" if sub_state else level
    rank = lifecycle_of(plan).rank
    return position if rank(position) > rank(incident.place) else None


def _next(
    incident: Incident,
    asked: str | None,
    reports: Sequence[OwedReports],
    measures: Sequence[OpenMeasure],
    calls: Sequence[OpenCall],
) -> NextStep:
    """The first thing to do: whom nobody has reached, what is late, what waits for a post, then
    what is due next."""
    if any(one["state"] == "exhausted" for one in calls):
        return {"kind": "call", "due_at": None}
    late = [one["due_at"] for one in (*reports, *measures) if one["overdue"]]
    if late:
        return {"kind": "overdue", "due_at": min(late)}
    if incident.pending is not None:
        return {"kind": "decide", "due_at": None}
    if asked is not None:
        return {"kind": "raise", "due_at": None}
    if incident.unsigned:
        return {"kind": "sign", "due_at": None}
    if measures and (not reports or measures[0]["due_at"] <= reports[0]["due_at"]):
        return {"kind": "measure", "due_at": measures[0]["due_at"]}
    if reports:
        return {"kind": "report", "due_at": reports[0]["due_at"]}
    return {"kind": "assess" if incident.stage == "assessing" else "none", "due_at": None}
