"""A replay brings attachments and signed papers along, or says that the record lacks them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.store.database.connections import Database
from api.store.integrity.journal_heads import head_of
from api.store.retention.archive_file import write_archive
from tests.api.http.routes.test_documents import fill, sign
from tests.api.town import eventually, found_town, refused
from tests.support import attached_files as files
from tests.support.cli import zhiban
from tests.support.drill import DrillServer

PHOTO = files.jpeg(salt=b"the gate")
SHA = hashlib.sha256(PHOTO).hexdigest()
LAST_LOGGED = "到此为止"


@dataclass(frozen=True)
class Record:
    """A night with a photo and a signed paper, in every form in which it can be replayed."""

    incident: str
    number: str
    paper: bytes
    sources: dict[str, str]

    @property
    def paths(self) -> dict[str, bytes]:
        """What opens on the pages, and its content."""
        root = f"/api/incidents/{self.incident}"
        signed = hashlib.sha256(self.paper).hexdigest()
        return {
            f"{root}/attachments/{SHA}": PHOTO,
            f"{root}/documents/signed/{signed}": self.paper,
        }


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    folder = tmp_path_factory.mktemp("night")
    town = found_town(folder, names=("duty", "commander"))
    mine = town.open("coal_mine", title="某煤矿冒顶", facts={"deaths": 3, "trapped": 5})
    root = f"/api/incidents/{mine['id']}"
    with town.client("duty") as client:
        sent = client.post(f"{root}/attachments", files={"file": ("北门.jpg", PHOTO)})
        assert sent.status_code == 200, sent.text
    fill(town, mine, "first_report")
    paper = town.get(f"{root}/documents/first_report.docx").content
    signed = sign(town, mine, "first_report", hashlib.sha256(paper).hexdigest())
    assert signed.status_code == 200, signed.text
    town.command(mine, "add_log_entry", text=LAST_LOGGED)
    assert town.server.stop() == 0
    number = mine["number"]
    assert zhiban(folder, "archive", number, "--out", "night.zip").returncode == 0
    lines = zhiban(folder, "journal", "export", number)
    (folder / "night.jsonl").write_text(lines.stdout, encoding="utf-8")
    url = f"sqlite:///{folder / 'zhiban.db'}"
    with closing(Database.open(url, create=False)) as database, database.reading() as source:
        head = head_of(source, datetime.now(UTC))
        write_archive(source, folder / "night.archive", [mine["id"]], head, lambda rows: None)
    sources = {one: str(folder / f"night.{one}") for one in ("zip", "jsonl", "archive")}
    yield Record(mine["id"], number, paper, {**sources, "database": url})


def replay(folder: Path, record: Record, source: str, database: str = "") -> DrillServer:
    """Played to its end at once."""
    at, options = record.sources[source], tuple[str, ...]()
    if source == "database":
        at, options = "", ("--source", at, "--incident", record.number)
    drill = DrillServer(folder, at, options, verb="replay", database=database).start()
    drill.control("start")
    assert drill.control("pause").json()["state"] == "paused"
    return drill


def to_the_end(drill: DrillServer) -> None:
    gone = drill.control("seek", to=drill.view()["ends"])
    assert gone.status_code == 200, gone.text


def journal(drill: DrillServer, record: Record) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = drill.call(
        "GET", f"/api/incidents/{record.incident}/events", "duty"
    ).json()["events"]
    return found


def verified(drill: DrillServer, *arguments: str) -> str:
    found = zhiban(
        drill.folder, "journal", "verify", *arguments, ZHIBAN_DATABASE_URL=drill.database_url
    )
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout


def all_open(drill: DrillServer, record: Record) -> None:
    for path, content in record.paths.items():
        given = drill.call("GET", path, "duty")
        assert (given.status_code, given.content) == (200, content), given.text[:200]
    listed = drill.call("GET", f"/api/incidents/{record.incident}/attachments", "duty").json()
    assert [one["in_record"] for one in listed["attachments"]] == [True]


@pytest.mark.parametrize("source", ["zip", "archive"])
def test_files_of_an_archive_open_in_a_replay(tmp_path: Path, record: Record, source: str) -> None:
    drill = replay(tmp_path, record, source)
    to_the_end(drill)
    all_open(drill, record)
    drill.stop()
    assert "不在重放的记录里" not in verified(drill)


def test_on_postgresql_a_replay_goes_back_is_killed_and_branched_and_its_files_stay(
    tmp_path: Path, record: Record, postgres_url: str
) -> None:
    """Of a database that is opened to be read."""
    drill = replay(tmp_path, record, "database", postgres_url)
    to_the_end(drill)
    whole = journal(drill, record)
    # What was stored together with the first entry comes together again.
    first = [one for one in whole if one["recorded_at"] == whole[0]["recorded_at"]]
    all_open(drill, record)
    back = drill.control("seek", entry="1")
    assert back.status_code == 200, back.text
    # Those of the same instant are played beside the answer.
    eventually(lambda: len(journal(drill, record)) >= len(first))
    assert journal(drill, record) == first
    for path in record.paths:
        assert drill.call("GET", path, "duty").status_code == 404, "its entry is not played yet"
    verified(drill)
    drill.kill()
    drill.start()
    assert journal(drill, record) == first
    to_the_end(drill)
    assert [one["hash"] for one in journal(drill, record)] == [one["hash"] for one in whole]
    all_open(drill, record)
    branched = drill.control("branch", entry=str(len(whole) - 1))
    assert (branched.status_code, branched.json()["replays"]) == (200, False), branched.text
    all_open(drill, record)
    words = [one["data"].get("text", "") for one in journal(drill, record)]
    assert LAST_LOGGED not in words
    drill.stop()
    verified(drill)


def test_a_journal_alone_has_no_files_and_every_page_says_so(
    tmp_path: Path, record: Record
) -> None:
    drill = replay(tmp_path, record, "jsonl")
    assert drill.server is not None
    log = drill.server.log
    eventually(lambda: "没有带来 2 个附件或签发文件" in log.read_text(encoding="utf-8"))
    to_the_end(drill)
    root = f"/api/incidents/{record.incident}"
    for path in (*record.paths, f"{root}/attachments/{SHA}/preview"):
        told = refused(drill.call("GET", path, "duty"), 404, "file_not_in_record")
        assert "原来的系统" in told["detail"]
    for part, kind in (("attachments", "attachments"), ("documents", "signed")):
        listed = drill.call("GET", f"{root}/{part}", "duty").json()[kind]
        assert [one["in_record"] for one in listed] == [False]
    drill.stop()
    assert verified(drill).count("不在重放的记录里") == 2
    archive = str(tmp_path / "again.zip")
    made = zhiban(
        tmp_path, "archive", record.number, "--out", archive, ZHIBAN_DATABASE_URL=drill.database_url
    )
    assert made.returncode == 0, made.stderr
    assert verified(drill, archive).count("不在重放的记录里") == 2

    # Started again with the archive beside it, the files come.
    drill.scenario = record.sources["zip"]
    drill.start()
    all_open(drill, record)
    drill.stop()
