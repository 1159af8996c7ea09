"""Entries about a live drill: its control log and messages, which stand here and nowhere else.

What people did to the drill itself (start, pause, jump, give an inject, break off), each at its
instant of drill time. What happened in the drill is in the journals of its incidents.
"""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType


class DrillControlled(TypedDict):
    """One entry of the control log; see `engine.drill.exercise.ControlEntry`."""

    scenario: str
    action: str
    at: str
    """Drill time."""
    by: str
    """The account; `clock` for an inject whose instant had come."""
    speed: int | None
    to: str | None
    inject: str | None
    part: str | None
    holder: str | None
    account: str | None
    note: str
    entry: NotRequired[str | None]
    """The entry of a replay that it is about."""


class DrillMessageSent(TypedDict):
    """What a controller or evaluator wrote to the others. `at` is drill time."""

    key: str
    """Made by the page: a retry writes nothing twice."""
    at: str
    text: str


DRILL: DataByType = {
    "drill_controlled": DrillControlled,
    "drill_message_sent": DrillMessageSent,
}
"""These entries."""
