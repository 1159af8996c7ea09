"""A real server with an account for every part, and short ways to use it."""

import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from api.settings import JOURNALLED
from tests.support import shared
from tests.support.server import ServerProcess, http_client, start_zhiban

PASSWORD = "correct horse battery staple"
ADMIN = "anna"

ACCOUNTS: dict[str, dict[str, Any]] = {
    "duty": {"roles": ["duty_officer"]},
    "viewer": {"roles": ["viewer"]},
    "admin": {"roles": ["admin"]},
    "auditor": {"roles": ["auditor"]},
    "controller": {"roles": ["controller"]},
    "director": {
        "roles": [
            "production_safety:office_director",
            "coal_mine:office_director",
            "grain:office_director",
        ]
    },
    "commander": {"roles": ["production_safety:commander", "coal_mine:commander"]},
    "chief": {
        "roles": [
            "production_safety:chief_commander",
            "coal_mine:chief_commander",
            "grain:chief_commander",
        ]
    },
    "county": {"roles": ["grain:county_headquarters"], "division": "141021"},
    "reporter": {"roles": ["reporter"], "division": "141021"},
    "evaluator": {"roles": ["evaluator"]},
}
"""Names and what they may; `anna` made the first account with the setup code."""

SECONDS_TO_WAIT = 60.0
"""A limit for a machine under load; no test waits for it to pass."""
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.002, 0.03
MOST_BYTES = 16 * 2**20
_never = threading.Event()


def ago(**span: float) -> str:
    """An instant before now, as clients write it."""
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


def eventually(look: Callable[[], Any], seconds: float = SECONDS_TO_WAIT) -> Any:
    """What `look` gives as soon as it gives something; asks again and again until then.

    With pauses that grow to some hundredths of a second: what is waited for needs the processor.
    """
    deadline, pause = time.monotonic() + seconds, SHORTEST_PAUSE_S
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, "it never came about"
        _never.wait(pause)
        pause = min(2 * pause, LONGEST_PAUSE_S)


@dataclass
class Town:
    """A server, its accounts' tokens, and a client for each of them."""

    server: ServerProcess
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.server.url

    def client(self, name: str | None = None, **headers: str) -> httpx.Client:
        """A client that speaks for an account (or for nobody)."""
        if name is not None:
            headers["Authorization"] = f"Bearer {self.tokens[name]}"
        return http_client(self.url, headers=headers)

    def get(self, path: str, name: str | None = "duty", **options: Any) -> httpx.Response:
        with self.client(name) as client:
            return client.get(path, **options)

    def post(
        self, path: str, body: Any, name: str | None = "duty", **headers: str
    ) -> httpx.Response:
        with self.client(name) as client:
            return client.post(path, json=body, headers=headers)

    def open(self, plan: str = "production_safety", **changes: Any) -> dict[str, Any]:
        """An incident that is being assessed; its view."""
        answer = self.post("/api/incidents", opening(plan, **changes))
        assert answer.status_code == 201, answer.text
        view: dict[str, Any] = answer.json()
        return view

    def command(
        self, incident: dict[str, Any], command: str, name: str = "duty", **fields: Any
    ) -> httpx.Response:
        path = f"/api/incidents/{incident['id']}/commands"
        return self.post(path, {"command": command, **fields}, name)

    def view(self, incident: dict[str, Any]) -> dict[str, Any]:
        """The incident as it is now."""
        answer = self.get(f"/api/incidents/{incident['id']}")
        assert answer.status_code == 200, answer.text
        view: dict[str, Any] = answer.json()
        return view

    def journal(self, incident: dict[str, Any]) -> list[dict[str, Any]]:
        """All its entries."""
        answer = self.get(f"/api/incidents/{incident['id']}/events")
        events: list[dict[str, Any]] = answer.json()["events"]
        return events

    @contextmanager
    def live(self, name: str | None = "viewer", **options: Any) -> "Iterator[Live]":
        """A websocket that is signed in by its first frame, if a name is given.

        A town that many tests share has more open incidents than a default frame may hold.
        """
        patient = {"open_timeout": SECONDS_TO_WAIT, "ping_timeout": SECONDS_TO_WAIT}
        options = {"max_size": MOST_BYTES} | patient | options
        with connect(f"{self.url.replace('http', 'ws')}/api/live", **options) as socket:
            live = Live(socket)
            live.hello = live.next()
            assert live.hello["type"] == "hello"
            if name is not None:
                live.send({"type": "auth", "token": self.tokens[name]})
            yield live


