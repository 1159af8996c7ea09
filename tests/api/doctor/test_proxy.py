"""The public address as the doctor asks it: a real nginx in front of a real server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import __version__
from api.doctor.proxy import check_proxy
from api.settings import Settings
from tests.api.town import Town, found_town
from tests.docs.pages import ROOT
from tests.support.nginx import examples, find_nginx, nginx

EXAMPLE = examples(ROOT / "docs" / "how-to" / "run-as-a-service.md")[0]

pytestmark = pytest.mark.skipif(
    find_nginx() is None and not os.environ.get("CI"),
    reason="nginx is missing: sudo apt-get install nginx-light",
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("town"), names=("duty",))
    yield town
    assert town.server.stop() == 0


def asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, example: str, url: str
) -> dict[str, tuple[str, str]]:
    """State and sentence by code, of what an nginx with this configuration does."""
    with nginx(folder, example, {"http://127.0.0.1:8000": url}) as proxy:
        monkeypatch.setenv("SSL_CERT_FILE", str(proxy.certificate))
        monkeypatch.setenv("ZHIBAN_PUBLIC_URL", proxy.url)
        monkeypatch.setenv("ZHIBAN_SECURE_COOKIE", "true")
        rows = list(check_proxy(Settings()))
    return {row.code: (row.state, row.sentence("zh")) for row in rows}


Changed = tuple[str, str]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (("", ""), {"proxy_well": "ok"}),
        (("$http_host;", "$host;"), {"proxy_changes_host": "fail"}),
        (("Upgrade $http_upgrade;", 'Upgrade "";'), {"proxy_without_websocket": "fail"}),
        (
            ("location = /metrics { return 404; }", ""),
            {"proxy_shows_metrics": "warn"},
        ),
        (("add_header", "# add_header"), {"proxy_without_hsts": "warn"}),
        (("location / {", "location /elsewhere {"), {"proxy_not_ready": "fail"}),
    ],
)
def test_what_a_proxy_does_wrong_is_found(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    town: Town,
    change: Changed,
    codes: dict[str, str],
) -> None:
    found = asked(tmp_path, monkeypatch, EXAMPLE.replace(*change), town.url)
    assert {code: state for code, (state, _) in found.items()} == codes


def test_another_version_behind_the_proxy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, town: Town
) -> None:
    monkeypatch.setattr("api.doctor.proxy.__version__", "0.0.1")
    state, sentence = asked(tmp_path, monkeypatch, EXAMPLE, town.url)["proxy_other_version"]
    assert state == "warn"
    assert __version__ in sentence
    assert "0.0.1" in sentence


def test_a_certificate_that_nobody_vouches_for_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, town: Town
) -> None:
    with nginx(tmp_path, EXAMPLE, {"http://127.0.0.1:8000": town.url}) as proxy:
        monkeypatch.setenv("ZHIBAN_PUBLIC_URL", proxy.url)
        (row,) = check_proxy(Settings())
    assert (row.code, row.state) == ("proxy_unreachable", "fail")
    assert "certificate" in row.sentence("en")
