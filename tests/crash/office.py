"""A running server with one incident, asked and commanded while its database suffers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from tests.api.town import eventually
from tests.crash.nodes import READY, Node
from tests.support.server import http_client

NAMES = ("duty", "viewer")


class Office:
    """The duty desk's client. `logged` is what was acknowledged."""

    def __init__(self, node: Node, tokens: Mapping[str, str]) -> None:
        self.node = node
        self.logged: list[str] = []
        headers = {"Authorization": f"Bearer {tokens['duty']}", "Accept-Language": "en"}
        self.client = http_client(node.url, headers=headers)
        hour_ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        body = {
            "plan": "coal_mine",
            "title": "事件",
            "occurred_at": hour_ago,
            "received_at": hour_ago,
            "division": "141021",
            "exercise": True,
            "facts": {},
        }
        opened = self.client.post("/api/incidents", json=body)
        assert opened.status_code == 201, opened.text
        self.incident = f"/api/incidents/{opened.json()['id']}"

    def log(self, words: str) -> httpx.Response:
        """Enter something into the log."""
        body = {"command": "add_log_entry", "text": words}
        answer = self.client.post(f"{self.incident}/commands", json=body)
        if answer.is_success:
            self.logged.append(words)
        return answer

    def journal(self) -> list[str]:
        """What the log holds, page by page."""
        found: list[str] = []
        after: int | None = 0
        while after is not None:
            page = self.client.get(f"{self.incident}/events", params={"after": after}).json()
            entries = (e for e in page["events"] if e["type"] == "log_entry_added")
            found += [entry["data"]["text"] for entry in entries]
            after = page["next"]
        return found

    def suffers(self, code: str, words: str, *, reads: bool = True) -> None:
        """Commands are refused for this reason, readiness names it, reading goes on or not."""
        self.refuses(eventually(lambda: self._refusal("during the fault")), code, words)
        ready = eventually(lambda: self._unready(), 60)
        self.refuses(ready, code, words)
        assert ready.json()["ready"] is False
        assert self.client.get("/api/health/live").is_success
        read = self.client.get(self.incident)
        assert read.is_success if reads else read.status_code == 503, read.text

    def _refusal(self, words: str) -> httpx.Response | None:
        answer = self.log(words)
        return None if answer.is_success else answer

    def _unready(self) -> httpx.Response | None:
        answer = self.client.get(READY)
        return None if answer.is_success else answer

    def refuses(self, answer: httpx.Response, code: str, words: str) -> None:
        """It is a 503 with a problem that says what is wrong and when to try again."""
        problem: dict[str, Any] = answer.json()
        assert (answer.status_code, problem["code"]) == (503, code), answer.text
        assert words in problem["detail"]
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["content-type"].startswith("application/problem+json")

    def recovers(self) -> None:
        """By itself: ready again, and nothing is in the journal that was refused."""
        eventually(lambda: self.client.get(READY).is_success, 60)
        assert self.log("afterwards").is_success
        assert self.journal() == self.logged
