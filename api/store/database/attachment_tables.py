"""The table of attachments' content."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from api.store.database.column_types import Instant


class AttachmentPartRow(SQLModel, table=True):
    """A part of the content of an attachment, from 0; base64, so that backups hold text only.

    `put_at` is when it was put in: content that no entry names goes after a day.
    """

    __tablename__ = "attachment_part"

    incident: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    part: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    put_at: datetime = Field(sa_type=Instant)
    content: str = Field(sa_type=Text)
