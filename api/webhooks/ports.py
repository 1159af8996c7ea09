"""What webhooks are made of, and what the worker asks of the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

from api.calling.ports import Outcome

DeliveryState = Literal["queued", "claimed", "delivered", "failed"]
"""`failed`: it is tried no more, unless somebody asks for it."""

TEST = "test"
"""The type of a delivery that an administrator asks for to see whether anybody takes it."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants to be told of which entries.

    `types` are types of entries, none for all. It is told of exercises or of real incidents,
    never of both; with a `division` only of incidents that have reached it.
    """

    id: str
    url: str
    types: tuple[str, ...]
    exercises: bool
    division: str | None
    enabled: bool

    def wants(self, type_: str, *, exercise: bool, divisions: frozenset[str]) -> bool:
        """Whether an entry of this type, of an incident that has reached these, is for it."""
        if exercise is not self.exercises:
            return False
        if self.division is not None and self.division not in divisions:
            return False
        return not self.types or type_ in self.types


@dataclass(frozen=True, slots=True)
class KeptSubscription:
    """A subscription as it is stored. `failing_since`: every attempt since then has failed."""

    subscription: Subscription
    made_at: datetime
    failing_since: datetime | None
    waiting: int
    failed: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try of a delivery by the real clock. `result` is that of `api.calling.ports`."""

    number: int
    at: datetime
    result: str
    detail: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """One entry for one subscription, and how far it is. `id` is the `webhook-id`."""

    id: str
    type: str
    incident: str | None
    seq: int | None
    state: DeliveryState
    made_at: datetime
    next_at: datetime
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this node alone may send now. `tries` counts this one.

    `type`, `subject`, `time` and `data` are the CloudEvent's.
    """

    id: str
    tries: int
    url: str
    secret: str
    type: str
    subject: str
    time: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Disabled:
    """A subscription that was just disabled, since all attempts for so long have failed."""

    subscription: str
    host: str
    days: int


class DeliveryQueue(Protocol):
    """The rows of one node's worker. For an event loop; all may raise `StoreUnavailable`."""

    async def next_due(self) -> datetime | None:
        """When there is something to do, by the real clock; None if nobody wants anything."""
        ...

    async def claim(self, most: int) -> Sequence[Claimed]:
        """Enter what journals hold for subscriptions, and take what is due for this node."""
        ...

    async def settle(
        self, claimed: Claimed, outcome: Outcome, retry_s: float | None
    ) -> Disabled | None:
        """Enter an attempt; entering it again changes nothing."""
        ...
