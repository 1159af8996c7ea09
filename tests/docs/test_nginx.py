"""The nginx examples of the how-tos, each run by a real nginx in front of real servers."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.api.nodes.cluster import cluster
from tests.api.town import PASSWORD, eventually, found_town
from tests.docs.pages import ROOT
from tests.support.nginx import Proxy, examples, find_nginx, nginx
from tests.support.postgres import PostgresServer

SERVICE = ROOT / "docs" / "how-to" / "run-as-a-service.md"
NODES = ROOT / "docs" / "how-to" / "many-nodes.md"
PATIENCE_S = 60

pytestmark = pytest.mark.skipif(
    find_nginx() is None and not os.environ.get("CI"),
    reason="nginx is missing: sudo apt-get install nginx-light",
)


Clients = Callable[[Proxy], httpx.Client]


@pytest.fixture
def client_of() -> Iterator[Clients]:
    opened: list[httpx.Client] = []

    def make(proxy: Proxy) -> httpx.Client:
        context = ssl.create_default_context(cafile=str(proxy.certificate))
        client = httpx.Client(base_url=proxy.url, verify=context, timeout=PATIENCE_S)
        opened.append(client)
        return client

    yield make
    for client in opened:
        client.close()


def sign_in(client: httpx.Client, proxy: Proxy, path: str = "") -> None:
    """Sign in as a browser does: with the origin of the page."""
    body = {"name": "duty", "password": PASSWORD}
    answer = client.post(f"{path}/api/session", json=body, headers={"Origin": proxy.url})
    assert answer.status_code == 200, answer.text
    assert client.get(f"{path}/api/session").json()["name"] == "duty"


def hello(proxy: Proxy, client: httpx.Client, path: str = "", origin: str | None = None) -> str:
    """The first frame of the live channel, asked for with the cookie of a browser."""
    context = ssl.create_default_context(cafile=str(proxy.certificate))
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    address = proxy.url.replace("https", "wss") + f"{path}/api/live"
    headers = {"Cookie": cookie}
    with connect(
        address,
        ssl=context,
        origin=Origin(origin or proxy.url),
        additional_headers=headers,
        open_timeout=PATIENCE_S,
    ) as socket:
        return str(socket.recv(timeout=PATIENCE_S))


def test_pages_with_examples_have_them() -> None:
    assert [len(examples(page)) for page in (SERVICE, NODES)] == [2, 1]


def test_one_server_behind_nginx(tmp_path: Path, client_of: Clients) -> None:
    env = {"ZHIBAN_SECURE_COOKIE": "true"}
    town = found_town(tmp_path, env=env)
    try:
        example = examples(SERVICE)[0]
        with nginx(tmp_path / "nginx", example, {"http://127.0.0.1:8000": town.url}) as proxy:
            client = client_of(proxy)
            page = client.get("/")
            assert page.headers["content-type"].startswith("text/html")
            assert page.headers["strict-transport-security"] == "max-age=31536000"
            sign_in(client, proxy)
            assert '"hello"' in hello(proxy, client)
            with pytest.raises(ConnectionClosedError) as refused:
                hello(proxy, client, origin="https://elsewhere.example")
            assert refused.value.rcvd
            assert refused.value.rcvd.code == 4403
            assert client.get("/metrics").status_code == 404
            assert town.get("/metrics", None).status_code == 200
            moved = httpx.get(f"{proxy.plain}/api/session?x=1", headers={"Host": "zhiban.example"})
            assert moved.status_code == 301
            assert moved.headers["location"] == "https://zhiban.example/api/session?x=1"
    finally:
        town.server.stop()


def test_below_a_path_behind_nginx(tmp_path: Path, client_of: Clients) -> None:
    env = {"ZHIBAN_SECURE_COOKIE": "true", "ZHIBAN_ROOT_PATH": "/zhiban"}
    town = found_town(tmp_path, env=env)
    try:
        example = examples(SERVICE)[1]
        with nginx(tmp_path / "nginx", example, {"http://127.0.0.1:8000": town.url}) as proxy:
            client = client_of(proxy)
            moved = client.get("/zhiban")
            assert moved.status_code == 301
            assert moved.headers["location"].endswith("/zhiban/")
            assert client.get("/zhiban/").headers["content-type"].startswith("text/html")
            sign_in(client, proxy, "/zhiban")
            assert '"hello"' in hello(proxy, client, "/zhiban")
            assert client.get("/zhiban/metrics").status_code == 404
    finally:
        town.server.stop()


def test_two_nodes_behind_nginx(
    tmp_path: Path, client_of: Clients, postgres_server: PostgresServer
) -> None:
    database = postgres_server.clone()
    url = postgres_server.url(database)
    with cluster(tmp_path, url, 2, SECURE_COOKIE="true") as nodes:
        places = {
            "    server n3:8000 max_fails=1 fail_timeout=5s;\n": "",
            "n1:8000": nodes[0].url.removeprefix("http://"),
            "n2:8000": nodes[1].url.removeprefix("http://"),
        }
        with nginx(tmp_path / "nginx", examples(NODES)[0], places) as proxy:
            client = client_of(proxy)
            sign_in(client, proxy)
            assert '"hello"' in hello(proxy, client)
            nodes[0].server.kill()
            for _ in range(8):
                # Whichever node was meant: the page and the sign-in are there.
                assert client.get("/api/session").json()["name"] == "duty"
            eventually(lambda: '"hello"' in hello(proxy, client), PATIENCE_S)
            assert client.get("/metrics").status_code == 404
            nodes.start(0)
    postgres_server.drop(database)
