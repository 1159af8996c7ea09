"""Hostile clients against a real server: the others keep receiving, memory stays bounded,
and each is closed with the right code."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.api.live.company import NONE, SMALL_ROOM, bearer, code_in, handshake, masked
from tests.api.town import Town, eventually, found_town, sign_in

IDLE, STORM = 500, 200
MORE_KIB = 120_000


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server of its own, which is treated badly."""
    env = {"ZHIBAN_LIVE_SLOW_S": "2", "ZHIBAN_HEARTBEAT_S": "1"}
    town = found_town(tmp_path_factory.mktemp("harbour"), env=env, exact=True)
    yield town
    assert town.server.stop() == 0


def resident_kib(town: Town) -> int:
    words = Path(f"/proc/{town.server.process.pid}/status").read_text()
    return int(words.split("VmRSS:")[1].split()[0])


def upgrade(town: Town, *headers: str) -> socket.socket:
    """A bare socket after the handshake."""
    raw = socket.create_connection(("127.0.0.1", town.server.port))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_ROOM)
    raw.sendall(handshake(town.server.port, *headers))
    raw.settimeout(60)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += raw.recv(1)
    assert b" 101 " in answer
    return raw


def close_code(raw: socket.socket) -> int:
    """The code of the close frame that comes at the end."""
    content = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := raw.recv(65_536):
            content += piece
    return code_in(content)


@contextlib.contextmanager
def others_hear(town: Town) -> Iterator[None]:
    """What others do must reach a good client: before, while and after."""
    incident = town.open()
    with town.live("duty") as good:
        good.subscribe(f"incident:{incident['id']}")
        good.wait_for("snapshot")
        for word in ("before", "after"):
            assert town.command(incident, "add_log_entry", text=word).is_success
            assert good.wait_for("event")["event"]["data"]["text"] == word
            if word == "before":
                yield


def test_garbage_and_a_trickle(harbour: Town) -> None:
    with others_hear(harbour), upgrade(harbour, bearer(harbour.tokens["viewer"])) as garbage:
        garbage.sendall(b"\xff" * 64)
        assert close_code(garbage) == 1002
        with upgrade(harbour, bearer(harbour.tokens["viewer"])) as trickle:
            for byte in masked(b'{"type":"ping"}'):
                trickle.sendall(bytes([byte]))
            content = b""
            while b"pong" not in content:
                content += trickle.recv(4096)


def test_a_frame_of_100_megabytes_is_refused_by_its_header(harbour: Town) -> None:
    with others_hear(harbour):
        before = resident_kib(harbour)
        with upgrade(harbour, bearer(harbour.tokens["viewer"])) as raw:
            raw.sendall(struct.pack("!BBQ", 0x81, 0xFF, 100 * 1024 * 1024) + bytes(4))
            with contextlib.suppress(OSError):
                for _ in range(100):
                    raw.sendall(bytes(65_536))
            with contextlib.suppress(IndexError):
                assert close_code(raw) == 1009
        assert resident_kib(harbour) - before < 20_000


def test_a_forged_origin_and_a_token_that_ends(harbour: Town) -> None:
    with others_hear(harbour):
        with upgrade(
            harbour, bearer(harbour.tokens["viewer"]), "Origin: https://evil.example"
        ) as raw:
            assert close_code(raw) == 4403
        with (
            harbour.client("viewer") as client,
            upgrade(harbour, bearer(harbour.tokens["viewer"])) as raw,
        ):
            raw.sendall(masked(b'{"type":"subscribe","topics":["incidents"]}'))
            content = raw.recv(10)
            assert client.delete("/api/session").status_code == 204
            sign_in(harbour, "viewer")
            while code_in(content) == NONE:
                content += raw.recv(65_536)
            assert code_in(content) == 4401
            raw.sendall(masked(b"", 0x88))
            while raw.recv(65_536):  # as a client says goodbye, the server hangs up
                pass


def test_many_who_take_nothing_are_closed_and_cost_little(harbour: Town) -> None:
    incident = harbour.open()
    before = resident_kib(harbour)
    with contextlib.ExitStack() as stack, others_hear(harbour):
        for _ in range(30):
            raw = stack.enter_context(upgrade(harbour, bearer(harbour.tokens["viewer"])))
            raw.sendall(masked(b'{"type":"subscribe","topics":["incidents"]}'))

        def all_closed() -> bool:
            content = {"text": "x" * 400_000}
            assert harbour.command(incident, "submit_report", content=content).is_success
            return harbour.server.log.read_text().count("client_too_slow") >= 30

        eventually(all_closed, 60)
    assert resident_kib(harbour) - before < MORE_KIB + 64 * 1024


@contextlib.asynccontextmanager
async def crowd(town: Town, size: int) -> AsyncIterator[list[ClientConnection]]:
    """So many sockets that subscribe at once."""
    url = f"{town.url.replace('http', 'ws')}/api/live"
    headers = {"Authorization": f"Bearer {town.tokens['viewer']}"}

    async def one() -> ClientConnection:
        found = await connect(url, additional_headers=headers, compression=None, open_timeout=60)
        await found.send('{"type":"subscribe","topics":["incidents"]}')
        while json.loads(await found.recv())["type"] != "snapshot":
            pass
        return found

    sockets = await asyncio.gather(*(one() for _ in range(size)))
    try:
        yield sockets
    finally:
        for found in sockets:
            found.transport.abort()


async def heard_by_all(sockets: list[ClientConnection], incident: str) -> set[int]:
    async def one(found: ClientConnection) -> int:
        while True:
            frame: dict[str, Any] = json.loads(await found.recv())
            if frame["type"] == "event" and frame["event"]["incident"] == incident:
                return int(frame["cursor"])

    return set(await asyncio.gather(*(one(found) for found in sockets)))


async def test_many_idle_ones_and_a_storm_of_reconnects(harbour: Town) -> None:
    incident = await asyncio.to_thread(harbour.open)
    before = resident_kib(harbour)
    async with crowd(harbour, IDLE) as sockets:
        entry = {"text": "x"}
        await asyncio.to_thread(harbour.command, incident, "add_log_entry", **entry)
        assert len(await heard_by_all(sockets, incident["id"])) == 1
        assert (resident_kib(harbour) - before) / IDLE < 100
        for found in sockets[:STORM]:
            found.transport.abort()
        async with crowd(harbour, STORM) as again:
            await asyncio.to_thread(harbour.command, incident, "add_log_entry", **entry)
            everybody = sockets[STORM:] + again
            assert len(await heard_by_all(everybody, incident["id"])) == 1


async def test_one_that_is_closed_learns_why(harbour: Town) -> None:
    async with crowd(harbour, 1) as (found,):
        for _ in range(10):
            await found.send("{")
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                await found.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4400
