"""One who does not read an event stream, on a real server: cut off, nobody else notices."""

from __future__ import annotations

import contextlib
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.live.company import SMALL_ROOM, bearer
from tests.api.live.delivery.test_subscriber import stream
from tests.api.live.test_company import closed_slow
from tests.api.live.test_hostile import resident_kib
from tests.api.town import Town, eventually, found_town

REPORT = 400_000
MORE_KIB = 100 * 1024


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A server of its own, with little patience."""
    found = found_town(tmp_path, env={"ZHIBAN_LIVE_SLOW_S": "1", "ZHIBAN_HEARTBEAT_S": "0.5"})
    yield found
    assert found.server.stop() == 0


def open_sockets(town: Town) -> int:
    """Connections that the server has not let go."""
    wanted = f":{town.server.port:04X}"
    rows = Path("/proc/net/tcp").read_text().splitlines()[1:]
    # Local address, state (0A listens, 06 is nobody's any more) and inode (0: let go).
    fields = (row.split() for row in rows)
    return sum(f[1].endswith(wanted) and f[3] not in ("0A", "06") and f[9] != "0" for f in fields)


def test_who_does_not_read_is_cut_off_and_goes_on_later(town: Town) -> None:
    incident = town.open()
    topic = f"incident:{incident['id']}"
    request = f"GET /api/live/events?topic={topic} HTTP/1.1\r\nHost: x\r\n{{}}\r\n\r\n"
    before, seqs = resident_kib(town), []
    with stream(town, topic=topic) as other, socket.socket() as stuck:
        other.next("snapshot")
        here = open_sockets(town)
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_ROOM)
        stuck.connect(("127.0.0.1", town.server.port))
        stuck.sendall(request.format(bearer(town.tokens["viewer"])).encode())
        eventually(lambda: open_sockets(town) > here)

        def cut_off() -> bool:
            content = {"text": "x" * REPORT}
            assert town.command(incident, "submit_report", content=content).is_success
            seqs.append(other.next("event")["event"]["seq"])
            return closed_slow(town) == 1

        eventually(cut_off, 60)
        assert seqs == list(range(2, len(seqs) + 2))
        assert resident_kib(town) - before < MORE_KIB
        eventually(lambda: open_sockets(town) == here)
        heard, last = what_came(stuck)
    assert len(heard) < len(seqs)
    with stream(town, last=last, topic=topic) as events:
        while not heard or heard[-1] < seqs[-1]:
            heard.append(events.next("event", "snapshot")["event"]["seq"])
    assert heard == seqs


def what_came(stuck: socket.socket) -> tuple[list[int], str]:
    """The events that had reached the client whole, and where it stands."""
    stuck.settimeout(60)
    content = b""
    with contextlib.suppress(ConnectionResetError):
        while piece := stuck.recv(65_536):
            content += piece
    whole = content.rpartition(b"\n\n")[0].decode()
    ids: list[str] = re.findall(r"^id: (\S+)", whole, re.MULTILINE)
    words = [json.loads(line) for line in re.findall(r"^data: (.*)", whole, re.MULTILINE)]
    return [one["event"]["seq"] for one in words if one["type"] == "event"], ids[-1]
