"""What all real channels have in common: no exercises, no exceptions, a time limit.

`send` is the same for all. A channel adds `transmit`, which gets a `Real` message: no such
value can be made of a message of an exercise.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import final

import structlog

from api.calling.ports import ChannelName, Message, Outcome
from api.calling.wording import LONGEST_DETAIL, detail, without
from engine.contacts.addresses import read_address

log = structlog.get_logger("zhiban.channels")


class ExerciseRefused(Exception):
    """A message of an exercise was to become one to a real person."""


@dataclass(frozen=True, slots=True)
class Real:
    """A message that may leave the house. Raises `ExerciseRefused` for one of an exercise."""

    message: Message

    def __post_init__(self) -> None:
        # Whatever is not plainly False is an exercise.
        if self.message.exercise is not False:
            raise ExerciseRefused


def _impersonal(outcome: Outcome, message: Message) -> Outcome:
    """The outcome without the address and the link, which the other side may repeat.

    The record of a call names people, but never their numbers.
    """
    number = read_address("mobile", message.address) or ""
    told = without(outcome.detail, (message.address, number, message.link or ""))
    # Cut after that: half a number would not be found.
    return replace(outcome, detail=told[:LONGEST_DETAIL])


class RealChannel(ABC):
    """A channel that reaches people outside.

    `secrets` never stand in a detail or a log. After `limit_s` seconds nobody knows whether the
    message went out, unless the channel knows better and says so before.
    """

    name: ChannelName
    receipts: bool = True
    limit_s: float = 15.0
    secrets: tuple[str, ...] = ()

    @final
    async def send(self, message: Message) -> Outcome:
        """Give the message away, unless it is one of an exercise."""
        try:
            real = Real(message)
        except ExerciseRefused:
            log.error("exercise_at_a_real_channel", channel=self.name)
            return Outcome("refused", "exercise")
        try:
            async with asyncio.timeout(self.limit_s):
                return _impersonal(await self.transmit(real), message)
        except TimeoutError:
            return Outcome("unknown", detail("no_end", f"{self.limit_s:g} s"))
        except Exception as error:
            # Its text may hold an address with a key in it; the kind is enough.
            log.error("channel_failed", channel=self.name, error=type(error).__name__)
            return Outcome("unknown", detail("fault", type(error).__name__))

    @abstractmethod
    async def transmit(self, real: Real) -> Outcome:
        """Give the message away; may raise whatever its library raises."""

    def told(self, word: str, said: object = "") -> str:
        """A detail without this channel's secrets."""
        return detail(word, said, self.secrets)
