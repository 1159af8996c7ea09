"""Paths that name no page and no file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from api.http.static_pages import DIST, StaticFile
from tests.api.town import Town, refused


@pytest.mark.parametrize("part", ["a" * 256, "a" * 5000, "预" * 86, "a/" * 3000, "a%00b" * 60])
@pytest.mark.parametrize("place", ["/", "/assets/", "/api/", "/api/incidents/", "/incidents/"])
def test_a_path_that_no_file_can_have_is_not_there(town: Town, place: str, part: str) -> None:
    answer = town.get(place + part)
    if answer.status_code == 302:
        assert set(answer.headers["location"].split("/")) <= {"..", ".", ""}
        return
    if answer.status_code == 200:
        assert answer.headers["content-type"].startswith("text/html")
        return
    assert answer.status_code in (404, 422), answer.text
    refused(answer, answer.status_code, answer.json()["code"])


def test_a_part_of_256_bytes_is_a_problem_and_no_fault(town: Town) -> None:
    refused(town.get("/" + "a" * 256), 404, "path_not_found")
    assert town.get("/" + "a" * 255).status_code in (302, 404)


def asset(town: Town, kind: str) -> str:
    """The address of the page's own script or style sheet."""
    found = re.search(rf"\./(assets/[^\"]+\.{kind})", town.get("/", None).text)
    assert found
    return f"/{found[1]}"


@pytest.mark.parametrize("kind", ["js", "css"])
def test_an_asset_comes_compressed_to_whoever_takes_it(town: Town, kind: str) -> None:
    path = asset(town, kind)
    plain = town.get(path, None, headers={"Accept-Encoding": "identity"})
    zipped = town.get(path, None, headers={"Accept-Encoding": "br, gzip;q=0.8"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.content == plain.content == (DIST / path.lstrip("/")).read_bytes()
    sizes = [int(one.headers["content-length"]) for one in (zipped, plain)]
    assert sizes[0] * 2 < sizes[1] == len(plain.content)
    for answer in (plain, zipped):
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert plain.headers["etag"] != zipped.headers["etag"]


@pytest.mark.parametrize("taken", ["gzip;q=0", "gzip; q=0.0", "br", "identity", ""])
def test_gzip_is_not_sent_to_who_does_not_take_it(town: Town, taken: str) -> None:
    answer = town.get(asset(town, "js"), None, headers={"Accept-Encoding": taken})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("taken", ["gzip", "identity"])
def test_a_page_that_the_browser_has_is_not_sent_again(town: Town, taken: str) -> None:
    first = town.get("/", None, headers={"Accept-Encoding": taken})
    assert first.headers["cache-control"] == "no-cache"
    for known in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
        again = town.get("/", None, headers={"Accept-Encoding": taken, "If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
    other = town.get("/", None, headers={"Accept-Encoding": taken, "If-None-Match": '"x"'})
    assert other.status_code == 200


def test_head_tells_the_length_and_sends_nothing(town: Town) -> None:
    with town.client(None) as client:
        answer = client.head(asset(town, "js"), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) > 1000
    assert answer.content == b""


def test_the_same_file_compresses_to_the_same_bytes(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_text("let 值班 = 1;\n" * 100)
    first = StaticFile.read(file)
    os.utime(file, (0, 0))
    again = StaticFile.read(file)
    assert first == again and first.compressed is not None
    file.write_text("let a;")
    small = StaticFile.read(file)
    assert small.compressed is None and small.tag != first.tag


def test_the_first_view_is_small_on_the_wire() -> None:
    """All that the page loads before anybody has signed in, compressed: 250 KiB at most."""
    index = (DIST / "index.html").read_text()
    paths = ["index.html", *re.findall(r"\./((?:assets/|icon)[^\"]+)", index)]
    assert len(paths) > 3
    files = [StaticFile.read(DIST / path) for path in paths]
    assert sum(len(one.compressed or one.content) for one in files) <= 250 * 1024


@pytest.mark.parametrize(
    "path",
    [
        "/../../../etc/passwd",
        "/..%2f..%2f..%2fetc/passwd",
        "//etc/passwd",
        "/assets/../../__init__.py",
        "/assets/%2e%2e/%2e%2e/__init__.py",
        "/.git/config",
        "/assets/",
        "/api/web/package.json",
    ],
)
def test_no_file_outside_the_pages_is_sent(town: Town, path: str) -> None:
    """Nor a list of files; httpx would tidy the path, so it is sent as it stands."""
    with connection(town) as client:
        client.putrequest("GET", path)
        client.endheaders()
        got = client.getresponse()
        page = got.read().decode()
    assert got.status in (302, 404) or 'id="app"' in page
    assert "root:" not in page


def test_trace_is_no_method(town: Town) -> None:
    for path, status in (("/", 404), ("/api/plans", 405)):
        with connection(town) as client:
            client.request("TRACE", path, headers={"Cookie": "zhiban_session=secret"})
            got = client.getresponse()
            assert got.status == status
            assert "secret" not in got.read().decode()


@contextmanager
def connection(town: Town) -> Iterator[HTTPConnection]:
    client = HTTPConnection("127.0.0.1", town.server.port, timeout=60)
    try:
        yield client
    finally:
        client.close()
