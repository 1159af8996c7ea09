"""The newest incidents of another server, closed ones too, which its live channel does not list."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import urlencode

A_PAGE, MOST_PAGES = 20, 10
SECONDS = 20.0

View = dict[str, Any]


async def newest(url: str, token: str) -> AsyncGenerator[View]:
    """Real incidents, the newest first; 200 at most. Raises `OSError`, `ValueError`."""
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        page = await asyncio.to_thread(_page, url, token, cursor)
        for view in page["incidents"]:
            yield view
        cursor = page["next"]
        if cursor is None:
            return


def _page(url: str, token: str, cursor: str | None) -> dict[str, Any]:
    asked = {"exercise": "false", "limit": A_PAGE, **({"cursor": cursor} if cursor else {})}
    address = f"{url.rstrip('/')}/api/incidents?{urlencode(asked)}"
    request = urllib.request.Request(address)  # noqa: S310 - the address that was typed
    request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        found: dict[str, Any] = json.load(answer)
    return found
