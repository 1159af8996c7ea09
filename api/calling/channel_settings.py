"""The settings of the channels; `api.settings.Settings` has them among its own."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

DINGTALK, WECOM, FEISHU = (
    AnyHttpUrl("https://oapi.dingtalk.com"),
    AnyHttpUrl("https://qyapi.weixin.qq.com"),
    AnyHttpUrl("https://open.feishu.cn"),
)
MAIL_ADDRESS = r"^[^@\s]+@[^@\s]+$"
HOST = r"^[A-Za-z0-9.:\[\]-]+$"


class ChannelSettings(BaseSettings):
    """By which means this office reaches people."""

    mail_host: str | None = Field(
        default=None, pattern=HOST, description="Channel `mail`: the office's SMTP server."
    )
    mail_port: int = Field(default=587, ge=1, le=65535, description="Its TCP port.")
    mail_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="How mail is encrypted on the way there: after a greeting (port 587), from "
        "the start (465), or not at all (a server on this machine).",
    )
    mail_from: str | None = Field(
        default=None, pattern=MAIL_ADDRESS, description="The sender; needed with a mail server."
    )
    mail_user: str | None = Field(
        default=None, description="With which name to sign in there, if at all."
    )
    mail_password: SecretStr | None = Field(default=None, description="And the password.")
    dingtalk_token: SecretStr | None = Field(
        default=None,
        description="Channel `dingtalk`: the `access_token` in the address of the group's robot.",
    )
    dingtalk_secret: SecretStr | None = Field(
        default=None, description="Its secret `SEC…`, where the robot asks for signatures (加签)."
    )
    dingtalk_url: AnyHttpUrl = Field(default=DINGTALK, description="The host of DingTalk.")
    wecom_key: SecretStr | None = Field(
        default=None,
        description="Channel `wecom`: the `key` in the address of the WeCom group's robot.",
    )
    wecom_url: AnyHttpUrl = Field(default=WECOM, description="The host of WeCom.")
    feishu_token: SecretStr | None = Field(
        default=None,
        description="Channel `feishu`: the end of the address of the Feishu group's robot, "
        "behind `/hook/`.",
    )
    feishu_secret: SecretStr | None = Field(
        default=None, description="Its secret, where the robot asks for signatures (签名校验)."
    )
    feishu_url: AnyHttpUrl = Field(default=FEISHU, description="The host of Feishu.")
    apprise_urls: SecretStr | None = Field(
        default=None,
        description="Channel `apprise`: addresses as that library writes them, with blanks "
        "between; all of them are told. Needs the extra `zhiban[apprise]`.",
    )
    sms_config: Path | None = Field(
        default=None,
        description="Channel `sms`: the `gammu-smsdrc` of the daemon that keeps the modem, with "
        "`service = files` and `inboxformat = detail`.",
    )
    sms_s: float = Field(
        default=60,
        ge=1,
        le=600,
        description="Seconds that the modem has for a message; what still waits then is taken "
        "back.",
    )
    sms_gateway_url: AnyHttpUrl | None = Field(
        default=None, description="Channel `sms_gateway`: where the gateway takes messages (POST)."
    )
    sms_gateway_token: SecretStr | None = Field(
        default=None, description="Goes into `Authorization: Bearer`."
    )
    sms_gateway_body: Annotated[dict[str, Any], NoDecode] = Field(
        default={},
        description="What the gateway is sent: `{number}`, `{text}` and `{id}` are filled in; by "
        'default `{"number": "{number}", "text": "{text}", "id": "{id}"}`.',
    )
    sms_gateway_success: Annotated[dict[str, Any], NoDecode] = Field(
        default={},
        description='The fields that its answer has where it took the message, as `{"code": 0}`; '
        "without, any HTTP 2xx counts as sent.",
    )
    voice_host: str | None = Field(
        default=None,
        pattern=HOST,
        description="Channel `voice`: the office's SIP gateway, `host` or `host:port` (UDP). Needs "
        "the extra `zhiban[voice]`, and `espeak-ng` or a recording.",
    )
    voice_user: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z0-9._+-]+$",
        description="The extension that calls; needed with a gateway.",
    )
    voice_password: SecretStr | None = Field(default=None, description="Its password, if any.")
    voice_lines: int = Field(default=1, ge=1, le=30, description="Calls that go out at once.")
    voice_ring_s: float = Field(
        default=45, ge=1, le=180, description="Seconds that the telephone rings."
    )
    voice_talk_s: float = Field(
        default=60, ge=1, le=300, description="Seconds that the sentence is repeated."
    )
    voice_recorded: Path | None = Field(
        default=None, description="A WAV file that is played instead of the spoken sentence."
    )
    webhook_url: AnyHttpUrl | None = Field(
        default=None, description="Channel `webhook`: the address that is told of each call."
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="`whsec_` and 24 to 64 bytes in base64, which sign it; needed with an address.",
    )
    webhook_source: str = Field(
        default="urn:zhiban", min_length=1, description="The `source` of its CloudEvents."
    )

    @field_validator("sms_gateway_body", "sms_gateway_success", mode="before")
    @classmethod
    def _object(cls, value: Any) -> Any:
        """Decode JSON here, so that a value that is no JSON is refused like any other."""
        with suppress(ValueError, TypeError):
            return json.loads(value) if value != "" else {}
        return value

    @property
    def virtual_clock(self) -> bool:
        """True if the server takes exercises only; then nobody can be reached."""
        return False
