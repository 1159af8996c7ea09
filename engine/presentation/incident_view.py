"""The view of an incident, as clients see it.

Made from state and plan alone; nothing here decides. Words of the plan come in Chinese, or
in English where the plan has them and the reader asks for them. Two views share the parts
that an entry left unchanged: no caller may change a part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from operator import is_
from typing import Any, Literal, cast

from engine.conditions.assessment import assessment
from engine.conditions.contradictions import contradictions
from engine.conditions.explanations import figure_name, named
from engine.decide.allowed_commands import allowed_commands
from engine.incident.state import OPEN_SLOT_STATES, Delegation, Incident, Slot, UnsignedOrder
from engine.instants import to_text
from engine.memo import memoised_on
from engine.plan.model import Plan, Stage, split_position
from engine.plan.names import division_name, parties_name, party_name, unit_name
from engine.plan.places import place_name
from engine.presentation.calls_view import call_counts, calls_view
from engine.presentation.incident_parts import (
    CallerView,
    CommandView,
    DelegationView,
    EndConditionView,
    FigureView,
    GroupView,
    KindView,
    LinkView,
    OpenFieldView,
    OtherIncidentView,
    PendingView,
    PlanRef,
    SlotCounts,
    UnsignedView,
    VoidedView,
)
from engine.presentation.incident_shapes import (
    FactsPart,
    IdentityPart,
    IncidentView,
    LedgerPart,
    MovingView,
    PlacePart,
    StandingView,
)
from engine.presentation.measures_view import measures_view
from engine.presentation.prefill_view import prefill_view
from engine.presentation.reporting_view import reporting_view
from engine.presentation.slot_view import instant_text, slot_view
from engine.reporting.reminders import past_reminders

Parts = dict[str, Any]
"""Parts of a view, by name."""


def incident_view(
    plan: Plan, incident: Incident, now: datetime, language: str = "zh"
) -> IncidentView:
    """The whole view of an incident at `now`."""
    return {
        **standing_view(plan, incident, language),
        **moving_view(plan, incident, now, language),
    }


def _unsigned(seq: int, order: UnsignedOrder) -> UnsignedView:
    return {
        "seq": seq,
        "role": order.role,
        "under": order.under,
        "alarm_at": instant_text(order.alarm_at),
        "alarmed": order.alarmed,
    }


def _delegation(incident: Incident, one: Delegation) -> DelegationView:
    return {
        "role": one.role,
        "to": one.to,
        "until": to_text(one.until),
        "reason": one.reason,
        "signed": one.seq not in incident.unsigned,
        "counts_until": to_text(incident.counts_until(one)),
    }


def moving_view(plan: Plan, incident: Incident, now: datetime, language: str) -> MovingView:
    """The parts of a view that every entry or the clock may change, with the previous ones."""
    return {
        **_ledger(plan, incident, now, language),
        "absences": [
            {"role": a.role, "until": to_text(a.until)} for a in incident.absences if now < a.until
        ],
        "calls": calls_view(plan, incident, language),
        "call_counts": call_counts(plan, incident),
        "version": incident.seq,
    }


MOVING = frozenset(
    {"id", "seq", "hash", "at", "recorded_at", "touched", "absences", "calls", "open_calls"}
)
"""Fields of an incident that no part of `standing_view` is made of."""


@memoised_on(*(field.name for field in fields(Incident) if field.name not in MOVING))
def standing_view(plan: Plan, incident: Incident, language: str) -> StandingView:
    """The parts of a view that a line in the duty log leaves unchanged."""
    return {
        "id": incident.id,
        **_identity(plan, incident, language),
        **_place(plan, incident, language),
        "command": _command(plan, incident, language),
        **_known(plan, incident, language),
        **assessment(plan, incident, language),
        "pending": _pending(incident),
        "groups": _groups(plan, incident, language),
        "measures": measures_view(plan, incident, language),
        "end_conditions": _end_conditions(plan, incident, language),
        "voided_by": _voided(incident),
        "casualty_watch_until": instant_text(incident.watch_until),
        "casualty_watching": incident.watching,
        "unsigned": [_unsigned(seq, order) for seq, order in sorted(incident.unsigned.items())],
        "struck": sorted(incident.struck),
        "corrected": [
            {"seq": seq, "by": list(by)} for seq, by in sorted(incident.corrections.items())
        ],
        "delegations": [_delegation(incident, one) for one in incident.delegations],
        "links": _links(incident),
        "to_verify": _to_verify(plan, incident, language),
        "prefill": prefill_view(plan, incident, language),
        "signatures": [
            {"name": place_name(plan, place, language), "signed_by": list(roles)}
            for place, roles in incident.signatures.items()
        ],
        "allowed": allowed_commands(plan, incident, language),
    }


def changed_parts(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Parts:
    """The top-level parts of `after` that `before` lacks or that differ."""
    if before is None:
        return dict(after)
    if [*before] != [*after]:
        return {k: v for k, v in after.items() if k not in before or before[k] != v}
    # Most parts are the identical objects; comparing identities avoids comparing their contents.
    alike = map(is_, before.values(), after.values())
    others = [key for key, same in zip(after, alike, strict=True) if not same]
    return {key: after[key] for key in others if before[key] != after[key]}


@memoised_on(
    *("number", "plan_version", "title", "exercise", "division", "told_at_opening"),
    *("occurred_at", "received_at", "opened_at", "activated_at", "ended_at"),
    *("closed_at", "highest"),
)
def _identity(plan: Plan, incident: Incident, language: str) -> IdentityPart:
    told = incident.told_at_opening
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
        "kind": kind_view(incident, language),
        "place": told.place,
        "caller": cast(CallerView, dict(told.caller)) if told.caller else None,
        "occurred_at": to_text(incident.occurred_at),
        "received_at": to_text(incident.received_at),
        "opened_at": to_text(incident.opened_at),
        "activated_at": instant_text(incident.activated_at),
        "ended_at": instant_text(incident.ended_at),
        "closed_at": instant_text(incident.closed_at),
        "highest_level": split_position(incident.highest)[0] if incident.highest else None,
    }


def kind_view(incident: Incident, language: str) -> KindView | None:
    """The kind of event as it was named at the opening; None where the plan was named."""
    kind = incident.told_at_opening.kind
    if kind is None:
        return None
    return {"id": kind.id, "name": named(kind, language), "clause": kind.clause}


@memoised_on("place", "positions", "placed_at", "opened_at")
def _place(plan: Plan, incident: Incident, language: str) -> PlacePart:
    part = plan.level_by_id.get(incident.level or "") or plan.grade_by_place.get(incident.place)
    return {
        "stage": cast(Stage, incident.stage),
        "grade": incident.grade,
        "level": incident.level,
        "sub_state": incident.sub_state,
        "place_name": place_name(plan, incident.place, language),
        "since": to_text(incident.placed_at or incident.opened_at),
        "colour": part.colour if part else "grey",
    }


@memoised_on("held_by")
def _command(plan: Plan, incident: Incident, language: str) -> CommandView:
    for holder in plan.command.holders:
        if holder.id == incident.held_by:
            name = named(holder, language)
            return {"held_by": holder.id, "name": name, "superior": holder.superior}
    return {"held_by": incident.held_by, "name": incident.held_by, "superior": False}


@memoised_on("facts")
def _known(plan: Plan, incident: Incident, language: str) -> FactsPart:
    """The figures in force: their values, and where each comes from."""
    found: dict[str, FigureView] = {}
    for name in incident.facts:
        figure = incident.current(name)
        if figure is not None:
            fact = plan.fact_by_id[name]
            found[name] = {
                "value": figure.value,
                "source": figure.source,
                "as_of": to_text(figure.as_of),
                "received_at": to_text(figure.received_at),
                "seq": figure.seq,
                "name": figure_name(plan, name, language),
                "unit": unit_name(fact.unit, language) or None,
            }
    return {"facts": incident.known(), "figures": found}


def _pending(incident: Incident) -> PendingView | None:
    pending = incident.pending
    if pending is None:
        return None
    opening: Literal["activate_response", "adjust_response"] = (
        "adjust_response" if incident.level else "activate_response"
    )
    return {
        "command": "end_response" if pending.ends else opening,
        "level": pending.level,
        "sub_state": pending.sub_state,
        "recommended_by": pending.recommended_by,
        "since": to_text(pending.since),
        "approved_by": pending.approved_by,
        "approvals": list(pending.approvals),
    }


@memoised_on("groups")
def _groups(plan: Plan, incident: Incident, language: str) -> list[GroupView]:
    found: list[GroupView] = []
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
                "formed_at": instant_text(formed.at if formed else None),
            }
        )
    return found


def _ledger(plan: Plan, incident: Incident, now: datetime, language: str) -> LedgerPart:
    slots, counts = _awaited(plan, incident)
    rows = [slot_view(plan, slot, now, language, exercise=incident.exercise) for slot in slots]
    reporting = reporting_view(plan, incident, language)
    return {"next_slots": rows, "open_slots": counts, "reporting": reporting}


@memoised_on("slots")
def _awaited(plan: Plan, incident: Incident) -> tuple[list[Slot], SlotCounts]:
    """All awaited reports, the overdue first, and their numbers."""
    open_now = [slot for slot in incident.slots.values() if slot.state in OPEN_SLOT_STATES]
    open_now.sort(key=lambda slot: (slot.state != "overdue", slot.due_at, slot.id))
    overdue = sum(slot.state == "overdue" for slot in open_now)
    late = sum(past_reminders(plan, slot) for slot in open_now)
    owed = len(open_now) - overdue
    return open_now, {"owed": owed, "overdue": overdue, "past_reminders": late}


def _voided(incident: Incident) -> VoidedView | None:
    mark = incident.voided
    if mark is None:
        return None
    other = cast(OtherIncidentView, dict(mark.duplicate_of)) if mark.duplicate_of else None
    return {
        "role": mark.role,
        "at": to_text(mark.at),
        "reason": mark.reason,
        "duplicate_of": other,
        "seq": mark.seq,
    }


def _links(incident: Incident) -> list[LinkView]:
    """The linked incidents, as this incident's journal names them."""
    return [
        {
            "id": link.id,
            "number": link.number,
            "title": link.title,
            "plan": cast(PlanRef, dict(link.plan)),
            "note": link.note,
            "at": to_text(link.at),
            "seq": link.seq,
        }
        for link in incident.links.values()
    ]


