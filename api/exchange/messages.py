"""Which messages to other offices a journal amounts to, and what each says.

A message is made of the entries up to one of these: the opening, figures, a warning, a level,
the end. So it is the same whenever it is made, and its name is that of its entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from engine.conditions.explanations import figure_name, value_words
from engine.documents.material import STEPS, Material, place_of
from engine.errors import NotFound
from engine.incident.events import Event
from engine.incident.state import Slot
from engine.messages import text
from engine.plan.model import Plan, split_position
from engine.plan.names import place_name

MessageKind = Literal["Alert", "Update", "Cancel"]
TOLD = STEPS | {"incident_opened", "facts_recorded", "incident_voided"}
_ENDED = frozenset({"response_ended", "incident_closed", "incident_voided"})


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `earlier` are those of the same incident before it, oldest first.

    `place` is a stage or position of the plan; `sent` is by the clock of the plan's zone.
    """

    material: Material
    entry: Event
    kind: MessageKind
    place: str
    earlier: tuple[Event, ...]

    @property
    def plan(self) -> Plan:
        """The plan that the incident is pinned to."""
        return self.material.plan

    @property
    def exercise(self) -> bool:
        """Whether the incident is an exercise."""
        return self.material.exercise

    @property
    def sent(self) -> datetime:
        """When the entry was written."""
        return self.local(self.entry.recorded_at)

    def local(self, instant: datetime) -> datetime:
        """An instant by the clock of the plan's zone, to the second."""
        return instant.astimezone(ZoneInfo(self.plan.zone)).replace(microsecond=0)

    @property
    def level(self) -> str | None:
        """The level in force, None without a response."""
        return split_position(self.place)[0] if self.place in self.plan.positions else None

    @property
    def colour(self) -> str:
        """The plan's colour of the level or warning; grey where there is none."""
        found = self.plan.level_by_id.get(self.level or "") or self.plan.grade_by_place.get(
            self.place
        )
        return found.colour if found else "grey"

    def place_words(self, language: str) -> str:
        """Where the response stands, in words."""
        return place_name(self.plan, self.place, language)

    def figures(self, language: str) -> list[tuple[str, str]]:
        """Names and values of the figures in force; what nobody has said is not among them."""
        return [
            (
                figure_name(self.plan, fact, language),
                value_words(self.plan, fact, known.value, language) or text("word.none", language),
            )
            for fact, known in self.material.figures.items()
        ]


def message_of(
    plan: Plan, events: Sequence[Event], slots: Sequence[Slot], seq: int | None = None
) -> Message:
    """The message of the entry `seq`, by default the last one. Raises `NotFound`."""
    struck = {event.data["seq"] for event in events if event.type == "entry_struck"}
    told = [event for event in events if event.type in TOLD and event.seq not in struck]
    entry = told[-1] if seq is None else next((one for one in told if one.seq == seq), None)
    if entry is None:
        raise NotFound("message_not_found", seq=seq)
    material = Material(plan, [one for one in events if one.seq <= entry.seq], slots)
    steps = [one for one in material.events if one.type in STEPS and one.seq not in struck]
    place = place_of(steps[-1]) if steps else "assessing"
    over = entry.type in _ENDED or entry.type == "warning_lifted"
    first = entry.type == "incident_opened"
    kind: MessageKind = "Alert" if first else "Cancel" if over else "Update"
    earlier = tuple(one for one in told if one.seq < entry.seq)
    return Message(material, entry, kind, place, earlier)
