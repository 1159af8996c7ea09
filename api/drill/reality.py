"""The wall's look-out: a drill that watches a real server pauses when something real happens.

Only reading: a token that can do nothing else, and the live channel of any real server. What is
opened there, no exercise, after the drill began to watch pauses the drill and asks on every screen
whether to go on. Which incidents are known is kept, so that one that was opened while the drill's
server was down is found when it is back. A real server that is out of reach is told to the
controller, since then nobody watches.

Source: AQ/T 9007-2019 7.6 (breaking off a drill when something real happens).
"""

from __future__ import annotations

from typing import Any

import structlog

from api.drill.session import DrillSession
from api.reference_client import Change, LiveClient, Refused

log = structlog.get_logger("zhiban.drill")

LOST = "lost"
"""What the log holds when the real server is out of reach."""


class Reality:
    """Follows a real server for a drill. `client` follows its incidents with a reading token."""

    def __init__(self, session: DrillSession, client: LiveClient) -> None:
        self._session, self._client = session, client
        self._known: frozenset[str] | None = None
        self._whole = False

    async def run(self) -> None:
        """Watch until cancelled."""
        self._known = await self._session.real_known()
        try:
            async for change in self._client.changes():
                await self._hear(change)
        except Refused as refused:
            log.error("real_server_refuses", code=refused.code)
            await self._contact(reached=False)

    async def _hear(self, change: Change) -> None:
        live = change.connection == "live"
        if live or change.connection == "stale" or change.problem is not None:
            await self._contact(reached=live)
        frame = change.frame
        self._whole = self._whole or (frame is not None and _whole(frame))
        if frame is None or not self._whole:
            return
        known = self._known or frozenset()
        real = {id_: one for id_, one in self._client.incidents.items() if not one["exercise"]}
        new = [one for id_, one in real.items() if id_ not in known]
        if new and self._known is not None:
            await self._alarm(new[0])
        if new or self._known is None:
            self._known = known | real.keys()
            await self._session.keep_real(self._known)

    async def _alarm(self, view: dict[str, Any]) -> None:
        if self._session.exercise.state in ("running", "paused"):
            told = f"{view['number']} {view['title']}"
            await self._session.enter(self._session.noticed("alarm", told))

    async def _contact(self, *, reached: bool) -> None:
        exercise = self._session.exercise
        if exercise.reached != reached and not exercise.over:
            note = "" if reached else LOST
            await self._session.enter(self._session.noticed("contact", note))


def _whole(frame: dict[str, Any]) -> bool:
    """Whether a frame ends the first snapshot: what stands in it was there before."""
    return frame["type"] == "snapshot" and not frame["more"]
