"""The reference client and the event stream against a real server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx
import pytest

from api.cli.watch import _table
from api.cli.zones import Zones
from api.reference_client import ChainMemory, Change, LiveClient, Refused
from tests.api.town import Town, eventually, found_town, refused, sign_in
from tests.support import forks
from tests.support.report_content import answers
from tests.support.server import ZHIBAN, ServerProcess, free_port


def log(town: Town, incident: dict[str, Any], text: str) -> None:
    assert town.command(incident, "add_log_entry", text=text).status_code == 200


def follower(town: Town, token: str | None, *topics: str) -> LiveClient:
    return LiveClient(town.url, token, topics or ["incidents"], lambda: 0.0)


@contextlib.asynccontextmanager
async def following(one: LiveClient) -> AsyncIterator[Callable[[Callable[[], bool]], Any]]:
    """Runs the client; what it gives waits until something is true of it."""
    heard = asyncio.Event()

    async def run() -> None:
        async for _ in one.changes():
            heard.set()

    async def until(wanted: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not wanted():
                heard.clear()
                await heard.wait()

    task = asyncio.create_task(run())
    try:
        yield until
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def test_the_client_converges_through_a_restart(tmp_path: Path) -> None:
    town = await asyncio.to_thread(found_town, tmp_path, env={"ZHIBAN_HEARTBEAT_S": "0.5"})
    incident = await asyncio.to_thread(town.open)
    one = follower(town, town.tokens["viewer"])
    port = town.server.port
    async with following(one) as until:
        await until(lambda: incident["id"] in one.incidents)
        await asyncio.to_thread(log, town, incident, "1")
        await until(lambda: one.incidents[incident["id"]]["version"] == 2)
        await asyncio.to_thread(town.server.kill)
        command = [ZHIBAN, "serve", "--host", "127.0.0.1", "--port", str(port)]
        town.server = ServerProcess(command, port=port, folder=tmp_path)
        await asyncio.to_thread(town.server.wait_until_live)
        await asyncio.to_thread(log, town, incident, "2")
        await until(lambda: one.incidents[incident["id"]]["version"] == 3)
        assert one.failures == 0
    assert await asyncio.to_thread(town.server.stop) == 0


async def test_the_clients_state_equals_a_fresh_read(town: Town) -> None:
    incident = town.open("grain")
    one = follower(town, town.tokens["duty"], f"incident:{incident['id']}")
    async with following(one) as until:
        await until(lambda: incident["id"] in one.incidents)
        fields = {"level": "III", "sub_state": "tense", "reason": "r"}
        for name, command in (("director", "recommend_activation"), ("chief", "activate_response")):
            answer = await asyncio.to_thread(town.command, incident, command, name, **fields)
            assert answer.status_code == 200, answer.text
        slot = answer.json()["incident"]["next_slots"][5]
        report = {"slot": slot["id"], "content": answers(slot["required"])}
        answer = await asyncio.to_thread(town.command, incident, "submit_report", **report)
        assert answer.status_code == 200, answer.text
        fresh = await asyncio.to_thread(town.view, incident)
        await until(lambda: one.incidents[incident["id"]]["version"] == fresh["version"])
        assert one.incidents[incident["id"]] == fresh


async def test_the_client_gives_up_where_it_is_not_let_in(town: Town) -> None:
    with pytest.raises(Refused, match="4401"):
        async for _ in follower(town, "made-up").changes():
            pass


def test_pauses_grow_and_are_spread() -> None:
    least, most = (LiveClient("http://x", None, [], lambda j=j: j) for j in (0.0, 1.0))
    pauses = [(least.pause(), most.pause()) for _ in range(8)]
    assert pauses[0] == (0.25, 0.5)
    assert pauses[-1] == (15.0, 30.0)
    assert all(one * 2 == two for one, two in pauses)


@pytest.mark.parametrize("name", ["id", "number"])
def test_watching_in_a_pipe_prints_lines_and_ends_on_request(town: Town, name: str) -> None:
    incident, other = town.open(), town.open()
    command = [ZHIBAN, "watch", incident[name], "--url", town.url]
    env = {**os.environ, "ZHIBAN_TOKEN": town.tokens["viewer"]}
    with forks.start(command, env=env, stdout=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        assert incident["number"] in watching.stdout.readline()
        log(town, other, "y")
        log(town, incident, "x")
        line = watching.stdout.readline().rstrip()
        assert incident["number"] in line
        assert line.split("\t")[3] == "log_entry_added"
        watching.send_signal(signal.SIGINT)
        assert watching.wait(60) in (0, 130)


@pytest.mark.parametrize(("language", "place"), [("zh", "研判"), ("en", "assessing")])
def test_watching_shows_places_in_the_language_that_was_asked_for(
    town: Town, language: str, place: str
) -> None:
    command = [ZHIBAN, "watch", town.open()["number"], "--url", town.url, "--language", language]
    env = {**os.environ, "ZHIBAN_TOKEN": town.tokens["viewer"]}
    with forks.start(command, env=env, stdout=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        shown = watching.stdout.readline()
        watching.send_signal(signal.SIGINT)
    assert shown.split("\t")[4] == place


def test_lines_have_the_same_columns_and_the_plans_own_clock(town: Town) -> None:
    incident = town.open()
    command = [ZHIBAN, "watch", incident["number"], "--url", town.url]
    env = {**os.environ, "ZHIBAN_TOKEN": town.tokens["viewer"], "TZ": "America/New_York"}
    with forks.start(command, env=env, stdout=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        shown = watching.stdout.readline().rstrip("\n").split("\t")
        log(town, incident, "x")
        event = watching.stdout.readline().rstrip("\n").split("\t")
        watching.send_signal(signal.SIGINT)
    assert (shown[1], shown[3]) == (incident["number"], "snapshot")
    assert (event[1], event[3]) == (incident["number"], "log_entry_added")
    assert len(shown) == len(event) == 7
    assert shown[4:] == event[4:]
    for instant in (shown[2], event[2]):
        assert datetime.fromisoformat(instant).utcoffset() == timedelta(hours=8)


@pytest.mark.parametrize(
    ("language", "told"),
    [("zh", "没有 XX-2026-0001 这个事件"), ("en", "There is no incident XX-2026-0001")],
)
def test_watching_what_is_not_there_says_so_and_ends(town: Town, language: str, told: str) -> None:
    command = [ZHIBAN, "watch", "XX-2026-0001", "--url", town.url, "--language", language]
    env = {**os.environ, "ZHIBAN_TOKEN": town.tokens["viewer"], "LANG": "C.UTF-8"}
    ended = forks.run(command, env=env, timeout=60)
    assert ended.returncode == 2
    assert told in ended.stderr
    if language == "en":
        assert ended.stderr.isascii()


def test_watching_what_is_gone_after_a_restore_says_so_and_ends(tmp_path: Path) -> None:
    town = found_town(tmp_path, env={"ZHIBAN_HEARTBEAT_S": "0.5"})
    backup = [ZHIBAN, "backup", "before.backup"]
    assert forks.run(backup, cwd=tmp_path, timeout=60).returncode == 0
    number, port = town.open()["number"], town.server.port
    command = [ZHIBAN, "watch", number, "--url", town.url, "--language", "zh"]
    env = {**os.environ, "ZHIBAN_TOKEN": town.tokens["viewer"]}
    with forks.start(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as watching:
        assert watching.stdout is not None
        assert watching.stderr is not None
        assert number in watching.stdout.readline()
        town.server.kill()
        restore = [ZHIBAN, "restore", "before.backup", "--replace"]
        assert forks.run(restore, cwd=tmp_path, timeout=60).returncode == 0
        serve = [ZHIBAN, "serve", "--host", "127.0.0.1", "--port", str(port)]
        town.server = ServerProcess(serve, port=port, folder=tmp_path)
        try:
            town.server.wait_until_live()
            watching.wait(60)
            said = watching.stderr.read()
        finally:
            watching.kill()
            assert town.server.stop() == 0
    assert watching.returncode == 2
    assert f"没有 {number} 这个事件" in said


async def test_the_screen_speaks_the_language_that_was_asked_for(town: Town) -> None:
    incident = await asyncio.to_thread(town.open)
    one = follower(town, town.tokens["viewer"], f"incident:{incident['number']}")
    one.language = "en"
    async with following(one) as until:
        await until(lambda: incident["id"] in one.incidents)
        zones = Zones(town.url, town.tokens["viewer"])
        await zones.learn(one.incidents.values())
        # After the last await: the next heartbeat would put the server's own word back.
        one.watchdog = {"well": False, "silent": False, "differences": 2}
        table = _table(one, Change("stale"), zones)
    assert [column.header for column in table.columns][:2] == ["number", "incident"]
    assert "disconnected" in str(table.title)
    assert "LEDGER ALARM: 2" in str(table.title)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"http://127.0.0.1:{free_port()}", "那里没有服务器在运行"),
        ("http://zhiban.invalid:8000", "找不到这台主机"),
    ],
    ids=["nobody listens", "no such host"],
)
def test_watching_a_dead_server_says_where_and_why(url: str, reason: str) -> None:
    env = {**os.environ, "ZHIBAN_TOKEN": "any", "LANG": "C.UTF-8"}
    command = [ZHIBAN, "watch", "--url", url]
    with forks.start(command, env=env, stderr=subprocess.PIPE) as watching:
        assert watching.stderr is not None
        said = [watching.stderr.readline() for _ in range(3)]
        watching.send_signal(signal.SIGINT)
        rest = watching.stderr.read()
    assert f"连不上 {url}：{reason}" in said[2]
    assert "zhiban serve" in said[2]
    assert url not in rest


def test_watching_needs_a_token_that_is_right(town: Town) -> None:
    command = [ZHIBAN, "watch", "--url", town.url]
    assert forks.run(command).returncode == 2
    wrong = [*command, "--token", "made-up"]
    ended = forks.run(wrong)
    assert ended.returncode == 1
    assert "4401" in ended.stderr


class Stream:
    """An event stream, read event by event."""

    def __init__(self, answer: httpx.Response) -> None:
        self.lines: Iterator[str] = answer.iter_lines()
        self.id = ""

    def next(self, *types: str) -> dict[str, Any]:
        while True:
            line = next(self.lines)
            if line.startswith("id: "):
                self.id = line.removeprefix("id: ")
            if line.startswith("data: "):
                frame: dict[str, Any] = json.loads(line.removeprefix("data: "))
                if not types or frame["type"] in types:
                    return frame


@contextlib.contextmanager
def stream(
    town: Town,
    name: str | None = "viewer",
    last: str = "",
    headers: Mapping[str, str] = MappingProxyType({}),
    **query: Any,
) -> Iterator[Stream]:
    headers = {**headers, **({"Last-Event-ID": last} if last else {})}
    with (
        town.client(name, **headers) as client,
        client.stream("GET", "/api/live/events", params=query) as answer,
    ):
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Stream(answer)


def test_the_stream_greets_shows_and_goes_on(town: Town) -> None:
    incident = town.open()
    topic = f"incident:{incident['id']}"
    with stream(town, topic=topic) as events:
        hello = events.next()
        assert hello["type"] == "hello"
        snapshot = events.next()
        assert [view["id"] for view in snapshot["incidents"]] == [incident["id"]]
        assert events.id == f"{hello['epoch']}:{snapshot['cursor']}"
        log(town, incident, "1")
        event = events.next("event")
        assert event["event"]["data"]["text"] == "1"
        assert events.id == f"{hello['epoch']}:{event['cursor']}"
        assert events.next("heartbeat")["cursor"] >= event["cursor"]
    log(town, incident, "2")
    log(town, incident, "3")
    with stream(town, last=events.id, topic=topic) as events:
        texts = [events.next("event", "snapshot")["event"]["data"]["text"] for _ in range(2)]
    assert texts == ["2", "3"]


@pytest.mark.parametrize("last", ["another:1", "nonsense", "EPOCH:999999999", "EPOCH:", ":3"])
def test_a_last_event_id_that_means_nothing_brings_a_snapshot(town: Town, last: str) -> None:
    with stream(town) as events:
        epoch = events.next()["epoch"]
    with stream(town, last=last.replace("EPOCH", epoch)) as events:
        events.next("hello")
        assert events.next()["type"] == "snapshot"


def test_the_stream_refuses_strangers_other_sites_and_unknown_topics(town: Town) -> None:
    refused(town.get("/api/live/events", None), 401, "not_signed_in")
    refused(town.get("/api/live/events?topic=weather"), 422, "unknown_topic")
    origin = {"Origin": "https://evil.example"}
    refused(town.get("/api/live/events", headers=origin), 403, "foreign_origin")


def test_the_stream_ends_with_its_sign_in(town: Town) -> None:
    sign_in(town, "viewer")
    with stream(town) as events:
        events.next("snapshot")
        with town.client("viewer") as client:
            assert client.delete("/api/session").status_code == 204
        closed = events.next("closed")
        assert closed["code"] == 4401
        with pytest.raises(StopIteration):
            events.next()
    sign_in(town, "viewer")


def test_one_who_leaves_is_taken_out(town: Town) -> None:
    def clients() -> float:
        words = town.get("/metrics", None).text
        return float(words.split("\nzhiban_live_clients ")[1].split()[0])

    before = clients()
    with stream(town) as events:
        events.next("snapshot")
        assert clients() == before + 1
    eventually(lambda: clients() == before)


def test_a_stream_says_what_stands_where_its_reader_saw_something(town: Town) -> None:
    memory = ChainMemory()
    with stream(town) as events:
        memory.hear(events.next("hello"))
    seen = memory.seen
    assert seen is not None
    town.open()
    with stream(town, seen=memory.ask()) as events:
        memory.hear(events.next("hello"))
        held = events.next()
        assert (held["type"], held["position"]) == ("journal", seen["position"])
        memory.hear(held)
        while memory.seen == seen:
            memory.hear(events.next("heartbeat"))
    assert memory.broken is None
    # A journal that was rewritten, or cut off, since.
    for wrong in ({"hash": "0" * 64}, {"position": 2**40}):
        deceived = ChainMemory(seen={**seen, **wrong})
        with stream(town, seen=deceived.ask()) as events:
            deceived.hear(events.next("hello"))
            deceived.hear(events.next("journal"))
        assert deceived.broken == {**seen, **wrong}
    for position in ("0", "x", str(2**63)):
        answer = town.get("/api/live/events", "viewer", params={"seen": position})
        assert answer.status_code == 422, answer.text
