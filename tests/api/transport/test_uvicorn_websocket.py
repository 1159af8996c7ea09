"""Compression on a real server: whoever asks for it decodes the same words as the others."""

from __future__ import annotations

import contextlib
import json
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.sync.client import ClientConnection, connect

from api.live.protocol.encodings import DEFLATED, TEXT
from tests.api.live.company import bearer, frames, masked
from tests.api.live.test_hostile import close_code, upgrade
from tests.api.town import Town, eventually, found_town, sign_in

COMPRESSED, PLAIN = 0xC1, 0x81
WORDS = ["短", "市政府决定启动市级三级应急响应。" * 200, "又短"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server that offers compression."""
    # Frames are counted here: no heartbeat comes among them before everything is over.
    env = {"ZHIBAN_LIVE_COMPRESSION": "true", "ZHIBAN_HEARTBEAT_S": "600"}
    found = found_town(tmp_path_factory.mktemp("narrow"), env=env)
    yield found
    assert found.server.stop() == 0


@contextlib.contextmanager
def following(town: Town, incident: dict[str, Any], how: str | None) -> Iterator[ClientConnection]:
    """A client of the library's after its snapshot."""
    url = f"ws://127.0.0.1:{town.server.port}/api/live"
    headers = {"Authorization": f"Bearer {town.tokens['viewer']}"}
    with connect(url, additional_headers=headers, compression=how, open_timeout=60) as client:
        client.send(json.dumps({"type": "subscribe", "topics": [f"incident:{incident['id']}"]}))
        while json.loads(client.recv(60))["type"] != "snapshot":
            pass
        yield client


def test_who_asks_for_compression_decodes_what_the_others_get_plain(town: Town) -> None:
    incident = town.open()
    with following(town, incident, "deflate") as asks, following(town, incident, None) as plain:
        (agreed,) = asks.protocol.extensions
        assert isinstance(agreed, PerMessageDeflate)
        assert agreed.remote_no_context_takeover
        assert plain.protocol.extensions == []
        for text in WORDS:
            assert town.command(incident, "add_log_entry", text=text).is_success
        told = [[client.recv(60) for _ in WORDS] for client in (asks, plain)]
    assert told[0] == told[1]
    assert [json.loads(words)["event"]["data"]["text"] for words in told[0]] == WORDS


def heard_bare(town: Town, wish: dict[str, Any], *headers: str) -> list[tuple[int, bytes]]:
    """The events as they travel, after the greeting."""

    with upgrade(town, bearer(town.tokens["viewer"]), *headers) as bare:
        bare.sendall(masked(json.dumps(wish).encode()))
        content = b""
        while len(found := list(frames(content))) < 1 + len(WORDS):
            content += bare.recv(65_536)
    return found[1:]


def test_all_who_agreed_get_the_same_bytes_and_the_others_plain_ones(town: Town) -> None:
    incident = town.open()
    topics = [f"incident:{incident['id']}"]
    with town.live() as live:
        live.subscribe(*topics)
        cursor = live.wait_for("snapshot")["cursor"]
    wish = {"type": "subscribe", "topics": topics, "after": cursor}
    for text in WORDS:
        assert town.command(incident, "add_log_entry", text=text).is_success
    asks = "Sec-WebSocket-Extensions: permessage-deflate"
    first, second = (heard_bare(town, wish, asks) for _ in range(2))
    plain = heard_bare(town, wish)
    assert first == second
    assert COMPRESSED in [head for head, _ in first]
    assert {head for head, _ in plain} == {PLAIN}
    for (head, packed), (_, words) in zip(first, plain, strict=True):
        assert (head == COMPRESSED) == (len(words) >= 256)
        form = DEFLATED if head == COMPRESSED else TEXT
        assert form.wrap(words).endswith(packed)
        assert len(packed) <= len(words)


def sockets(town: Town) -> int:
    """How many of the server's descriptors are sockets; databases open theirs as they need."""
    found = 0
    for one in Path(f"/proc/{town.server.process.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found += str(one.readlink()).startswith("socket:")
    return found


def test_a_screen_of_a_cohort_hears_of_its_end_and_leaves_no_descriptor(town: Town) -> None:
    incident = town.open()
    wish = json.dumps({"type": "subscribe", "topics": [f"incident:{incident['id']}"]}).encode()
    before = sockets(town)
    with contextlib.ExitStack() as stack:
        bare = [stack.enter_context(upgrade(town, bearer(town.tokens["viewer"]))) for _ in range(4)]
        for one in bare:
            one.sendall(masked(wish))
        # Each has its socket, and a duplicate in the cohort once it has caught up.
        eventually(
            lambda: (
                town.command(incident, "add_log_entry", text="x").is_success
                and sockets(town) >= before + 8
            )
        )
        bare[0].close()
        bare[1].shutdown(socket.SHUT_WR)
        assert close_code(bare[1]) == 0
        bare[2].sendall(masked(struct.pack("!H", 1000), 0x88))
        assert close_code(bare[2]) == 1000
        with town.client("viewer") as client:
            assert client.delete("/api/session").status_code == 204
        assert close_code(bare[3]) == 4401
        sign_in(town, "viewer")
    eventually(lambda: sockets(town) <= before)
