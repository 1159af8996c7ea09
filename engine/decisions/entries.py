"""Keeping the record: figures, log, strikes, confirmations, delegations (our choice; A9)."""

from __future__ import annotations

from datetime import timedelta

from engine.authority import Acting, Asked, in_scope
from engine.commands import (
    AddLogEntry,
    ConfirmRecordedOrder,
    DelegateRole,
    RecordAbsence,
    RecordFacts,
    StrikeEntry,
)
from engine.decisions.case import Case, desk_and_posts
from engine.errors import InvalidInput, NotAllowed, NotFound
from engine.events import Draft, Event
from engine.figures import checked
from engine.instants import local_text, to_text
from engine.messages import MessageKey
from engine.naming import post_name
from engine.plan.spelling import nearest

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
    }
)
"""Entries that a strike takes back. Decisions and reports are not undone by a stroke."""


def record_facts(case: Case, command: RecordFacts) -> Draft:
    """Figures, each with its source and the instant at which it was true."""
    facts = checked(case.plan, command.facts)
    as_of = case.check_past("as_of", command.as_of)
    acting = _record(case, command)
    return case.draft(
        "facts_recorded",
        acting,
        None,
        facts=facts,
        source=command.source or post_name(case.plan, acting.role),
        as_of=to_text(as_of),
        note=command.note,
    )


def add_log_entry(case: Case, command: AddLogEntry) -> Draft:
    """值班日志."""
    return case.draft("log_entry_added", _record(case, command), None, text=command.text)


def strike_entry(case: Case, command: StrikeEntry) -> Draft:
    """Strike an entry through; figures, measures, confirmations and links in it no longer count."""
    acting = _record(case, command)
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


def confirm_recorded_order(case: Case, command: ConfirmRecordedOrder) -> Draft:
    """The holder of the role signs an order that was recorded for him."""
    role = case.incident.unsigned.get(command.seq)
    if role is None:
        _entry(case, command.seq)
        raise case.refuse("not_recorded_order", seq=command.seq)
    if command.on_behalf_of or role not in case.actor.posts(case.plan.id):
        raise NotAllowed("not_the_holder", who=case.plan.name_of(role), seq=command.seq)
    if not in_scope(case.plan, case.incident, case.actor, role):
        division = case.plan.name_of(case.actor.division or "—")
        raise NotAllowed("outside_division", who=case.plan.name_of(role), division=division)
    return case.draft("recorded_order_confirmed", Acting(role, {}), None, seq=command.seq)


def delegate_role(case: Case, command: DelegateRole) -> Draft:
    """Let another account act in a role until an instant, given by the role's holder."""
    role = _role_until(case, command)
    clause = case.plan.role_by_id[role].citation
    acting = case.acting(command, Asked((role,), desk=False, clause=clause))
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


def _returned(case: Case, to: str) -> bool:
    """Whether that account has itself recorded, unsigned as yet, that the recorder may act."""
    return any(
        one.to == case.actor.name
        and one.recorded_by == to
        and one.seq in case.incident.unsigned
        and case.now < one.until
        for one in case.incident.delegations
    )


def record_absence(case: Case, command: RecordAbsence) -> Draft:
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


def _role_until(case: Case, command: DelegateRole | RecordAbsence) -> str:
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


def _record(case: Case, command: RecordFacts | AddLogEntry | StrikeEntry) -> Acting:
    acting = case.acting(command, desk_and_posts(case.plan))
    case.check_not_over()
    return acting


def _entry(case: Case, seq: int) -> Event:
    entry = case.entry(seq)
    if entry is None:
        raise NotFound("entry_not_found", seq=seq, last=case.incident.seq)
    return entry
