"""Who holds command: taking it over, handing it to a superior, getting it back.

A fact beside the level, never a level change (PS 2.2, 5.3.2(2); CM 2.2, 5.3.2(2); A21).
"""

from __future__ import annotations

from engine.decide.allowed_commands import blocked, may_take_over
from engine.decide.context import DecisionContext
from engine.decide.plan_rules import asked_of_act
from engine.errors import InvalidInput
from engine.incident.command_parts import Command
from engine.incident.commands import AssumeCommand, HandOverCommand, ReturnCommand
from engine.incident.events import Draft
from engine.messages import MessageKey, command_word
from engine.plan.model import CommandHolder
from engine.plan.names import in_both


def assume_command(case: DecisionContext, command: AssumeCommand) -> Draft:
    """接管指挥权 by a holder who is no superior."""
    return _change(case, command, "command_assumed", command.to, command.reason)


def hand_over_command(case: DecisionContext, command: HandOverCommand) -> Draft:
    """移交指挥权 to a superior."""
    return _change(case, command, "command_handed_over", command.to, command.reason)


def return_command(case: DecisionContext, command: ReturnCommand) -> Draft:
    """收回指挥权 from a superior."""
    return _change(case, command, "command_returned", command.to, command.reason)


def check_not_blocked(case: DecisionContext, command: Command) -> None:
    """Raise `StateRefuses` while a superior holds command and the plan blocks this step (A21)."""
    holder = blocked(case.plan, case.incident, command.command)
    if holder is not None:
        raise case.refuse(
            "superior_commands",
            case.plan.command.citation,
            holder=holder,
            command=command_word(command.command),
        )


def _change(
    case: DecisionContext,
    command: Command,
    event: str,
    to: str | None,
    reason: str,
) -> Draft:
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    held = _holder(case, case.incident.held_by)
    target = _holder(case, to) if to else _own(case)
    if target.id == held.id:
        raise case.refuse("command_unchanged", asked.clause, holder=in_both(held))
    if not may_take_over(case.plan, case.incident, command.command, target):
        key = "word.holder.superior" if target.superior else "word.holder.own"
        raise case.refuse(
            "command_not_theirs",
            asked.clause,
            held=in_both(held),
            to=in_both(target),
            direction=MessageKey(key),
            command=command_word(command.command),
        )
    return case.draft(
        event, acting, asked.clause, held_by=target.id, previous=held.id, reason=reason
    )


def _holder(case: DecisionContext, id_: str) -> CommandHolder:
    holders = case.plan.command.holders
    for holder in holders:
        if holder.id == id_:
            return holder
    raise InvalidInput(
        "holder_not_found",
        field="to",
        value=id_,
        accepted="、".join(f"{h.id} {h.name}" for h in holders),
    )


def _own(case: DecisionContext) -> CommandHolder:
    """The highest holder that is no superior: ours."""
    return [h for h in case.plan.command.holders if not h.superior][-1]
