"""The tables, declared with SQLModel; those of calls and of the roster have files of their own.

Only `event` is the truth; it is append-only. `incident` and `report_slot` are derived
from it and can be made again from it; the rest is about accounts and upkeep. Rows are
written and read with Core statements on `table(Model)`, never with a session's identity
map: measured 4.5 times a raw commit per row against 0.2 for sessions.

Changing a table means a new file in `migrations/versions`; a test compares the two.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Table, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from api.store.database.archive_tables import ArchivedEntryRow as ArchivedEntryRow
from api.store.database.archive_tables import ArchivedIncidentRow as ArchivedIncidentRow
from api.store.database.attachment_tables import AttachmentPartRow as AttachmentPartRow
from api.store.database.call_tables import AnswerTokenRow as AnswerTokenRow
from api.store.database.call_tables import CallRow as CallRow
from api.store.database.call_tables import OutboxRow as OutboxRow
from api.store.database.column_types import Big
from api.store.database.column_types import Instant as Instant
from api.store.database.column_types import instant_text as instant_text
from api.store.database.roster_tables import RosterDefaultRow as RosterDefaultRow
from api.store.database.roster_tables import RosterFeedRow as RosterFeedRow
from api.store.database.roster_tables import RosterShiftRow as RosterShiftRow
from api.store.database.roster_tables import RosterSwapRow as RosterSwapRow
from api.store.database.webhook_tables import WebhookAttemptRow as WebhookAttemptRow
from api.store.database.webhook_tables import WebhookDeliveryRow as WebhookDeliveryRow
from api.store.database.webhook_tables import WebhookPlaceRow as WebhookPlaceRow
from api.store.database.webhook_tables import WebhookRow as WebhookRow


class EventRow(SQLModel, table=True):
    """One journal entry. `cursor` counts all of the server's, in the order of commits.

    The writer numbers them itself, from 1 without gaps, so a missing row shows.
    """

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("incident", "seq", name="event_incident_seq"),)

    cursor: int = Field(primary_key=True, sa_type=Big, sa_column_kwargs={"autoincrement": False})
    incident: str = Field(foreign_key="incident.id")
    seq: int
    id: str
    type: str
    occurred_at: datetime = Field(sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)
    actor: str
    role: str
    clause: str | None
    data: str = Field(sa_type=Text)
    prev_hash: str
    hash: str


class IncidentRow(SQLModel, table=True):
    """What lists and wake-ups need of an incident as of entry `seq`, its version."""

    __tablename__ = "incident"
    __table_args__ = (
        Index("incident_first_cursor", "first_cursor", unique=True),
        Index("incident_next_wake_at", "next_wake_at"),
    )

    id: str = Field(primary_key=True)
    number: str = Field(unique=True)
    plan: str
    plan_version: str
    plan_digest: str
    title: str
    exercise: bool
    division: str
    stage: str
    level: str | None
    sub_state: str | None
    occurred_at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    opened_at: datetime = Field(sa_type=Instant)
    seq: int
    voided: bool
    next_wake_at: datetime | None = Field(sa_type=Instant)
    first_cursor: int = Field(sa_type=Big)
    last_cursor: int = Field(sa_type=Big)


class SlotRow(SQLModel, table=True):
    """One report owed by one reporter at one instant; see `engine.incident.state.Slot`."""

    __tablename__ = "report_slot"
    __table_args__ = (
        Index("report_slot_due_at", "due_at", "id"),
        Index("report_slot_reporter", "reporter", "due_at"),
        Index("report_slot_state", "state", "due_at"),
        UniqueConstraint(
            "incident", "obligation", "reporter", "due_at", name="report_slot_owed_once"
        ),
    )

    id: str = Field(primary_key=True)
    incident: str = Field(foreign_key="incident.id")
    obligation: str
    reporter: str
    due_at: datetime = Field(sa_type=Instant)
    series: str
    recipients: str = Field(sa_type=Text)
    opens_at: datetime = Field(sa_type=Instant)
    state: str
    clause: str
    immediately: bool
    stage: int
    submitted_at: datetime | None = Field(sa_type=Instant)
    report_seq: int | None
    reason: str | None


class AccountRow(SQLModel, table=True):
    """Who may sign in. Without a password only tokens work.

    `since` holds a JSON object: role → when it was given, for those given while the server
    journal is kept. `folded` is the name in the form in which names are compared.
    """

    __tablename__ = "account"

    name: str = Field(primary_key=True)
    password: str | None
    roles: str = Field(sa_type=Text)
    division: str | None
    unit: str | None
    disabled: bool
    created_at: datetime = Field(sa_type=Instant)
    since: str | None = Field(default=None, sa_type=Text)
    folded: str | None = Field(default=None, index=True)


class ServerEventRow(SQLModel, table=True):
    """One entry of the server journal, from 1 without gaps; see `api.server_journal.events`."""

    __tablename__ = "server_event"
    __table_args__ = (
        Index("server_event_way", "way", "at"),
        Index("server_event_type", "type", "seq"),
    )

    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    type: str
    at: datetime = Field(sa_type=Instant)
    actor: str
    way: str
    reason: str | None
    data: str = Field(sa_type=Text)
    prev_hash: str
    hash: str


class ChainLinkRow(SQLModel, table=True):
    """One link of the server's chain; see `api.store.database.chain_links`.

    `content` is the text that `hash` covers, byte for byte.
    """

    __tablename__ = "chain_link"
    __table_args__ = (Index("chain_link_kind", "kind", "position"),)

    position: int = Field(primary_key=True, sa_type=Big, sa_column_kwargs={"autoincrement": False})
    kind: str
    content: str = Field(sa_type=Text)
    hash: str


class ContactRow(SQLModel, table=True):
    """Somebody who can be reached (`engine.contacts.contact`); `roles` and `channels` are JSON.

    `version` is the number of the last entry of the server journal about it.
    """

    __tablename__ = "contact"

    id: str = Field(primary_key=True)
    unit: str
    post: str
    person: str | None
    division: str | None
    rank: int
    roles: str = Field(sa_type=Text)
    channels: str = Field(sa_type=Text)
    account: str | None
    note: str | None = Field(sa_type=Text)
    version: int


class KeptDocumentRow(SQLModel, table=True):
    """The file of a signed document; `content` is base64, so that backups hold text only."""

    __tablename__ = "kept_document"
    sha256: str = Field(primary_key=True)
    incident: str = Field(primary_key=True)
    name: str
    media: str
    content: str = Field(sa_type=Text)


class ProposalRow(SQLModel, table=True):
    """A change of an account that waits for a second administrator; `wish` is JSON."""

    __tablename__ = "account_proposal"

    id: str = Field(primary_key=True)
    account: str
    new: bool
    wish: str = Field(sa_type=Text)
    password: str | None
    proposed_by: str
    proposed_at: datetime = Field(sa_type=Instant)
    reason: str | None


class SessionRow(SQLModel, table=True):
    """A sign-in (`session`) or a machine's key (`token`); of the secret only the sha256."""

    __tablename__ = "session"

    digest: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.name", index=True)
    kind: str
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(sa_type=Instant)
    revoked: bool
    read_only: bool
    address: str | None
    agent: str | None


