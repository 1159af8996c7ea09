"""Attachments over HTTP: sent, listed, given out, refused and destroyed."""

from __future__ import annotations

import hashlib
import io
import socket
import sqlite3
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from PIL import Image

from tests.api.town import Town, found_town, refused
from tests.support import attached_files as files
from tests.support.cli import zhiban
from tests.support.server import start_zhiban

NAMES = ("duty", "viewer", "auditor", "reporter", "commander", "chief", "county")
LARGEST = 3_000_000
LIMITS = {
    "ZHIBAN_ATTACHMENT_BYTES": str(LARGEST),
    "ZHIBAN_ATTACHMENTS_OF_INCIDENT_BYTES": "7000000",
}
ORDER = {"order_number": "临应急〔2026〕8号", "reason": "误传伤者照片"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attachments")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    town = found_town(folder, names=NAMES, env=LIMITS)
    yield town
    assert town.server.stop() == 0


def path(incident: dict[str, Any], ending: str = "") -> str:
    return f"/api/incidents/{incident['id']}/attachments{ending}"


def mine(town: Town, **changes: Any) -> dict[str, Any]:
    return town.open("coal_mine", title="某煤矿冒顶", facts={"deaths": 3}, **changes)


def attach(
    town: Town,
    incident: dict[str, Any],
    content: bytes,
    name: str = "现场.jpg",
    by: str = "duty",
    headers: dict[str, str] | None = None,
    **fields: str,
) -> httpx.Response:
    with town.client(by) as client:
        file = {"file": (name, content, "application/octet-stream")}
        return client.post(path(incident), files=file, data=fields, headers=headers)


def added(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200, answer.text
    event: dict[str, Any] = answer.json()["events"][-1]
    assert event["type"] == "attachment_added"
    return event


def photo(salt: str, **more: Any) -> bytes:
    """Another photo for each test, of those that share an incident's server."""
    return files.jpeg(salt=salt.encode(), **more)


def test_a_file_becomes_an_entry_and_comes_back_byte_for_byte(town: Town) -> None:
    incident, content = mine(town), photo("a")
    event = added(attach(town, incident, content, note="北门", belongs_to="1"))
    sha256 = hashlib.sha256(content).hexdigest()
    data = event["data"]
    assert (data["name"], data["media"], data["size"]) == ("现场.jpg", "image/jpeg", len(content))
    assert (data["sha256"], data["note"], data["belongs_to"]) == (sha256, "北门", 1)
    assert data["position"] == "none"
    answer = town.get(path(incident, f"/{sha256}"))
    assert answer.content == content
    assert (answer.headers["content-type"], answer.headers["etag"]) == ("image/jpeg", f'"{sha256}"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    page = town.get(path(incident)).json()
    (view,) = page["attachments"]
    assert (view["seq"], view["kind"], view["actor"]) == (event["seq"], "picture", "duty")
    assert (view["destroyed"], view["struck"], page["most_bytes"]) == (None, False, LARGEST)
    assert "jpg" in page["accepted"].split()


def test_the_position_goes_unless_it_is_kept_on_purpose(town: Town) -> None:
    incident = mine(town)
    content = photo("gps", position=True)
    data = added(attach(town, incident, content))["data"]
    assert data["position"] == "removed"
    clean = town.get(path(incident, f"/{data['sha256']}")).content
    assert files.LATITUDE not in clean
    assert hashlib.sha256(clean).hexdigest() == data["sha256"]
    kept = added(attach(town, incident, content, keep_position="true"))["data"]
    assert kept["position"] == "kept"
    assert town.get(path(incident, f"/{kept['sha256']}")).content == content


def test_what_a_browser_may_run_is_saved_or_shown_locked(town: Town) -> None:
    incident = mine(town)
    for content, name, kept in (
        (files.DOCX, "情况.docx", "attachment"),
        (files.PDF, "扫描.pdf", "inline"),
        (files.wav(), "录音.wav", "inline"),
    ):
        sha256 = added(attach(town, incident, content, name))["data"]["sha256"]
        answer = town.get(path(incident, f"/{sha256}"))
        assert answer.headers["content-disposition"].startswith(f"{kept}; ")
        assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (files.PROGRAM.ljust(2_500_000, b"\0"), "现场.jpg", "是程序"),
        (files.SVG, "示意图.png", "是网页或可含程序的图形"),
        (files.PAGE, "说明.pdf", "是网页"),
        (files.MACROS, "情况.docx", "带有宏程序"),
        (files.PDF + files.package("a.class"), "扫描.pdf", "后面还藏着一个压缩包"),
    ],
)
def test_what_is_not_what_it_seems_is_refused_in_words(
    town: Town, content: bytes, name: str, says: str
) -> None:
    incident = mine(town)
    before = town.view(incident)["version"]
    problem = refused(attach(town, incident, content, name), 422, "attachment_not_taken")
    assert name in problem["detail"]
    assert says in problem["detail"]
    assert town.view(incident)["version"] == before
    assert town.get(path(incident)).json()["attachments"] == []


def test_names_are_cleaned_and_an_exercise_says_so_in_the_name(town: Town) -> None:
    incident = mine(town, exercise=True)
    data = added(attach(town, incident, photo("b"), "../../北\u202egpj.exe"))["data"]
    assert data["name"] == "北gpj.exe.jpg"
    answer = town.get(path(incident, f"/{data['sha256']}"))
    name = unquote(answer.headers["content-disposition"].partition("UTF-8''")[2])
    assert name == f"演练_{incident['number']}_北gpj.exe.jpg"
    long = added(attach(town, incident, photo("c"), "长" * 300 + ".jpg"))["data"]["name"]
    assert len(long) == 120


def test_too_large_too_many_and_no_file_are_refused(town: Town) -> None:
    incident = mine(town)
    large = photo("d") + bytes(LARGEST)
    problem = refused(attach(town, incident, large), 413, "attachment_too_large")
    assert "2.9 MB" in problem["detail"]
    refused(attach(town, incident, large + bytes(100_000)), 413, "body_too_large")
    for number in range(2):
        content = files.PDF + bytes([number]) * (LARGEST - 1000)
        added(attach(town, incident, content, "a.pdf"))
    third = attach(town, incident, files.PDF + b"3" * (LARGEST - 1000), "a.pdf")
    assert "5.7 MB" in refused(third, 413, "attachments_too_many")["detail"]
    with town.client("duty") as client:
        refused(client.post(path(incident), json={}), 415, "body_no_form")
        form = {"note": (None, "x")}
        refused(client.post(path(incident), files=form), 422, "attachment_missing")
        more = {"file": ("a", photo("e")), "nosuch": (None, "x")}
        refused(client.post(path(incident), files=more), 422, "unknown_parameter")
        two = [("file", ("a", b"1")), ("file", ("b", b"2"))]
        refused(client.post(path(incident), files=two), 400, "bad_request")
        wrong = {"content-type": "multipart/form-data; boundary=x"}
        refused(client.post(path(incident), content=b"--y", headers=wrong), 400, "bad_request")
    refused(attach(town, incident, b""), 422, "attachment_empty")
    refused(attach(town, incident, files.jpeg()[:-2]), 422, "attachment_broken")
    refused(attach(town, incident, photo("f"), note="\u202e"), 422, "bad_value")
    refused(attach(town, incident, photo("f"), belongs_to="x"), 422, "wrong_kind")
    refused(attach(town, incident, photo("f"), belongs_to="99"), 404, "entry_not_found")
    assert len(town.get(path(incident)).json()["attachments"]) == 2


def test_who_does_not_see_the_whole_incident_has_no_attachments(town: Town) -> None:
    incident = mine(town)
    sha256 = added(attach(town, incident, photo("g"), note="张某"))["data"]["sha256"]
    for name in ("viewer", "reporter"):
        for ending in ("", f"/{sha256}"):
            answer = town.get(path(incident, ending), name)
            assert answer.json()["code"] in ("attachments_not_yours", "incident_not_found")
        assert attach(town, incident, photo("h"), by=name).status_code in (403, 404)
    refused(attach(town, incident, photo("h"), by="auditor"), 403, "read_only")
    assert town.get(path(incident, f"/{sha256}"), "auditor").status_code == 200
    elsewhere = mine(town, division="141033")
    there = added(attach(town, elsewhere, photo("g")))["data"]["sha256"]
    refused(town.get(path(elsewhere, f"/{there}"), "county"), 404, "incident_not_found")
    seen = town.get(f"/api/incidents/{incident['id']}/events", "viewer").json()["events"][-1]
    assert (seen["type"], seen["data"]["media"]) == ("attachment_added", "image/jpeg")
    assert {seen["data"][key] for key in ("name", "note", "sha256")} == {"***"}


def test_a_page_of_another_site_attaches_nothing(town: Town) -> None:
    incident = mine(town)
    away = {
        "Cookie": f"zhiban_session={town.tokens['duty']}",
        "Origin": "https://elsewhere.example",
    }
    with town.client(None) as browser:
        file = {"file": ("a.jpg", photo("i"))}
        answer = browser.post(path(incident), files=file, headers=away)
    refused(answer, 403, "foreign_origin")


def test_a_repeated_request_gets_the_first_answer(town: Town) -> None:
    incident, key = mine(town), {"Idempotency-Key": "photo-1"}
    first = attach(town, incident, photo("j"), headers=key)
    again = attach(town, incident, photo("j"), headers=key)
    assert (added(again)["seq"], again.headers["idempotency-replayed"]) == (
        added(first)["seq"],
        "true",
    )
    other = attach(town, incident, photo("j"), headers=key, note="other")
    refused(other, 422, "key_reused")
    refused(attach(town, incident, photo("j")), 409, "attached_already")
    stale = {"If-Match": "1"}
    town.command(incident, "add_log_entry", text="x")
    answer = attach(town, incident, photo("k"), headers=stale)
    refused(answer, 412, "stale_version")
    assert len(town.get(path(incident)).json()["attachments"]) == 1


def test_two_uploads_at_once_are_two_entries_or_one(town: Town) -> None:
    incident = mine(town)
    with ThreadPoolExecutor(4) as pool:
        same = list(pool.map(lambda _: attach(town, incident, photo("l")), range(2)))
        apart = list(pool.map(lambda n: attach(town, incident, photo(f"m{n}")), range(2)))
    assert sorted(one.status_code for one in same) == [200, 409]
    assert [one.status_code for one in apart] == [200, 200]
    views = town.get(path(incident)).json()["attachments"]
    assert len({one["sha256"] for one in views}) == len(views) == 3
    for one in views:
        content = town.get(path(incident, f"/{one['sha256']}")).content
        assert hashlib.sha256(content).hexdigest() == one["sha256"]


def test_content_is_destroyed_by_order_and_the_entry_stands(town: Town, folder: Path) -> None:
    incident, content = mine(town), photo("n" * 400)
    entry = added(attach(town, incident, content))
    stored = b64encode(content)[64:200]
    assert stored in backup(folder, "before.db")
    sha256, asked = entry["data"]["sha256"], {"attachment": entry["seq"], **ORDER}
    refused(town.command(incident, "destroy_attachment", **asked), 403, "role_required")
    done = town.command(incident, "destroy_attachment", "chief", **asked)
    assert done.status_code == 200, done.text
    seq = done.json()["events"][-1]["seq"]
    gone = refused(town.get(path(incident, f"/{sha256}")), 410, "attachment_destroyed")
    assert f"第 {seq} 条" in gone["detail"]
    refused(town.get(path(incident, f"/{'0' * 64}")), 404, "attachment_not_found")
    (view,) = town.get(path(incident)).json()["attachments"]
    assert (view["destroyed"]["seq"], view["destroyed"]["reason"]) == (seq, ORDER["reason"])
    assert town.journal(incident)[entry["seq"] - 1] == entry
    refused(attach(town, incident, content), 409, "attachment_was_destroyed")
    told = zhiban(folder, "journal", "verify")
    assert told.returncode == 0, told.stdout
    assert f"按 临应急〔2026〕8号 号文销毁（第 {seq} 条）" in told.stdout
    assert stored not in backup(folder, "after.db")


def test_a_photo_has_a_small_picture_that_goes_with_it(town: Town) -> None:
    incident, made = mine(town), io.BytesIO()
    exif = b"Exif\0\0" + files.tiff()
    Image.linear_gradient("L").resize((1200, 900)).save(made, "JPEG", exif=exif)
    entry = added(attach(town, incident, made.getvalue(), keep_position="true"))
    small = f"/{entry['data']['sha256']}/preview"
    answer = town.get(path(incident, small))
    assert answer.headers["content-type"] == "image/jpeg"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert Image.open(io.BytesIO(answer.content)).size == (240, 320)
    assert len(answer.content) < 15_000
    assert files.LATITUDE not in answer.content
    refused(town.get(path(incident, small), "reporter"), 403, "attachments_not_yours")
    asked = {"attachment": entry["seq"], **ORDER}
    assert town.command(incident, "destroy_attachment", "chief", **asked).status_code == 200
    refused(town.get(path(incident, small)), 410, "attachment_destroyed")
    scan = added(attach(town, incident, files.PDF, "单.pdf"))["data"]["sha256"]
    none = refused(town.get(path(incident, f"/{scan}/preview")), 404, "attachment_no_preview")
    assert "单.pdf" in none["detail"]


def backup(folder: Path, name: str) -> bytes:
    """All bytes of a backup that is made now."""
    done = zhiban(folder, "backup", name)
    assert done.returncode == 0, done.stderr
    return (folder / name).read_bytes()


def test_a_server_that_is_killed_during_an_upload_leaves_nothing_half(tmp_path: Path) -> None:
    """One upload breaks off on the way; of another the content was kept and the entry was not."""
    town = found_town(tmp_path)
    incident = mine(town)
    whole = added(attach(town, incident, photo("whole")))["data"]["sha256"]
    address = ("127.0.0.1", int(town.url.rpartition(":")[2]))
    head = (
        f"POST {path(incident)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Authorization: Bearer {town.tokens['duty']}\r\n"
        "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 900000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    )
    with socket.create_connection(address) as line:
        line.sendall(head.encode() + files.jpeg()[:-2] + bytes(100_000))
        # Whatever is answered after this was asked when half of the file was there.
        town.view(incident)
        town.server.kill()
    with closing(sqlite3.connect(tmp_path / "zhiban.db")) as database:
        row = (incident["id"], "ff" * 32, 0, "2026-01-01 00:00:00.000000", "QUJD")
        database.execute("INSERT INTO attachment_part VALUES (?, ?, ?, ?, ?)", row)
        database.commit()
    again = start_zhiban(tmp_path)
    try:
        town.server = again
        views = town.get(path(incident)).json()["attachments"]
        assert [one["sha256"] for one in views] == [whole]
        assert town.get(path(incident, f"/{whole}")).content == photo("whole")
        refused(town.get(path(incident, f"/{'ff' * 32}")), 404, "attachment_not_found")
        told = zhiban(tmp_path, "journal", "verify")
        assert told.returncode == 0, told.stdout
    finally:
        again.stop()
