"""The way from a server to a wall, on which only some of the incidents pass.

One server serves every number of incidents: the views and frames are real. Where more are asked
for than there are, each is shown several times, under further numbers.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

from playwright.async_api import BrowserContext, WebSocketRoute


class Narrowed:
    """Lets the first `count` incidents of a snapshot pass, and the events of those alone."""

    def __init__(self, count: int) -> None:
        self.count = count
        # Of the last snapshot: a connection that resumes gets none, and its events pass as before.
        self._held: list[dict[str, Any]] = []

    async def lay(self, office: BrowserContext) -> None:
        """Stand between the pages of an office and the server."""
        await office.route_web_socket(re.compile("/api/live"), self._meet)

    async def _meet(self, page_side: WebSocketRoute) -> None:
        held = self._held

        def passing(words: str | bytes) -> None:
            frame: dict[str, Any] = json.loads(words)
            if frame["type"] == "snapshot":
                if frame["page"] == 0:
                    held.clear()
                shown = self._first(held, frame["incidents"], last=not frame["more"])
                for part in _parts(frame, shown):
                    page_side.send(json.dumps(part))
                return
            elif frame["type"] == "event" and all(
                one["id"] != frame["event"]["incident"] for one in held
            ):
                return
            page_side.send(json.dumps(frame))

        page_side.connect_to_server().on_message(passing)

    def _first(
        self, held: list[dict[str, Any]], incidents: list[dict[str, Any]], *, last: bool
    ) -> list[dict[str, Any]]:
        kept = incidents[: max(0, self.count - len(held))]
        held += kept
        missing = max(0, self.count - len(held)) if last else 0
        again = itertools.islice(itertools.cycle(held), missing)
        return kept + [_another(one, number) for number, one in enumerate(again)]


PAGE = 40
"""Incidents of one frame: a page that waits long for a frame takes the server for silent."""


def _parts(frame: dict[str, Any], incidents: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A page of a snapshot as several, each as large as the server makes them."""
    starts = range(0, max(len(incidents), 1), PAGE)
    for number, start in enumerate(starts):
        more = frame["more"] or start != starts[-1]
        part = {"page": frame["page"] + number, "more": more}
        yield frame | part | {"incidents": incidents[start : start + PAGE]}


def _another(view: dict[str, Any], number: int) -> dict[str, Any]:
    return view | {"id": f"{view['id']}{number}", "number": f"{view['number']}-{number}"}
