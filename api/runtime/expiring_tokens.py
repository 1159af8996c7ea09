"""Warn of tokens that end within two weeks: in the log once a day, and among the metrics."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from starlette.concurrency import run_in_threadpool

from api.access.token_expiry import ends_soon
from api.monitoring.metrics import Metrics
from api.monitoring.repetition import FaultLog, keep_looking
from api.store.accounts.sessions import OpenSession
from engine.clock import Clock
from engine.instants import to_text

log = structlog.get_logger("zhiban")

SECONDS_BETWEEN_LOOKS = 24 * 3600.0
SHOWN = 12


class ExpiringTokens:
    """Looks once a day; `open_tokens` blocks and gives the valid ones."""

    def __init__(
        self, open_tokens: Callable[[], Sequence[OpenSession]], wall: Clock, metrics: Metrics
    ) -> None:
        self._open_tokens = open_tokens
        self._wall = wall
        self._found = 0
        metrics.watch(
            "zhiban_tokens_ending", "Tokens that end within 14 days.", lambda: self._found
        )

    async def run(self) -> None:
        """Look for ever. What a look that fails has left, the next one tells."""
        await keep_looking(self.look, SECONDS_BETWEEN_LOOKS, FaultLog(log, "token_look_failed"))

    async def look(self) -> None:
        """Log each token that ends soon; none is secret by its id."""
        found = [
            one
            for one in await run_in_threadpool(self._open_tokens)
            if ends_soon(one.expires_at, self._wall.now)
        ]
        self._found = len(found)
        for one in found:
            until = to_text(one.expires_at) if one.expires_at else None
            log.warning(
                "token_ends_soon", account=one.account, token=one.id[:SHOWN], expires_at=until
            )
