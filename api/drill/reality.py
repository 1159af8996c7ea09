"""The wall's look-out: a drill that watches a real server pauses when something real happens.

Only reading: a token that can do nothing else, and the live channel of any real server. What is
opened there, no exercise, after the drill began to watch pauses the drill and asks on every screen
whether to go on. Which incidents are known is kept, so that one that was opened while the drill's
server was down is found when it is back; one that was closed again meanwhile is in no snapshot, so
the list of incidents is read with each new connection. A real server that is out of reach is told
to the controller, since then nobody watches.

Source: AQ/T 9007-2019 7.6 (breaking off a drill when something real happens).
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from typing import Any

import structlog

from api.drill.session import DrillSession
from api.reference_client import Change, LiveClient, Refused

log = structlog.get_logger("zhiban.drill")

LOST = "lost"
"""What the log holds when the real server is out of reach."""


Newest = Callable[[], AsyncGenerator[dict[str, Any]]]
"""The views of real incidents, closed ones too, the newest first."""

MOST_TOLD = 3


class Reality:
    """Follows a real server for a drill. `client` follows its incidents with a reading token."""

    def __init__(self, session: DrillSession, client: LiveClient, newest: Newest) -> None:
        self._session, self._client, self._newest = session, client, newest
        self._known: frozenset[str] | None = None
        self._whole = self._listed = False
        self._begun = False
        """Whether the list has been read once, now or before a restart."""

    async def run(self) -> None:
        """Watch until cancelled."""
        self._known = await self._session.real_known()
        self._begun = self._known is not None
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
        # What was opened and closed without a connection shows in the list alone.
        self._listed = self._listed and live
        if frame is None or not self._whole:
            return
        known = self._known or frozenset()
        real = {id_: one for id_, one in self._client.incidents.items() if not one["exercise"]}
        listed = {} if self._listed else await self._list(known)
        new = [one for id_, one in {**listed, **real}.items() if id_ not in known]
        if not self._begun:
            # The first list is what there was before: only what came with the channel is new.
            new = [] if self._known is None else [one for one in new if one["id"] in real]
            self._begun = self._listed
        if new:
            await self._alarm(new)
        fresh = (real.keys() | listed.keys()) - known
        if fresh or self._known is None:
            self._known = known | fresh
            if self._begun:
                await self._session.keep_real(self._known)

    async def _list(self, known: frozenset[str]) -> dict[str, dict[str, Any]]:
        """The newest incidents up to one that is known; asked again later if that fails."""
        found: dict[str, dict[str, Any]] = {}
        try:
            async with aclosing(self._newest()) as views:
                async for view in views:
                    if view["id"] in known:
                        break
                    found[view["id"]] = view
        except (OSError, ValueError, KeyError, TypeError) as wrong:
            log.warning("real_list_failed", error=type(wrong).__name__)
            return {}
        self._listed = True
        return found

    async def _alarm(self, views: Sequence[dict[str, Any]]) -> None:
        if self._session.exercise.state in ("running", "paused"):
            told = "；".join(f"{one['number']} {one['title']}" for one in views[:MOST_TOLD])
            more = "……" if len(views) > MOST_TOLD else ""
            await self._session.enter(self._session.noticed("alarm", told + more))

    async def _contact(self, *, reached: bool) -> None:
        exercise = self._session.exercise
        if exercise.reached != reached and not exercise.over:
            note = "" if reached else LOST
            await self._session.enter(self._session.noticed("contact", note))


def _whole(frame: dict[str, Any]) -> bool:
    """Whether a frame ends the first snapshot: what stands in it was there before."""
    return frame["type"] == "snapshot" and not frame["more"]
