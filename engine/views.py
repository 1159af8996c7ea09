"""What clients see: JSON-ready views of incidents, slots and plans (contract section 2).

Made from state and plan alone; nothing in here decides. Words of the plan come in
Chinese, in English where the plan has them and the reader asks for them.

The parts that one entry leaves as they are are shared between views, not to be changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from operator import is_
from typing import Any

from engine.assessment import assessment
from engine.explanations import figure_name, named
from engine.instants import to_text
from engine.kept import Last, made_of
from engine.measures import effective
from engine.naming import division_name, parties_name, party_name
from engine.options import possible
from engine.places import place_name
from engine.plan.model import Plan
from engine.reporting.cadence import data_until
from engine.state import OPEN_SLOT_STATES, Incident, Slot

View = dict[str, Any]

NEXT_SLOTS = 20
"""How many open slots a view lists; the ledger has them all."""


def incident_view(plan: Plan, incident: Incident, now: datetime, language: str = "zh") -> View:
    """The whole view of an incident at `now`."""
    standing = standing_view(plan, incident, language)
    return standing | moving_view(plan, incident, now, language)


def moving_view(plan: Plan, incident: Incident, now: datetime, language: str) -> View:
    """The parts of a view, with the last ones, that every entry or the clock may change."""
    return {
        **_ledger(plan, incident, now, language),
        "absences": [
            {"role": a.role, "until": to_text(a.until)} for a in incident.absences if now < a.until
        ],
        "version": incident.seq,
    }


MOVING = frozenset({"id", "seq", "hash", "at", "recorded_at", "touched", "absences"})
"""What every entry moves on, and what the clock alone does."""


@made_of(*(field.name for field in fields(Incident) if field.name not in MOVING))
def standing_view(plan: Plan, incident: Incident, language: str) -> View:
    """The parts of a view, the first ones, that a mere line in the log leaves as they are."""
    return {
        "id": incident.id,
        **_identity(plan, incident, language),
        **_place(plan, incident, language),
        "command": _command(plan, incident, language),
        **_known(plan, incident, language),
        **assessment(plan, incident, language),
        "pending": _pending(incident),
        "groups": _groups(plan, incident, language),
        "measures": _measures(plan, incident, language),
        "end_conditions": _end_conditions(plan, incident, language),
        "casualty_watch_until": _instant(incident.watch_until),
        "casualty_watching": incident.watching,
        "unsigned": [{"seq": s, "role": r} for s, r in sorted(incident.unsigned.items())],
        "struck": sorted(incident.struck),
        "delegations": [
            {"role": d.role, "to": d.to, "until": to_text(d.until), "reason": d.reason}
            for d in incident.delegations
        ],
        "links": _links(incident),
        "signatures": [
            {"name": place_name(plan, place, language), "signed_by": list(roles)}
            for place, roles in incident.signatures.items()
        ],
        "allowed": possible(plan, incident, language),
    }


def changed_parts(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> View:
    """The top-level parts of `after` that `before` lacks or has otherwise."""
    if before is None:
        return dict(after)
    if [*before] != [*after]:
        return {k: v for k, v in after.items() if k not in before or before[k] != v}
    # Most parts are the very same; this way none of them is looked at one by one.
    alike = map(is_, before.values(), after.values())
    others = [key for key, same in zip(after, alike, strict=True) if not same]
    return {key: after[key] for key in others if before[key] != after[key]}


def slot_view(plan: Plan, slot: Slot, now: datetime, language: str = "zh") -> View:
    """One row of the report ledger."""
    state = slot.state_at(now)
    key = slot.id, language
    return _ROWS.get(key, (plan, slot, state), lambda: _row(plan, slot, state, language))


_ROWS: Last[View] = Last(20_000)
"""A row changes a few times in its life, and is shown with every entry."""


def _row(plan: Plan, slot: Slot, state: str, language: str) -> View:
    report = plan.report_by_id[slot.obligation]
    return {
        "id": slot.id,
        "incident": slot.incident,
        "obligation": slot.obligation,
        "obligation_name": named(report, language),
        "series": slot.series,
        "reporter": slot.reporter,
        "reporter_name": party_name(plan, slot.reporter, language),
        "recipients": list(slot.recipients),
        "recipient_names": [party_name(plan, one, language) for one in slot.recipients],
        "due_at": to_text(slot.due_at),
        "data_until": _instant(data_until(plan, report, slot.due_at)),
        "opens_at": to_text(slot.opens_at),
        "state": state,
        "submitted_at": _instant(slot.submitted_at),
        "report_seq": slot.report_seq,
        "clause": slot.clause,
        "immediately": slot.immediately,
        "reason": slot.reason,
        "kind": report.kind,
        "means": report.means,
        "content": list(report.content),
    }


def plan_view(plan: Plan, language: str = "zh") -> View:
    """A plan for clients: the file's own structure, each rule with its clauses.

    `levels`, `criteria`, `groups`, `reports` (cadences) and so on are as in the plan
    file; `positions` lists the places that a response can be at, lowest first.
    """
    view = plan.model_dump(mode="json", by_alias=True, exclude_none=True)
    view["positions"] = [
        {"id": position, "name": place_name(plan, position, language)}
        for position in plan.positions
    ]
    view["cadences"] = [
        {
            "id": report.id,
            "name": named(report, language),
            "at": list(report.at),
            "cadence": report.cadence.model_dump(mode="json", by_alias=True, exclude_none=True),
            "clause": list(report.clause),
        }
        for report in plan.reports
    ]
    view["criteria"] = [
        {
            "id": criterion.id,
            "level": level.id,
            "sub_state": sub_state,
            "text": criterion.text,
            "clause": list(criterion.clause),
        }
        for level in plan.levels
        for sub_state, criteria in [
            (None, level.criteria),
            *((sub.id, sub.criteria) for sub in level.sub_states),
        ]
        for criterion in criteria
    ]
    return view


@made_of(
    *("number", "plan_version", "title", "exercise", "division"),
    *("occurred_at", "received_at", "opened_at", "activated_at", "ended_at"),
)
def _identity(plan: Plan, incident: Incident, language: str) -> View:
    return {
        "number": incident.number,
        "plan": {
            "id": plan.id,
            "version": incident.plan_version,
            "title": plan.title_en if language == "en" and plan.title_en else plan.title,
        },
        "title": incident.title,
        "exercise": incident.exercise,
        "division": incident.division,
        "division_name": division_name(plan, incident.division, language),
        "occurred_at": to_text(incident.occurred_at),
        "received_at": to_text(incident.received_at),
        "opened_at": to_text(incident.opened_at),
        "activated_at": _instant(incident.activated_at),
        "ended_at": _instant(incident.ended_at),
    }


@made_of("place", "positions")
def _place(plan: Plan, incident: Incident, language: str) -> View:
    part = plan.level_by_id.get(incident.level or "") or plan.grade_by_place.get(incident.place)
    return {
        "stage": incident.stage,
        "grade": incident.grade,
        "level": incident.level,
        "sub_state": incident.sub_state,
        "place_name": place_name(plan, incident.place, language),
        "colour": part.colour if part else "grey",
    }


@made_of("held_by")
def _command(plan: Plan, incident: Incident, language: str) -> View:
    for holder in plan.command.holders:
        if holder.id == incident.held_by:
            name = named(holder, language)
            return {"held_by": holder.id, "name": name, "superior": holder.superior}
    return {"held_by": incident.held_by, "name": incident.held_by, "superior": False}


@made_of("facts")
def _known(plan: Plan, incident: Incident, language: str) -> View:
    """The figures in force, as mere values and with where they come from."""
    found = {}
    for name in incident.facts:
        figure = incident.current(name)
        if figure is not None:
            fact = plan.fact_by_id[name]
            found[name] = {
                "value": figure.value,
                "source": figure.source,
                "as_of": to_text(figure.as_of),
                "seq": figure.seq,
                "name": figure_name(plan, name, language),
                "unit": fact.unit,
            }
    return {"facts": incident.known(), "figures": found}


def _pending(incident: Incident) -> View | None:
    pending = incident.pending
    if pending is None:
        return None
    command = "adjust_response" if incident.level else "activate_response"
    return {
        "command": command,
        "level": pending.level,
        "sub_state": pending.sub_state,
        "recommended_by": pending.recommended_by,
        "since": to_text(pending.since),
        "approved_by": pending.approved_by,
        "approvals": list(pending.approvals),
    }


@made_of("groups")
def _groups(plan: Plan, incident: Incident, language: str) -> list[View]:
    found = []
    for group in plan.groups:
        formed = incident.groups.get(group.id)
        leader = formed.leader if formed else group.leader
        members = formed.members if formed else group.members
        found.append(
            {
                "id": group.id,
                "name": named(group, language),
                "leader": parties_name(plan, leader, language),
                "members": [party_name(plan, member, language) for member in members],
                "duty": group.duty,
                "clause": group.citation,
                "formed": formed is not None,
                "formed_at": _instant(formed.at if formed else None),
            }
        )
    return found


@made_of("place", "measures")
def _measures(plan: Plan, incident: Incident, language: str) -> list[View]:
    found = []
    for measure in effective(plan, incident.place):
        mark = incident.measures.get(measure.id)
        english = language == "en" and measure.text_en
        found.append(
            {
                "id": measure.id,
                "text": measure.text_en if english else measure.text,
                "unit": parties_name(plan, measure.unit, language),
                "modality": measure.modality,
                "immediately": measure.immediately,
                "clause": measure.citation,
                "done": mark is not None and mark.state == "done",
                "state": mark.state if mark else "open",
                "at": _instant(mark.at if mark else None),
                "note": mark.note if mark else None,
                "decided_by": list(measure.decided_by),
            }
        )
    return found


def _ledger(plan: Plan, incident: Incident, now: datetime, language: str) -> View:
    slots, counts = _awaited(plan, incident)
    rows = [slot_view(plan, slot, now, language) for slot in slots]
    return {"next_slots": rows, "open_slots": counts}


@made_of("slots")
def _awaited(plan: Plan, incident: Incident) -> tuple[list[Slot], View]:
    """The first reports that are awaited, the overdue before the others, and how many."""
    open_now = [slot for slot in incident.slots.values() if slot.state in OPEN_SLOT_STATES]
    open_now.sort(key=lambda slot: (slot.state != "overdue", slot.due_at, slot.id))
    overdue = sum(slot.state == "overdue" for slot in open_now)
    return open_now[:NEXT_SLOTS], {"owed": len(open_now) - overdue, "overdue": overdue}


def _links(incident: Incident) -> list[View]:
    """The incidents beside this one, as its own journal names them."""
    return [
        {
            "id": link.id,
            "number": link.number,
            "title": link.title,
            "plan": dict(link.plan),
            "note": link.note,
            "at": to_text(link.at),
            "seq": link.seq,
        }
        for link in incident.links.values()
    ]


@made_of("place", "end_conditions")
def _end_conditions(plan: Plan, incident: Incident, language: str) -> list[View]:
    return [
        {
            "id": condition.id,
            "text": condition.text_en if language == "en" and condition.text_en else condition.text,
            "clause": condition.citation,
            "confirmed": condition.id in incident.end_conditions,
            "confirmed_by": list(condition.confirmed_by),
            "seq": incident.end_conditions.get(condition.id),
        }
        for condition in plan.end_conditions
        if plan.covers(condition.at, incident.place)
    ]


def _instant(instant: datetime | None) -> str | None:
    return None if instant is None else to_text(instant)
