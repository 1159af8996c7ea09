"""The tables of webhooks: who wants to be told, how far each is, what was sent with what result."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from api.store.database.column_types import Big, Instant


class WebhookRow(SQLModel, table=True):
    """A subscription. Each change is an entry of the server journal with a mark of the row.

    `types` is a JSON list of types of entries, empty for all; `version` the number of the entry.
    """

    __tablename__ = "webhook"

    id: str = Field(primary_key=True)
    url: str
    secret: str
    types: str = Field(sa_type=Text)
    exercises: bool
    division: str | None
    enabled: bool
    made_at: datetime = Field(sa_type=Instant)
    version: int


class WebhookPlaceRow(SQLModel, table=True):
    """How far a subscription is in the order of all entries: the cursor of the last and its hash.

    `failing_since`: every attempt since then has failed.
    """

    __tablename__ = "webhook_place"

    webhook: str = Field(primary_key=True, foreign_key="webhook.id")
    cursor: int = Field(sa_type=Big)
    hash: str
    failing_since: datetime | None = Field(default=None, sa_type=Instant)


class WebhookDeliveryRow(SQLModel, table=True):
    """One entry for one subscription; `incident` and `seq` are None for a test.

    A claim holds until `claimed_until`. All instants are of the real clock.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        Index("webhook_delivery_next", "state", "next_at"),
        Index("webhook_delivery_made", "webhook", "made_at", "id"),
    )

    id: str = Field(primary_key=True)
    webhook: str = Field(foreign_key="webhook.id")
    type: str
    incident: str | None
    seq: int | None
    state: str
    tries: int
    made_at: datetime = Field(sa_type=Instant)
    next_at: datetime = Field(sa_type=Instant)
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)


class WebhookAttemptRow(SQLModel, table=True):
    """What came of one try; `result` and `detail` are those of channels."""

    __tablename__ = "webhook_attempt"

    delivery: str = Field(primary_key=True, foreign_key="webhook_delivery.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Instant)
    result: str
    detail: str = Field(sa_type=Text)
