"""The tables of the roster; all others are in `tables`, which knows these too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from api.store.database.column_types import Instant


class RosterShiftRow(SQLModel, table=True):
    """A shift of the roster (`engine.roster.shift`); who has which duty in it is JSON.

    `version` is the number of the last entry of the server journal about it.
    """

    __tablename__ = "roster_shift"
    __table_args__ = (Index("roster_shift_ends", "ends_at"),)

    id: str = Field(primary_key=True)
    starts_at: datetime = Field(sa_type=Instant)
    ends_at: datetime = Field(sa_type=Instant)
    name: str | None
    leader: str = Field(sa_type=Text)
    duty_officers: str = Field(sa_type=Text)
    standby: str = Field(sa_type=Text)
    note: str | None = Field(sa_type=Text)
    version: int


class RosterDefaultRow(SQLModel, table=True):
    """To whom a gap in a duty falls; `members` is JSON."""

    __tablename__ = "roster_default"

    post: str = Field(primary_key=True)
    members: str = Field(sa_type=Text)
    version: int


class RosterSwapRow(SQLModel, table=True):
    """A wish to swap a duty (`engine.roster.swaps`); `giver` and `taker` are JSON."""

    __tablename__ = "roster_swap"

    id: str = Field(primary_key=True)
    shift: str
    post: str
    giver: str = Field(sa_type=Text)
    taker: str = Field(sa_type=Text)
    back: str | None
    note: str | None = Field(sa_type=Text)
    state: str
    asked_by: str
    asked_at: datetime = Field(sa_type=Instant)
    answered_by: str | None
    answered_at: datetime | None = Field(sa_type=Instant)


class RosterFeedRow(SQLModel, table=True):
    """An address by which a calendar program reads an account's shifts, by the sha256 of its
    secret."""

    __tablename__ = "roster_feed"

    digest: str = Field(primary_key=True)
    account: str = Field(unique=True)
    made_at: datetime = Field(sa_type=Instant)
