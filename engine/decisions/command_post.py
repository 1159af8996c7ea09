"""Who holds command: taking it over, handing it to a superior, getting it back.

A fact beside the level, never a level change (PS 2.2, 5.3.2(2); CM 2.2, 5.3.2(2); A21).
"""

from __future__ import annotations

from engine.commands import AssumeCommand, Command, HandOverCommand, ReturnCommand
from engine.decisions.acts import asked_of_act
from engine.decisions.case import Case
from engine.errors import InvalidInput
from engine.events import Draft
from engine.messages import MessageKey
from engine.plan.model import CommandHolder


def assume_command(case: Case, command: AssumeCommand) -> Draft:
    """接管指挥权 by a holder who is no superior."""
    return _change(case, command, "command_assumed", command.to, command.reason, superior=False)


def hand_over_command(case: Case, command: HandOverCommand) -> Draft:
    """移交指挥权 to a superior."""
    return _change(case, command, "command_handed_over", command.to, command.reason, superior=True)


def return_command(case: Case, command: ReturnCommand) -> Draft:
    """收回指挥权 from a superior."""
    return _change(case, command, "command_returned", command.to, command.reason, superior=False)


def _change(
    case: Case, command: Command, event: str, to: str | None, reason: str, *, superior: bool
) -> Draft:
    asked = asked_of_act(case, command.command)
    acting = case.acting(command, asked)
    held = _holder(case, case.incident.held_by)
    target = _holder(case, to) if to else _own(case)
    if target.id == held.id:
        raise case.refuse("command_unchanged", asked.clause, holder=held.name)
    fits = target.superior is superior
    returns = command.command == "return_command"
    if not fits or returns != (held.superior and not superior):
        key = "word.holder.superior" if target.superior else "word.holder.own"
        raise case.refuse(
            "command_not_theirs",
            asked.clause,
            held=held.name,
            to=target.name,
            direction=MessageKey(key),
            command=command.command,
        )
    return case.draft(
        event, acting, asked.clause, held_by=target.id, previous=held.id, reason=reason
    )


def _holder(case: Case, id_: str) -> CommandHolder:
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


def _own(case: Case) -> CommandHolder:
    """The highest holder that is no superior: ours."""
    return [h for h in case.plan.command.holders if not h.superior][-1]
