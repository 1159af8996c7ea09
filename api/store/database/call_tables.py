"""The tables of calls: what is owed, what is to be sent, and how a message is answered.

Both `calls` and `outbox` are made of the entries about calls and can be made of them again.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from api.store.database.column_types import Instant


class CallRow(SQLModel, table=True):
    """A call that is owed or was (`api.calling.call_record`), made from its entries.

    `incident` is None for one that belongs to none. `entries` is JSON: those about it.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index("calls_state", "state", "exhausts_at"),
        Index("calls_incident", "incident"),
        Index("calls_started", "started_at", "id"),
    )

    id: str = Field(primary_key=True)
    incident: str | None
    exercise: bool
    state: str
    started_at: datetime = Field(sa_type=Instant)
    answer_by: datetime = Field(sa_type=Instant)
    exhausts_at: datetime = Field(sa_type=Instant)
    entries: str = Field(sa_type=Text)


class OutboxRow(SQLModel, table=True):
    """One message of a call by one channel to one person, and how far it is.

    `due_at` is when the call's first entry wants it, `next_at` when it is tried next, both by the
    incidents' clock. A claim holds until `claimed_until`, by the real one. `settled` is the last
    of the `tries` that is entered. Rows that went out in one message have the same `message`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_next", "state", "next_at"),
        Index("outbox_call", "call"),
        Index("outbox_person", "contact", "channel", "sent_at"),
    )

    id: str = Field(primary_key=True)
    call: str = Field(foreign_key="calls.id")
    kind: str
    exercise: bool
    step: int
    contact: str | None
    channel: str
    due_at: datetime = Field(sa_type=Instant)
    next_at: datetime = Field(sa_type=Instant)
    state: str
    tries: int
    settled: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    outcome: str | None = None
    message: str | None = None


class AnswerTokenRow(SQLModel, table=True):
    """How one message is answered: the sha256 of its link's secret, the code of a reply by SMS.

    `calls` is a JSON list: one answer is for all calls that went out in the message.
    """

    __tablename__ = "answer_token"
    __table_args__ = (Index("answer_token_message", "message", "made_at"),)

    digest: str = Field(primary_key=True)
    message: str
    contact: str | None
    calls: str = Field(sa_type=Text)
    code: str
    made_at: datetime = Field(sa_type=Instant)
