"""Answers about the address book."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from engine.contacts.contact import ChannelKind
from engine.contacts.directory import PartyKind


class ChannelView(TypedDict):
    """One way to reach somebody."""

    kind: ChannelKind
    address: str
    """In part hidden (`138****0001`) from whoever does not ring people."""
    tel: str | None
    """What a telephone dials (RFC 3966); null where nothing is dialled, or the number is hidden."""


class ContactView(TypedDict):
    """Somebody who can be reached, or a duty telephone."""

    id: str
    unit: str
    post: str
    person: str | None
    """Null for a duty telephone, which whoever is there answers."""
    division: str | None
    """A code of GB/T 2260, for offices of a county."""
    division_name: str | None
    rank: int
    """1 holds the post; 2 and more are the deputies, in order."""
    roles: list[str]
    """Posts of plans, `plan:role`, and general roles that the contact holds."""
    role_names: list[str]
    channels: list[ChannelView]
    account: str | None
    note: str | None
    masked: bool
    """The numbers are hidden in part."""
    version: int
    """What `If-Match` of a change has to name."""


class ContactsPage(TypedDict):
    """Contacts; for a post or a unit in the order in which they are tried."""

    contacts: list[ContactView]


class PartyView(TypedDict):
    """A post, a unit or a division whom a plan names."""

    kind: PartyKind
    id: str
    name: str


class PlanGaps(TypedDict):
    """Whom a plan names and nobody can ring."""

    plan: str
    title: str
    total: int
    """Posts, units and divisions that the plan names."""
    missing: list[PartyView]


class ContactFindingView(TypedDict):
    """Something that is doubled, missing or unknown in the address book."""

    sentence: str
    severity: Literal["error", "warning"]
    contacts: list[str]
    """The ids that it is about."""


class ContactGaps(TypedDict):
    """What is missing in the address book, by plan, and what is wrong in it."""

    plans: list[PlanGaps]
    findings: list[ContactFindingView]
