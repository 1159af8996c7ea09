"""Entries about calls that belong to no incident; the data are those of an incident's journal."""

from __future__ import annotations

from pydantic import JsonValue
from typing_extensions import TypedDict

from api.server_journal.entry import DataByType


class ServerCallReason(TypedDict):
    """Why somebody is called: `call.reason.KEY` of the catalogues, and its values."""

    key: str
    values: dict[str, JsonValue]


class ServerCallStep(TypedDict):
    """One contact at one instant, by all its channels at once."""

    at: str
    round: int
    contact: str | None
    post: str
    person: str | None
    channels: list[str]


class ServerCallStarted(TypedDict):
    """Somebody has to be reached; whom and by what is settled here."""

    call: str
    trigger: str
    subject: str | None
    rule: str | None
    rules_digest: str | None
    reason: ServerCallReason
    cause_seq: int | None
    post: str
    person: str | None
    steps: list[ServerCallStep]
    answer_by: str
    exhausts_at: str


class ServerCallAttempted(TypedDict):
    """What one channel made of one step."""

    call: str
    step: int
    contact: str | None
    channel: str
    outcome: str
    detail: str


class ServerCallAnswered(TypedDict):
    """Somebody was reached."""

    call: str
    means: str
    by: str
    note: str
    answered_at: str


class ServerCallExhausted(TypedDict):
    """Nobody has answered in time."""

    call: str
    exhausts_at: str
    post: str


class ServerCallCancelled(TypedDict):
    """Its reason was over before anybody answered."""

    call: str
    why: str
    post: str


CALLS: DataByType = {
    "call_started": ServerCallStarted,
    "call_attempted": ServerCallAttempted,
    "call_answered": ServerCallAnswered,
    "call_exhausted": ServerCallExhausted,
    "call_cancelled": ServerCallCancelled,
}
"""These entries."""
