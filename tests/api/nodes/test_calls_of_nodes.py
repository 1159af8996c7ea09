"""Three nodes on one PostgreSQL: one attempt, whoever makes it; a node that dies is replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any

import psycopg
import pytest

from tests.api.calling.channels.listener import Listener, listening
from tests.api.nodes.cluster import Cluster, cluster
from tests.api.test_calls_served import LEADER, settings_of
from tests.api.town import eventually
from tests.support.postgres import PostgresServer

INCIDENTS = 12


@dataclass
class Three:
    """Three nodes that call, and what their listener hears."""

    nodes: Cluster
    listener: Listener

    def hooks(self) -> Counter[str]:
        """How often each message came."""
        got = (one for one in self.listener.got if one.path == "/hook")
        return Counter(one.headers["webhook-id"] for one in got)

    def tried(self, incident: dict[str, Any]) -> list[str]:
        """The outcomes of the webhook for an incident, in order."""
        answer = self.nodes[0].get("/api/calls", params={"incident": incident["id"]})
        (call,) = answer.json()["calls"]
        return [one["outcome"] for one in call["tried"] if one["channel"] == "webhook"]


@pytest.fixture(scope="module")
def three(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Three]:
    database = postgres_server.clone()
    folder = tmp_path_factory.mktemp("three-that-call")
    with listening() as listener:
        given = settings_of(folder, listener) | {"ZHIBAN_CALL_LEASE_S": "2"}
        env = {name.removeprefix("ZHIBAN_"): value for name, value in given.items()}
        with cluster(folder, postgres_server.url(database), 3, ("duty",), **env) as nodes:
            with nodes[0].client("duty") as client:
                assert client.put("/api/contacts/zhao", json=LEADER).status_code == 200
            yield Three(nodes, listener)
    postgres_server.drop(database)


def test_however_many_nodes_a_message_goes_out_once(three: Three) -> None:
    incidents = [three.nodes[number % 3].open() for number in range(INCIDENTS)]
    for incident in incidents:
        assert eventually(lambda one=incident: three.tried(one)) == ["sent"]
    assert set(three.hooks().values()) == {1}


def test_what_a_node_was_sending_when_it_died_another_one_sends(three: Three) -> None:
    def silent(handler: BaseHTTPRequestHandler) -> None:
        three.listener.over.wait(30)

    three.listener.misbehave = silent
    incident = three.nodes[0].open()
    claimed = "SELECT claimed_by FROM outbox WHERE channel = 'webhook' AND state = 'claimed'"

    def holder() -> Any:
        with psycopg.connect(three.nodes.url.replace("+psycopg", "")) as line:
            found = line.execute(claimed).fetchone()
        return found and found[0]

    name = eventually(holder)
    (dead,) = (
        number
        for number, town in enumerate(three.nodes.towns)
        if f":{town.url.rpartition(':')[2]} " in name
    )
    three.nodes[dead].server.kill()
    three.listener.misbehave = None
    # Whoever is asked has to be alive.
    three.nodes.towns.append(three.nodes.towns.pop(dead))
    assert eventually(lambda: three.tried(incident)[1:]) == ["sent"]
    assert three.tried(incident) == ["unknown", "sent"], "it may have come twice"
    three.nodes.start(2)
    eventually(three.nodes.ready)
