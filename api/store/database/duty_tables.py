"""Tables of the duty office itself: its hand-overs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from api.store.database.tables import Instant


class HandoverRow(SQLModel, table=True):
    """A frozen hand-over sheet, as canonical JSON. No row ever changes.

    `seq` is its entry in the server journal, `at` the instant that the sheet is of. Who has
    signed stands in later entries.
    """

    __tablename__ = "handover"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    seq: int
    at: datetime = Field(sa_type=Instant)
    sheet: str = Field(sa_type=Text)
