"""Three nodes on one PostgreSQL: any takes any command, and all tell the same story."""

from __future__ import annotations

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from websockets.exceptions import ConnectionClosed

from api.store.database import schema_version
from api.store.database.connections import Database
from tests.api.nodes.cluster import Cluster, Ear, head
from tests.api.nodes.conftest import POLL_S
from tests.api.town import ADMIN, PASSWORD, SECONDS_TO_WAIT, Live, Town, eventually, sign_in

CODE = r"\b[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}\b"


def log(town: Town, incident: dict[str, Any], text: str) -> None:
    assert town.command(incident, "add_log_entry", text=text).status_code == 200


def closed_with(live: Live) -> int:
    with pytest.raises(ConnectionClosed) as closing:
        while True:
            live.next()
    assert closing.value.rcvd is not None
    return closing.value.rcvd.code


def test_three_that_start_at_once_migrate_once(three: Cluster) -> None:
    database = Database.open(three.url)
    assert schema_version.current(database) == schema_version.newest()
    database.close()
    epochs = set()
    for town in three.towns:
        with town.live() as live:
            epochs.add(live.hello["epoch"])
    assert len(epochs) == 1


def test_every_node_tells_the_same_setup_code_and_one_account_is_the_first(three: Cluster) -> None:
    logs = [town.server.log for town in three.towns]
    told = {eventually(lambda log=log: re.findall(CODE, log.read_text("utf-8")))[0] for log in logs}
    assert len(told) == 1
    body = {"code": told.pop(), "name": "eve", "password": PASSWORD}
    for town in three.towns:
        answer = town.post("/api/setup", body, None)
        assert (answer.status_code, answer.json()["code"]) == (409, "setup_done")


def test_every_node_tells_every_event_once_and_in_order(three: Cluster) -> None:
    shared = three[0].open()
    eventually(three.level)
    with ExitStack() as stack, ThreadPoolExecutor(6) as threads:
        ears = [stack.enter_context(Ear(town)) for town in three.towns]

        def write(number: int) -> None:
            town = three[number % 3]
            own = town.open()
            for step in range(6):
                log(town, shared, f"{number}-{step}")
                log(town, own, f"{number}-{step}")

        list(threads.map(write, range(6)))
        last = head(three[0])
        for ear in ears:
            ear.check(last)
        assert [ear.events for ear in ears] == [ears[0].events] * 3
    seqs: dict[str, list[int]] = {}
    for event in ears[0].events:
        seqs.setdefault(event["incident"], []).append(event["seq"])
    assert all(several == list(range(several[0], several[-1] + 1)) for several in seqs.values())
    views = [[view["version"] for view in snapshot(town)] for town in three.towns]
    assert views[0] == views[1] == views[2]


def snapshot(town: Town) -> list[dict[str, Any]]:
    with town.live() as live:
        live.subscribe("incidents")
        views: list[dict[str, Any]] = live.wait_for("snapshot")["incidents"]
        return sorted(views, key=lambda view: view["number"])


def test_the_others_are_woken_and_do_not_wait_for_the_poll(three: Cluster) -> None:
    incident = three[0].open()
    eventually(three.level)
    with three[2].live() as live:
        live.subscribe(f"incident:{incident['id']}")
        live.wait_for("snapshot")
        took = []
        for number in range(12):
            started = time.monotonic()
            log(three[0], incident, str(number))
            live.wait_for("event")
            took.append(time.monotonic() - started)
    # Each entry is made when the one before has been heard: by the poll, all would take its time.
    assert sorted(took)[6] < float(POLL_S) / 2


def test_a_client_goes_on_at_any_other_node(three: Cluster) -> None:
    incident = three[0].open()
    with three[0].live() as first, three[1].live() as second, three[2].live() as third:
        first.subscribe("incidents")
        cursor = first.wait_for("snapshot")["cursor"]
        for number in range(15):
            log(three[number % 2], incident, str(number))
            heard = first.wait_for("event")["cursor"]
            # At once, when the others may not have heard of it: never `resync`.
            for live in (second, third):
                live.subscribe("incidents", after=heard, epoch=first.hello["epoch"])
        for live in (second, third):
            live.subscribe("incidents", after=cursor, epoch=first.hello["epoch"])
            texts: list[str] = []
            while texts[-1:] != ["14"] or len(texts) < 15:
                texts.append(live.wait_for("event")["event"]["data"]["text"])
            assert texts[-15:] == [str(number) for number in range(15)]


