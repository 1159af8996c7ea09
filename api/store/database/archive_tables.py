"""The tables of what left the database for an archive: what stands for it here.

An incident that was archived leaves a row with its number and title, so that it is found and its
number stays its own, and of each entry the place and the hash, which the server's chain and every
published head cover. `api.store.retention` moves incidents there and back.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from api.store.database.column_types import Big, Instant


class ArchivedIncidentRow(SQLModel, table=True):
    """What stands for an archived incident. `entries` counts them; `last_at` is the last one's.

    `archive` is the sha256 of the whole file, `file` its name when it was written.
    """

    __tablename__ = "archived_incident"

    id: str = Field(primary_key=True)
    number: str = Field(unique=True)
    title: str
    plan: str
    plan_version: str
    exercise: bool
    voided: bool
    division: str
    occurred_at: datetime = Field(sa_type=Instant)
    opened_at: datetime = Field(sa_type=Instant)
    last_at: datetime = Field(sa_type=Instant)
    entries: int
    archive: str
    file: str


class ArchivedEntryRow(SQLModel, table=True):
    """Where an archived entry stood, and its hash; what it said is in the archive."""

    __tablename__ = "archived_entry"
    __table_args__ = (UniqueConstraint("incident", "seq", name="archived_entry_incident_seq"),)

    cursor: int = Field(primary_key=True, sa_type=Big, sa_column_kwargs={"autoincrement": False})
    incident: str = Field(foreign_key="archived_incident.id")
    seq: int
    hash: str
