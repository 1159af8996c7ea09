"""Documents over HTTP: what is missing, the files, who may have them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

from tests.api.town import Town, found_town, refused
from tests.support import attached_files as files
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
    assert page.headers["etag"] == f'"{hashlib.sha256(page.content).hexdigest()}"'
    assert page.headers["zhiban-content"] == first.headers["zhiban-content"]
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


# Writing and signing --------------------------------------------------------------------


def fill(
    town: Town, incident: dict[str, Any], kind: str, words: str = "已核实", slot: str = ""
) -> dict[str, Any]:
    """Answer everything that is blank, as a person does; the document's view after it."""
    asked = {"slot": slot} if slot else {}
    view = town.get(path(incident, f"/{kind}"), params=asked).json()
    fields = {
        one["field"]: "not_yet_known" if one["figure"] else words
        for one in view["fields"]
        if one["blank"]
    }
    written = town.command(
        incident, "edit_document", document=kind, slot=view["slot"], fields=fields
    )
    assert written.status_code == 200, written.text
    after: dict[str, Any] = town.get(path(incident, f"/{kind}"), params=asked).json()
    assert after["blanks"] == []
    return after


def owed(town: Town, incident: dict[str, Any], obligation: str) -> str:
    slots = town.get(f"/api/report-slots?incident={incident['id']}").json()["slots"]
    return str(next(one["id"] for one in slots if one["obligation"] == obligation))


def version(town: Town, incident: dict[str, Any], name: str) -> str:
    """The sha256 of a file as it is given out now."""
    answer = town.get(path(incident, f"/{name}"))
    assert answer.status_code == 200, answer.text
    return hashlib.sha256(answer.content).hexdigest()


def sign(
    town: Town,
    incident: dict[str, Any],
    kind: str,
    sha256: str,
    name: str = "commander",
    **more: Any,
) -> httpx.Response:
    return town.command(incident, "sign_document", name, document=kind, sha256=sha256, **more)


def test_what_a_person_writes_stays_and_stands_in_the_document(town: Town) -> None:
    incident = mine(town)
    kind = "first_report"
    words = "<b>冒顶</b> & 停电 {{ office }} w:br"
    slot = owed(town, incident, "mine_safety_written")
    view = fill(town, incident, kind, words, slot=slot)
    assert words in {one["text"] for one in view["fields"]}
    assert "失联人数" in {one["label"] for one in view["fields"] if one["figure"]}
    page = town.get(path(incident, f"/{kind}.html?slot={slot}")).text
    assert "&lt;b&gt;冒顶&lt;/b&gt; &amp; 停电 {{ office }}" in page
    assert "失联人数 待核实" in page
    assert "&lt;b&gt;冒顶" in text_of(town.get(path(incident, f"/{kind}.docx?slot={slot}")))
    unchanged = len(town.journal(incident))
    typed = {"document": kind, "fields": {"missing": "3"}}
    refused(town.command(incident, "edit_document", **typed), 422, "figure_is_no_prose")
    slip = {"document": kind, "fields": {"煤矿概矿": "x"}}
    hint = refused(town.command(incident, "edit_document", **slip), 422, "unknown_document_field")
    assert "煤矿概况" in hint["detail"]
    assert len(town.journal(incident)) == unchanged


def test_signing_sends_the_report_and_keeps_the_file(town: Town, folder: Path) -> None:
    incident = mine(town)
    slot = fill(town, incident, "first_report")["slot"]
    answer = town.get(path(incident, "/first_report.pdf"))
    sha256 = hashlib.sha256(answer.content).hexdigest()
    done = sign(town, incident, "first_report", sha256)
    assert done.status_code == 200, done.text
    report, signed = done.json()["events"]
    assert (report["type"], signed["type"]) == ("report_submitted", "document_signed")
    assert report["data"]["slot"] == signed["data"]["slot"] == slot
    assert signed["data"]["sha256"] == sha256
    assert signed["data"]["report_seq"] == report["seq"]
    assert "死亡人数 3 人" in str(report["data"]["content"])
    slots = town.get(f"/api/report-slots?incident={incident['id']}").json()["slots"]
    assert next(one for one in slots if one["id"] == slot)["state"].startswith("submitted")
    kept = town.get(path(incident, f"/signed/{sha256}"))
    assert kept.content == answer.content
    assert town.get(path(incident)).json()["signed"][0]["sha256"] == sha256
    # The document of that report can still be made, now with who signed it.
    again = town.get(path(incident, f"/first_report.html?slot={slot}")).text
    assert "签发人：commander（市指挥部指挥长）" in again
    checked = zhiban(folder, "journal", "verify")
    assert checked.returncode == 0, checked.stdout


def test_an_old_version_is_not_signed_and_what_changed_is_said(town: Town) -> None:
    incident = mine(town)
    fill(town, incident, "first_report")
    old = version(town, incident, "first_report.docx")
    town.command(incident, "record_facts", facts={"deaths": 4}, source="现场指挥部")
    before = town.journal(incident)
    wrong = refused(sign(town, incident, "first_report", old), 412, "document_changed")
    assert "死亡人数 4 人（现场指挥部" in wrong["detail"]
    refused(sign(town, incident, "first_report", "0" * 64), 412, "document_changed")
    assert town.journal(incident) == before
    # An entry about something else leaves the version as it is.
    seen = version(town, incident, "first_report.docx")
    town.command(incident, "add_log_entry", text="与煤矿调度室核对")
    assert sign(town, incident, "first_report", seen).status_code == 200


