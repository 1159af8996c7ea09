"""The settings of the log; `api.settings.Settings` has them among its own."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class LogSettings(BaseSettings):
    """Where the log goes, how it is written, and how much of it is kept."""

    log_file: Path | None = Field(
        default=None,
        description="Write the log to this file instead of standard error; it is turned over "
        "as `log_megabytes` and `log_kept` say. Every server needs a file of its own.",
    )
    log_megabytes: float = Field(
        default=50, gt=0, le=100_000, description="The log file's size at which a new one is begun."
    )
    log_kept: int = Field(
        default=20, ge=1, le=999, description="Log files before the present one that are kept."
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto",
        description="`text` for people, `json` for machines, or as the terminal is.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important message that is logged."
    )
