"""Who may see what of an incident, on the live channel and over HTTP.

The desk, the posts, exercise control and administrators see everything. A viewer, such as
a wall screen, sees no personal data: neither which account did something or holds a
delegation, nor telephone and identity numbers inside texts, nor the hashes, from which
such short things could be guessed. A reporter sees its own incidents: where the response
stands, its own slots and its own reports; of other entries only that there was one.

Source: our choice (docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from api.live.numbers import HIDDEN, without_numbers
from engine.actors import CLOCK, Actor
from engine.authority import delegated_to
from engine.state import Incident

Shape = dict[str, Any]

ACCOUNT_KEYS = frozenset({"to"})
"""Keys of a delegation that hold an account's name."""

REPORTER_PARTS = frozenset(
    {
        "id", "number", "plan", "title", "exercise", "division", "division_name",
        "occurred_at", "received_at", "opened_at", "activated_at", "ended_at",
        "stage", "grade", "level", "sub_state", "place_name", "colour", "version",
    }
)  # fmt: skip
REPORTER_BLANKS: Mapping[str, Any] = {
    "command": {"held_by": None, "name": "—", "superior": False},
    "facts": {},
    "figures": {},
    "classes": {},
    "recommendation": {
        "level": None, "sub_state": None, "name": None, "criteria": [], "may_rise_to": [],
    },
    "pending": None,
    "groups": [],
    "measures": [],
    "next_slots": [],
    "open_slots": {"owed": 0, "overdue": 0},
    "end_conditions": [],
    "casualty_watch_until": None,
    "casualty_watching": False,
    "unsigned": [],
    "struck": [],
    "delegations": [],
    "absences": [],
    "links": [],
    "signatures": [],
    "allowed": [],
}  # fmt: skip
"""What stands in a reporter's whole view for what it does not see: the shape is everybody's."""
REPORTER_COMMAND = "submit_report"
ENTRY_KEYS = ("seq", "id", "type", "incident", "occurred_at", "recorded_at", "cursor")
OPEN_TYPES = frozenset(
    {"incident_opened", "response_activated", "response_adjusted", "response_ended"}
)
"""Entries whose role and clause every reporter sees."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Those who see the same. `names` are a reporter's division and unit."""

    kind: Literal["desk", "viewer", "reporter"]
    names: frozenset[str] = frozenset()


DESK = Audience("desk")
VIEWER = Audience("viewer")


def audience_of(actor: Actor) -> Audience:
    """The audience that an account belongs to: the widest that its roles allow."""
    others = actor.roles - {"viewer", "reporter"}
    if others:
        return DESK
    if actor.is_a("viewer") or not actor.is_a("reporter"):
        return VIEWER
    return Audience("reporter", frozenset(n for n in (actor.division, actor.unit) if n))


def audience_in(incident: Incident, actor: Actor, now: datetime) -> Audience:
    """The account's audience at one incident: who acts there for a post's holder sees it all."""
    return DESK if delegated_to(incident, actor, now) else audience_of(actor)


def event_for(audience: Audience, event: Mapping[str, Any]) -> Shape:
    """An entry of the journal as this audience sees it."""
    if audience.kind == "desk":
        return dict(event)
    if audience.kind == "viewer":
        data = {
            key: HIDDEN if key in ACCOUNT_KEYS and event["type"] == "role_delegated" else without(v)
            for key, v in event["data"].items()
        }
        return dict(event) | {
            "actor": _somebody(event["actor"]),
            "data": data,
            "prev_hash": "",
            "hash": "",
        }
    entry = {key: event[key] for key in ENTRY_KEYS if key in event}
    own = event["data"].get("reporter") in audience.names
    shown = own or event["type"] in OPEN_TYPES
    return entry | {
        "actor": _somebody(event["actor"]),
        "role": event["role"] if shown else HIDDEN,
        "clause": event["clause"] if shown else None,
        "data": dict(event["data"]) if own else {},
        "prev_hash": "",
        "hash": "",
    }


def view_for(audience: Audience, view: Mapping[str, Any], own: Mapping[str, Any]) -> Shape:
    """A view, or the changed parts of one; `own` holds each reporter's slots by its names."""
    if audience.kind == "desk":
        return dict(view)
    if audience.kind == "viewer":
        shown = {key: without(value) for key, value in view.items()}
        if "delegations" in shown:
            shown["delegations"] = [one | {"to": HIDDEN} for one in shown["delegations"]]
        return shown
    shown = dict(REPORTER_BLANKS) if "id" in view else {}
    shown |= {key: value for key, value in view.items() if key in REPORTER_PARTS}
    if "allowed" in view:
        shown["allowed"] = [one for one in view["allowed"] if one["command"] == REPORTER_COMMAND]
    slots = [one for name in sorted(audience.names) for one in own.get(name, ())]
    if own.keys() & audience.names:
        shown["next_slots"] = slots
        overdue = sum(one["state"] == "overdue" for one in slots)
        shown["open_slots"] = {"owed": len(slots) - overdue, "overdue": overdue}
    return shown


def without(value: Any) -> Any:
    """The value with telephone and identity numbers hidden in its texts."""
    if isinstance(value, str):
        return without_numbers(value)
    if isinstance(value, Mapping):
        return {key: without(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without(inner) for inner in value]
    return value


def _somebody(actor: str) -> str:
    """Time itself may be named, a person not."""
    return actor if actor == CLOCK.name else HIDDEN
