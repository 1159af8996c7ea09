"""A replay on a real server: the record untouched, back and forth, killed, branched, verified."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from engine.instants import from_text
from tests.api.town import eventually
from tests.support.cli import zhiban
from tests.support.drill import DrillServer
from tests.support.records import real_record, sealed, write_record

SCENARIO = "mine_flood_night"


def replayed(folder: Path, *options: str) -> DrillServer:
    file = write_record(folder / "record.jsonl", SCENARIO)
    return DrillServer(folder, str(file), options, verb="replay").start()


def recorded() -> list[str]:
    return [str(one["hash"]) for one in real_record(SCENARIO)]


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def verified(drill: DrillServer) -> None:
    found = zhiban(drill.folder, "journal", "verify", ZHIBAN_DATABASE_URL=drill.database_url)
    assert found.returncode == 0, found.stdout + found.stderr


def test_a_record_plays_goes_back_is_killed_and_becomes_a_drill(tmp_path: Path) -> None:
    drill = replayed(tmp_path, "--from", "5", "--speed", "60")
    seen = drill.view()
    assert (seen["state"], seen["replays"], seen["speed"]) == ("ready", True, 60)
    assert seen["clock"] == real_record(SCENARIO)[4]["recorded_at"]
    assert drill.hashes() == recorded()[:5]
    assert drill.control("start").json()["controller"] == "controller"
    incident = drill.call("GET", "/api/incidents", "duty").json()["incidents"][0]
    # A real one, which shows as an exercise all the same.
    assert real_record(SCENARIO)[0]["data"]["exercise"] is False
    assert (incident["exercise"], incident["number"]) == (True, "CM-2026-0001")
    _nobody_enters(drill, incident["id"])

    drill.control("speed", speed=3600)
    eventually(lambda: len(drill.hashes()) > 20)
    drill.kill()
    drill.start()
    eventually(lambda: len(drill.hashes()) > 40)
    played = drill.hashes()  # it goes on while it is looked at
    assert played == recorded()[: len(played)]
    assert drill.control("pause").json()["state"] == "paused"

    _back_and_forth(drill)
    _from_here(drill, incident["id"])
    verified(drill)
    drill.stop()
    # The real one has not been touched.
    assert drill.folder.joinpath("record.jsonl").read_text(encoding="utf-8") == "".join(
        f"{json.dumps(one, ensure_ascii=False)}\n" for one in real_record(SCENARIO)
    )


def _nobody_enters(drill: DrillServer, incident: str) -> None:
    commands = f"/api/incidents/{incident}/commands"
    entry = {"command": "add_log_entry", "text": "补记"}
    refused(drill.call("POST", commands, "duty", entry), 409, "replay_refuses")
    refused(
        drill.control("seek", by="controller-2", to="2026-11-17T00:00:00Z"),
        409,
        "drill_has_controller",
    )
    refused(drill.control("seek"), 422, "drill_jump_where")
    refused(drill.control("branch", entry="9999"), 404, "replay_no_entry")
    refused(drill.control("seek", by="duty", entry="1"), 403, "general_role_required")


def _back_and_forth(drill: DrillServer) -> None:
    stood = len(drill.hashes())
    back = drill.control("seek", entry="7").json()
    assert (back["clock"], back["state"]) == (real_record(SCENARIO)[6]["recorded_at"], "paused")
    assert drill.hashes() == recorded()[:7]
    incident = drill.call("GET", "/api/incidents", "duty").json()["incidents"][0]
    assert incident["version"] == 7
    verified(drill)
    drill.kill()
    drill.start()
    assert (drill.view()["clock"], drill.view()["state"]) == (back["clock"], "paused")
    ahead = drill.control("seek", entry=str(stood)).json()
    assert ahead["clock"] == real_record(SCENARIO)[stood - 1]["recorded_at"]
    assert drill.hashes()[:stood] == recorded()[:stood]


def _from_here(drill: DrillServer, incident: str) -> None:
    drill.control("seek", entry="12")
    branched = drill.control("branch", entry="5").json()
    assert (branched["replays"], branched["state"], branched["speed"]) == (False, "paused", 1)
    assert branched["recorded"] == len(recorded())
    assert drill.hashes()[:5] == recorded()[:5]
    # After the entry about the branch only what is due at that very instant may follow.
    assert len(drill.hashes()) in (6, 7)
    drill.control("resume")
    commands = f"/api/incidents/{incident}/commands"
    entry = {"command": "add_log_entry", "text": "由我们来定"}
    assert drill.call("POST", commands, "duty", entry).status_code == 200
    drill.control("step", minutes=600)
    path = f"/api/incidents/{incident}/events?after=4"

    def entries() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = drill.call("GET", path, "duty").json()["events"]
        return found

    assert entries()[1]["prev_hash"] == recorded()[4]
    assert "演练" in entries()[1]["data"]["text"]
    # Deadlines fall due as in every drill, and what was decided in the record is not.
    eventually(lambda: "decision_awaited" in {one["type"] for one in entries()})
    assert "response_activated" not in {one["type"] for one in entries()}
    refused(drill.control("seek", entry="1"), 409, "replay_is_over")
    judged = drill.call("GET", "/api/drill/evaluation.json", "evaluator").json()
    assert [one["exercise"] for one in judged["incidents"]] == [True]


def test_a_drill_begins_at_once_from_a_time_of_an_archive_and_of_a_database(
    tmp_path: Path,
) -> None:
    """The database of a replay that was played to its end serves as the database of a record."""
    first = replayed(tmp_path)
    first.control("start")
    first.control("seek", to=first.view()["ends"])
    assert first.hashes() == recorded()
    first.stop()
    source = first.folder / "drill.db"
    archive = tmp_path / "record.zip"
    made = zhiban(
        tmp_path, "archive", "CM-2026-0001", "--out", str(archive),
        ZHIBAN_DATABASE_URL=first.database_url,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    checked = zhiban(tmp_path, "journal", "verify", str(archive))
    assert checked.returncode == 0, checked.stdout

    before = content_of(source)
    place = tmp_path / "second"
    place.mkdir()
    at = from_text(real_record(SCENARIO)[8]["recorded_at"]) + timedelta(hours=8)
    options = ("--branch-at", at.strftime("%H:%M"), "--source", first.database_url)
    second = DrillServer(place, "", (*options, "--incident", "CM-2026-0001"), verb="replay").start()
    assert (second.view()["state"], second.view()["replays"]) == ("ready", False)
    assert second.hashes()[:9] == recorded()[:9]
    assert len(second.hashes()) == 10
    second.stop()
    assert content_of(source) == before

    third = tmp_path / "third"
    third.mkdir()
    from_zip = DrillServer(third, str(archive), ("--from", "3"), verb="replay").start()
    assert from_zip.hashes() == recorded()[:3]
    from_zip.stop()


def content_of(file: Path) -> str:
    """A database's bytes, with all that stood beside it in its log: whoever is last may fold it."""
    with closing(sqlite3.connect(file, timeout=60)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return hashlib.sha256(file.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("altered", "第 3 条被改过"),
        ("edition", "预案 coal_mine"),
        ("nothing", "--source"),
        ("which", "--incident"),
        ("place", "可以写"),
    ],
)
def test_what_cannot_be_replayed_is_refused_and_makes_no_drill(
    tmp_path: Path, what: str, words: str
) -> None:
    file = write_record(tmp_path / "record.jsonl", SCENARIO)
    arguments: list[str] = [str(file)]
    if what == "altered":
        text = file.read_text(encoding="utf-8").splitlines()
        text[2] = text[2].replace("night_desk", "day_desk")
        file.write_text("\n".join(text), encoding="utf-8")
    elif what == "edition":
        shapes: list[dict[str, Any]] = [dict(one) for one in real_record(SCENARIO)]
        plan = {**shapes[0]["data"]["plan"], "digest": "f" * 64}
        shapes[0]["data"] = {**shapes[0]["data"], "plan": plan}

        file.write_text("\n".join(json.dumps(one) for one in sealed(shapes)), encoding="utf-8")
    elif what == "nothing":
        arguments = []
    elif what == "which":
        arguments = ["--source", "sqlite:///record.db"]
    elif what == "place":
        arguments += ["--from", "999"]
    found = zhiban(tmp_path, "drill", "replay", *arguments, "--port", "0")
    assert found.returncode in (1, 2)
    assert words in found.stderr
    database = tmp_path / "record-replay.db"
    if database.exists():
        with sqlite3.connect(database) as connection:
            assert connection.execute("SELECT count(*) FROM event").fetchone() == (0,)