def test_a_hundred_escalations_make_one(three: Cluster) -> None:
    incident = three[0].open(facts={"deaths": 1})
    clients = [town.client("director") for town in three.towns]
    body = {"command": "activate_response", "level": "IV", "reason": "同时"}

    def escalate(number: int) -> int:
        path = f"/api/incidents/{incident['id']}/commands"
        return clients[number % 3].post(path, json=body).status_code

    with ThreadPoolExecutor(100) as threads:
        answers = Counter(threads.map(escalate, range(100)))
    for client in clients:
        client.close()
    assert answers == {200: 1, 409: 99}
    types = Counter(event["type"] for event in three[1].journal(incident))
    assert types["response_activated"] == 1


def test_what_falls_due_is_recorded_once_and_told_everywhere(three: Cluster) -> None:
    due = datetime.now(UTC) + timedelta(seconds=3)
    received = (due - timedelta(minutes=120)).isoformat()
    times = {"occurred_at": received, "received_at": received}
    with ExitStack() as stack, ThreadPoolExecutor(6) as threads:
        ears = [stack.enter_context(Ear(town)) for town in three.towns]

        def begin(number: int) -> str:
            incident: str = three[number % 3].open(facts={"deaths": 4}, **times)["id"]
            return incident

        incidents = set(threads.map(begin, range(18)))

        def fell_due(ear: Ear) -> list[dict[str, Any]]:
            return [
                event
                for event in ear.events
                if event["type"] == "report_overdue"
                and event["incident"] in incidents
                and datetime.fromisoformat(event["occurred_at"]) == due
            ]

        for ear in ears:
            ear.wait(lambda ear=ear: {event["incident"] for event in fell_due(ear)} == incidents)
        last = head(three[0])
        for ear in ears:
            ear.check(last)
        told = [fell_due(ear) for ear in ears]
    slots = [(event["data"]["slot"], event["data"]["minutes"]) for event in told[0]]
    assert len(set(slots)) == len(slots) >= len(incidents)
    assert told[0] == told[1] == told[2]
    late = [datetime.fromisoformat(event["recorded_at"]) - due for event in told[0]]
    assert timedelta(0) <= min(late) <= max(late) < timedelta(seconds=SECONDS_TO_WAIT)


def test_a_sign_in_that_ends_anywhere_ends_everywhere(three: Cluster) -> None:
    sign_in(three[0], "viewer")
    with three[1].live() as second, three[2].live() as third:
        for live in (second, third):
            live.subscribe("incidents")
            live.wait_for("snapshot")
        with three[0].client("viewer") as client:
            assert client.delete("/api/session").status_code == 204
        assert three[1].get("/api/incidents", "viewer").status_code == 401
        assert [closed_with(second), closed_with(third)] == [4401, 4401]
    sign_in(three[0], "viewer")


def test_accounts_are_changed_on_all_nodes_at_once(three: Cluster) -> None:
    account = {"name": "brief", "password": PASSWORD, "roles": ["duty_officer"]}
    assert three[0].post("/api/accounts", account, ADMIN).status_code == 201
    sign_in(three[1], "brief")
    incident = three[2].open()
    assert three[2].command(incident, "add_log_entry", "brief", text="可以").status_code == 200

    def change(**what: Any) -> None:
        with three[0].client(ADMIN) as client:
            assert client.patch("/api/accounts/brief", json=what).status_code == 200

    change(roles=["viewer"])
    assert three[2].command(incident, "add_log_entry", "brief", text="不行").status_code == 403
    with three[1].live("brief") as live:
        live.subscribe("incidents")
        live.wait_for("snapshot")
        change(disabled=True)
        assert closed_with(live) == 4401
    assert three[2].get("/api/incidents", "brief").status_code == 401


def test_a_listener_that_is_cut_off_catches_up(three: Cluster) -> None:
    incident = three[0].open()
    with ExitStack() as stack:
        ears = [stack.enter_context(Ear(town)) for town in three.towns]
        cut_off(three, "zhiban listen", "zhiban notify")
        for number in range(5):
            log(three[number % 3], incident, str(number))
        last = head(three[0])
        for ear in ears:
            ear.check(last)
    eventually(three.ready)


def cut_off(nodes: Cluster, *programs: str) -> None:
    with psycopg.connect(nodes.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = ANY(%s)",
            [list(programs)],
        )
