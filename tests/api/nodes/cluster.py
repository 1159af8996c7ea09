"""Several real servers on one PostgreSQL, and ears that listen to them."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from websockets.exceptions import WebSocketException

from tests.api.town import LONGEST_PAUSE_S, Town, eventually, settle
from tests.support.server import start_zhiban


@dataclass
class Cluster:
    """The nodes; an account's token is good on every one of them."""

    folder: Path
    url: str
    env: dict[str, str]
    towns: list[Town] = field(default_factory=list)

    def __getitem__(self, number: int) -> Town:
        return self.towns[number]

    def start(self, number: int) -> None:
        """Start one node in the place of an older one, or as a new one."""
        server = start_zhiban(self.folder, "--database-url", self.url, env=self.env)
        self.towns[number].server = server

    def close(self) -> None:
        for town in self.towns:
            assert town.server.stop() == 0, town.server.log_tail()

    def ready(self) -> bool:
        """Whether every node says that it can serve and hears the others."""
        answers = [town.get("/api/health/ready", None) for town in self.towns]
        return all(a.status_code == 200 and a.json()["listening"] for a in answers)

    def level(self) -> bool:
        """Whether every node has published all that is committed."""
        told = [town.get("/api/health/ready", None).json() for town in self.towns]
        return all(one.get("published", -1) == told[-1]["cursor"] for one in told)


@contextlib.contextmanager
def cluster(
    folder: Path, url: str, nodes: int, names: Sequence[str] = ("duty", "viewer"), **env: str
) -> Iterator[Cluster]:
    """Nodes that all start at once on an empty database, with accounts."""
    found = Cluster(folder, url, {f"ZHIBAN_{name}": value for name, value in env.items()})

    def begin(_: int) -> Town:
        return Town(start_zhiban(folder, "--database-url", url, env=found.env))

    with ThreadPoolExecutor(nodes) as threads:
        found.towns = list(threads.map(begin, range(nodes)))
    first = found[0]
    for town in found.towns:
        town.tokens = first.tokens
    try:
        settle(first, names)
        eventually(found.ready, 60)
        yield found
    finally:
        found.close()


class Ear:
    """Hears all events, resuming by cursor on the next node whenever a socket ends."""

    def __init__(self, *towns: Town) -> None:
        self.frames: list[dict[str, Any]] = []
        self.start: int | None = None
        self.breaks = 0
        self.surprises: list[dict[str, Any]] = []
        self._towns = itertools.cycle(towns)
        self._epoch: str | None = None
        self._over = False
        self._again = threading.Event()  # never set: a pause between tries
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    @property
    def cursors(self) -> list[int]:
        return [frame["cursor"] for frame in self.frames]

    @property
    def events(self) -> list[dict[str, Any]]:
        return [frame["event"] for frame in self.frames]

    def wait(self, there: Callable[[], Any], seconds: float = 60) -> None:
        """Return when it is there; looked at after every frame."""
        with self._changed:
            assert self._changed.wait_for(there, seconds), self.frames[-3:]

    def wait_for_cursor(self, cursor: int) -> None:
        self.wait(lambda: self.start == cursor or cursor in self.cursors[-1:])

    def _listen(self) -> None:
        while not self._over:
            lost = (OSError, WebSocketException, httpx.HTTPError, EOFError)
            with contextlib.suppress(*lost):
                self._hear(next(self._towns))
            self.breaks += 1
            self._again.wait(LONGEST_PAUSE_S)

    def _hear(self, town: Town) -> None:
        with town.live() as live:
            more: dict[str, Any] = {}
            if self.start is not None:
                last = self.cursors[-1] if self.frames else self.start
                more = {"after": last, "epoch": self._epoch}
            live.subscribe("incidents", **more)
            self._epoch = self._epoch or live.hello["epoch"]
            while not self._over:
                self._take(live.next())

    def _take(self, frame: dict[str, Any]) -> None:
        with self._changed:
            if frame["type"] == "event":
                self.frames.append(frame)
            elif frame["type"] == "snapshot" and self.start is None:
                self.start = frame["cursor"]
            elif frame["type"] != "heartbeat":
                self.surprises.append(frame)
            self._changed.notify_all()

    def __enter__(self) -> Ear:
        self._thread.start()
        self.wait(lambda: self.start is not None)
        return self

    def __exit__(self, *_: object) -> None:
        self._over = True
        self._thread.join(60)

    def check(self, cursor: int) -> None:
        """Everything from the start up to the cursor was heard, once, in order."""
        self.wait_for_cursor(cursor)
        assert self.surprises == []
        assert self.start is not None
        assert self.cursors == list(range(self.start + 1, cursor + 1))


def head(town: Town) -> int:
    """The cursor of the last event in the database."""
    cursor: int = town.get("/api/health/ready", None).json()["cursor"]
    return cursor