@dataclass
class Live:
    """A websocket of frames that are JSON objects."""

    socket: ClientConnection
    hello: dict[str, Any] = field(default_factory=dict)

    def send(self, frame: Any) -> None:
        self.socket.send(json.dumps(frame))

    def next(self) -> dict[str, Any]:
        """The next frame, whatever it is."""
        frame: dict[str, Any] = json.loads(self.socket.recv(timeout=SECONDS_TO_WAIT))
        return frame

    def wait_for(self, *types: str) -> dict[str, Any]:
        """The next frame of one of these types; heartbeats are passed over.

        A snapshot is whole: a town that many tests share sends it in several frames.
        """
        while True:
            frame = self.next()
            if frame["type"] in types:
                return self._whole(frame) if frame["type"] == "snapshot" else frame
            assert frame["type"] == "heartbeat", frame

    def _whole(self, first: dict[str, Any]) -> dict[str, Any]:
        """A snapshot with the incidents of all its frames."""
        last = first
        incidents = list(first["incidents"])
        while last["more"]:
            last = self.next()
            assert (last["type"], last["cursor"]) == ("snapshot", first["cursor"]), last
            incidents += last["incidents"]
        return last | {"incidents": incidents}

    def subscribe(self, *topics: str, **more: Any) -> None:
        self.send({"type": "subscribe", "topics": list(topics) or ["incidents"], **more})


def opening(plan: str = "production_safety", **changes: Any) -> dict[str, Any]:
    """The body of POST /api/incidents."""
    body: dict[str, Any] = {
        "plan": plan,
        "title": "测试事件",
        "occurred_at": ago(hours=2),
        "received_at": ago(hours=1),
        "division": "141021",
        "exercise": False,
        "facts": {},
    }
    return body | changes


def found_town(
    folder: Path,
    *arguments: str,
    env: dict[str, str] | None = None,
    names: Sequence[str] = ("duty", "viewer"),
    port: int | None = None,
    exact: bool = False,
) -> Town:
    """Start a server on a fresh database and make accounts, as an office would.

    In a test run all towns but the first with the same accounts begin with a copy of its
    database: migrations, and each of many passwords, take longer than the start itself.
    `exact` where the server's memory is measured: a forked one shares some of it.
    """

    def begin() -> Town:
        return Town(start_zhiban(folder, *arguments, env=env, port=port, exact=exact))

    alike = shared.folder is not None and not arguments and APART.isdisjoint(env or {})
    with shared.alone_with(f"town-{'-'.join(names)}") if alike else nullcontext() as kept:
        if kept is None or not kept.exists():
            town = begin()
            settle(town, names)
            if kept is not None:
                content = _content(folder / DATABASE)
                kept.write_bytes(json.dumps(town.tokens).encode() + b"\n" + content)
            return town
        tokens, _, content = kept.read_bytes().partition(b"\n")
    (folder / DATABASE).write_bytes(content)
    town = begin()
    town.tokens = json.loads(tokens)
    return town


DATABASE = "zhiban.db"
APART = {
    f"ZHIBAN_{name.upper()}"
    for name in (*JOURNALLED, "database_url", "clock_shift")
    if not name.startswith("signin_")
}
"""Settings with which a founded database is another one, or at another place."""


def _content(database: Path) -> bytes:
    """A database as it is, while its server runs; without the server's own sign of life."""
    with (
        closing(sqlite3.connect(database, timeout=SECONDS_TO_WAIT)) as source,
        closing(sqlite3.connect(":memory:")) as copy,
    ):
        source.backup(copy)
        copy.execute("DELETE FROM node_clock")
        copy.commit()
        return copy.serialize()


def settle(town: Town, names: Sequence[str]) -> None:
    """Make the first account with the code in the server's log, and with it the others."""
    code = eventually(lambda: re.search(r"[0-9a-f]{4}(-[0-9a-f]{4}){2}", town.server.log_tail()))
    body = {"code": code[0], "name": ADMIN, "password": PASSWORD}
    answer = town.post("/api/setup", body, None)
    assert answer.status_code == 201, answer.text
    town.tokens[ADMIN] = answer.json()["token"]
    # A second administrator comes last: from then on, posts that decide take two.
    for name in sorted(names, key=lambda one: "admin" in ACCOUNTS[one]["roles"]):
        account = {"name": name, "password": PASSWORD, **ACCOUNTS[name]}
        made = town.post("/api/accounts", account, ADMIN)
        assert made.status_code == 201, made.text
        sign_in(town, name)


def sign_in(town: Town, name: str) -> None:
    """Sign an account in and keep its token."""
    answer = town.post("/api/session", {"name": name, "password": PASSWORD}, None)
    assert answer.status_code == 200, answer.text
    town.tokens[name] = answer.json()["token"]


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem, after checking that it is one in full."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    assert "Traceback" not in answer.text
    return problem
