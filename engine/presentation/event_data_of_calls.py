"""What the data of entries about calls holds; see `event_data`.

The same data stand in the server journal for calls that belong to no incident.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import JsonValue
from typing_extensions import TypedDict

from engine.presentation.entry_data import EntryData
from engine.presentation.seen_by import ForDesk, ForViewers, seen_by


class CallReasonData(TypedDict):
    """`call.reason.KEY` of the catalogues, and its values."""

    key: str
    values: dict[str, JsonValue]


class CallStepData(TypedDict):
    """One contact at one instant, by all its channels at once."""

    at: str
    round: int
    contact: str | None
    post: str
    person: str | None
    channels: list[str]


class CallStarted(EntryData, total=False):
    """叫应: somebody has to be reached; the chain is resolved here and stays."""

    call: ForViewers[str]
    """Id of the call."""
    trigger: ForViewers[str]
    """What made it: a trigger of `calling.yaml`, or `by_hand`."""
    subject: ForViewers[str | None]
    """What it is about: id of a slot, number of an entry, a level."""
    rule: ForViewers[str | None]
    """Id of the rule; null for a call by hand."""
    rules_digest: ForViewers[str | None]
    """The sha256 of the `calling.yaml` that the rule stands in."""
    reason: Annotated[CallReasonData, seen_by("viewer", instead={})]
    cause_seq: ForViewers[int | None]
    """Number of the entry that triggered it; null where time did."""
    post: ForViewers[str]
    """The post that is called first, in words."""
    person: ForDesk[str | None]
    steps: Annotated[list[CallStepData], seen_by(instead=[])]
    """Who is tried when and by what; `sink` alone in an exercise."""
    answer_by: ForViewers[str]
    """The rule's deadline."""
    exhausts_at: ForViewers[str]
    """Nobody is tried any more after this instant."""


class CallAttempted(TypedDict, total=False):
    """A channel was tried."""

    call: ForViewers[str]
    step: ForViewers[int]
    """Index in the steps of the call."""
    contact: ForViewers[str | None]
    channel: ForViewers[str]
    outcome: ForViewers[str]
    """sent, answered, refused, busy, no_answer, failed, limited or unknown."""
    detail: ForDesk[str]
    """What the other side said, without secrets."""


class CallAnswered(EntryData, total=False):
    """Somebody answered, or the desk reached him."""

    call: ForViewers[str]
    means: ForViewers[str]
    by: ForDesk[str]
    """Who answered: a name of the chain, or the account that reached him."""
    note: Annotated[str, seen_by(instead="")]
    answered_at: ForViewers[str]


class CallCancelled(TypedDict, total=False):
    """The reason of a call was over before anybody answered."""

    call: ForViewers[str]
    why: ForViewers[str]
    """`call.cancelled.WHY` of the catalogues."""
    post: ForViewers[str]


class CallExhausted(TypedDict, total=False):
    """Time: everybody was tried and nobody answered."""

    call: ForViewers[str]
    exhausts_at: ForViewers[str]
    post: ForViewers[str]