def test_who_signs_and_what_is_not_signed(town: Town) -> None:
    incident = mine(town)
    sha256 = version(town, incident, "first_report.docx")
    gaps = refused(sign(town, incident, "first_report", sha256), 409, "document_incomplete")
    assert "失联人数" in gaps["detail"]
    fill(town, incident, "first_report")
    sha256 = version(town, incident, "first_report.docx")
    refused(sign(town, incident, "first_report", sha256, "duty"), 403, "role_required")
    refused(sign(town, incident, "first_report", sha256, "auditor"), 403, "read_only")
    refused(sign(town, incident, "first_report", sha256, "viewer"), 403, "read_only")
    order = {"on_behalf_of": "commander", "by_means": "phone"}
    done = sign(town, incident, "first_report", sha256, "duty", **order)
    assert done.status_code == 200, done.text
    signed = done.json()["events"][-1]
    assert signed["data"]["signed"] is False
    assert signed["seq"] in [one["seq"] for one in done.json()["incident"]["unsigned"]]


def test_a_repeated_request_gets_the_first_answer(town: Town) -> None:
    incident = mine(town)
    fill(town, incident, "first_report")
    body = {"command": "sign_document", "document": "first_report"}
    body["sha256"] = version(town, incident, "first_report.docx")
    url = f"/api/incidents/{incident['id']}/commands"
    first, second = (
        town.post(url, body, "commander", **{"Idempotency-Key": f"sign-{incident['id']}"})
        for _ in range(2)
    )
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    refused(town.post(url, body, "commander"), 412, "document_changed")


def test_a_briefing_is_signed_without_being_a_report(town: Town) -> None:
    incident = mine(town)
    town.command(
        incident,
        "record_facts",
        facts=dict.fromkeys(("missing", "serious_injuries", "at_risk", "direct_loss_yuan"), 0),
    )
    sha256 = version(town, incident, "briefing.pdf")
    (signed,) = sign(town, incident, "briefing", sha256).json()["events"]
    assert signed["data"]["report_seq"] is None
    again = version(town, incident, "briefing.pdf")
    refused(sign(town, incident, "briefing", again), 409, "document_signed_already")
    missing = town.get(path(incident, f"/signed/{'0' * 64}"))
    refused(missing, 404, "signed_document_not_found")


# The archive ----------------------------------------------------------------------------


def test_the_archive_is_the_same_from_the_page_and_the_command_line_and_proves_itself(
    town: Town, folder: Path
) -> None:
    incident = mine(town, exercise=True)
    photo = {"file": ("北门.jpg", files.jpeg(position=True))}
    with town.client("duty") as client:
        place = f"/api/incidents/{incident['id']}/attachments"
        done = client.post(place, files=photo, data={"note": "<b>水位</b>"})
    assert done.status_code == 200, done.text
    sha256 = version(town, incident, "incident_log.docx")
    signed = sign(town, incident, "incident_log", sha256, "chief")
    assert signed.status_code == 200, signed.text
    answer = town.get(f"/api/incidents/{incident['id']}/archive.zip")
    assert answer.status_code == 200, answer.text
    name = unquote(answer.headers["content-disposition"].partition("UTF-8''")[2])
    assert name == f"演练_{incident['number']}_档案.zip"
    done = zhiban(folder, "archive", incident["number"], "--out", "a.zip")
    assert done.returncode == 0, done.stderr
    assert (folder / "a.zip").read_bytes() == answer.content
    told = zhiban(folder, "journal", "verify", "a.zip")
    assert (told.returncode, "都与处置记录相符" in told.stdout) == (0, True), told.stdout
    with zipfile.ZipFile(folder / "a.zip") as archive:
        archive.extractall(folder / "unpacked")
    head = zhiban(folder, "journal", "verify", "--head", "unpacked/proof/head.json")
    assert head.returncode == 0, head.stdout
    (attached,) = (folder / "unpacked" / "attachments").iterdir()
    attached.write_bytes(files.jpeg(position=True))
    wrong = zhiban(folder, "journal", "verify", "unpacked")
    assert (wrong.returncode, attached.name in wrong.stdout) == (1, True), wrong.stdout


def test_an_archive_is_for_who_sees_the_whole_incident(town: Town, folder: Path) -> None:
    incident = mine(town)
    place = f"/api/incidents/{incident['id']}/archive.zip"
    refused(town.get(place, "viewer"), 403, "documents_not_yours")
    elsewhere = mine(town, division="141033")
    there = f"/api/incidents/{elsewhere['id']}/archive.zip"
    refused(town.get(there, "county"), 404, "incident_not_found")
    ending = zhiban(folder, "archive", incident["number"], "--out", "a.tar")
    assert (ending.returncode, ".zip" in ending.stderr) == (2, True)
    none = zhiban(folder, "archive", "CM-1999-0001", "--out", "b.zip")
    assert (none.returncode, (folder / "b.zip").exists()) == (2, False)
    mixed = zhiban(folder, "journal", "verify", "x.zip", "--database-url", "sqlite:///x")
    assert mixed.returncode == 2
