"""The channels of a running server, and how the last attempt by each of them ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from api.calling.ports import CHANNEL_NAMES, Channel, ChannelName, Message, Outcome
from engine.clock import Clock


@dataclass(frozen=True, slots=True)
class Last:
    """How the last attempt by a channel ended, and when."""

    at: datetime
    outcome: Outcome


class Noted:
    """A channel whose last outcome is kept."""

    def __init__(self, channel: Channel, clock: Clock, last: dict[str, Last]) -> None:
        self._channel, self._clock, self._last = channel, clock, last
        self.name: ChannelName = channel.name
        self.receipts = channel.receipts
        self.limit_s: float = getattr(channel, "limit_s", 0.0)

    async def send(self, message: Message) -> Outcome:
        """Send, and keep what came of it."""
        return (await self.attempt(message)).outcome

    async def attempt(self, message: Message) -> Last:
        """Send, and tell when it ended as well."""
        outcome = await self._channel.send(message)
        last = self._last[self.name] = Last(self._clock.now, outcome)
        return last


class ChannelBook:
    """The channels by name, and what the others lack; attempts are kept since the start."""

    def __init__(
        self,
        channels: Mapping[str, Channel],
        missing: Mapping[ChannelName, str],
        clock: Clock,
    ) -> None:
        self._last: dict[str, Last] = {}
        self.channels: Mapping[str, Noted] = MappingProxyType(
            {name: Noted(one, clock, self._last) for name, one in channels.items()}
        )
        self.missing = missing

    def last(self, name: str) -> Last | None:
        """The last attempt by a channel on this server; None if there was none."""
        return self._last.get(name)

    @property
    def longest_s(self) -> float:
        """Seconds after which every attempt has ended, by whichever channel."""
        return max(one.limit_s for one in self.channels.values())

    @property
    def names(self) -> tuple[ChannelName, ...]:
        """Every channel that there is, set up or not."""
        return CHANNEL_NAMES
