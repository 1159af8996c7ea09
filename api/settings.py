"""Settings: what an installation may choose. Beside `api.environment` the only reader of it.

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

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import DotEnvSettingsSource, NoDecode, SettingsConfigDict
from typing_extensions import override

from api import fault_injection
from api.attachments.settings import AttachmentSettings
from api.calling.call_settings import CallSettings
from api.documents.settings import DocumentSettings
from api.environment import PREFIX
from api.monitoring.log_settings import LogSettings
from engine.errors import InvalidInput
from engine.input_types import Instant
from engine.plan.nearest import nearest

TOKEN_VARIABLE = f"{PREFIX}TOKEN"
URL_VARIABLE = f"{PREFIX}URL"
CLIENT_VARIABLES = frozenset({TOKEN_VARIABLE, URL_VARIABLE})
"""Variables that `zhiban watch` reads. They describe a client, not the server."""
SHIPPED_PLANS = Path(__file__).resolve().parent.parent / "plans"


DOTENV = ".env"
DOTENV_ENCODING = "utf-8-sig"
"""UTF-8, with or without the byte order mark that editors on Windows write."""


JOURNALLED = (
    "plans_dir",
    "session_hours",
    "secure_cookie",
    "allowed_origins",
    "trusted_proxies",
    "two_admins",
    "division_posts_see_all",
    "signin_attempts",
    "signin_window_s",
    "webhook_hosts",
)
"""Settings about who gets in and who may what: a change of one is told in the server journal.

