"""Records what a server is sent and what it answers, for the examples of the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx2
from starlette.testclient import TestClient

START = datetime(2026, 11, 22, 23, 10, tzinfo=UTC)
LONGEST = 2
"""Longer lists are cut: an example shows the shape of a row, not every row."""

FIXED: Mapping[str, Any] = {
    "token": "…",
    "expires_at": "2026-11-23T11:10:00Z",
    "created_at": "2026-11-22T23:10:00Z",
    "agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "address": "192.0.2.7",
    "age_s": 0.4,
    "secret": "JBSWY3DPEHPK3PXP",
    "uri": "otpauth://totp/…?secret=JBSWY3DPEHPK3PXP&issuer=…",
    "qr": "data:image/svg+xml;charset=utf-8,…",
    "recovery_codes": ["zcp2-elkl-qsfz-fpm6", "xwcz-bdcr-iuej-abqg"],
    "hash": "…",
    "prev_hash": "…",
    "digest": "…",
    "mark": "…",
    # A template or a plan that is changed changes the files.
    "sha256": "5f0c1a2b" * 8,
    "content_sha256": "7d31c9e4" * 8,
    "size": 38_140,
    "proposed_at": "2026-11-22T23:10:00Z",
    "post_since": "2026-11-22T23:10:00Z",
    "written_at": "2026-11-22T23:10:00Z",
    "signed_at": "2026-11-22T23:10:00Z",
    "struck_at": "2026-11-22T23:10:00Z",
    "changed_at": "2026-11-22T23:10:00Z",
    "made_at": "2026-11-22T23:10:00Z",
    "path": "/api/roster.ics?token=…",
    "deadlines": "/api/deadlines.ics?token=…",
    "delivery": "test-5f0c1a2b3c4d5e6f",
}
ATTEMPT = {"at", "result", "sentence"}
"""What tells the end of an attempt by a channel: `at` is of the real clock."""
PROPOSAL = "5f0c1a2b3c4d"
"""Stands for the id of a proposal or of a swap, which is by chance."""

PASSWORD = "滚滚长江东逝水浪花淘尽英雄"  # noqa: S105 - of an account that lives for a second

CODE = "8k2m-q7rt"
"""Stands for the code on the server's terminal, which is another in each run."""

ONE_TIME_CODE = "492039"
"""Stands for the code of a telephone, which is another every 30 s."""

Examples = dict[str, dict[str, Any]]
"""Bodies by call, such as `GET /api/incidents/{incident}`, and then by status or by name."""


@dataclass
class StandingClock:
    """A clock that moves when the story says so."""

    now: datetime = START


@dataclass
class Recorder:
    """Asks the server; keeps the first answer of each call and status, and what was accepted."""

    client: TestClient
    code: str
    clock: StandingClock
    kept: Examples = field(default_factory=dict)
    sent: Examples = field(default_factory=dict)
    reported: list[dict[str, Any]] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        call: str,
        body: Any = None,
        /,
        *,
        by: str | None = None,
        keep: bool = True,
        **path: str,
    ) -> Any:
        """The body of the answer to `call`, such as `GET /api/plans/{plan}`."""
        method, _, template = call.partition(" ")
        headers = {"authorization": f"Bearer {self.tokens[by]}"} if by else {}
        place, _, query = template.partition("?")
        url = place.format(**path) + (f"?{query}" if query else "")
        answer: httpx2.Response = self.client.request(method, url, json=body, headers=headers)
        self.client.cookies.clear()
        said = answer.json() if answer.content else None
        if keep and answer.content:
            known = self.kept.setdefault(f"{method} {place}", {})
            known.setdefault(str(answer.status_code), shortened(said))
        if body is not None and answer.is_success:
            name = body.get("command", "example")
            sent = self.sent.setdefault(f"{method} {place}", {})
            shown = CODE if place == "/api/setup" else ONE_TIME_CODE
            by_chance = {"code": shown, "sha256": FIXED["sha256"]}
            sent.setdefault(name, body | {k: v for k, v in by_chance.items() if k in body})
        return said

    def send_file(
        self, call: str, name: str, content: bytes, *, by: str, incident: str, **fields: str
    ) -> Any:
        """The body of the answer to a file in a form."""
        method, _, template = call.partition(" ")
        answer = self.client.request(
            method,
            template.format(incident=incident),
            files={"file": (name, content)},
            data=fields,
            headers={"authorization": f"Bearer {self.tokens[by]}"},
        )
        said = answer.json()
        self.kept.setdefault(call, {}).setdefault(str(answer.status_code), shortened(said))
        if answer.is_success:
            self.sent.setdefault(call, {}).setdefault("example", {"file": name, **fields})
        return said

    def command(
        self, incident: str, by: str, command: str, keep: bool = False, **fields: Any
    ) -> Any:
        """The answer to a command."""
        call = "POST /api/incidents/{incident}/commands"
        body = {"command": command, **fields}
        return self.ask(call, body, by=by, keep=keep, incident=incident)

    def accepted(self, incident: str, by: str, command: str, **fields: Any) -> Any:
        """The answer to a command. Raises `ValueError` if the server refuses it."""
        answer = self.command(incident, by, command, **fields)
        if "events" not in answer:
            raise ValueError(f"{command}: {answer}")
        return answer


def _webhook(value: Mapping[str, Any]) -> dict[str, Any]:
    """What is by chance in a subscription of webhooks."""
    if "exercises" not in value or "url" not in value:
        return {}
    return {"id": PROPOSAL} | ({"secret": "whsec_…"} if "secret" in value else {})


def shortened(value: Any) -> Any:
    """An answer with long lists cut and what changes by chance fixed."""
    if isinstance(value, dict):
        # The id of a sign-in is by chance; it alone tells the program that asked.
        value = value | ({"id": "…"} if "agent" in value or "ends_soon" in value else {})
        told = {key: FIXED.get(key, shortened(inner)) for key, inner in value.items()}
        if "wish" in value:
            told["id" if "id" in value else "proposal"] = PROPOSAL
        if isinstance(value.get("proposal"), str):
            told["proposal"] = PROPOSAL
        if "giver" in value and "shift" in value:
            told["id"] = PROPOSAL
        if value.get("address") in ("needed", "possible", "none"):
            # What a channel's test asks for, and no network's address.
            told["address"] = value["address"]
        told |= _webhook(value)
        if "losses" in value:
            told |= {"server": "…", "position": 14}
        if value.get("journal") == "server" or value.keys() == ATTEMPT:
            told["at"] = FIXED["proposed_at"]
        if "tried" in value and value.get("incident") is None:
            # A call of no incident began when the server journal says so, by the real clock.
            told["started_at"] = FIXED["proposed_at"]
        return told
    if isinstance(value, list):
        return [shortened(inner) for inner in value[:LONGEST]]
    return value
