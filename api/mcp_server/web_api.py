"""Questions to a server's HTTP API. There is no way to write: `get` is all there is."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from urllib.parse import quote

import httpx2

from engine.messages import text

SECONDS_TO_ANSWER = 30.0


class Unanswered(Exception):
    """The server refused, or could not be asked; the text is a sentence for people."""


class WebApi:
    """A server, asked with one token in one language."""

    def __init__(self, url: str, token: str, language: str) -> None:
        self.url, self.language = url.rstrip("/"), language
        headers = {"Authorization": f"Bearer {token}", "Accept-Language": language}
        self._client = httpx2.AsyncClient(
            headers=headers, timeout=SECONDS_TO_ANSWER, follow_redirects=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def get(self, *path: str, **query: Any) -> dict[str, Any]:
        """The answer to `GET /api/PATH?QUERY`; what is None is not asked for.

        Raises `Unanswered` with the server's own sentence where it refuses.
        """
        address = "/".join([self.url, "api", *(quote(part, safe="") for part in path)])
        wanted = {name: _written(value) for name, value in query.items() if value is not None}
        try:
            answer = await self._client.get(address, params=wanted)
        except httpx2.HTTPError as problem:
            reason = str(problem) or type(problem).__name__
            raise self._unanswered("unreachable", reason=reason) from None
        try:
            found = answer.json()
        except ValueError:
            raise self._unanswered("not_zhiban", status=answer.status_code) from None
        if not isinstance(found, dict):
            raise self._unanswered("not_zhiban", status=answer.status_code)
        if not answer.is_success:
            detail = found.get("detail")
            if answer.status_code == 401:
                raise self._unanswered("token_refused", detail=detail)
            raise self._unanswered("refused", detail=detail)
        return found

    def _unanswered(self, key: str, **facts: Any) -> Unanswered:
        return Unanswered(text(f"mcp.error.{key}", self.language, url=self.url, **facts))


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)
