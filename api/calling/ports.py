"""What a channel is given and what it answers: the one port to everything that reaches people."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

ChannelName = Literal[
    "desk",
    "sink",
    "mail",
    "dingtalk",
    "wecom",
    "feishu",
    "apprise",
    "sms",
    "sms_gateway",
    "voice",
    "webhook",
]
CHANNEL_NAMES: tuple[ChannelName, ...] = get_args(ChannelName)

Result = Literal["sent", "answered", "refused", "busy", "no_answer", "failed", "limited", "unknown"]
"""How an attempt ended.

`sent`: the other side took the message. `answered`: a person pressed a key. `refused`: the
other side will not take this message to this address, and a second try would change nothing.
`busy`, `no_answer`: a telephone. `failed`: nothing went out; it may be tried again. `limited`:
too many, or not now; to be tried again after `retry_after_s`. `unknown`: it may or may not have
gone out, so another try may reach the person twice.
"""
RESULTS: tuple[Result, ...] = get_args(Result)

SHORT_CHARACTERS = 70
"""What one SMS in Chinese holds."""


@dataclass(frozen=True, slots=True)
class Message:
    """One text to one address.

    `key` is the same for a retry of the same attempt. `address` is a number, a mail address or
    a user's name at a messenger; empty where the channel has one target. `short` fits into one
    SMS (`SHORT_CHARACTERS`), `spoken` is read aloud. `link` is where the person answers, `code`
    the four digits of a reply by SMS. `exercise` is never True for a real channel.
    """

    key: str
    address: str
    person: str
    subject: str
    text: str
    short: str
    spoken: str
    link: str | None
    code: str | None
    exercise: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    `detail` is for the record: a word of the catalogue (`channel.detail.WORD`), and behind a
    blank what the other side said; no secrets. `retry_after_s`: not before so many seconds.
    """

    result: Result
    detail: str
    retry_after_s: float | None = None


class Channel(Protocol):
    """One means to reach people."""

    @property
    def name(self) -> ChannelName:
        """What settings and rules call it."""
        ...

    @property
    def receipts(self) -> bool:
        """Whether `sent` means that the other side took the message."""
        ...

    async def send(self, message: Message) -> Outcome:
        """Give the message away. Never raises, and ends within a time limit of its own."""
        ...


Answers = Callable[[str, str, str], Awaitable[None]]
"""Gets what comes back by a channel: the message's `key`, the means, and a note."""

KeyOf = Callable[[str, str], Awaitable[str | None]]
"""The `key` of the message that was sent to a number with a code, if its call is still open."""
