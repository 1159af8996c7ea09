"""The deadlines that one account sees: reports that are owed, and measures with a time limit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from typing_extensions import TypedDict

from api.access.reporter_slots import names_of
from api.access.visibility import Visibility
from api.exchange.deadlines import Deadline
from api.store.queries.reader import Reader
from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.instants import from_text
from engine.plan.model import Plan
from engine.plan.names import named, party_name
from engine.ports import PlanLibrary
from engine.presentation.incident_view import incident_view

AHEAD = timedelta(days=14)
"""Reports that are due later are not in the calendar yet."""

SHOWN_CANCELLED = timedelta(days=2)
"""For so long after its due instant what is not owed any more stands there as cancelled."""

MOST_INCIDENTS = 1000
AT_ONCE = 200
_NOT_OWED = frozenset({"superseded", "not_owed", "ended"})
_OPEN_MEASURES = frozenset({"open", "overdue"})


def deadlines_of(reader: Reader, plans: PlanLibrary, sight: Visibility) -> list[Deadline]:
    """Those of the open incidents that exist for the account."""
    concerned = sight.concerned(plans.current().values())
    found: list[Deadline] = []
    after: str | None = None
    seen = 0
    while seen < MOST_INCIDENTS:
        page = reader.incidents(open_only=True, concerned=concerned, after=after, limit=AT_ONCE)
        for incident in page.items:
            plan = plans.pinned(incident.plan, incident.plan_digest)
            if not sight.narrow or sight.sees(plan, incident):
                found += _of(plan, incident, sight)
        seen, after = seen + len(page.items), page.next
        if after is None:
            break
    return found


def _of(plan: Plan, incident: Incident, sight: Visibility) -> Iterator[Deadline]:
    yield from _reports(plan, incident, sight)
    if not sight.narrow or sight.whole(plan, incident):
        yield from _measures(plan, incident, sight)


def _reports(plan: Plan, incident: Incident, sight: Visibility) -> Iterator[Deadline]:
    audience = sight.audience(plan, incident)
    rows: dict[tuple[str, datetime], list[Slot]] = defaultdict(list)
    for slot in incident.slots.values():
        own = not audience.names.isdisjoint(names_of(plan, slot.reporter))
        if (own or not audience.narrow) and _in_time(slot, sight.now):
            rows[slot.obligation, slot.due_at].append(slot)
    for (obligation, due_at), slots in rows.items():
        missing = [slot for slot in slots if slot.state in OPEN_SLOT_STATES]
        cancelled = not missing and all(slot.state in _NOT_OWED for slot in slots)
        if not missing and not cancelled:
            continue
        counted = [slot for slot in slots if slot.state not in _NOT_OWED] or slots
        report = plan.report_by_id[obligation]
        yield Deadline(
            **_about(plan, incident, sight),
            key=obligation,
            what=named(report, sight.language),
            due_at=due_at,
            total=len(counted),
            missing=len(missing),
            who=tuple(party_name(plan, slot.reporter, sight.language) for slot in missing),
            clause=slots[0].clause,
            cancelled=cancelled,
        )


def _in_time(slot: Slot, now: datetime) -> bool:
    if slot.state in OPEN_SLOT_STATES:
        return slot.due_at <= now + AHEAD
    return now - SHOWN_CANCELLED <= slot.due_at <= now + AHEAD


def _measures(plan: Plan, incident: Incident, sight: Visibility) -> Iterator[Deadline]:
    view = sight.view(plan, incident, incident_view(plan, incident, sight.now, sight.language))
    for one in view["measures"]:
        if one["due_at"] is not None and not one["done"] and one["state"] in _OPEN_MEASURES:
            yield Deadline(
                **_about(plan, incident, sight),
                key=f"measure.{one['id']}",
                what=one["text"],
                due_at=from_text(one["due_at"]),
                total=1,
                missing=1,
                who=(one["unit"],) if one["unit"] else (),
                clause=one["clause"],
            )


class _About(TypedDict):
    """What deadlines of one incident have in common."""

    incident: str
    number: str
    title: str
    exercise: bool
    sequence: int


def _about(plan: Plan, incident: Incident, sight: Visibility) -> _About:
    (title,) = sight.texts(plan, incident, (incident.title,))
    return {
        "incident": incident.id,
        "number": incident.number,
        "title": title,
        "exercise": incident.exercise,
        "sequence": incident.seq,
    }
