"""Keeping the record: figures, log, strikes, confirmations, delegations (our choice; A9)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.conditions.fact_values import checked
from engine.decide.authority import ActingRole, RequiredAuthority, held, in_scope
from engine.decide.context import DecisionContext, desk_and_posts
from engine.decide.lowered_figures import lowered
from engine.errors import InvalidInput, NotAllowed, NotFound
from engine.incident.commands import (
    AddLogEntry,
    ConfirmRecordedOrder,
    DelegateRole,
    RecordAbsence,
    RecordFacts,
    StrikeEntry,
)
from engine.incident.events import Draft, Event
from engine.instants import local_text, to_text
from engine.messages import MessageKey
from engine.plan.names import in_both, post_name
from engine.plan.nearest import nearest

LONGEST = timedelta(days=366)
"""A role is left to another for a year at most: a later instant is a slip of the pen."""

STRIKEABLE = frozenset(
    {
        "facts_recorded",
        "log_entry_added",
        "measure_completed",
        "measure_waived",
        "end_condition_confirmed",
        "incidents_linked",
        "attachment_added",
    }
)
"""Entries that a strike takes back. Decisions and reports are not undone by a stroke."""


def record_facts(case: DecisionContext, command: RecordFacts) -> Draft:
    """Figures, each with its source, the instant at which it was true and when it was received.

    Raises `InvalidInput` for a correction of what this source has not said (A27).
    """
    facts = checked(case.plan, command.facts)
    as_of = case.check_past("as_of", command.as_of)
    received_at = case.check_past("received_at", command.received_at)
    case.check_since_receipt("received_at", received_at)
    acting = case.keeping_record(command)
    source = command.source or post_name(case.plan, acting.role)
    unsaid = lowered(case.incident, facts, as_of) if command.correction is None else []
    return case.draft(
        "facts_recorded",
        acting,
        None,
        facts=facts,
        source=source,
        as_of=to_text(as_of),
        received_at=to_text(received_at),
        corrects=_corrected(case, facts, source) if command.correction else [],
        **({"lowered": unsaid} if unsaid else {}),
        note=command.note,
    )


def _corrected(case: DecisionContext, facts: Mapping[str, Any], source: str) -> list[int]:
    """The entries of the source whose figures are replaced as never true.

    A figure of another source does not correct the first: only its own source can.
    """
    found: set[int] = set()
    for name, value in facts.items():
        figures, current = case.incident.facts.get(name, ()), case.incident.current(name)
        if current is not None and current.source != source:
            raise InvalidInput(
                "corrected_by_another",
                field="source",
                value=source,
                label=in_both(case.plan.fact_by_id[name]),
                other_source=current.source,
            )
        wrong = {one.seq for one in figures if one.source == source and one.value != value}
        if not wrong:
            raise InvalidInput(
                "nothing_to_correct",
                field=f"facts.{name}",
                label=in_both(case.plan.fact_by_id[name]),
            )
        found |= wrong
    return sorted(found)


def add_log_entry(case: DecisionContext, command: AddLogEntry) -> Draft:
    """值班日志."""
    return case.draft("log_entry_added", case.keeping_record(command), None, text=command.text)


def strike_entry(case: DecisionContext, command: StrikeEntry) -> Draft:
    """Strike an entry through; figures, measures, confirmations and links in it no longer count.

    Raises `StateRefuses` for an entry of another type, or one that is struck already.
    """
    acting = case.keeping_record(command)
    entry = _entry(case, command.seq)
    if entry.type not in STRIKEABLE:
        raise case.refuse(
            "cannot_strike",
            seq=entry.seq,
            type=entry.type,
            remedy=MessageKey("word.remedy.decide_again"),
        )
    if entry.seq in case.incident.struck:
        raise case.refuse("already_struck", seq=entry.seq)
    return case.draft(
        "entry_struck", acting, None, seq=entry.seq, struck=entry.type, reason=command.reason
    )


def confirm_recorded_order(case: DecisionContext, command: ConfirmRecordedOrder) -> Draft:
    """The holder of the role signs an order that was recorded for him.

    Signing a delegation signs what was done under it too.

    Raises `NotAllowed` for anybody else, `StateRefuses` for an entry that is no such order.
    """
    order = case.incident.unsigned.get(command.seq)
    if order is None:
        _entry(case, command.seq)
        raise case.refuse("not_recorded_order", seq=command.seq)
    role = order.role
    if command.on_behalf_of or role not in case.actor.posts(case.plan.id):
        raise NotAllowed("not_the_holder", who=case.plan.name_of(role), seq=command.seq)
    if not in_scope(case.plan, case.incident, case.actor, role):
        division = case.plan.name_of(case.actor.division or "—")
        raise NotAllowed("outside_division", who=case.plan.name_of(role), division=division)
    under = [seq for seq, one in case.incident.unsigned.items() if one.under == command.seq]
    covers = {"covers": under} if under else {}
    acting = ActingRole(role, held(case.plan, case.actor, role))
    return case.draft("recorded_order_confirmed", acting, None, seq=command.seq, **covers)


def delegate_role(case: DecisionContext, command: DelegateRole) -> Draft:
    """Let another account act in a role until an instant, given by the role's holder.

    Raises `NotAllowed` for a role held by delegation, and for an order that makes the recorder
    its deputy.
    """
    role = _role_until(case, command)
    clause = case.plan.role_by_id[role].citation
    acting = case.acting(command, RequiredAuthority((role,), desk=False, clause=clause))
    if command.on_behalf_of and command.to == case.actor.name:
        raise NotAllowed("delegated_to_recorder", clause=clause, who=case.plan.name_of(role))
    if command.on_behalf_of and _returned(case, command.to):
        raise NotAllowed(
            "delegated_in_return", clause=clause, who=case.plan.name_of(role), to=command.to
        )
    if acting.order.get("delegated"):
        raise NotAllowed("role_required", clause=clause, who=case.plan.name_of(role))
    case.check_not_over()
    return case.draft(
        "role_delegated",
        acting,
        clause,
        delegated_role=role,
        to=command.to,
        until=to_text(command.until),
        reason=command.reason,
    )


def _returned(case: DecisionContext, to: str) -> bool:
    """Whether unsigned delegations lead from that account back to the recorder.

    Each step is one account that recorded that the next may act; the path has any length.
    """
    reached, waiting = {to}, [to]
    while waiting:
        recorder = waiting.pop()
        for one in case.incident.delegations:
            unsigned = one.seq in case.incident.unsigned
            if one.recorded_by != recorder or not unsigned or one.to in reached:
                continue
            if case.now < case.incident.counts_until(one):
                reached.add(one.to)
                waiting.append(one.to)
    return case.actor.name in reached


def record_absence(case: DecisionContext, command: RecordAbsence) -> Draft:
    """The desk or any post records that the holder of a role cannot act."""
    role = _role_until(case, command)
    acting = case.acting(command, desk_and_posts(case.plan))
    case.check_not_over()
    return case.draft(
        "absence_recorded",
        acting,
        case.plan.role_by_id[role].citation,
        absent_role=role,
        until=to_text(command.until),
        reason=command.reason,
    )


def _role_until(case: DecisionContext, command: DelegateRole | RecordAbsence) -> str:
    """The id of the role, with its instant still to come and not for good."""
    role = command.role.removeprefix(f"{case.plan.id}:")
    if role not in case.plan.role_by_id:
        raise InvalidInput(
            "unknown_role",
            field="role",
            value=command.role,
            plan=case.plan.title,
            accepted="、".join(f"{r.id} {r.name}" for r in case.plan.roles),
            hint=nearest(role, case.plan.role_by_id) or "—",
        )
    if command.until <= case.now:
        raise InvalidInput(
            "past_instant",
            field="until",
            value=local_text(command.until, case.plan.zone),
            now=local_text(case.now, case.plan.zone),
        )
    if command.until - case.now > LONGEST:
        raise InvalidInput(
            "instant_too_far",
            field="until",
            value=local_text(command.until, case.plan.zone),
            days=LONGEST.days,
            limit=local_text(case.now + LONGEST, case.plan.zone),
        )
    return role


def _entry(case: DecisionContext, seq: int) -> Event:
    entry = case.entry(seq)
    if entry is None:
        raise NotFound("entry_not_found", seq=seq, last=case.incident.seq)
    return entry
