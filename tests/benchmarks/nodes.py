"""Several nodes on one PostgreSQL: writes a second, delay to the last screen, a promotion.

    python -m tests.benchmarks.nodes [--nodes 1 2] [--screens 0 200] [--seconds 5] [--promotions 3]

Each cell: that many real servers on one PostgreSQL that syncs its writes, screens spread evenly
over them, eight writers that go round the nodes and enter log lines as fast as they are answered.
Writes a second are told as ratios to the first cell; delays in milliseconds, from the answer of a
write to the last of ten screens on every node. Then the promotion: a primary with a synchronous
standby is killed under two writers; seconds from the kill until a write is acknowledged again, with
the operator's part (noticing, deciding) left out. All on one machine: nodes compete for its cores,
so the figures say what a node costs, not what three machines give. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.api.nodes.cluster import Cluster, cluster
from tests.api.nodes.test_outages import Load
from tests.api.nodes.test_promotion import address, pair
from tests.api.town import MOST_BYTES
from tests.support.postgres import running_postgres

WRITERS = 8
WATCHED = 10
"""Screens on each node whose delay is measured; the others only receive."""


async def screen(nodes: Cluster, number: int, seen: dict[str, list[float]] | None) -> None:
    """A wall that is signed in and listens; `seen` takes when each line came, by its text."""
    town = nodes[number % len(nodes.towns)]
    url = f"{town.url.replace('http', 'ws')}/api/live"
    async with connect(url, max_size=MOST_BYTES) as socket:
        await socket.recv()
        await socket.send(json.dumps({"type": "auth", "token": town.tokens["viewer"]}))
        await socket.send(json.dumps({"type": "subscribe", "topics": ["incidents"]}))
        await _listen(socket, seen)


async def _listen(socket: ClientConnection, seen: dict[str, list[float]] | None) -> None:
    async for frame in socket:
        if seen is None:
            continue
        event = json.loads(frame).get("event") or {}
        words = event.get("data", {}).get("text")
        if words is not None:
            seen.setdefault(words, []).append(time.monotonic())


async def writer(nodes: Cluster, path: str, name: int, over: float) -> dict[str, float]:
    """Enter lines until it is over; when each was answered."""
    answered: dict[str, float] = {}
    headers = {"Authorization": f"Bearer {nodes[0].tokens['duty']}"}
    async with httpx.AsyncClient(headers=headers) as client:
        for count, town in enumerate(itertools.cycle(nodes.towns)):
            if time.monotonic() > over:
                return answered
            words = f"{name}-{count}"
            body = {"command": "add_log_entry", "text": words}
            answer = await client.post(f"{town.url}{path}", json=body)
            answer.raise_for_status()
            answered[words] = time.monotonic()
    return answered


async def cell(nodes: Cluster, screens: int, seconds: float) -> tuple[float, list[float]]:
    """Writes a second, and the delays of the watched screens in milliseconds."""
    incident = nodes[0].open()
    path = f"/api/incidents/{incident['id']}/commands"
    seen: dict[str, list[float]] = {}
    watched = min(WATCHED * len(nodes.towns), screens)
    walls = [
        asyncio.create_task(screen(nodes, number, seen if number < watched else None))
        for number in range(screens)
    ]
    await asyncio.sleep(2 + screens / 100)
    began = time.monotonic()
    writers = (writer(nodes, path, name, began + seconds) for name in range(WRITERS))
    told = await asyncio.gather(*writers)
    took = time.monotonic() - began
    await asyncio.sleep(2)
    for wall in walls:
        wall.cancel()
    await asyncio.gather(*walls, return_exceptions=True)
    answered: dict[str, float] = {}
    for one in told:
        answered |= one
    lost = [words for words in answered if len(seen.get(words, [])) < watched]
    if lost:
        raise SystemExit(f"{len(lost)} of {len(answered)} lines did not reach all screens")
    delays = [1000 * (max(seen[w]) - at) for w, at in answered.items()] if watched else []
    return len(answered) / took, [max(one, 0.0) for one in delays]


def promotions(times: int) -> list[float]:
    """Seconds from the kill of a primary to the next acknowledged write."""
    found = []
    for _ in range(times):
        with tempfile.TemporaryDirectory() as folder, pair() as (primary, standby):
            url = address(primary.clone(), primary, standby)
            with cluster(Path(folder), url, 2) as nodes:
                incident = nodes[0].open()
                with Load(nodes, incident, "one") as load:
                    load.go_on()
                    began = time.monotonic()
                    primary.kill()
                    standby.promote()
                    load.go_on(1)
                    found.append(time.monotonic() - began)
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--screens", type=int, nargs="*", default=[0, 200])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--promotions", type=int, default=3)
    asked = parser.parse_args(arguments)
    print(f"load {os.getloadavg()[0]:.1f}")
    first: float | None = None
    for count, screens in itertools.product(asked.nodes, asked.screens):
        with (
            tempfile.TemporaryDirectory() as folder,
            running_postgres(fsync=True) as server,
            cluster(Path(folder), server.url(server.clone()), count) as nodes,
        ):
            rate, delays = asyncio.run(cell(nodes, screens, asked.seconds))
        first = first or rate
        line: dict[str, Any] = {"nodes": count, "screens": screens, "writes_s": round(rate)}
        line["ratio"] = round(rate / first, 2)
        if len(delays) > 1:
            line["p50_ms"] = round(statistics.median(delays), 1)
            line["p99_ms"] = round(statistics.quantiles(delays, n=100)[98], 1)
        print(json.dumps(line), flush=True)
    if asked.promotions:
        print("promotion, s:", [round(one, 2) for one in promotions(asked.promotions)])


if __name__ == "__main__":
    main()
