"""A telephone call over SIP by the office's own gateway: a sentence is read, a key answers.

The call itself is made by a program of its own (`voice_call`): the library that speaks SIP is
written in C, and what breaks there must not break the server.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson
from typing_extensions import override

from api.calling.channels.real import Real, RealChannel
from api.calling.ports import ChannelName, Outcome, Result
from engine.contacts.addresses import read_address
from engine.messages import text

CALL = (sys.executable, "-m", "api.calling.channels.voice_call")
SPEAK = "espeak-ng"
KEY = "1"
SECONDS_TO_SPEAK = 15.0
SECONDS_TO_END = 10.0
SECONDS_TO_HANG_UP = 4.0
WAIT_FOR_LINE_S = 15.0

RESULTS: Mapping[str, tuple[Result, str]] = {
    "answered": ("answered", "key_pressed"),
    "no_key": ("no_answer", "no_key"),
    "no_answer": ("no_answer", "not_picked_up"),
    "busy": ("busy", "line_busy"),
    "wrong": ("refused", "wrong_number"),
    "not_let_in": ("refused", "not_let_in"),
    "dead": ("failed", "gateway_silent"),
    "failed": ("failed", "not_now"),
}
"""What the program says → how the attempt ended, and the word for it."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """The office's gateway. `host` may hold a port; `lines` calls go out at once."""

    host: str
    user: str
    password: str | None = None
    lines: int = 1
    ring_s: float = 45.0
    talk_s: float = 60.0


class Voice(RealChannel):
    """Calls a number, reads the sentence until a key is pressed or `talk_s` is over.

    `recorded` is a WAV file that is played instead of what `espeak-ng` makes of the sentence.
    """

    name: ChannelName = "voice"

    def __init__(self, gateway: Gateway, recorded: Path | None = None, speak: str = SPEAK) -> None:
        self._gateway, self._recorded, self._speak = gateway, recorded, speak
        self._free = asyncio.Semaphore(gateway.lines)
        self._call_s = gateway.ring_s + gateway.talk_s + SECONDS_TO_END
        self.limit_s = self._call_s + SECONDS_TO_SPEAK + 5
        self.secrets = (gateway.password or "",)

    @override
    async def transmit(self, real: Real) -> Outcome:
        number = dialled(real.message.address)
        if number is None:
            return Outcome("refused", "no_number")
        if self._free.locked():
            return Outcome("limited", "lines_taken", WAIT_FOR_LINE_S)
        async with self._free:
            with tempfile.TemporaryDirectory(prefix="zhiban-") as folder:
                played = self._recorded or Path(folder) / "sentence.wav"
                if self._recorded is None:
                    missing = await self._make(played, real.message.spoken)
                else:
                    missing = await self._look(played)
                return missing or await self._ring(number, played)

    async def _make(self, file: Path, sentence: str) -> Outcome | None:
        """Have the sentence spoken into a file; the outcome if that cannot be done."""
        program = shutil.which(self._speak)
        if program is None:
            return Outcome("failed", self.told("no_program", self._speak))
        words = f"{sentence}。{text('channel.press', key=KEY)}"
        code, _ = await _run((program, "-v", "cmn", "-w", str(file)), words.encode(), 15.0)
        made = code == 0 and await asyncio.to_thread(file.exists)
        return None if made else Outcome("failed", self.told("no_program", self._speak))

    async def _look(self, recorded: Path) -> Outcome | None:
        """Nobody is rung to hear nothing; the outcome where the recording cannot be read."""
        there = await asyncio.to_thread(os.access, recorded, os.R_OK)
        return None if there else Outcome("failed", self.told("no_recording", recorded.name))

    async def _ring(self, number: str, played: Path) -> Outcome:
        gateway = self._gateway
        asked = {
            "host": gateway.host,
            "user": gateway.user,
            "password": gateway.password,
            "number": number,
            "file": str(played),
            "key": KEY,
            "ring_s": gateway.ring_s,
            "talk_s": gateway.talk_s,
        }
        code, said = await _run(CALL, orjson.dumps(asked), self._call_s)
        lines = said.splitlines()
        try:
            found = json.loads(lines[-1]) if lines else {}
            result, word = RESULTS[found["result"]]
        except (ValueError, KeyError, TypeError):
            return Outcome("unknown", self.told("call_lost", f"exit {code}"))
        return Outcome(result, self.told(word, found.get("said", "")))


def dialled(address: str) -> str | None:
    """What the gateway dials: digits, and `+` abroad. An extension cannot be dialled."""
    number = read_address("mobile", address) or read_address("landline", address)
    return None if number is None or "转" in number else number.replace("-", "")


async def _run(command: tuple[str, ...], given: bytes, seconds: float) -> tuple[int | None, str]:
    """Run a program; its exit code (None if it had to be ended) and what it printed."""
    program = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds):
            said, _ = await program.communicate(given)
    except TimeoutError:
        return None, ""
    finally:
        if program.returncode is None:
            await _end(program)
    return program.returncode, said.decode("utf-8", "replace")


async def _end(program: asyncio.subprocess.Process) -> None:
    """Let it hang up, and end it if it does not."""
    program.terminate()
    try:
        async with asyncio.timeout(SECONDS_TO_HANG_UP):
            await program.wait()
    except TimeoutError:
        program.kill()
        await program.wait()
