"""Settings: what an installation may choose. The only reader of the environment.

Each setting is a field with a description; it is read from `ZHIBAN_NAME` or from a
`.env` file in the folder where the program starts, and a misspelt one is told by
`unknown_names`. An empty value of a setting that may be left out, or of a path, is as
none at all. Seconds are real seconds, instants are aware.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, AwareDatetime, Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, NoDecode, SettingsConfigDict

from api import faults
from engine.plan.spelling import nearest

PREFIX = "ZHIBAN_"
TOKEN_VARIABLE = f"{PREFIX}TOKEN"
URL_VARIABLE = f"{PREFIX}URL"
CLIENT_VARIABLES = frozenset({TOKEN_VARIABLE, URL_VARIABLE})
"""What `zhiban watch` reads: for whoever looks at a server, not for the server."""
SHIPPED_PLANS = Path(__file__).resolve().parent.parent / "plans"


class Settings(BaseSettings):
    """The settings of one server."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True
    )

    database_url: str = Field(
        default="sqlite:///zhiban.db",
        description="Where everything is kept: `sqlite:///file` or `postgresql://…`.",
    )
    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: int = Field(default=8000, ge=0, le=65535, description="The TCP port to listen on.")
    plans_dir: Path = Field(
        default=SHIPPED_PLANS, description="The folder of the plans in force, one folder a plan."
    )
    plan_texts: Path | None = Field(
        default=None,
        description="A folder with the plans' official texts; then screens show clauses verbatim.",
    )
    clock_start: AwareDatetime | None = Field(
        default=None,
        description="Start the server's clock at this instant (RFC 3339): exercises only.",
    )
    clock_speed: float = Field(
        default=1.0,
        ge=0,
        le=100_000,
        description="Virtual seconds per real second; anything but 1 means exercises only, "
        "and at 0 the clock stands.",
    )
    session_hours: float = Field(
        default=12, gt=0, le=24 * 366, description="Hours until a sign-in ends by itself."
    )
    secure_cookie: bool = Field(
        default=False, description="Set the cookie's `Secure` flag: true behind HTTPS."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Further origins (JSON list) whose pages may write and listen, such as a "
        "proxy's public address.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of proxies whose `X-Forwarded-For` is believed, with commas.",
    )
    signin_attempts: int = Field(
        default=10, ge=1, description="Failed sign-ins allowed per name and per address."
    )
    signin_window_s: float = Field(
        default=300, gt=0, description="Seconds within which failed sign-ins are counted."
    )
    max_body_bytes: int = Field(
        default=1_000_000, ge=1000, description="The largest request body that is read."
    )
    request_s: float = Field(
        default=60, gt=0, description="Seconds in which a request has to be here, whole (408)."
    )
    heartbeat_s: float = Field(
        default=10, gt=0, description="Seconds between heartbeats on the websocket."
    )
    live_ring: int = Field(
        default=2048, ge=16, description="Event frames kept in memory for resuming clients."
    )
    live_resume_limit: int = Field(
        default=5000,
        ge=0,
        description="A client that missed more events than this gets a snapshot instead.",
    )
    live_clients: int = Field(
        default=10_000, ge=1, description="Websocket connections that one server takes."
    )
    live_auth_s: float = Field(
        default=5, gt=0, description="Seconds a websocket has to say who it is."
    )
    live_slow_s: float = Field(
        default=20, gt=0, description="Seconds a client may take nothing before it is closed."
    )
    live_compression: bool = Field(
        default=False,
        description="Offer compression on the websocket: fewer bytes, for some "
        "of the speed. Worth it where the network is the limit.",
    )
    live_frame_bytes: int = Field(
        default=16_384, ge=1024, description="The largest frame that is read from a client."
    )
    wake_poll_s: float = Field(
        default=30, gt=0, description="Look for due reports at least this often."
    )
    follow_poll_s: float = Field(
        default=0.5,
        gt=0,
        description="Look for what other programs have written at least this often; other nodes "
        "on PostgreSQL wake this one at once.",
    )
    watchdog_s: float = Field(
        default=60,
        gt=0,
        description="Seconds between two rounds of the watchdog, which recomputes the ledgers of "
        "incidents that have changed or had a report fall due; after three without a round it "
        "counts as silent.",
    )
    watchdog_full_s: float = Field(
        default=900,
        gt=0,
        description="Seconds within which the watchdog recomputes every open incident's ledger, "
        "from the first entry of its journal.",
    )
    deadman_url: AnyHttpUrl | None = Field(
        default=None,
        description="An address of an outside monitor, asked by GET as long as all is well.",
    )
    deadman_file: Path | None = Field(
        default=None,
        description="A file that is touched as long as all is well, for an outside monitor.",
    )
    deadman_s: float = Field(
        default=60, gt=0, description="Seconds between two such signs of life for the outside."
    )
    head_file: Path | None = Field(
        default=None,
        description="A file to which the journal's head is added, a line each time, for "
        "`zhiban journal verify --head`; every node has its own.",
    )
    head_s: float = Field(
        default=3600, gt=0, description="Seconds between two looks whether there is a new head."
    )
    log_format: Literal["auto", "text", "json"] = Field(
        default="auto",
        description="`text` for people, `json` for machines, or as the terminal is.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least important message that is logged."
    )

    language: Literal["zh", "en"] | None = Field(
        default=None, description="The language of the command line; else as `LANG` says."
    )
    fault: str | None = Field(
        default=None,
        pattern=faults.PATTERN,
        description="For the tests of this program only: die at `POINT[:COUNT]`.",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any, info: ValidationInfo) -> Any:
        """An empty path would be the current folder, and an empty address is none.

        Where everything is kept and which port is taken is not left to chance like that.
        """
        default = cls.model_fields[str(info.field_name)].default
        optional = default is None or isinstance(default, Path | tuple)
        return default if optional and value == "" else value

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _decoded(cls, value: Any) -> Any:
        """JSON, decoded here: what is none is then refused like any other value."""
        with suppress(ValueError, TypeError):
            return json.loads(value)
        return value

    @property
    def virtual_clock(self) -> bool:
        """Whether the server's clock is not the real one, so that it takes exercises only."""
        return self.clock_start is not None or self.clock_speed != 1.0


def unknown_names(environment: Mapping[str, str] | None = None) -> dict[str, str | None]:
    """`ZHIBAN_*` variables, and lines of `.env`, that are no setting → the setting probably meant.

    What `zhiban watch` reads is known as well; `ZHIBAN_TEST_*` belongs to the tests and is
    left aside.
    """
    known = {f"{PREFIX}{name}".upper() for name in Settings.model_fields} | CLIENT_VARIABLES
    given = {*_dotenv_names(), *os.environ} if environment is None else environment
    return {
        name: nearest(name.upper(), known)
        for name in given
        if name.upper().startswith(PREFIX)
        and not name.upper().startswith(f"{PREFIX}TEST_")
        and name.upper() not in known
    }


def _dotenv_names() -> set[str]:
    """The names that the folder's `.env` gives values to."""
    return {name.upper() for name in DotEnvSettingsSource(Settings).env_vars}


def terminal_language(environment: Mapping[str, str] | None = None) -> str:
    """The command line's language: Chinese, unless the setting or the locale says English."""
    given = os.environ if environment is None else environment
    words = given.get(f"{PREFIX}LANGUAGE") or given.get("LC_ALL") or given.get("LANG") or ""
    return "en" if words.lower().startswith("en") else "zh"