None of them is a secret."""


class Settings(CallSettings, AttachmentSettings, DocumentSettings, LogSettings):
    """The settings of one server."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV,
        env_file_encoding=DOTENV_ENCODING,
        extra="ignore",
        frozen=True,
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
    map: Path | None = Field(
        default=None,
        description="A GeoJSON file with outlines of the divisions for the wall, with the members "
        "`source` and `approval` (审图号), both shown; without one the wall shows plain squares.",
    )
    clock_start: Instant | None = Field(
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
    node: Annotated[str, Field(min_length=1, max_length=200)] | None = Field(
        default=None,
        description="What this server is called among several on one database; by default the "
        "machine's name and the port. Give one where the machine's name changes at each start.",
    )
    clock_jump_hours: float = Field(
        default=24,
        ge=0,
        le=24 * 60,
        description="Hours by which the machine's clock may jump forward while the server runs "
        "and still be followed, with an alarm. After a larger jump, or one back, time goes on by "
        "counted seconds until the clock is trusted again.",
    )
    session_hours: float = Field(
        default=12, gt=0, le=24 * 366, description="Hours until a sign-in ends by itself."
    )
    secure_cookie: bool = Field(
        default=False,
        description="Cookies are for HTTPS only, with the prefix `__Host-` or, below a path, "
        "`__Secure-`: true behind HTTPS.",
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Further origins (JSON list) whose pages may write and listen, such as a "
        "proxy's public address.",
    )
    root_path: str = Field(
        default="",
        pattern=r"^(/[A-Za-z0-9._~-]+)*$",
        description="The path below which a proxy shows this server, such as `/zhiban`: for "
        "cookies, `Location` and the OpenAPI document. The proxy may take it off or leave it.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1",
        description="Addresses of proxies whose `X-Forwarded-For` is believed, with commas.",
    )
    signin_attempts: int = Field(
        default=10, ge=1, description="Failed sign-ins allowed per name and per address."
    )
    two_admins: bool = Field(
        default=True,
        description="Giving a post that decides, or the role of an administrator, takes two "
        "administrators, where there are two: the first proposes, the second confirms.",
    )
    division_posts_see_all: bool = Field(
        default=False,
        description="Posts that act in their own division, such as a county's headquarters, also "
        "see the incidents that have not reached it.",
    )
    signin_window_s: float = Field(
        default=300, gt=0, description="Seconds within which failed sign-ins are counted."
    )
    oidc_issuer: AnyHttpUrl | None = Field(
        default=None,
        description="The issuer of an OpenID Connect provider, with which people may then sign "
        "in beside passwords; its configuration is found below it.",
    )
    oidc_client_id: str | None = Field(
        default=None, description="How the provider knows this server; needed with an issuer."
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="The secret that the provider gave for it, if it did."
    )
    oidc_scope: str = Field(default="openid profile", description="What is asked of the provider.")
    oidc_redirect_url: AnyHttpUrl | None = Field(
        default=None,
        description="The address of `/api/session/oidc/callback` as browsers reach it and the "
        "provider knows it; by default from the request's `Host`.",
    )
    oidc_label: str = Field(
        default="统一身份认证", description="What the button on the sign-in page names."
    )
    oidc_name_claim: str = Field(
        default="preferred_username",
        description="The provider's claim that becomes the account's name.",
    )
    oidc_role_claim: str = Field(
        default="roles",
        description="The provider's claim with roles or groups, a text or a list; `a.b` is `b` "
        "inside `a`.",
    )
    oidc_roles: Annotated[dict[str, tuple[str, ...]], NoDecode] = Field(
        default={},
        description="Which roles here a value of that claim stands for, as JSON: "
        '`{"duty": ["duty_officer"]}`. Who has none of them may not sign in.',
    )
    oidc_division_claim: str | None = Field(
        default=None, description="The claim with the division's code, for posts that need one."
    )
    max_body_bytes: int = Field(
        default=1_000_000, ge=1000, description="The largest request body that is read."
    )
    request_s: float = Field(
        default=60, gt=0, description="Seconds in which a request has to be here, whole (408)."
    )
    webhook_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Hosts (JSON list, `host` or `host:port`) of the office's own network to which "
        "webhooks may go, also by plain HTTP. All others have to be public and are asked by HTTPS.",
    )
    webhook_disable_days: int = Field(
        default=5,
        ge=1,
        le=365,
        description="Days after which a webhook is disabled, with an alarm, if every attempt since "
        "then has failed.",
    )
    request_head_s: float = Field(
        default=10, gt=0, description="Seconds in which the head of a request has to be here (408)."
    )
    guest_connections: int = Field(
        default=1000,
        ge=1,
        description="Connections on which nobody is signed in, for each address (IPv6: each /64); "
        "one more takes the place of the one that has kept silent longest (429).",
    )
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Names (JSON list) by which this server may be asked, in `Host`; `*.` before "
        "one stands for all below it. Empty: any. Others get 400.",
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
    notify: bool = Field(
        default=True,
        description="On PostgreSQL, wake the other nodes by NOTIFY. Without it, for relatives and "
        "poolers that do not pass it on, they look as often as ZHIBAN_FOLLOW_POLL_S says.",
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
    key_file: Path | None = Field(
        default=None,
        description="The private key that signs heads and lost ends of the journal "
        "(`zhiban key create`); outside the database, readable by the server alone.",
    )
    head_s: float = Field(
        default=3600, gt=0, description="Seconds between two looks whether there is a new head."
    )
    backup_folder: Path | None = Field(
        default=None,
        description="The folder into which `zhiban backup` is told to write: then metrics and "
        "`zhiban doctor` say how old the newest backup is.",
    )
    language: Literal["zh", "en"] | None = Field(
        default=None, description="The language of the command line; else as `LANG` says."
    )
    fault: str | None = Field(
        default=None,
        pattern=fault_injection.PATTERN,
        description="For the tests of this program only: die at `POINT[:COUNT]`.",
    )
    clock_shift: Path | None = Field(
        default=None,
        description="For the tests of this program only: a file that says by how much this "
        "server's reading of the machine's clock is wrong.",
    )

    @field_validator("*", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any, info: ValidationInfo) -> Any:
        """Treat an empty value as not given: an empty path would be the current folder."""
        default = cls.model_fields[str(info.field_name)].default
        optional = default is None or isinstance(default, Path | tuple | dict)
        return default if optional and value == "" else value

    @field_validator(
        "allowed_origins", "allowed_hosts", "webhook_hosts", "oidc_roles", mode="before"
    )
    @classmethod
    def _decoded(cls, value: Any) -> Any:
        """Decode JSON here, so that a value that is no JSON is refused like any other."""
        with suppress(ValueError, TypeError):
            return json.loads(value)
        return value

    def journalled(self) -> dict[str, str]:
        """The settings whose change is an entry of the server journal, as text."""
        return {_variable(name): _shown(getattr(self, name)) for name in JOURNALLED}

    @classmethod
    def journalled_defaults(cls) -> dict[str, str]:
        """What they are where nobody has chosen."""
        return {_variable(name): _shown(cls.model_fields[name].default) for name in JOURNALLED}

    @property
    @override
    def virtual_clock(self) -> bool:
        """True if the server's clock is not the real one; the server then takes exercises only."""
        return self.clock_start is not None or self.clock_speed != 1.0


def _variable(name: str) -> str:
    return f"{PREFIX}{name}".upper()


def _shown(value: Any) -> str:
    return json.dumps(value, default=str, ensure_ascii=False)


def check_dotenv(folder: Path | None = None) -> None:
    """Raise `InvalidInput` for a `.env` that cannot be read or is not UTF-8 (saved as GBK)."""
    file = (folder or Path.cwd()) / DOTENV
    try:
        if file.is_file():
            file.read_bytes().decode(DOTENV_ENCODING)
    except OSError as wrong:
        raise InvalidInput(
            "dotenv_unreadable", field=DOTENV, file=str(file), problem=wrong.strerror or str(wrong)
        ) from None
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        raise InvalidInput("dotenv_not_utf8", field=DOTENV, file=str(file), line=line) from None


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
