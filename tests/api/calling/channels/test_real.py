"""What every real channel keeps: no exercise, no exception, a time limit."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Iterator
from itertools import cycle, product
from pathlib import Path
from random import Random

import pytest
from typing_extensions import override

from api.calling.channel_settings import ChannelSettings
from api.calling.channels.real import ExerciseRefused, Real, RealChannel
from api.calling.channels.registry import channels_from
from api.calling.ports import CHANNEL_NAMES, Outcome
from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.plan.loader import load_plans
from tests.api.calling.channels.listener import Listener, message
from tests.api.calling.channels.modem import phone_in

ADDRESSES = ("13835700001", "0357-2091110", "wang@example.cn", "ou_18eac85d35a26", "")


def everything(url: str, folder: Path, sip: int = 9) -> ChannelSettings:
    """Settings with which every channel is set up and would reach a listener on this machine."""
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
            "voice_host": f"{host}:{sip}",
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
    phone = phone_in(tmp_path / "phone")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gateway:
        gateway.bind(("127.0.0.1", 0))
        gateway.setblocking(False)
        settings = everything(platform.url, phone.folder, gateway.getsockname()[1])
        channels = channels_from(settings)
        assert set(channels) == set(CHANNEL_NAMES)
        for (name, channel), address in product(channels.items(), ADDRESSES):
            outcome = await channel.send(message(address, exercise=True))
            sunk = name == "sink"
            expected = Outcome("sent", "in_sink") if sunk else Outcome("refused", "exercise")
            assert outcome == expected, (name, address)
        with pytest.raises(BlockingIOError):
            gateway.recv(1)
    assert platform.connections == before
    assert phone.names("outbox") == phone.names("sent") == []


def entries_of_drills() -> Iterator[str]:
    """What the entries of shipped drills say, for ever."""
    plans = load_plans(Path("plans"))
    files = [Path(f"plans/drills/{name}.yaml") for name in ("grain_run", "storm_two_incidents")]
    words = [
        json.dumps(event.data, ensure_ascii=False)[:200]
        for file in files
        for one in run(load_scenario(file, plans), plans).every
        for event in one.events
    ]
    return cycle(words)


async def test_ten_thousand_entries_of_drills_send_no_byte(
    platform: Listener, tmp_path: Path
) -> None:
    platform.says({})
    before, chance = platform.connections, Random(17)  # noqa: S311 - the same in every run
    phone, words = phone_in(tmp_path / "phone"), entries_of_drills()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gateway:
        gateway.bind(("127.0.0.1", 0))
        gateway.setblocking(False)
        settings = everything(platform.url, phone.folder, gateway.getsockname()[1])
        real = [one for name, one in channels_from(settings).items() if name != "sink"]
        for _ in range(10_000):
            told = message(chance.choice(ADDRESSES), exercise=True, text=next(words))
            outcome = await chance.choice(real).send(told)
            assert outcome == Outcome("refused", "exercise")
        with pytest.raises(BlockingIOError):
            gateway.recv(1)
    assert platform.connections == before
    assert phone.names("outbox") == phone.names("sent") == []


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
