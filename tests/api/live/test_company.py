"""A good screen in bad company, on a real server: it hears everything, in order; memory
stays bounded; and each of the others is closed with the right code."""

from __future__ import annotations

import asyncio
import contextlib
import json
import resource
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from tests.api.live.company import CUT_OFF, Company
from tests.api.live.test_hostile import resident_kib
from tests.api.town import Town, eventually, found_town

COMPANY = {
    "idle": 400,
    "storm": 100,
    "stuck": 10,
    "trickling": 10,
    "garbage": 14,
    "flood": 3,
    "huge": 2,
    "forged": 2,
}
SLOW = COMPANY["stuck"] + COMPANY["trickling"]
ENTRIES, LONG_REPORT, MANY = 60, 900_000, 150
KIB_A_GUEST, KIB_A_SLOW_ONE, KIB_OF_THE_RING = 64, 1024, 64 * 1024


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server of its own, with little patience."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    env = {"ZHIBAN_LIVE_SLOW_S": "2", "ZHIBAN_HEARTBEAT_S": "1"}
    town = found_town(tmp_path_factory.mktemp("hall"), env=env, exact=True)
    yield town
    assert town.server.stop() == 0
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def closed_slow(town: Town) -> int:
    return gauge(town, "zhiban_live_closed_slow")


def slow(town: Town) -> int:
    return gauge(town, "zhiban_live_slow")


def gauge(town: Town, name: str) -> int:
    words = town.get("/metrics", None).text
    return int(float(words.split(f"\n{name} ")[1].split()[0]))


@contextlib.asynccontextmanager
async def company(
    town: Town, numbers: dict[str, int], **topics: str
) -> AsyncIterator[dict[str, Company]]:
    """All these kinds at once; `topics` are what kinds follow that do not follow everything."""
    port, tokens = town.server.port, [town.tokens["viewer"]]
    found = {
        kind: Company(port, number, tokens, topics.get(kind, "incidents"))
        for kind, number in numbers.items()
    }
    async with contextlib.AsyncExitStack() as stack:
        for kind, one in found.items():
            task = asyncio.create_task(one.misbehave(kind))
            stack.push_async_callback(ended, task)
            if kind == "idle":  # they are many, and the slow would be gone before they are in
                await one.here.wait()
        await asyncio.wait_for(asyncio.gather(*(one.here.wait() for one in found.values())), 180)
        yield found


def all_seen(guests: dict[str, Company]) -> bool:
    """Whether each kind that comes again and again has met what it can meet."""
    # Who still writes when it is closed may be cut before it has read the code.
    wanted = {"garbage": {1002, 4400}, "flood": {4400}, "huge": {1009}, "forged": {4403}}
    seen = all(codes <= guests[kind].codes.keys() for kind, codes in wanted.items())
    return seen and guests["storm"].rounds > 1


async def ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def heard(socket: ClientConnection, number: int) -> list[int]:
    """The `seq` of so many events."""
    found: list[int] = []
    async with asyncio.timeout(180):
        while len(found) < number:
            frame: dict[str, Any] = json.loads(await socket.recv())
            if frame["type"] == "event":
                found.append(frame["event"]["seq"])
    return found


async def test_a_good_screen_hears_everything_in_order_in_bad_company(hall: Town) -> None:
    incident = await asyncio.to_thread(hall.open)
    topic = f"incident:{incident['id']}"
    before = resident_kib(hall)

    def work() -> None:
        for number in range(ENTRIES):
            if number % 6 == 0:
                content = {"text": "x" * LONG_REPORT}
                assert hall.command(incident, "submit_report", content=content).is_success
            else:
                assert hall.command(incident, "add_log_entry", text=str(number)).is_success

    url = f"ws://127.0.0.1:{hall.server.port}/api/live"
    headers = {"Authorization": f"Bearer {hall.tokens['viewer']}"}
    quiet = f"incident:{(await asyncio.to_thread(hall.open))['id']}"
    async with company(hall, COMPANY, idle=quiet, storm=quiet) as guests:
        patient = {"open_timeout": 180, "ping_timeout": None}
        async with connect(url, additional_headers=headers, max_size=None, **patient) as good:
            await good.send(json.dumps({"type": "subscribe", "topics": [topic]}))
            while json.loads(await good.recv())["type"] != "snapshot":
                pass
            working = asyncio.create_task(asyncio.to_thread(work))
            assert await heard(good, ENTRIES) == list(range(2, ENTRIES + 2))
            await working
        await asyncio.to_thread(eventually, lambda: closed_slow(hall) >= SLOW)
        await asyncio.to_thread(eventually, lambda: all_seen(guests), 180)
        most = sum(COMPANY.values()) * KIB_A_GUEST + SLOW * KIB_A_SLOW_ONE + KIB_OF_THE_RING
        assert resident_kib(hall) - before < most
    assert guests["stuck"].codes.keys() <= {4408, CUT_OFF}
    assert guests["garbage"].codes.keys() <= {1002, 1007, 1009, 4400, CUT_OFF}
    for kind, code in (("flood", 4400), ("huge", 1009)):
        assert guests[kind].codes.keys() <= {code, CUT_OFF}, kind
    assert guests["forged"].codes.keys() == {4403}
    assert guests["idle"].codes == {0: COMPANY["idle"]}


async def test_a_long_report_that_many_do_not_take_is_kept_once(hall: Town) -> None:
    incident = await asyncio.to_thread(hall.open)
    closed = closed_slow(hall)
    content = {"text": "x" * LONG_REPORT}

    def all_behind() -> bool:
        assert hall.command(incident, "submit_report", content=content).is_success
        return slow(hall) + closed_slow(hall) - closed >= MANY

    async with company(hall, {"stuck": MANY}):
        before = resident_kib(hall)
        await asyncio.to_thread(eventually, all_behind)
        assert resident_kib(hall) - before < MANY * LONG_REPORT / 1024 / 2
        await asyncio.to_thread(eventually, lambda: closed_slow(hall) - closed >= MANY)
