"""The settings of calls; `api.settings.Settings` has them among its own, with those of channels."""

from __future__ import annotations

from pydantic import AnyHttpUrl, Field

from api.calling.channel_settings import ChannelSettings


class CallSettings(ChannelSettings):
    """When and how messages of calls go out."""

    public_url: AnyHttpUrl | None = Field(
        default=None,
        description="Where people outside reach this server, such as on a telephone at home: "
        "messages of calls then hold a link to answer by. Empty: no links.",
    )
    call_rules: bool = Field(
        default=True,
        description="Whether the rules of `calling.yaml` are in force on this server; without, "
        "people are called by hand only. The same on every node of a database.",
    )
    call_gap_s: float = Field(
        default=30,
        ge=0,
        le=3600,
        description="Seconds between two messages of calls to one person by one channel; what "
        "comes due meanwhile goes out together.",
    )
    call_lease_s: float = Field(
        default=60,
        ge=2,
        le=3600,
        description="Seconds after which another node may send what a node that has died was "
        "sending; a node that lives holds on to it.",
    )
    call_worker: bool = Field(
        default=True,
        description="Whether this server sends messages of calls; false where other nodes on the "
        "same database do.",
    )
