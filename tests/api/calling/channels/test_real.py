"""What every real channel keeps: no exercise, no exception, a time limit."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from typing_extensions import override

from api.calling.channel_settings import ChannelSettings
from api.calling.channels.real import ExerciseRefused, Real, RealChannel
from api.calling.channels.registry import channels_from
from api.calling.ports import CHANNEL_NAMES, Outcome
from tests.api.calling.channels.listener import Listener, message


def everything(url: str, folder: Path) -> ChannelSettings:
    """Settings with which every channel is set up and would connect to a listener."""
    host, _, port = url.removeprefix("http://").partition(":")
    return ChannelSettings.model_validate(
        {
            "mail_host": host,
            "mail_port": int(port),
            "mail_from": "zhiban@example.cn",
            "mail_tls": "none",
            "dingtalk_url": url,
            "dingtalk_token": "t",
            "wecom_url": url,
            "wecom_key": "k",
            "feishu_url": url,
            "feishu_token": "t",
            "apprise_urls": url.replace("http", "json"),
            "sms_config": folder / "gammu-smsdrc",
            "sms_gateway_url": url,
            "voice_host": f"{host}:{port}",
            "voice_user": "zhiban",
            "webhook_url": url,
            "webhook_secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        }
    )


async def test_an_exercise_reaches_nobody_by_any_channel(
    platform: Listener, tmp_path: Path
) -> None:
    platform.says({})
    before = platform.connections
    channels = channels_from(everything(platform.url, tmp_path))
    assert set(channels) == set(CHANNEL_NAMES)
    for name, channel in channels.items():
        address = "a@example.cn" if name == "mail" else "13835700001"
        outcome = await channel.send(message(address, exercise=True))
        expected = Outcome("sent", "in_sink") if name == "sink" else Outcome("refused", "exercise")
        assert outcome == expected, name
    assert platform.connections == before


@pytest.mark.parametrize("exercise", [True, None, 1, "", "False"])
def test_a_real_message_cannot_be_made_of_one_that_is_not_plainly_real(exercise: object) -> None:
    with pytest.raises(ExerciseRefused):
        Real(message(exercise=exercise))


class Breaking(RealChannel):
    name = "webhook"
    limit_s = 0.05

    def __init__(self, error: BaseException | None) -> None:
        self._error = error

    @override
    async def transmit(self, real: Real) -> Outcome:
        if self._error is not None:
            raise self._error
        await asyncio.Event().wait()
        return Outcome("sent", "taken")


async def test_what_a_library_raises_is_an_outcome_without_its_text() -> None:
    outcome = await Breaking(RuntimeError("https://host/?key=s3cr3t")).send(message())
    assert outcome == Outcome("unknown", "fault RuntimeError")


async def test_a_channel_without_an_end_is_ended() -> None:
    assert await Breaking(None).send(message()) == Outcome("unknown", "no_end 0.05 s")


async def test_whoever_stops_the_server_is_obeyed() -> None:
    with pytest.raises(asyncio.CancelledError):
        await Breaking(asyncio.CancelledError()).send(message())
