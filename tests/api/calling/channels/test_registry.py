from __future__ import annotations

from pathlib import Path

from api.calling.channel_book import ChannelBook
from api.calling.channel_settings import ChannelSettings
from api.calling.channels.registry import channels_from, replies_from, set_up
from api.calling.channels.sms_replies import SmsReplies
from api.calling.ports import CHANNEL_NAMES
from api.settings import Settings
from engine.clock import SystemClock
from tests.api.calling.channels.test_real import everything


def test_without_settings_there_are_the_desk_and_the_sink() -> None:
    channels, missing = set_up(ChannelSettings())
    assert set(channels) == {"desk", "sink"}
    assert set(missing) == set(CHANNEL_NAMES) - {"desk", "sink"}
    assert set(missing.values()) == {"not_set"}


def test_each_channel_has_its_own_name(tmp_path: Path) -> None:
    channels = channels_from(everything("http://127.0.0.1:9", tmp_path))
    assert {name: channel.name for name, channel in channels.items()} == {
        name: name for name in CHANNEL_NAMES
    }


def test_half_a_setting_leaves_its_channel_out_and_says_why() -> None:
    _, missing = set_up(
        ChannelSettings.model_validate(
            {
                "mail_host": "mail.example.cn",
                "voice_host": "gateway",
                "webhook_url": "http://127.0.0.1",
                "webhook_secret": "keyboard cat",
                "apprise_urls": "json://127.0.0.1 dingtalk://t0ken",
            }
        )
    )
    assert missing["mail"] == "setting_missing ZHIBAN_MAIL_FROM"
    assert missing["voice"] == "setting_missing ZHIBAN_VOICE_USER"
    assert missing["webhook"] == "bad_setting ZHIBAN_WEBHOOK_SECRET"
    assert missing["apprise"] == "unknown_service dingtalk"


def test_a_server_of_exercises_has_no_real_channel(tmp_path: Path) -> None:
    given = everything("http://127.0.0.1:9", tmp_path).model_dump()
    channels, missing = set_up(Settings.model_validate(given | {"clock_speed": 10}))
    assert set(channels) == {"desk", "sink"}
    assert set(missing.values()) == {"exercises_only"}
    assert len(channels_from(Settings.model_validate(given))) == len(CHANNEL_NAMES)


async def test_replies_are_read_where_there_is_a_modem(tmp_path: Path) -> None:
    async def key_of(number: str, code: str) -> str | None:
        return None

    async def answered(key: str, means: str, note: str) -> None: ...

    with_modem = {"sms_config": tmp_path / "gammu-smsdrc"}
    drills = Settings.model_validate(with_modem | {"clock_speed": 10})
    assert replies_from(ChannelSettings(), key_of, answered) is None
    assert replies_from(drills, key_of, answered) is None
    found = replies_from(ChannelSettings.model_validate(with_modem), key_of, answered)
    assert isinstance(found, SmsReplies)


def test_a_book_knows_when_every_attempt_has_ended(tmp_path: Path) -> None:
    settings, clock = everything("http://127.0.0.1:9", tmp_path), SystemClock()
    book = ChannelBook(*set_up(settings), clock)
    assert book.longest_s == 45 + 60 + 10 + 15 + 5
    assert ChannelBook(*set_up(ChannelSettings()), clock).longest_s == 0
