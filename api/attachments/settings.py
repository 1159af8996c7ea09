"""The settings of attachments; `api.settings.Settings` has them among its own."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings


class AttachmentSettings(BaseSettings):
    """How large attachments may be, and how long sending one may take."""

    attachment_bytes: int = Field(
        default=20 * 1024 * 1024,
        ge=1000,
        description="The largest file that may be attached, in bytes.",
    )
    attachments_of_incident_bytes: int = Field(
        default=1_000_000_000,
        ge=1000,
        description="The most that the attachments of one incident may take together, in bytes.",
    )
    upload_s: float = Field(
        default=600,
        gt=0,
        description="Seconds in which a file that is being attached has to be here, whole (408): "
        "a telephone at the site sends slowly.",
    )
