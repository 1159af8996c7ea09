"""The websocket: who gets in, snapshots, events, resuming, and clients that misbehave."""

import json
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.api.live.company import masked
from tests.api.moved_clock import moved_clock
from tests.api.town import (
    PASSWORD,
    Live,
    Town,
    eventually,
    found_town,
    sign_in,
)
from tests.support.server import http_client, start_zhiban


def log(town: Town, incident: dict[str, Any], text: str) -> None:
    assert town.command(incident, "add_log_entry", text=text).status_code == 200


def closed_with(live: Live) -> int:
    """The close code, after whatever came before it."""
    with pytest.raises(ConnectionClosed) as closing:
        while True:
            live.next()
    assert closing.value.rcvd is not None
    return closing.value.rcvd.code


def texts(frames: list[dict[str, Any]]) -> list[str]:
    return [frame["event"]["data"]["text"] for frame in frames]


def test_hello_comes_first_and_says_what_the_clock_is(town: Town) -> None:
    with town.live(None) as live:
        hello = live.hello
    assert hello["heartbeat_s"] == 0.5
    assert hello["epoch"]
    assert hello["server_time"].endswith("Z")
    assert hello["virtual_clock"] is False


def test_a_snapshot_and_then_the_events(town: Town) -> None:
    incident = town.open()
    with town.live() as live:
        live.subscribe(f"incident:{incident['id']}")
        snapshot = live.wait_for("snapshot")
        assert [view["id"] for view in snapshot["incidents"]] == [incident["id"]]
        log(town, incident, "听得到")
        frame = live.wait_for("event")
        assert frame["cursor"] > snapshot["cursor"]
        assert frame["event"]["data"]["text"] == "听得到"
        assert frame["view"] == {"version": frame["event"]["seq"]}


def test_the_topic_incidents_brings_new_ones_whole(town: Town) -> None:
    with town.live() as live:
        live.subscribe("incidents")
        live.wait_for("snapshot")
        incident = town.open()
        frame = live.wait_for("event")
        while frame["event"]["incident"] != incident["id"]:
            frame = live.wait_for("event")
        assert frame["event"]["type"] == "incident_opened"
        assert frame["view"]["id"] == incident["id"]
        assert frame["view"].keys() == incident.keys()


def test_other_incidents_are_not_heard(town: Town) -> None:
    mine, other = town.open(), town.open()
    with town.live() as live:
        live.subscribe(f"incident:{mine['id']}")
        live.wait_for("snapshot")
        log(town, other, "别的")
        log(town, mine, "我的")
        assert live.wait_for("event")["event"]["incident"] == mine["id"]


def test_a_gap_is_filled_without_doubles(town: Town) -> None:
    incident = town.open()
    topic = f"incident:{incident['id']}"
    with town.live() as live:
        live.subscribe(topic)
        live.wait_for("snapshot")
        log(town, incident, "0")
        seen = live.wait_for("event")
    for number in range(1, 4):
        log(town, incident, str(number))
    with town.live() as live:
        live.subscribe(topic, after=seen["cursor"], epoch=live.hello["epoch"])
        frames = [live.wait_for("event") for _ in range(3)]
        log(town, incident, "4")
        frames.append(live.wait_for("event"))
    assert texts(frames) == ["1", "2", "3", "4"]
    cursors = [frame["cursor"] for frame in frames]
    assert cursors == sorted(set(cursors))


def test_another_epoch_or_a_cursor_from_nowhere_starts_afresh(town: Town) -> None:
    with town.live() as live:
        live.subscribe("incidents", after=1, epoch="another")
        assert live.wait_for("resync")["reason"] == "epoch_changed"
        live.subscribe("incidents", after=10**9)
        assert live.wait_for("resync")["reason"] == "unknown_cursor"
        live.subscribe("incidents")
        assert live.wait_for("snapshot")["cursor"] > 0


def test_heartbeats_come_and_pings_are_answered(town: Town) -> None:
    with town.live() as live:
        live.send({"type": "ping"})
        assert live.wait_for("pong") == {"type": "pong"}
        beat = live.next()
        assert beat["type"] == "heartbeat"
        assert beat["cursor"] >= 0
        assert beat["server_time"] < live.next()["server_time"]


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("nonsense", "bad_frame"),
        ("[]", "bad_frame"),
        ('{"type": 1}', "bad_frame"),
        ('{"type": "sing"}', "unknown_frame"),
        ('{"type": "subscribe", "topics": "incidents"}', "bad_frame"),
        ('{"type": "subscribe", "topics": []}', "bad_frame"),
        ('{"type": "subscribe", "topics": ["weather"]}', "unknown_topic"),
        ('{"type": "subscribe", "topics": ["incident:"]}', "unknown_topic"),
        ('{"type": "subscribe", "topics": ["incidents"], "language": "fr"}', "unknown_language"),
        ('{"type": "subscribe", "topics": ["incidents"], "language": 1}', "unknown_language"),
        ('{"type": "subscribe", "topics": ["incidents"], "after": -1}', "bad_frame"),
        ('{"type": "subscribe", "topics": ["incidents"], "after": "3"}', "bad_frame"),
        ('{"type": "subscribe", "topics": ["incidents"], "after": true}', "bad_frame"),
        (b"\x00\x01", "bad_frame"),
    ],
)
def test_a_broken_frame_is_answered_and_the_socket_lives(
    town: Town, frame: str | bytes, code: str
) -> None:
    with town.live() as live:
        live.socket.send(frame)
        problem = live.wait_for("error")
        assert problem["code"] == code
        assert problem["detail"]
        live.subscribe("incidents")
        assert live.wait_for("snapshot")


def test_nothing_but_garbage_is_closed(town: Town) -> None:
    with town.live() as live:
        for _ in range(10):
            live.socket.send("{")
        assert closed_with(live) == 4400


