"""Documents over HTTP: what is missing, the files, who may have them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from tests.api.town import Town, found_town, refused
from tests.support.cli import zhiban

NAMES = ("duty", "viewer", "auditor", "reporter", "commander", "chief", "director", "county")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    town = found_town(folder, names=NAMES)
    yield town
    town.server.stop()


def path(incident: dict[str, Any], ending: str = "") -> str:
    return f"/api/incidents/{incident['id']}/documents{ending}"


def mine(town: Town, **changes: Any) -> dict[str, Any]:
    facts = {"deaths": 3, "trapped": 5}
    return town.open("coal_mine", title="某煤矿冒顶", facts=facts, **changes)


def line(town: Town, incident: dict[str, Any], kind: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = town.get(path(incident)).json()["documents"]
    return next(one for one in found if one["kind"] == kind)


def text_of(answer: httpx.Response) -> str:
    """All that stands in a Word file."""
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xml")]
        return "".join(archive.read(name).decode() for name in names)


def test_a_document_comes_in_three_formats_with_the_same_bytes_each_time(town: Town) -> None:
    incident = mine(town)
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF-1.7"), ("html", b"<!doctype html>")):
        first, second = (town.get(path(incident, f"/first_report.{form}")) for _ in range(2))
        assert first.status_code == 200, first.text
        assert first.content == second.content
        assert first.content.startswith(begins)
        assert "某煤矿冒顶" in text_of(first) if form == "docx" else True
    page = town.get(path(incident, "/first_report.html"))
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "死亡人数 3" in page.text
    assert "【待填】" in page.text


def test_what_is_missing_is_counted_and_named(town: Town) -> None:
    incident = mine(town)
    view = town.get(path(incident, "/first_report")).json()
    assert line(town, incident, "first_report")["blanks"] == len(view["blanks"]) > 0
    assert "失联人数" in view["blanks"]
    assert "死亡人数" not in view["blanks"]
    none = line(town, incident, "activation_notice")
    assert none["blanks"] is None
    assert "应急响应通知" in none["why"]
    refused(town.get(path(incident, "/activation_notice.docx")), 409, "document_not_yet")


def test_an_exercise_says_so_in_the_name_and_on_every_page(town: Town) -> None:
    incident = mine(town, exercise=True)
    answer = town.get(path(incident, "/first_report.docx"))
    name = unquote(answer.headers["content-disposition"].partition("UTF-8''")[2])
    assert name == f"演练_{incident['number']}_突发事件信息快报.docx"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        headers = [n for n in archive.namelist() if n.startswith("word/header")]
        assert any("【演练】" in archive.read(n).decode() for n in headers)
    assert "【演练】" in town.get(path(incident, "/first_report.html")).text
    real = town.get(path(mine(town), "/first_report.docx"))
    assert "演练" not in text_of(real)


def test_who_does_not_see_the_whole_incident_gets_no_paper_of_it(town: Town) -> None:
    incident = mine(town)
    refused(town.get(path(incident), "viewer"), 403, "documents_not_yours")
    refused(town.get(path(incident, "/briefing.pdf"), "viewer"), 403, "documents_not_yours")
    elsewhere = mine(town, division="141033")
    refused(town.get(path(elsewhere, "/briefing.pdf"), "county"), 404, "incident_not_found")
    assert town.get(path(incident, "/briefing.pdf"), "auditor").status_code == 200


def test_wrong_kinds_endings_and_slots_are_refused(town: Town) -> None:
    incident = mine(town)
    assert town.get(path(incident, "/nosuch.docx")).status_code == 422
    assert town.get(path(incident, "/briefing.doc")).status_code == 422
    refused(town.get(path(incident, "/first_report.docx?slot=x")), 404, "slot_not_found")


def test_the_command_line_writes_the_same_file(town: Town, folder: Path) -> None:
    incident = mine(town)
    done = zhiban(folder, "document", "first_report", incident["number"], "--out", "a.docx")
    assert done.returncode == 0, done.stderr
    assert "失联人数" in done.stdout
    served = town.get(path(incident, "/first_report.docx"))
    assert (folder / "a.docx").read_bytes() == served.content
    wrong = zhiban(folder, "document", "first_reprot", incident["number"], "--out", "a.docx")
    assert (wrong.returncode, "first_report" in wrong.stderr) == (2, True)
    ending = zhiban(folder, "document", "briefing", incident["number"], "--out", "a.doc")
    assert (ending.returncode, ".docx" in ending.stderr) == (2, True)
