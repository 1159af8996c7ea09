"""From the settings to the channels: which there are, and what the others lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType
from typing import TypeVar

from pydantic import AnyHttpUrl, SecretStr

from api.calling.channel_settings import ChannelSettings
from api.calling.channels.dingtalk import DingTalk
from api.calling.channels.feishu import Feishu
from api.calling.channels.house import Desk, Sink
from api.calling.channels.mail import Mail
from api.calling.channels.sms import Modem
from api.calling.channels.sms_gateway import DEFAULT_BODY, SmsGateway
from api.calling.channels.sms_replies import SmsReplies
from api.calling.channels.voice import Gateway, Voice
from api.calling.channels.webhook import Webhook
from api.calling.channels.wecom import WeCom
from api.calling.ports import CHANNEL_NAMES, Answers, Channel, ChannelName, KeyOf
from api.calling.wording import detail
from api.environment import PREFIX
from engine.clock import Clock, SystemClock

T = TypeVar("T")
Now = Callable[[], datetime]
NOT_SET = "not_set"
"""Nobody has set the channel up."""


class Unset(Exception):
    """A channel is not set up; its text is a detail that says why."""


def channels_from(settings: ChannelSettings, clock: Clock | None = None) -> Mapping[str, Channel]:
    """The channels that are set up, by name; `desk` and `sink` always are.

    `clock` gives the instants of signatures and letters. A channel that lacks something is left
    out, so that a slip in one setting keeps no server from starting: `set_up` says what.
    """
    return set_up(settings, clock)[0]


def set_up(
    settings: ChannelSettings, clock: Clock | None = None
) -> tuple[Mapping[str, Channel], Mapping[ChannelName, str]]:
    """The channels that are set up, and details of why the others are not, both by name."""
    real = clock or SystemClock()
    channels: dict[str, Channel] = {}
    missing: dict[ChannelName, str] = {}
    for name in CHANNEL_NAMES:
        try:
            channels[name] = _MAKERS[name](settings, lambda: real.now)
        except Unset as why:
            missing[name] = str(why)
    return MappingProxyType(channels), MappingProxyType(missing)


def replies_from(settings: ChannelSettings, key_of: KeyOf, answers: Answers) -> SmsReplies | None:
    """What reads the replies of the modem, to be run beside the server; None without a modem.

    Only the node that the modem is plugged into has its settings, and so its replies.
    """
    if settings.virtual_clock or settings.sms_config is None:
        return None
    return SmsReplies(settings.sms_config, key_of, answers)


def _desk(settings: ChannelSettings, now: Now) -> Channel:
    return Desk()


def _sink(settings: ChannelSettings, now: Now) -> Channel:
    return Sink()


def _mail(settings: ChannelSettings, now: Now) -> Channel:
    host = _asked(settings, settings.mail_host)
    return Mail(
        host,
        settings.mail_port,
        _needed("mail_from", settings.mail_from),
        now,
        tls=settings.mail_tls,
        user=settings.mail_user,
        password=_plain(settings.mail_password),
    )


def _dingtalk(settings: ChannelSettings, now: Now) -> Channel:
    token = _asked(settings, _plain(settings.dingtalk_token))
    return DingTalk(_host(settings.dingtalk_url), token, _plain(settings.dingtalk_secret), now)


def _wecom(settings: ChannelSettings, now: Now) -> Channel:
    return WeCom(_host(settings.wecom_url), _asked(settings, _plain(settings.wecom_key)))


def _feishu(settings: ChannelSettings, now: Now) -> Channel:
    token = _asked(settings, _plain(settings.feishu_token))
    return Feishu(_host(settings.feishu_url), token, _plain(settings.feishu_secret), now)


def _apprise(settings: ChannelSettings, now: Now) -> Channel:
    urls = _asked(settings, _plain(settings.apprise_urls)).split()
    _extra("apprise", "apprise")
    # Half a second of imports that few offices need.
    try:
        library = import_module("api.calling.channels.apprise_channel")
    except ImportError:
        raise Unset(detail("extra_missing", "zhiban[apprise]")) from None
    try:
        channel: Channel = library.AppriseChannel(urls)
    except library.UnknownService as wrong:
        raise Unset(detail("unknown_service", wrong)) from None
    return channel


def _sms(settings: ChannelSettings, now: Now) -> Channel:
    return Modem(_asked(settings, settings.sms_config), settings.sms_s)


def _sms_gateway(settings: ChannelSettings, now: Now) -> Channel:
    return SmsGateway(
        str(_asked(settings, settings.sms_gateway_url)),
        _plain(settings.sms_gateway_token),
        settings.sms_gateway_body or DEFAULT_BODY,
        settings.sms_gateway_success,
    )


def _voice(settings: ChannelSettings, now: Now) -> Channel:
    host = _asked(settings, settings.voice_host)
    user = _needed("voice_user", settings.voice_user)
    _extra("voice", "pjsua2")
    gateway = Gateway(
        host,
        user,
        _plain(settings.voice_password),
        settings.voice_lines,
        settings.voice_ring_s,
        settings.voice_talk_s,
    )
    return Voice(gateway, settings.voice_recorded)


def _webhook(settings: ChannelSettings, now: Now) -> Channel:
    url = str(_asked(settings, settings.webhook_url))
    secret = _needed("webhook_secret", _plain(settings.webhook_secret))
    try:
        return Webhook(url, secret, settings.webhook_source, now)
    except ValueError:
        raise Unset(detail("bad_setting", _variable("webhook_secret"))) from None


_MAKERS: Mapping[ChannelName, Callable[[ChannelSettings, Now], Channel]] = {
    "desk": _desk,
    "sink": _sink,
    "mail": _mail,
    "dingtalk": _dingtalk,
    "wecom": _wecom,
    "feishu": _feishu,
    "apprise": _apprise,
    "sms": _sms,
    "sms_gateway": _sms_gateway,
    "voice": _voice,
    "webhook": _webhook,
}


def _asked(settings: ChannelSettings, value: T | None) -> T:
    """The setting that asks for a channel. Raises `Unset`, always where time is not the real."""
    if settings.virtual_clock:
        raise Unset("exercises_only")
    if value is None:
        raise Unset(NOT_SET)
    return value


def _needed(name: str, value: T | None) -> T:
    if value is None:
        raise Unset(detail("setting_missing", _variable(name)))
    return value


def _extra(extra: str, module: str) -> None:
    if find_spec(module) is None:
        raise Unset(detail("extra_missing", f"zhiban[{extra}]"))


def _variable(name: str) -> str:
    return f"{PREFIX}{name}".upper()


def _plain(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None


def _host(url: AnyHttpUrl) -> str:
    return str(url).rstrip("/")