class IdentityRow(SQLModel, table=True):
    """A person at an identity provider, and the account that he is here."""

    __tablename__ = "identity"

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.name", index=True)


class TotpRow(SQLModel, table=True):
    """An account's second factor; in force once a code has confirmed it."""

    __tablename__ = "totp"

    account: str = Field(primary_key=True, foreign_key="account.name")
    secret: str
    confirmed_at: datetime | None = Field(sa_type=Instant)
    last_step: int | None


class RecoveryCodeRow(SQLModel, table=True):
    """A code in place of a lost telephone; of it only the sha256."""

    __tablename__ = "recovery_code"

    account: str = Field(primary_key=True, foreign_key="account.name")
    digest: str = Field(primary_key=True)
    used: bool


class AnswerRow(SQLModel, table=True):
    """The first answer to a request with an Idempotency-Key; `audience` is who saw it."""

    __tablename__ = "idempotency"

    account: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    request: str
    status: int
    response: str = Field(sa_type=Text)
    created_at: datetime = Field(sa_type=Instant, index=True)
    audience: str | None = None


class PlanTextRow(SQLModel, table=True):
    """The files of a plan as they were, so that an incident stays with its plan."""

    __tablename__ = "plan_text"

    digest: str = Field(primary_key=True)
    id: str
    version: str
    text: str = Field(sa_type=Text)
    jurisdiction: str | None = Field(sa_type=Text)
    clauses: str | None = Field(sa_type=Text)


class CounterRow(SQLModel, table=True):
    """The last number given in a series such as `CM-2026`."""

    __tablename__ = "counter"

    series: str = Field(primary_key=True)
    last: int


class MetaRow(SQLModel, table=True):
    """Single values about the database; `epoch` tells one database from another."""

    __tablename__ = "meta"

    key: str = Field(primary_key=True)
    value: str


class NodeClockRow(SQLModel, table=True):
    """A node's last sign of life: the time that it goes by, and its machine's clock then."""

    __tablename__ = "node_clock"

    node: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant)
    wall: datetime = Field(sa_type=Instant)
    condition: str
    since: datetime | None = Field(sa_type=Instant)


class ClockMarkRow(SQLModel, table=True):
    """Something that happened to a node's clock, or a person's word on it (`word`).

    `moved_ms` is how far it moved; of a word, how far the machine's clock was seen ahead.
    """

    __tablename__ = "clock_mark"

    id: int = Field(primary_key=True, sa_type=Big, sa_column_kwargs={"autoincrement": False})
    node: str
    kind: str
    at: datetime = Field(sa_type=Instant)
    wall: datetime = Field(sa_type=Instant)
    moved_ms: int = Field(sa_type=Big)
    account: str | None
    reason: str | None


METADATA = SQLModel.metadata
"""All tables, for migrations."""


def table(model: type[SQLModel]) -> Table:
    """The Core table behind a model."""
    return METADATA.tables[str(model.__tablename__)]
