"""The primary database dies, its standby is promoted: what was acknowledged is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from tests.api.nodes.cluster import Ear, cluster, head
from tests.api.nodes.test_outages import Load, texts
from tests.api.town import eventually
from tests.support.postgres import PostgresServer


@contextmanager
def pair() -> Iterator[tuple[PostgresServer, PostgresServer]]:
    """A primary, and a standby without which no commit returns."""
    primary, standby = PostgresServer(replicated=True), PostgresServer(replicated=True)
    try:
        primary.create()
        primary.start()
        standby.follow(primary, "db2")
        standby.start()
        primary.wait_for("db2")
        yield primary, standby
    finally:
        standby.remove()
        primary.remove()


def address(database: str, *servers: PostgresServer) -> str:
    """All of them in one address: whichever takes writes is taken."""
    hosts = "&".join(f"host={one.folder}" for one in servers)
    return f"postgresql+psycopg://postgres@/{database}?{hosts}&target_session_attrs=read-write"


def test_a_standby_that_is_promoted_has_everything_acknowledged(tmp_path: Path) -> None:
    with ExitStack() as stack:
        primary, standby = stack.enter_context(pair())
        url = address(primary.clone(), primary, standby)
        nodes = stack.enter_context(cluster(tmp_path, url, 2, HEARTBEAT_S="0.5"))
        incident = nodes[0].open()
        ears = [stack.enter_context(Ear(town)) for town in nodes.towns]
        with Load(nodes, incident, "one") as one, Load(nodes, incident, "two") as two:
            one.go_on()
            two.go_on()
            primary.kill()
            for town in nodes.towns:
                assert town.get("/api/health/ready", None).status_code == 503
            standby.promote()
            one.go_on()
            two.go_on()
        eventually(nodes.ready, 60)
        last = head(nodes[0])
        for ear in ears:
            # The same epoch, every event once and in order, over sockets that never broke.
            ear.check(last)
            assert ear.breaks == 0
        assert Counter(texts(nodes[1], incident)) == Counter(one.acknowledged + two.acknowledged)


def test_nodes_that_only_look_see_what_the_others_commit(tmp_path: Path, postgres_url: str) -> None:
    """As on a relative of PostgreSQL, or behind a pooler, that passes no NOTIFY on."""
    with cluster(tmp_path, postgres_url, 2, NOTIFY="false", FOLLOW_POLL_S="0.05") as nodes:
        with nodes[1].live() as live:
            live.subscribe("incidents")
            live.wait_for("snapshot")
            made = nodes[0].open()
            assert live.wait_for("event")["event"]["incident"] == made["id"]
        assert connections(postgres_url) == set()


def connections(url: str) -> set[str]:
    """The nodes' connections for waking each other."""
    plain = url.replace("+psycopg", "")
    asked = "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
    with psycopg.connect(plain) as connection:
        names = {name for (name,) in connection.execute(asked)}
    return names & {"zhiban listen", "zhiban notify"}
