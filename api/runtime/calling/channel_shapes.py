"""Answers about channels."""

from __future__ import annotations

from typing_extensions import TypedDict

from api.calling.channel_book import ChannelBook, Last
from api.calling.ports import ChannelName, Result
from api.calling.trial import AddressUse, address_use
from api.calling.wording import channel_word, detail_sentence, result_word


class AttemptView(TypedDict):
    """How an attempt by a channel ended."""

    at: str
    result: Result
    sentence: str
    """The result in words, and what the other side said."""


class ChannelStatus(TypedDict):
    """One means to reach people."""

    name: ChannelName
    title: str
    set_up: bool
    why: str | None
    """What is missing, where it is not set up."""
    address: AddressUse
    """Whether a test of it needs an address."""
    receipts: bool
    """Whether `sent` means that the other side took the message."""
    last: AttemptView | None
    """The last attempt on this server since it started."""


class ChannelsPage(TypedDict):
    """All channels, set up or not."""

    channels: list[ChannelStatus]


def channels_page(book: ChannelBook, language: str) -> ChannelsPage:
    """All channels as an account reads them."""
    return ChannelsPage(channels=[_status(book, name, language) for name in book.names])


def attempt_view(last: Last, language: str) -> AttemptView:
    """How an attempt ended, in words."""
    outcome = last.outcome
    words = f"{result_word(outcome.result, language)} — {detail_sentence(outcome.detail, language)}"
    return AttemptView(at=last.at.isoformat(), result=outcome.result, sentence=words)


def _status(book: ChannelBook, name: ChannelName, language: str) -> ChannelStatus:
    channel, last = book.channels.get(name), book.last(name)
    return ChannelStatus(
        name=name,
        title=channel_word(name, language),
        set_up=channel is not None,
        why=None if channel else detail_sentence(book.missing[name], language),
        address=address_use(name),
        receipts=channel is not None and channel.receipts,
        last=None if last is None else attempt_view(last, language),
    )