@memoised_on("to_verify")
def _to_verify(plan: Plan, incident: Incident, language: str) -> list[OpenFieldView]:
    """Fields answered with 待核实, for the follow-up (Order 21 art. 11)."""
    return [
        {
            "field": one.field,
            "obligation": one.obligation,
            "obligation_name": (
                named(plan.report_by_id[one.obligation], language) if one.obligation else None
            ),
            "reporter": one.reporter,
            "reporter_name": party_name(plan, one.reporter, language) if one.reporter else None,
            "since": to_text(one.at),
            "seq": one.seq,
        }
        for one in incident.to_verify
    ]


@memoised_on("place", "positions", "end_conditions", "stop_decisions", "facts", "lasted", "day")
def _end_conditions(plan: Plan, incident: Incident, language: str) -> list[EndConditionView]:
    return [
        {
            "id": condition.id,
            "text": condition.text_en if language == "en" and condition.text_en else condition.text,
            "clause": condition.citation,
            "confirmed": condition.id in incident.end_conditions,
            "confirmed_by": list(condition.confirmed_by),
            "seq": incident.end_conditions.get(condition.id),
            "contradicted_by": [
                {
                    "fact": one.fact,
                    "words": one.words,
                    "source": one.figure.source,
                    "as_of": to_text(one.figure.as_of),
                    "seq": one.figure.seq,
                }
                for one in contradictions(plan, incident, condition, language)
            ],
        }
        for condition in plan.end_conditions
        if plan.covers(condition.at, incident.place)
    ]
