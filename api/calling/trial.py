"""The test message of a channel: marked as a test in every part that a person may read or hear."""

from __future__ import annotations

from typing import Literal

from api.calling.channels.voice import dialled
from api.calling.ports import ChannelName, Message
from engine.contacts.addresses import read_address
from engine.messages import text

ADDRESSED: tuple[ChannelName, ...] = ("mail", "sms", "sms_gateway", "voice")
"""Channels that reach nobody without an address."""
ROBOTS: tuple[ChannelName, ...] = ("dingtalk", "wecom", "feishu")
"""Channels that mark a person if there is an address, and tell their group in any case."""

AddressUse = Literal["needed", "possible", "none"]


def address_use(name: ChannelName) -> AddressUse:
    """Whether a channel takes an address."""
    if name in ADDRESSED:
        return "needed"
    return "possible" if name in ROBOTS else "none"


def trial_address(name: ChannelName, typed: str) -> str | None:
    """The address in the form in which it is kept; None if the channel cannot reach it."""
    match name:
        case "mail":
            return read_address("mail", typed)
        case "sms" | "sms_gateway":
            return read_address("mobile", typed)
        case "voice":
            return dialled(typed)
        case "dingtalk" | "wecom" | "feishu":
            # Empty: nobody is marked.
            return (read_address("mobile", typed) or read_address(name, typed)) if typed else ""
        case _:
            return "" if not typed else None


def trial_message(name: ChannelName, address: str, key: str, language: str = "zh") -> Message:
    """A test message to an address as `trial_address` gives it.

    It needs no answer. The sink takes exercises only, so its test is one.
    """
    words = text("channel.trial", language)
    return Message(
        key=key,
        address=address,
        person="",
        subject=text("channel.trial_subject", language),
        text=words,
        short=words,
        spoken=words,
        link=None,
        code=None,
        exercise=name == "sink",
    )
