"""The outbox as the worker sees it: messages that it has claimed, and what it reports of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from api.calling.call_record import CallRecord
from api.calling.ports import Outcome
from engine.contacts.contact import Contact
from engine.incident.state import Incident

NO_CHANNEL = Outcome("refused", "no_channel")
"""A node had not the channel that a message goes by."""


@dataclass(frozen=True, slots=True)
class DueCall:
    """A call with the step that is due, and its incident, if it belongs to one.

    `row` names it in the outbox; `tries` counts this one.
    """

    row: str
    tries: int
    record: CallRecord
    step: int
    incident: Incident | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """What this node may now send to one person by one channel, as one message.

    `key` names the message and stays the same when it is tried again. `over`: it says that the
    reason of each call is over. `tries` counts this one. `contact` is None where nobody in the
    address book answers for the post any more. `token` is the secret of its answer link.
    """

    key: str
    contact: Contact | None
    channel: str
    exercise: bool
    over: bool
    calls: tuple[DueCall, ...]
    tries: int
    token: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class NextDue:
    """When the worker has something to do: `by_clock` by the incidents' clock, `by_wall`, when
    the first claim ends, by the real one. None: never."""

    by_clock: datetime | None
    by_wall: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxFacts:
    """How the outbox stands: calls that are open and exhausted, and the oldest due message."""

    open: int = 0
    exhausted: int = 0
    oldest_due: datetime | None = None


class Outbox(Protocol):
    """What the worker asks of the store. All raise `StoreUnavailable`."""

    async def claim(self, most: int) -> Sequence[Claimed]:
        """Take what is due, at most so many messages, for this node alone.

        Also ends the calls of no incident that nobody has answered in time.
        """
        ...

    async def hold(self, claims: Sequence[Claimed]) -> None:
        """Make claims of this node hold for as long again as when they were made."""
        ...

    async def settle(self, claimed: Claimed, outcome: Outcome, retry_s: float | None) -> None:
        """Enter an attempt, and in how many seconds it is tried again (None: it is not)."""
        ...

    async def next_due(self) -> NextDue:
        """When there is something to do."""
        ...

    async def facts(self) -> OutboxFacts:
        """How the outbox stands."""
        ...
