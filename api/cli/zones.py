"""The zones of plans, from the server, so that instants are shown as the page shows them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

from engine.instants import local_text

SECONDS_TO_ANSWER = 5.0


class Zones:
    """The zone of each plan, fetched once. Without it, instants stay in UTC."""

    def __init__(self, url: str, token: str) -> None:
        self._url, self._token = url.rstrip("/"), token
        self._known: dict[str, str | None] = {}

    async def learn(self, views: Iterable[dict[str, Any]]) -> None:
        """Fetch the plans of these incidents that have not been fetched."""
        for plan in {str(view["plan"]["id"]) for view in views} - self._known.keys():
            self._known[plan] = await asyncio.to_thread(self._ask, plan)

    def written(self, view: dict[str, Any], instant: str) -> str:
        """An instant of an incident in its plan's zone, to the second, with its offset."""
        zone = self._known.get(str(view.get("plan", {}).get("id")))
        return instant if zone is None else local_text(datetime.fromisoformat(instant), zone)

    def _ask(self, plan: str) -> str | None:
        headers = {"Authorization": f"Bearer {self._token}"}
        request = Request(f"{self._url}/api/plans/{quote(plan)}", headers=headers)  # noqa: S310
        try:
            with urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:  # noqa: S310
                zone = json.load(answer).get("zone")
        except (OSError, ValueError):
            return None
        return zone if isinstance(zone, str) else None
