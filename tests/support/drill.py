"""A real ``zhiban drill serve`` in a process of its own, and the people that it made."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.api.town import eventually
from tests.support.server import ZHIBAN, ServerProcess, free_port, http_client

WORD = "停止演练"
_ROW = re.compile(r"^│ (\S+)\s+│ ([2-9a-z]{12}) │", re.MULTILINE)
READY = "/api/health/ready"


@dataclass
class DrillServer:
    """A live drill on one database, which may be killed and started again."""

    folder: Path
    scenario: str
    options: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    server: ServerProcess | None = None
    verb: str = "serve"
    database: str = ""
    """The address of its database, where it is not a file in the folder."""

    @property
    def what(self) -> list[str]:
        """What it plays: a scenario, or files to be replayed, with a space between."""
        return self.scenario.split()

    def start(self, *, exact: bool = False) -> DrillServer:
        """Start, or start again: the drill goes on."""
        port = free_port()
        fixed = ["--port", str(port), "--database-url", self.database_url]
        command = [ZHIBAN, "drill", self.verb, *self.what, *fixed, *self.options]
        env = {"LANG": "C.UTF-8", **self.env}
        self.server = ServerProcess(command, port=port, folder=self.folder, env=env, exact=exact)
        self.server.wait_until_live(READY)
        if not self.passwords:
            eventually(self._told)
        self.passwords |= dict(self._told())
        return self

    def _told(self) -> list[tuple[str, str]]:
        """The names and passwords in the log."""
        assert self.server is not None
        return _ROW.findall(self.server.log.read_text(encoding="utf-8"))

    @property
    def database_url(self) -> str:
        """Where it keeps everything."""
        return self.database or f"sqlite:///{self.folder / 'drill.db'}"

    @property
    def url(self) -> str:
        """Where it is reached."""
        assert self.server is not None
        return self.server.url

    def kill(self) -> None:
        """End it as a crash would."""
        assert self.server is not None
        self.server.kill()

    def stop(self) -> None:
        """End it in good order."""
        assert self.server is not None
        self.server.stop()

    def token(self, name: str) -> str:
        """The token of one of its people."""
        if name not in self.tokens:
            with http_client(self.url) as client:
                body = {"name": name, "password": self.passwords[name]}
                self.tokens[name] = client.post("/api/session", json=body).json()["token"]
        return self.tokens[name]

    def call(self, method: str, path: str, by: str, body: Any = None) -> httpx.Response:
        """Ask as one of its people."""
        with http_client(self.url) as client:
            headers = {"Authorization": f"Bearer {self.token(by)}"}
            return client.request(method, path, json=body, headers=headers)

    def view(self, by: str = "controller") -> dict[str, Any]:
        """The drill as somebody sees it."""
        found: dict[str, Any] = self.call("GET", "/api/drill", by).json()
        return found

    def control(self, action: str, by: str = "controller", **how: Any) -> httpx.Response:
        """Conduct it."""
        return self.call("POST", "/api/drill/control", by, {"action": action, **how})

    def hashes(self) -> list[str]:
        """The hashes of every entry of its incidents, in order."""
        with sqlite3.connect(self.folder / "drill.db") as database:
            return [row[0] for row in database.execute("SELECT hash FROM event ORDER BY cursor")]
