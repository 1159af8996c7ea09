"""A server below a path of a proxy: what it tells about its own addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.town import PASSWORD, Town, found_town, opening
from tests.support.server import http_client

PATH = "/duty/zhiban"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder: Path = tmp_path_factory.mktemp("below")
    town = found_town(folder, names=("duty",), env={"ZHIBAN_ROOT_PATH": PATH})
    yield town
    town.server.stop()


@pytest.mark.parametrize("before", ["", PATH])
def test_a_path_that_the_proxy_takes_off_or_leaves_makes_no_difference(
    below: Town, before: str
) -> None:
    assert below.get(f"{before}/api/session").json()["name"] == "duty"
    assert below.get(f"{before}/", None).headers["content-type"].startswith("text/html")
    assert below.get(f"{before}/api/health/live", None).status_code == 200
    made = below.post(f"{before}/api/incidents", opening("grain"))
    assert made.status_code == 201
    assert made.headers["location"] == f"{PATH}/api/incidents/{made.json()['id']}"


def test_only_the_whole_name_is_the_path(below: Town) -> None:
    assert below.get(f"{PATH}2/api/session").status_code == 302
    assert below.get(f"{PATH}{PATH}/api/session").status_code == 302


def test_cookies_belong_to_the_path(below: Town) -> None:
    with http_client(below.url) as client:
        body = {"name": "duty", "password": PASSWORD}
        answer = client.post(f"{PATH}/api/session", json=body)
        assert answer.status_code == 200, answer.text
        cookies = answer.headers.get_list("set-cookie")
        assert any("zhiban_session=" in one and f"Path={PATH};" in one for one in cookies)
        assert any(
            "zhiban_device=" in one and f"Path={PATH}/api/session;" in one for one in cookies
        )
        assert client.get(f"{PATH}/api/session").json()["name"] == "duty"
        out = client.delete(f"{PATH}/api/session")
        assert f"Path={PATH};" in out.headers["set-cookie"]
        assert client.get(f"{PATH}/api/session").json()["name"] is None


def test_the_document_names_the_path(below: Town) -> None:
    assert below.get("/api/openapi.json", None).json()["servers"] == [{"url": PATH}]
