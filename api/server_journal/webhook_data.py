"""Entries about webhooks. Addresses stand in none of them whole: one may hold a key."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.server_journal.entry import Entry


class WebhookSaved(TypedDict):
    """A subscription is new, was changed, or was disabled."""

    webhook: str
    host: str
    types: list[str]
    """Types of entries; empty for all."""
    exercises: bool
    division: str | None
    enabled: bool
    new: bool
    mark: str
    """Of the row as it is stored now, with address and secret."""


class WebhookRemoved(TypedDict):
    """A subscription is no more, with the log of its deliveries."""

    webhook: str
    host: str


class WebhookSavedEntry(Entry):
    """See `WebhookSaved`."""

    type: Literal["webhook_saved"]
    data: WebhookSaved


class WebhookRemovedEntry(Entry):
    """See `WebhookRemoved`."""

    type: Literal["webhook_removed"]
    data: WebhookRemoved
