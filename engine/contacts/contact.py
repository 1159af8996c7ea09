"""A contact: one person, or one duty telephone, in one post of one unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

ChannelKind = Literal[
    "mobile", "landline", "satellite", "fax", "mail", "dingtalk", "wecom", "feishu"
]
"""By what somebody is reached; the last three are a user's name at a messenger."""

CHANNEL_KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)
VOICE: tuple[ChannelKind, ...] = ("mobile", "landline", "satellite")
"""What rings and is answered by a voice, in the order in which it is tried."""

FIRST = 1
LAST = 99


@dataclass(frozen=True, slots=True)
class Channel:
    """One number or address, as `engine.contacts.addresses` writes it."""

    kind: ChannelKind
    address: str


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who can be reached.

    `person` is None for a duty telephone, which whoever is there answers. `division` is a code
    of GB/T 2260, for offices of a county. `rank` orders those of one post: 1 holds it, then
    the deputies. `roles` are the plans' posts and units that the contact answers for, as
    `plan:id`, and general roles. `account` is the account that the person signs in with.
    """

    id: str
    unit: str
    post: str
    person: str | None = None
    division: str | None = None
    rank: int = FIRST
    roles: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()
    account: str | None = None
    note: str | None = None

    @property
    def rings(self) -> bool:
        """Whether a telephone rings there."""
        return any(channel.kind in VOICE for channel in self.channels)

    @property
    def title(self) -> tuple[str, str, str]:
        """What tells one contact from another for a reader: unit, post, person."""
        return self.unit, self.post, self.person or ""


def in_order(contacts: Iterable[Contact]) -> list[Contact]:
    """As an address book lists them: by unit, then post, the holder before the deputies."""
    return sorted(
        contacts, key=lambda one: (one.unit, one.post, one.rank, one.person or "", one.id)
    )
