"""Nodes that come and go, a database that comes and goes, a database that lost commits."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.api.nodes.cluster import Cluster, Ear, cluster, head
from tests.api.town import LONGEST_PAUSE_S, Town, eventually
from tests.support.postgres import PostgresServer, running_postgres


class Load:
    """Somebody who writes all the time, to whichever node answers, until told to stop."""

    def __init__(self, nodes: Cluster, incident: dict[str, Any], name: str) -> None:
        self.acknowledged: list[str] = []
        self._path = f"/api/incidents/{incident['id']}/commands"
        self._name = name
        self._nodes = itertools.cycle(nodes.towns)
        self._over = threading.Event()
        self._again = threading.Event()  # never set: a pause between tries
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._write, daemon=True)

    def _write(self) -> None:
        for number in itertools.count():
            if self._over.is_set():
                return
            text = f"{self._name}-{number}"
            self._until_acknowledged(text)
            with self._changed:
                self.acknowledged.append(text)
                self._changed.notify_all()

    def _until_acknowledged(self, text: str) -> None:
        body = {"command": "add_log_entry", "text": text}
        key = {"Idempotency-Key": text}
        while True:
            try:
                answer = next(self._nodes).post(self._path, body, **key)
                if answer.status_code == 200:
                    return
                assert answer.status_code == 503, answer.text
            except httpx.TransportError:
                pass
            self._again.wait(LONGEST_PAUSE_S)

    def __enter__(self) -> Load:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(60)
        assert not self._thread.is_alive()

    def go_on(self, more: int = 5) -> None:
        """Return when so many more were acknowledged."""
        with self._changed:
            enough = len(self.acknowledged) + more
            assert self._changed.wait_for(lambda: len(self.acknowledged) >= enough, 60)


def texts(town: Town, incident: dict[str, Any]) -> list[str]:
    """All log entries of the incident, page after page."""
    found: list[str] = []
    after = 0
    while True:
        path = f"/api/incidents/{incident['id']}/events"
        page = town.get(path, params={"after": after}).json()["events"]
        if not page:
            return found
        after = page[-1]["seq"]
        found += [event["data"]["text"] for event in page if event["type"] == "log_entry_added"]


def test_a_rolling_restart_loses_and_doubles_nothing(tmp_path: Path, postgres_url: str) -> None:
    with ExitStack() as stack:
        nodes = stack.enter_context(cluster(tmp_path, postgres_url, 2, HEARTBEAT_S="0.5"))
        incident = nodes[0].open()
        ears = [stack.enter_context(Ear(nodes[n], nodes[1 - n])) for n in range(2)]
        with Load(nodes, incident, "one") as one, Load(nodes, incident, "two") as two:
            for number in range(2):
                assert nodes[number].server.stop() == 0
                one.go_on()
                nodes.start(number)
                two.go_on()
        last = head(nodes[0])
        for ear in ears:
            ear.check(last)
            assert ear.breaks >= 1
        stored = Counter(texts(nodes[0], incident))
        assert stored == Counter(one.acknowledged + two.acknowledged)
        assert set(stored.values()) == {1}


def test_all_nodes_recover_when_the_database_is_restarted(tmp_path: Path) -> None:
    with ExitStack() as stack:
        postgres = stack.enter_context(running_postgres())
        url = postgres.url(postgres.clone())
        nodes = stack.enter_context(cluster(tmp_path, url, 2, HEARTBEAT_S="0.5"))
        incident = nodes[0].open()
        ears = [stack.enter_context(Ear(town)) for town in nodes.towns]
        with Load(nodes, incident, "one") as load:
            load.go_on()
            postgres.stop()
            for town in nodes.towns:
                assert town.get("/api/health/ready", None).status_code == 503
            postgres.start()
            load.go_on()
        eventually(nodes.ready, 60)
        last = head(nodes[0])
        for ear in ears:
            ear.check(last)
            assert ear.breaks == 0
        assert Counter(texts(nodes[0], incident)) == Counter(load.acknowledged)


def test_commits_that_a_fail_over_lost_are_not_pretended(
    tmp_path: Path, postgres_server: PostgresServer, postgres_url: str
) -> None:
    with cluster(tmp_path, postgres_url, 2) as nodes:
        kept = nodes[0].open()
        eventually(nodes.level)
        with nodes[0].live() as first, nodes[1].live() as second:
            for live in (first, second):
                live.subscribe("incidents")
                live.wait_for("snapshot")
            lost = nodes[0].open()
            for live in (first, second):
                assert live.wait_for("event")["event"]["incident"] == lost["id"]
            lose(postgres_url, lost["id"])
            for live in (first, second):
                assert live.wait_for("resync")["reason"] == "epoch_changed"
                live.subscribe("incidents")
                views = live.wait_for("snapshot")["incidents"]
                assert [view["id"] for view in views] == [kept["id"]]
            again = nodes[1].open()
            for live in (first, second):
                assert live.wait_for("event")["event"]["incident"] == again["id"]
        assert nodes[0].get(f"/api/incidents/{lost['id']}").status_code == 404
        with nodes[0].live() as live:
            live.subscribe("incidents", after=2, epoch=first.hello["epoch"])
            assert live.wait_for("resync")["reason"] == "epoch_changed"


def lose(url: str, incident: str) -> None:
    """What a standby looks like that had not received the last commit."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        # The journal is append-only for everybody but somebody who replicates.
        connection.execute("SET session_replication_role = replica")
        connection.execute("DELETE FROM report_slot WHERE incident = %s", [incident])
        connection.execute("DELETE FROM event WHERE incident = %s", [incident])
        connection.execute("DELETE FROM incident WHERE id = %s", [incident])
