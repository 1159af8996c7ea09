"""Calls by hand: the desk has somebody called, and enters that it has reached him."""

from __future__ import annotations

from engine.calling.binding import binding
from engine.calling.chain import Chain, Resolver
from engine.calling.entries import call_of, check_answerable, next_call_id, start_data
from engine.contacts.directory import parties_of
from engine.decide.authority import RequiredAuthority
from engine.decide.context import DecisionContext
from engine.errors import InvalidInput, NotFound
from engine.incident.call_commands import AnswerCall, StartCall
from engine.incident.calls import answer_data
from engine.incident.events import Draft
from engine.plan.calling_rules import Who
from engine.plan.nearest import nearest

_DESK_ALONE = RequiredAuthority((), desk=True, clause=None)
"""Calling is the business of the desk (our choice, no clause)."""


def start_call(case: DecisionContext, command: StartCall) -> Draft:
    """Call whoever answers for a post, or one contact, until somebody answers.

    Raises `StateRefuses` where nobody can be called, as in a drill of the engine alone.
    """
    acting = case.acting(command, _DESK_ALONE)
    case.check_not_over()
    if case.calling is None:
        raise case.refuse("calling_off")
    if sum(one is not None for one in (command.post, command.contact, command.on_duty)) != 1:
        raise InvalidInput("call_whom", field="post")
    resolver = Resolver(
        case.calling,
        binding(exercise=case.incident.exercise),
        case.now,
        case.plan,
        case.incident.division,
    )
    data = start_data(
        next_call_id(case.incident),
        "by_hand",
        None,
        {"reason": command.reason},
        _chain(case, resolver, command),
    )
    return case.draft("call_started", acting, None, **data)


def _chain(case: DecisionContext, resolver: Resolver, command: StartCall) -> Chain:
    if command.contact is not None:
        found = resolver.book.contact(command.contact)
        if found is None:
            raise NotFound("contact_not_found", id=command.contact)
        return resolver.by_hand([found])
    if command.on_duty is not None:
        who = Who(on_duty=command.on_duty)
        return resolver.by_hand(resolver.contacts(who), who)
    who = _party(case, command.post or "")
    return resolver.by_hand(resolver.contacts(who), who)


def _party(case: DecisionContext, post: str) -> Who:
    """The party of the plan that is meant. Raises `InvalidInput`."""
    id_ = post.removeprefix(f"{case.plan.id}:")
    for party in parties_of(case.plan):
        if party.id == id_:
            return Who.model_validate({party.kind: id_})
    known = {party.id: party.name for party in parties_of(case.plan)}
    raise InvalidInput(
        "unknown_party",
        field="post",
        value=post,
        plan=case.plan.title,
        hint=nearest(id_, known) or "—",
    )


def answer_call(case: DecisionContext, command: AnswerCall) -> Draft:
    """The desk has reached somebody. A call that is exhausted can still be answered.

    Raises `NotFound`, and `StateRefuses` for a call that is answered or cancelled.
    """
    acting = case.acting(command, _DESK_ALONE)
    call = call_of(case.incident, command.call)
    check_answerable(call)
    data = answer_data(call.id, command.means, case.actor.name, command.note, case.now)
    return case.draft("call_answered", acting, call.clause, **data)
