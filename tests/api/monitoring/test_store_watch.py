"""Whether anything can be stored: looked at all the time, told on every screen."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from api.monitoring.store_watch import StoreHealth, StoreWatch
from api.store.errors import StoreUnavailable
from tests.api.town import ADMIN, PASSWORD, Live, Town, eventually, found_town
from tests.support import forks
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.server import ZHIBAN

SECRET = "Geheim-4711"
WELL: StoreHealth = {"well": True, "writes": True, "reads": True}
AWAY: StoreHealth = {"well": False, "writes": False, "reads": True}


class Store:
    """A store that can be taken away."""

    def __init__(self) -> None:
        self.away: Exception | None = None
        self.hangs = asyncio.Event()
        self.hangs.set()

    async def check(self) -> None:
        await self.hangs.wait()
        if self.away is not None:
            raise self.away


async def until(state: Callable[[], Any]) -> None:
    async with asyncio.timeout(60):
        while not state():  # noqa: ASYNC110
            await asyncio.sleep(0)


async def watched(story: Callable[[Store, StoreWatch], Awaitable[None]]) -> None:
    store = Store()
    watch = StoreWatch(store.check, lambda: None, interval_s=0.001, patience_s=0.05)
    running = asyncio.create_task(watch.run())
    try:
        await story(store, watch)
    finally:
        running.cancel()


async def test_a_store_that_fails_and_comes_back() -> None:
    async def story(store: Store, watch: StoreWatch) -> None:
        assert watch.part() == WELL
        store.away = StoreUnavailable("writer_closed")
        await until(lambda: watch.part() == AWAY)
        store.away = None
        await until(lambda: watch.part() == WELL)

    await watched(story)


async def test_a_store_that_does_not_answer_counts_as_away() -> None:
    async def story(store: Store, watch: StoreWatch) -> None:
        store.hangs.clear()
        await until(lambda: watch.part() == AWAY)
        store.hangs.set()
        await until(lambda: watch.part() == WELL)

    await watched(story)


async def test_the_failure_of_a_command_is_known_at_once() -> None:
    trouble: list[Exception] = []
    watch = StoreWatch(Store().check, lambda: trouble[0] if trouble else None)
    assert watch.part() == WELL
    trouble.append(StoreUnavailable("writer_closed"))
    assert watch.part() == AWAY


def test_a_journal_that_cannot_be_read_is_told_as_well() -> None:
    watch = StoreWatch(Store().check, lambda: None)
    watch.follows = lambda: False
    assert watch.part() == {"well": False, "writes": True, "reads": False}


def heard(live: Live, store: StoreHealth) -> None:
    """Return with the first heartbeat that says this of the store."""
    while live.wait_for("heartbeat")["store"] != store:
        pass


@pytest.fixture(scope="module")
def postgres() -> Any:
    with running_postgres() as found:
        yield found


def begin(tmp_path: Path, postgres: PostgresServer) -> tuple[Town, str]:
    url = postgres.url(postgres.clone())
    secret = f"{url}{'&' if '?' in url else '?'}password={SECRET}"
    env = {"ZHIBAN_WAKE_POLL_S": "1", "ZHIBAN_HEARTBEAT_S": "60"}
    return found_town(tmp_path, "--database-url", secret, env=env), url


def test_no_screen_is_live_over_a_database_that_was_stopped(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    town, url = begin(tmp_path, postgres)
    try:
        with town.live("viewer") as live:
            assert live.hello["store"] == WELL
            live.subscribe()
            live.wait_for("snapshot")
            postgres.stop()
            heard(live, AWAY | {"reads": False})
            say_nothing_of_it(town, url)
            before = town.server.log.stat().st_size
            for _ in range(50):
                town.get("/api/health/ready", None)
            lines = town.server.log.read_bytes()[before:].decode()
            # Each refused request has its line; besides there is hardly anything.
            others = [line for line in lines.splitlines() if "health/ready" not in line]
            assert len(others) < 10, others
            postgres.start()
            heard(live, WELL)
        over = ("store_fails_no_more", "wake_failed_no_more")
        read = town.server.log.read_text
        # The timers find it out by themselves, and the log is written behind them.
        eventually(lambda: all(word in read(encoding="utf-8") for word in over))
        log = read(encoding="utf-8")
        assert "Traceback" not in log
        assert SECRET not in log
    finally:
        assert town.server.stop() == 0


def say_nothing_of_it(town: Town, url: str) -> None:
    """What strangers are told while the database is away, and what an administrator is."""
    parts = [SECRET, *re.split(r"[:/@?&=,]+", url)[1:]]
    secrets = [part for part in parts if len(part) > 3]
    assert secrets
    answer = town.get("/api/health/ready", None)
    assert (answer.status_code, answer.json()["check"]) == (503, "write")
    assert "cause" not in answer.json()
    sign_in = town.post("/api/session", {"name": ADMIN, "password": PASSWORD}, None)
    assert sign_in.status_code == 503
    for told in (answer.text, sign_in.text, town.get("/api/incidents").text):
        assert not [secret for secret in secrets if secret in told], told
    assert "cause" not in town.get("/api/health/ready", "viewer").json()
    cause = town.get("/api/health/ready", ADMIN).json()["cause"]
    assert "postgresql" in cause
    assert SECRET not in cause


def test_whoever_watches_in_a_terminal_is_told_and_told_of_the_end(
    tmp_path: Path, postgres: PostgresServer
) -> None:
    town, _ = begin(tmp_path, postgres)
    said = tmp_path / "said"
    env = {**os.environ, "ZHIBAN_TOKEN": town.tokens["viewer"]}
    command = [ZHIBAN, "watch", "--url", town.url, "--language", "zh"]
    with said.open("wb") as errors:
        watching = forks.start(command, env=env, stdout=subprocess.DEVNULL, stderr=errors)
    try:
        eventually(lambda: "实时" in said.read_text(encoding="utf-8"))
        postgres.stop()
        eventually(lambda: "存不下任何东西" in said.read_text(encoding="utf-8"))
        assert not town.get("/api/health/ready", None).is_success
        postgres.start()
        eventually(lambda: "又能存取" in said.read_text(encoding="utf-8"))
        assert town.get("/api/health/ready", None).json()["store"]["writes"]
    finally:
        watching.terminate()
        watching.wait(60)
        assert town.server.stop() == 0
