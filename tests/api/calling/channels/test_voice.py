"""Telephone calls to a real telephone on this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from api.calling.channels.voice import Gateway, Voice, dialled
from tests.api.calling.channels.listener import message
from tests.api.calling.channels.telephone import Telephone, telephone

NUMBER = "13835700001"

with_telephones = pytest.mark.skipif(
    not os.environ.get("CI")
    and (find_spec("pjsua2") is None or not all(map(shutil.which, ("baresip", "espeak-ng")))),
    reason="pjsua2, baresip or espeak-ng is not installed",
)


def voice(host: str, **options: float) -> Voice:
    return Voice(Gateway(host, "zhiban", ring_s=30, talk_s=30, **options))


@pytest.fixture(scope="module")
def picked_up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Telephone]:
    with telephone(tmp_path_factory.mktemp("auto") / "baresip", NUMBER, "auto") as found:
        yield found


@with_telephones
async def test_the_key_is_the_answer(picked_up: Telephone) -> None:
    calling = asyncio.create_task(voice(picked_up.host).send(message(NUMBER)))
    # The sentence is really heard there, whatever the two sides agree upon after the greeting.
    assert await asyncio.to_thread(picked_up.hears) > 0
    picked_up.does("sndcode", "1")
    outcome = await calling
    assert (outcome.result, outcome.detail) == ("answered", "key_pressed 200 OK")


@with_telephones
async def test_another_key_or_none_is_no_answer(picked_up: Telephone) -> None:
    short = Voice(Gateway(picked_up.host, "zhiban", ring_s=30, talk_s=1.2))
    calling = asyncio.create_task(short.send(message(NUMBER)))
    await asyncio.to_thread(picked_up.presses, "5")
    outcome = await calling
    assert (outcome.result, outcome.detail) == ("no_answer", "no_key 200 OK")


@with_telephones
async def test_a_call_that_is_given_up_is_hung_up(picked_up: Telephone) -> None:
    calling = asyncio.create_task(voice(picked_up.host).send(message(NUMBER)))
    await asyncio.to_thread(picked_up.waits_for, "CALL_ESTABLISHED")
    calling.cancel()
    with pytest.raises(asyncio.CancelledError):
        await calling
    await asyncio.to_thread(picked_up.waits_for, "CALL_CLOSED")


@with_telephones
async def test_a_number_that_there_is_not(picked_up: Telephone) -> None:
    outcome = await voice(picked_up.host).send(message("13835700009"))
    assert (outcome.result, outcome.detail.split()[0]) == ("refused", "wrong_number")


@with_telephones
async def test_whoever_declines_or_lets_it_ring(tmp_path: Path) -> None:
    with telephone(tmp_path / "baresip", NUMBER, "manual") as phone:
        calling = asyncio.create_task(voice(phone.host).send(message(NUMBER)))
        await asyncio.to_thread(phone.declines)
        declined = await calling
        ringing = Voice(Gateway(phone.host, "zhiban", ring_s=5, talk_s=30))
        rung = await ringing.send(message(NUMBER))
    assert (declined.result, declined.detail.split()[0]) == ("busy", "line_busy")
    assert (rung.result, rung.detail.split()[0]) == ("no_answer", "not_picked_up")


@with_telephones
async def test_a_gateway_that_says_nothing_is_given_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as silent:
        silent.bind(("127.0.0.1", 0))
        dead = Voice(Gateway(f"127.0.0.1:{silent.getsockname()[1]}", "zhiban", ring_s=1, talk_s=1))
        outcome = await dead.send(message(NUMBER))
    assert (outcome.result, outcome.detail.split()[0]) == ("failed", "gateway_silent")


async def test_without_a_program_that_speaks_nobody_is_rung() -> None:
    mute = Voice(Gateway("127.0.0.1", "zhiban"), speak="no-such-program")
    outcome = await mute.send(message(NUMBER))
    assert (outcome.result, outcome.detail) == ("failed", "no_program no-such-program")


async def test_without_its_recording_nobody_is_rung(tmp_path: Path) -> None:
    mute = Voice(Gateway("127.0.0.1", "zhiban"), recorded=tmp_path / "gone.wav")
    outcome = await mute.send(message(NUMBER))
    assert (outcome.result, outcome.detail) == ("failed", "no_recording gone.wav")


async def test_more_calls_than_lines_wait(tmp_path: Path) -> None:
    speaks = tmp_path / "speaks"
    speaks.write_text('#!/bin/sh\nread word < "$(dirname "$0")/pipe"\nexit 1\n')
    speaks.chmod(0o700)
    os.mkfifo(tmp_path / "pipe")
    one_line = Voice(Gateway("127.0.0.1", "zhiban"), speak=str(speaks))
    first = asyncio.create_task(one_line.send(message(NUMBER)))
    # Opens when the first call has taken the line and reads.
    pipe = await asyncio.to_thread(os.open, tmp_path / "pipe", os.O_WRONLY)
    second = await one_line.send(message(NUMBER))
    os.write(pipe, b"go\n")
    os.close(pipe)
    assert (await first).result == "failed"
    assert (second.result, second.detail, second.retry_after_s) == ("limited", "lines_taken", 15.0)


@pytest.mark.parametrize(
    ("address", "dials"),
    [
        ("+86 138 3570 0001", "13835700001"),
        ("0357-2091110", "03572091110"),
        ("0357-2091110转8", None),
        ("", None),
        ("sip:evil@example.com", None),
        ("王", None),
    ],
)
async def test_only_what_can_be_dialled_is(address: str, dials: str | None) -> None:
    assert dialled(address) == dials
    if dials is None:
        outcome = await Voice(Gateway("127.0.0.1", "zhiban")).send(message(address))
        assert (outcome.result, outcome.detail) == ("refused", "no_number")
