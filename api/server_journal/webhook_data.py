"""Entries about webhooks. Addresses stand in none of them whole: one may hold a key."""

from __future__ import annotations

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType


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


WEBHOOKS: DataByType = {
    "webhook_saved": WebhookSaved,
    "webhook_removed": WebhookRemoved,
}
"""These entries."""
