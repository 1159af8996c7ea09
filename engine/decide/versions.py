"""Whether a command still rests on what its sender has seen (`If-Match`).

A decision rests on the whole incident, but not on who was called meanwhile: while telephones
ring, every attempt is an entry, and nobody could decide anything. Figures rest only on the same
figures: reports of counties and entries about other things never block them.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.conditions.explanations import figure_name, value_words
from engine.decide.allowed_commands import allowed_commands
from engine.errors import StaleVersion
from engine.incident.calls import CALL_TYPES
from engine.incident.command_parts import Command
from engine.incident.commands import RecordFacts
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import local_text
from engine.plan.model import Plan


def check_version(
    plan: Plan,
    incident: Incident,
    command: Command,
    version: int | None,
    entry: Callable[[int], Event | None],
) -> None:
    """Raise `StaleVersion` if the incident at `version` is not what the command rests on.

    None for a command whose sender did not say. `entry` reads the journal by `seq`.
    """
    if version is None or version == incident.seq:
        return
    if version < incident.seq and _calls_alone(incident, version, entry):
        return
    if not isinstance(command, RecordFacts) or version > incident.seq:
        raise StaleVersion(
            "stale_version",
            allowed=allowed_commands(plan, incident),
            current=incident.seq,
            given=version,
        )
    changes = [
        _change(plan, name, value, event)
        for seq in _entered_since(incident, command.facts, version)
        if (event := entry(seq)) is not None
        for name, value in event.data.get("facts", {}).items()
        if name in command.facts
    ]
    if changes:
        raise StaleVersion(
            "figures_changed",
            allowed=allowed_commands(plan, incident),
            changes="；".join(changes),
        )


MOST_ENTRIES = 200
"""Entries that are looked through; whoever has missed more has to look again anyway."""


def _calls_alone(incident: Incident, version: int, entry: Callable[[int], Event | None]) -> bool:
    """Whether all entries after `version` are about calls."""
    if incident.seq - version > MOST_ENTRIES:
        return False
    since = (entry(seq) for seq in range(incident.seq, version, -1))
    return all(event is not None and event.type in CALL_TYPES for event in since)


def _entered_since(incident: Incident, facts: dict[str, object], version: int) -> list[int]:
    """The entries after `version` that hold one of these figures, in order."""
    entered = {
        figure.seq
        for name in facts
        for figure in incident.facts.get(name, ())
        if figure.seq > version
    }
    return sorted(entered)


def _change(plan: Plan, fact: str, value: object, event: Event) -> str:
    name = figure_name(plan, fact, "zh")
    when = local_text(event.recorded_at, plan.zone)
    return f"{name} {value_words(plan, fact, value, 'zh')}（{event.actor}，{when}）"
