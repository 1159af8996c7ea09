"""The way from a server to a wall, on which only some of the incidents pass.

One server serves every number of incidents: the views and frames are real. Where more are asked
for than there are, each is shown several times, under further numbers.
"""

from __future__ import annotations

import itertools
import json
import re
from typing import Any

from playwright.async_api import BrowserContext, WebSocketRoute


class Narrowed:
    """Lets the first `count` incidents of the snapshot pass, and the events of those alone."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._passed: set[str] = set()
        self._held: list[dict[str, Any]] = []

    async def lay(self, office: BrowserContext) -> None:
        """Stand between the pages of an office and the server."""
        await office.route_web_socket(re.compile("/api/live"), self._meet)

    async def _meet(self, page_side: WebSocketRoute) -> None:
        def passing(words: str | bytes) -> None:
            frame: dict[str, Any] = json.loads(words)
            if frame["type"] == "snapshot":
                if frame["page"] == 0:
                    self._passed, self._held = set(), []
                frame["incidents"] = self._first(frame["incidents"], last=not frame["more"])
            elif frame["type"] == "event" and frame["event"]["incident"] not in self._passed:
                return
            page_side.send(json.dumps(frame))

        page_side.connect_to_server().on_message(passing)

    def _first(self, incidents: list[dict[str, Any]], *, last: bool) -> list[dict[str, Any]]:
        kept = incidents[: max(0, self.count - len(self._passed))]
        self._passed |= {one["id"] for one in kept}
        self._held += kept
        missing = self.count - len(self._held) if last else 0
        again = itertools.islice(itertools.cycle(self._held), missing)
        return kept + [_another(one, number) for number, one in enumerate(again)]


def _another(view: dict[str, Any], number: int) -> dict[str, Any]:
    return view | {"id": f"{view['id']}{number}", "number": f"{view['number']}-{number}"}