def test_a_stranger_is_sent_away(town: Town) -> None:
    with town.live(None) as live:
        live.subscribe("incidents")
        assert closed_with(live) == 4401
    with town.live(None) as live:
        live.send({"type": "auth", "token": "made-up"})
        assert closed_with(live) == 4401


def test_another_sites_page_is_sent_away(town: Town) -> None:
    url = f"{town.url.replace('http', 'ws')}/api/live"
    with connect(url, origin="https://evil.example", open_timeout=60) as raw:
        assert closed_with(Live(raw)) == 4403


def test_the_cookie_of_our_own_page_opens_it(town: Town) -> None:
    with http_client(town.url) as client:
        client.post("/api/session", json={"name": "viewer", "password": PASSWORD})
        cookie = f"zhiban_session={client.cookies['zhiban_session']}"
        with town.live(None, origin=town.url, additional_headers={"Cookie": cookie}) as live:
            live.subscribe("incidents")
            assert live.wait_for("snapshot")
            assert client.delete("/api/session").status_code == 204
            assert closed_with(live) == 4401


def test_a_stuck_client_delays_nobody_and_is_closed(tmp_path: Path) -> None:
    town = found_town(tmp_path, env={"ZHIBAN_LIVE_SLOW_S": "1"})
    try:
        incident = town.open()
        with socket.create_connection(("127.0.0.1", town.server.port)) as raw:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            raw.sendall(
                b"GET /api/live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n"
                b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                b"Authorization: Bearer " + town.tokens["viewer"].encode() + b"\r\n\r\n"
            )
            assert b"101" in raw.recv(4096)
            raw.sendall(masked(b'{"type":"subscribe","topics":["incidents"]}'))
            clients = "zhiban_live_clients"
            eventually(lambda: f"{clients} 1.0" in town.get("/metrics", None).text)

            with town.live() as quick:
                quick.subscribe(f"incident:{incident['id']}")
                quick.wait_for("snapshot")
                heard = []

                def gone() -> bool:
                    content = {"text": "x" * 500_000}
                    assert town.command(incident, "submit_report", content=content).is_success
                    heard.append(quick.wait_for("event")["event"]["seq"])
                    return f"{clients} 1.0" in town.get("/metrics", None).text

                eventually(gone, 60)
            assert heard == list(range(2, len(heard) + 2))
        eventually(lambda: "client_too_slow" in town.server.log.read_text())
        assert "zhiban_live_closed_slow 1.0" in town.get("/metrics", None).text
    finally:
        assert town.server.stop() == 0


def test_a_restart_loses_and_doubles_nothing(tmp_path: Path) -> None:
    town = found_town(tmp_path)
    incident = town.open()
    topic = f"incident:{incident['id']}"
    with town.live() as live:
        live.subscribe(topic)
        cursor = live.wait_for("snapshot")["cursor"]
        log(town, incident, "停机前")
        started = time.monotonic()
        assert town.server.stop() == 0
        assert time.monotonic() - started < 30
        assert closed_with(live) == 1001
    town.server = start_zhiban(tmp_path)
    try:
        sign_in(town, "viewer")
        log(town, incident, "停机后")
        with town.live() as live:
            live.subscribe(topic, after=cursor, epoch=live.hello["epoch"])
            assert texts([live.wait_for("event") for _ in range(2)]) == ["停机前", "停机后"]
            log(town, incident, "接着")
            assert texts([live.wait_for("event")]) == ["接着"]
    finally:
        assert town.server.stop() == 0


def test_a_client_that_was_away_too_long_gets_a_snapshot(tmp_path: Path) -> None:
    town = found_town(tmp_path, env={"ZHIBAN_LIVE_RESUME_LIMIT": "5"})
    try:
        incident = town.open()
        for number in range(8):
            log(town, incident, str(number))
        with town.live() as live:
            live.subscribe("incidents", after=1)
            assert live.wait_for("snapshot", "event")["type"] == "snapshot"
            live.subscribe("incidents", after=7)
            assert texts([live.wait_for("event", "snapshot") for _ in range(2)]) == ["6", "7"]
    finally:
        assert town.server.stop() == 0


def test_a_sign_in_that_ends_closes_its_sockets(tmp_path: Path) -> None:
    hour = {"ZHIBAN_SESSION_HOURS": "1"}
    with moved_clock(tmp_path, "viewer", **hour) as clock, clock.town.live() as live:
        live.subscribe("incidents")
        assert live.wait_for("snapshot")
        clock.pass_by(hours=2)
        assert closed_with(live) == 4401


def test_a_socket_that_becomes_another_accounts_hears_as_that_account(town: Town) -> None:
    incident = town.open()
    phone = "13812345678"
    with town.live("duty") as live:
        live.subscribe()
        live.wait_for("snapshot")
        # An event, so that it stands among those that are served as one.
        town.command(incident, "add_log_entry", text=f"先 {phone}")
        assert phone in json.dumps(live.wait_for("event"))
        live.send({"type": "auth", "token": town.tokens["viewer"]})
        assert live.wait_for("resync")["reason"] == "access_changed"
        town.command(incident, "add_log_entry", text=f"后 {phone}")
        live.subscribe()
        live.wait_for("snapshot")
        town.command(incident, "add_log_entry", text=f"再 {phone}")
        frame = live.wait_for("event")
        assert phone not in json.dumps(frame)
        assert "再" in frame["event"]["data"]["text"]


def test_an_origin_that_is_none_is_nobodys_own(town: Town) -> None:
    url = f"{town.url.replace('http', 'ws')}/api/live"
    with connect(url, additional_headers={"Origin": "http://[evil"}, open_timeout=60) as raw:
        assert closed_with(Live(raw)) == 4403
