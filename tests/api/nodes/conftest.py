"""Three nodes for the tests that leave them running."""

from collections.abc import Iterator

import pytest

from tests.api.nodes.cluster import Cluster, cluster
from tests.support.postgres import PostgresServer

POLL_S = "2"
"""Long enough to tell what was woken from what was found by the poll."""


@pytest.fixture(scope="module")
def three(
    postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Three nodes that were started at once on an empty database."""
    database = postgres_server.clone()
    names = ("duty", "viewer", "director")
    with cluster(
        tmp_path_factory.mktemp("three"),
        postgres_server.url(database),
        3,
        names,
        FOLLOW_POLL_S=POLL_S,
        HEARTBEAT_S="0.5",
    ) as running:
        yield running
    postgres_server.drop(database)
