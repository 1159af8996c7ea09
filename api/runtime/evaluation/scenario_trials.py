"""Trials of scenarios: each in a process of its own, bounded in time, one after another.

The event loop only waits. When the one who asked goes away, the process is ended.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from api.problems import HttpError
from api.scenarios.shapes import TrialProgress

LONGEST_S = 60.0
"""Real seconds that a trial may take; the longest shipped scenario takes two."""

MOST_BYTES = 20_000_000
"""Of what a trial tells."""

_PROGRAM = Path(__file__).resolve().parents[2]
"""Where the program's packages are."""


class Trials:
    """Runs trials; at most one at a time on a node, the others are refused at once."""

    def __init__(self, folder: Path, longest_s: float = LONGEST_S) -> None:
        self._folder, self._longest_s = folder.resolve(), longest_s
        self._running = False
        self._played_s = self._whole_s = 0

    def progress(self) -> TrialProgress:
        """How far the trial is that runs now."""
        played, whole = (self._played_s, self._whole_s) if self._running else (0, 0)
        return {"running": self._running, "played_s": played, "whole_s": whole}

    async def run(
        self,
        content: str,
        seed: int | None,
        language: str,
        gone: Callable[[], Coroutine[Any, Any, None]],
    ) -> dict[str, Any]:
        """What the program says. Raises `HttpError`: 409 while another runs, or for one that ends
        badly or takes too long."""
        if self._running:
            raise HttpError(409, "trial_running")
        self._running, self._played_s, self._whole_s = True, 0, 0
        try:
            return await self._answer(content, seed, language, gone)
        finally:
            self._running = False

    async def _answer(
        self,
        content: str,
        seed: int | None,
        language: str,
        gone: Callable[[], Coroutine[Any, Any, None]],
    ) -> dict[str, Any]:
        given = "-" if seed is None else str(seed)
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "api.scenarios.trial_program"),
            *(str(self._folder), given, language),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=_PROGRAM,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
        )
        talking = asyncio.ensure_future(self._talk(program, content))
        leaving = asyncio.ensure_future(gone())
        try:
            await asyncio.wait(
                {talking, leaving}, timeout=self._longest_s, return_when=asyncio.FIRST_COMPLETED
            )
            if not talking.done():
                if leaving.done():
                    raise HttpError(409, "trial_stopped")
                raise HttpError(409, "trial_too_long", seconds=round(self._longest_s))
            said = talking.result()
        finally:
            leaving.cancel()
            if program.returncode is None:
                program.kill()
                await program.wait()
            talking.cancel()
        return _read(said, program.returncode)

    async def _talk(self, program: asyncio.subprocess.Process, content: str) -> bytes:
        """Give the program the scenario, hear how far it is, and take what it says in the end."""
        asked, answers, told = program.stdin, program.stdout, program.stderr
        if asked is None or answers is None or told is None:
            raise ValueError("the program was started without pipes")
        asked.write(content.encode())
        asked.close()
        said, _ = await asyncio.gather(answers.read(), self._hear(told))
        await program.wait()
        return said

    async def _hear(self, told: asyncio.StreamReader) -> None:
        """Note how far it is; any other line is a library's."""
        async for line in told:
            words = line.split()
            if len(words) == 2 and all(word.isdigit() for word in words):
                self._played_s, self._whole_s = map(int, words)


def _read(said: bytes, code: int | None) -> dict[str, Any]:
    if code != 0 or len(said) > MOST_BYTES:
        raise HttpError(409, "trial_failed")
    found: dict[str, Any] = json.loads(said)
    return found
