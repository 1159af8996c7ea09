"""Who may see what of an incident, on the live channel and over HTTP.

The desk, most posts, exercise control and administrators see everything; a post of a division
and an evaluator see the incidents that concern them like the desk. A viewer, such as
a wall screen, sees no personal data: neither which account did something or holds a
delegation, nor telephone and identity numbers inside texts, nor the hashes, from which
such short things could be guessed. A reporter sees its own incidents: where the response
stands, its own slots and its own reports; of other entries only that there was one.

Which field an audience sees stands on the field (`engine.presentation.seen_by`).

Source: our choice (docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from api.access.personal_data import without_numbers
from api.access.reach import Reach
from engine.incident.actors import CALLER, CLOCK
from engine.presentation.event_data import EVENT_DATA
from engine.presentation.event_shapes import OPEN_TO_REPORTERS, EventView
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.seen_by import Kind, SeenBy, hidden_from, marks, rows_of

Shape = dict[str, Any]

REPORTER_COMMAND = "submit_report"

_REPORTER_BLANKS = hidden_from("reporter", IncidentView)
"""What a reporter's view holds in place of the fields that it does not see."""
_REPORTER_PARTS = marks(IncidentView).keys() - _REPORTER_BLANKS.keys()
_VIEWER_HIDDEN = hidden_from("viewer", IncidentView)
"""What a viewer's view holds in place of the parts that it does not see."""
_VIEWER_PARTS = marks(IncidentView).keys() - _VIEWER_HIDDEN.keys()

_VIEWER_ROWS = rows_of(IncidentView)
"""Lists of a view → the shape of their rows, which viewers see in part."""

_ENTRY = marks(EventView).keys()
_ENTRY_BLANKS: Mapping[Kind, Shape] = {
    "viewer": hidden_from("viewer", EventView),
    "reporter": hidden_from("reporter", EventView),
}
_DATA: Mapping[str, Mapping[str, SeenBy]] = {
    event: {key: mark for key, mark in marks(shape).items() if mark is not None}
    for event, shape in EVENT_DATA.items()
}


_NO_PERSONS = frozenset({CLOCK.name, CALLER.name})
"""Actors that are no account, which every audience may read."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Accounts that see the same fields of the same incidents.

    `names` are a reporter's division and unit; without any, a reporter sees nothing. Like the
    desk an audience sees the incidents that have reached one of its `divisions`, and with
    `exercises` all exercises.
    """

    kind: Kind
    names: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    exercises: bool = False

    @property
    def key(self) -> str:
        """The audience as text, equal for those who see the same."""
        parts = [self.kind, *sorted(self.names)]
        parts += [f"in:{code}" for code in sorted(self.divisions)]
        return ",".join([*parts, *(["exercises"] if self.exercises else [])])

    @property
    def narrow(self) -> bool:
        """True if some incidents do not exist for these accounts."""
        return self.kind == "reporter"

    def at(self, reach: Reach) -> Audience:
        """What these accounts are at one incident, which decides the fields that they see."""
        if self.exercises and reach.exercise:
            return DESK
        if self.divisions:
            if not self.divisions.isdisjoint(reach.divisions):
                return DESK
            if not self.divisions.isdisjoint(reach.reporters):
                return DESK
        elif not self.exercises:
            return self
        return Audience(self.kind, self.names)

    def sees(self, reach: Reach) -> bool:
        """Whether the incident exists for these accounts."""
        here = self.at(reach)
        return not here.narrow or not here.names.isdisjoint(reach.reporters)


DESK = Audience("desk")
VIEWER = Audience("viewer")


def event_for(audience: Audience, event: Mapping[str, Any]) -> Shape:
    """An entry of the journal as this audience sees it."""
    if audience.kind == "desk":
        return dict(event)
    if audience.kind == "viewer":
        data = {key: without(value) for key, value in _data_for("viewer", event).items()}
        return _entry_for("viewer", event) | {"data": data}
    own = event["data"].get("reporter") in audience.names
    entry = _entry_for("viewer" if own or event["type"] in OPEN_TO_REPORTERS else "reporter", event)
    return entry | {"data": _data_for("reporter", event) if own else {}}


def _entry_for(kind: Kind, event: Mapping[str, Any]) -> Shape:
    """The fields of an entry. The audience reads `clock` or `calling`, but no account's name."""
    shown = {key: value for key, value in event.items() if key in _ENTRY} | _ENTRY_BLANKS[kind]
    if event["actor"] in _NO_PERSONS:
        shown["actor"] = event["actor"]
    return shown


def _data_for(kind: Kind, event: Mapping[str, Any]) -> Shape:
    """The data of an entry: only keys that the type's shape declares."""
    fields = _DATA.get(event["type"], {})
    return {
        key: value if kind in fields[key].audiences else fields[key].instead
        for key, value in event["data"].items()
        if key in fields
    }


def _blanked(rows: Any, shape: type) -> Any:
    """The rows of a list, or of its difference (see `list_deltas`), in part hidden."""
    if isinstance(rows, Mapping):
        put = [[place, _blanked_row(row, shape)] for place, row in rows["put"]]
        return {**rows, "put": put}
    return [_blanked_row(row, shape) for row in rows]


def _blanked_row(row: Shape, shape: type) -> Shape:
    """A row as viewers see it, and so with the rows that it holds itself."""
    blanks, inner = _hidden_in(shape)
    rows = {part: _blanked(row[part], of) for part, of in inner.items() if part in row}
    return {**row, **blanks, **rows}


@cache
def _hidden_in(shape: type) -> tuple[Shape, Mapping[str, type]]:
    return hidden_from("viewer", shape), rows_of(shape)


def view_for(audience: Audience, view: Mapping[str, Any], own: Mapping[str, Any]) -> Shape:
    """A view, or the changed parts of one; `own` holds each reporter's slots by its names."""
    if audience.kind == "desk":
        return dict(view)
    if audience.kind == "viewer":
        shown = dict(_VIEWER_HIDDEN) if "id" in view else {}
        shown |= {key: without(value) for key, value in view.items() if key in _VIEWER_PARTS}
        for part, row in _VIEWER_ROWS.items():
            if part in shown:
                shown[part] = _blanked(shown[part], row)
        return shown
    shown = dict(_REPORTER_BLANKS) if "id" in view else {}
    shown |= {key: value for key, value in view.items() if key in _REPORTER_PARTS}
    if "allowed" in view:
        shown["allowed"] = [one for one in view["allowed"] if one["command"] == REPORTER_COMMAND]
    slots = [one for name in sorted(audience.names) for one in own.get(name, ())]
    if own.keys() & audience.names:
        shown["next_slots"] = slots
        overdue = sum(one["state"] == "overdue" for one in slots)
        shown["open_slots"] = {
            "owed": len(slots) - overdue,
            "overdue": overdue,
            "past_reminders": sum(one["past_reminders"] for one in slots),
        }
    return shown


def without(value: Any) -> Any:
    """The value with telephone and identity numbers hidden in its texts."""
    if isinstance(value, str):
        return without_numbers(value)
    if isinstance(value, Mapping):
        return {without(key): without(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without(inner) for inner in value]
    return value
