"""Answers about webhooks. Instants are RFC 3339 in UTC, by the real clock."""

from __future__ import annotations

from typing_extensions import TypedDict

from api.webhooks.ports import DeliveryState


class WebhookView(TypedDict):
    """A subscription; its secret is shown once, when it is made."""

    id: str
    url: str
    types: list[str]
    """Types of entries; empty for all."""
    exercises: bool
    """It is told of exercises and of nothing else; otherwise of real incidents alone."""
    division: str | None
    """Only incidents that have reached this division."""
    enabled: bool
    made_at: str
    failing_since: str | None
    """Every attempt since then has failed."""
    waiting: int
    """Deliveries that are to be sent."""
    failed: int
    """Deliveries that were given up."""


class NewWebhook(WebhookView):
    """A subscription that was just made."""

    secret: str
    """Signs what is sent; shown this once."""


class WebhooksPage(TypedDict):
    """All subscriptions."""

    webhooks: list[WebhookView]
    hosts: list[str]
    """Hosts of the office's own network that subscriptions may name."""


class AttemptRow(TypedDict):
    """One try of a delivery."""

    number: int
    at: str
    result: str
    said: str
    """What came of it, in words."""


class DeliveryRow(TypedDict):
    """One entry for one subscription."""

    id: str
    """The `webhook-id`, the same for each attempt."""
    type: str
    """The type of the entry, or `test`."""
    incident: str | None
    seq: int | None
    state: DeliveryState
    made_at: str
    next_at: str | None
    """When it is tried next; null unless it waits."""
    attempts: list[AttemptRow]


class DeliveriesPage(TypedDict):
    """Deliveries, the newest first."""

    deliveries: list[DeliveryRow]
    next: str | None
    """`before` of the page after it; null at the end."""


class TestSent(TypedDict):
    """A test that is on its way."""

    delivery: str
    """Its `webhook-id`, by which the log shows what came of it."""
