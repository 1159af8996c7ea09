"""The sign of life for another machine: a file that is touched, an address that is fetched.

Sent every `interval_s` seconds, only while all is well. A monitor elsewhere raises the alarm
when the sign stays away, so it covers what no alarm of ours can: machine, network, power. A
sign that fails is logged and counted. It never delays other work, and only one attempt runs
at a time.
"""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal

import structlog
from anyio import CapacityLimiter, to_thread
from typing_extensions import override

log = structlog.get_logger("zhiban.deadman")

SECONDS_TO_ANSWER = 10.0
LONGEST_REASON = 200

Result = Literal["sent", "failed", "withheld"]
Why = Callable[[], Awaitable[str | None]]
"""Why not all is well; None if it is."""


class DeadMan:
    """Sends the sign of life. `count` gets the channel and the result of each attempt."""

    def __init__(
        self,
        url: str | None,
        file: Path | None,
        interval_s: float,
        why: Why,
        count: Callable[[str, Result], None],
    ) -> None:
        self._interval_s = interval_s
        self._why = why
        self._count = count
        self._ways: dict[str, Callable[[], None]] = {}
        if file is not None:
            self._ways["file"] = file.touch
        if url is not None:
            self._ways["url"] = lambda: _ask(url)
        # Threads of their own: a name server that never answers must not use up others'.
        self._threads = {way: CapacityLimiter(1) for way in self._ways}
        self._told: dict[str, str | None] = {}

    async def run(self) -> None:
        """Send signs until cancelled, each channel independently."""
        await asyncio.gather(*(self._keep(way) for way in self._ways))

    async def _keep(self, way: str) -> None:
        while True:
            await self._turn(way)
            await asyncio.sleep(self._interval_s)

    async def _turn(self, way: str) -> None:
        """Send one sign, or none."""
        trouble = await self._why()
        result: Result = "withheld"
        if trouble is None:
            trouble = await self._give(way)
            result = "sent" if trouble is None else "failed"
        self._count(way, result)
        if trouble != self._told.get(way):
            self._tell(way, result, trouble)
        self._told[way] = trouble

    async def _give(self, way: str) -> str | None:
        """Send the sign; the reason if it failed, else None."""
        try:
            async with asyncio.timeout(SECONDS_TO_ANSWER):
                await to_thread.run_sync(
                    self._ways[way], limiter=self._threads[way], abandon_on_cancel=True
                )
        except Exception as error:
            return (str(error) or type(error).__name__)[:LONGEST_REASON]
        return None

    def _tell(self, way: str, result: Result, why: str | None) -> None:
        """Log a result that differs from the last one."""
        if why is None:
            log.info("sign_of_life_again", way=way)
        else:
            log.warning("no_sign_of_life", way=way, result=result, why=why)


class _Stay(urllib.request.HTTPRedirectHandler):
    """Makes an error of every redirection."""

    @override
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Ask nothing else."""


def _ask(url: str) -> None:
    """GET the address. Raises unless the answer is 2xx; a redirection is not followed.

    Whoever answers there shall not choose what this server asks next.
    """
    # The setting takes http and https only.
    request = urllib.request.Request(url, headers={"User-Agent": "zhiban"})  # noqa: S310
    opener = urllib.request.build_opener(_Stay)
    with opener.open(request, timeout=SECONDS_TO_ANSWER) as answer:
        answer.read(1)
