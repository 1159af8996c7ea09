"""Where the server's chain ends, for screens to hold the server to it.

Every frame that tells of the server's health names the last link. A client keeps it, and when
it subscribes again it asks what stands at that position now. A loss of the end that the chain
itself tells of is shown until an administrator or auditor acknowledges it.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from starlette.concurrency import run_in_threadpool

from api.live.protocol import messages
from api.live.protocol.message_shapes import JournalMessage
from api.monitoring.repetition import FaultLog, keep_looking
from api.ports import Chain, ContinuationState, JournalEnd
from api.server_journal.changed_by import ChangedBy
from engine.errors import ZhibanError

log = structlog.get_logger("zhiban.chain")

SECONDS_BETWEEN_LOOKS = 1.0


class JournalEndWatch:
    """What is known of the chain's end; `run` looks again and again."""

    def __init__(self, chain: Chain, interval_s: float = SECONDS_BETWEEN_LOOKS) -> None:
        self._chain, self._interval_s = chain, interval_s
        self._end: JournalEnd | None = None
        self._continuation: ContinuationState | None = None

    async def look(self) -> None:
        """Read the chain's end once. Raises `StoreUnavailable`."""
        before = self._end
        self._end = await run_in_threadpool(self._chain.end, before)
        if self._end != before:
            self._continuation = await run_in_threadpool(self._chain.continuation)

    async def run(self) -> None:
        """Look until cancelled; what was known stays while the store does not answer."""
        faults = FaultLog(log, "chain_unread")
        await keep_looking(self.look, self._interval_s, faults, first_s=self._interval_s)

    def end(self) -> JournalEnd | None:
        """The part `journal` of frames."""
        return self._end

    def continuation(self) -> ContinuationState | None:
        """The part `continuation` of frames; the same as long as nothing changes."""
        return self._continuation

    async def held(self, position: int) -> JournalMessage | None:
        """What stands at a position that a client saw; None before the chain was read.

        Raises `StoreUnavailable`.
        """
        if self._end is None:
            return None
        hash_, losses = await run_in_threadpool(self._chain.at, position)
        return {
            "type": "journal",
            "server": self._end["server"],
            "position": position,
            "hash": hash_,
            "losses": losses,
        }

    async def tell(self, position: int | None, say: Callable[[bytes], None]) -> None:
        """Tell a client what stands where it saw something; a store that is away tells nothing."""
        if position is None:
            return
        try:
            held = await self.held(position)
        except ZhibanError as error:
            log.warning("chain_unread", why=str(error))
            return
        if held is not None:
            say(messages.encode(held))

    async def acknowledge(self, position: int, by: ChangedBy) -> bool:
        """Enter that somebody has seen the lost end; False if none with this position waits.

        Raises `StoreUnavailable`.
        """
        if not await run_in_threadpool(self._chain.acknowledge, position, by):
            return False
        await self.look()
        return True
