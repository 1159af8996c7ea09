"""Previews of commands: decided and applied in memory, by the code that carries them out.

Nothing is written. What the command would be refused for stands in the answer. An account is shown
no more than it sees of the incident.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from typing_extensions import TypedDict

from api.access.audience import without
from api.access.reporter_slots import names_of
from api.access.visibility import Visibility
from api.problems import Problem, problem_of
from api.store.queries.reader import Reader
from engine.errors import ZhibanError
from engine.incident.command_parts import Command
from engine.incident.commands import DelegateRole
from engine.incident.state import Incident
from engine.memory import DryJournal
from engine.plan.model import Plan
from engine.presentation.changes_view import ChangedSlot, Changes, nothing, would_change
from engine.presentation.notices import Notice, notices
from engine.service import Service


class CommandPreview(TypedDict):
    """What a command would do; nothing has been done."""

    allowed: bool
    refusal: Problem | None
    """Why it would be refused; null if it would not."""
    starts: Changes
    ends: Changes
    slots: list[ChangedSlot]
    """The reports that the command would make owed, settle or let lapse, by due instant."""
    notices: list[Notice]
    """What the command would leave open, in words; mostly none."""


def command_preview(
    service: Service,
    reader: Reader,
    sight: Visibility,
    plan: Plan,
    incident: Incident,
    command: Command,
    version: int | None,
    check_delegate: Callable[[DelegateRole], None],
) -> CommandPreview:
    """What the command would do to an incident that the account may see."""
    journal = DryJournal(reader.incident, reader.events)
    try:
        outcome = service.execute(journal, incident.id, command, sight.actor, version)
        if isinstance(command, DelegateRole):
            check_delegate(command)
    except ZhibanError as refusal:
        return _refused(problem_of(refusal, sight.language))
    changed = journal.slots.values()
    would = would_change(plan, incident, outcome.after, changed, sight.now, sight.language)
    found: CommandPreview = {
        "allowed": True,
        "refusal": None,
        **would,
        "notices": notices(plan, outcome.before, outcome.events, sight.language),
    }
    return _seen(sight, plan, incident, found)


def _refused(problem: Problem) -> CommandPreview:
    return {
        "allowed": False,
        "refusal": problem,
        "starts": nothing(),
        "ends": nothing(),
        "slots": [],
        "notices": [],
    }


def _seen(
    sight: Visibility, plan: Plan, incident: Incident, found: CommandPreview
) -> CommandPreview:
    """The parts that the account sees of the incident: a reporter its own reports alone."""
    audience = sight.audience(plan, incident)
    if audience.kind == "reporter":
        own = [
            slot
            for slot in found["slots"]
            if not audience.names.isdisjoint(names_of(plan, slot["reporter"]))
        ]
        return {**found, "starts": nothing(), "ends": nothing(), "slots": own, "notices": []}
    return found if audience.kind == "desk" else cast(CommandPreview, without(found))
