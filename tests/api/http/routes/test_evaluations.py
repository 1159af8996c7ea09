"""Evaluations over HTTP: as data, as a report, what people add to them, and who may."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.town import Town, ago, found_town, refused
from tests.support.cli import zhiban

NAMES = (
    "duty",
    "viewer",
    "auditor",
    "reporter",
    "director",
    "evaluator",
    "controller",
    "admin",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("evaluations")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    town = found_town(folder, names=NAMES)
    yield town
    town.server.stop()


@pytest.fixture(scope="module")
def drill(town: Town) -> dict[str, Any]:
    return town.open("coal_mine", title="某煤矿冒顶", facts={"deaths": 3}, exercise=True)


def path(incident: dict[str, Any], form: str = "json") -> str:
    return f"/api/incidents/{incident['id']}/evaluation.{form}"


def evaluation(town: Town, incident: dict[str, Any], name: str = "evaluator") -> dict[str, Any]:
    answer = town.get(path(incident), name)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def write(town: Town, what: str, name: str = "evaluator", **body: Any) -> httpx.Response:
    return town.post(f"/api/drill/{what}", body, name)


def remark(drill: dict[str, Any], key: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "incident": drill["id"], "at": ago(minutes=0), "text": "指挥长到位", **more}


def test_what_the_plan_asks_for_is_in_the_evaluation_while_the_drill_runs(
    town: Town, drill: dict[str, Any]
) -> None:
    found = evaluation(town, drill)
    (one,) = found["incidents"]
    slots = town.get(f"/api/report-slots?incident={drill['id']}&exercise=true").json()["slots"]
    reports = [row for row in one["rows"] if row["kind"] == "report"]
    assert {row["id"] for row in reports} == {f"report:{slot['id']}" for slot in slots}
    assert (found["subject"], found["exercise"], one["over"]) == (drill["id"], True, False)
    levels = [row for row in one["rows"] if row["kind"] == "level"]
    assert [(row["what"], row["verdict"], row["owner_name"]) for row in levels] == [
        ("III", "open", "市指挥部办公室主任、市指挥部指挥长")
    ]
    assert {one["id"] for one in found["sheets"]} == {"aqt9009_a2", "aqt9009_b1", "gbt46792"}


def test_the_whole_drill_is_one_evaluation(town: Town, drill: dict[str, Any]) -> None:
    town.open("coal_mine", title="真实事件")
    answer = town.get("/api/drill/evaluation.json", "evaluator")
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert found["subject"] == "drill"
    assert drill["id"] in [one["id"] for one in found["incidents"]]
    assert all(one["exercise"] for one in found["incidents"])


def test_a_remark_is_kept_once_at_its_instant(town: Town, drill: dict[str, Any]) -> None:
    seen = ago(minutes=7)
    body = remark(drill, "remark-0001", at=seen, number="4", entry=1)
    for _ in range(2):
        answer = write(town, "remarks", **body)
        assert answer.status_code == 201, answer.text
    (kept,) = answer.json()["remarks"]
    assert (kept["text"], kept["number"], kept["entry"], kept["by"]) == (
        "指挥长到位",
        "4",
        1,
        "evaluator",
    )
    assert datetime.fromisoformat(kept["at"]) == datetime.fromisoformat(seen)
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    refused(write(town, "remarks", **remark(drill, "remark-0002", at=later)), 422, "future_instant")
    assert len(evaluation(town, drill)["remarks"]) == 1


def test_the_last_score_counts_and_the_journal_only_proposes(
    town: Town, drill: dict[str, Any]
) -> None:
    body = {"incident": drill["id"], "sheet": "aqt9009_a2", "number": "3"}
    for points in (1, 5):
        answer = write(town, "scores", points=points, note="看过现场", **body)
        assert answer.status_code == 201, answer.text
    (sheet,) = [one for one in answer.json()["sheets"] if one["id"] == "aqt9009_a2"]
    items = {item["number"]: item for head in sheet["headings"] for item in head["items"]}
    assert items["3"]["score"]["points"] == 5
    assert items["2.3"]["journal"]["points"] is None
    assert items["2.3"]["score"] is None
    assert sheet["scored"] == 1
    refused(write(town, "scores", points=5, **body | {"number": "99"}), 422, "unknown_choice")
    refused(write(town, "scores", points=5, **body | {"sheet": "nosuch"}), 422, "unknown_choice")
    refused(write(town, "scores", points=4, **body), 422, "unknown_choice")


def test_the_grade_is_a_persons_and_improvements_come_back(
    town: Town, drill: dict[str, Any]
) -> None:
    graded = write(town, "grade", incident=drill["id"], grade="good", reason="报告及时")
    assert graded.json()["grade"]["name"] == "良"
    refused(write(town, "grade", incident=drill["id"], grade="good", reason=" "), 422, "bad_value")
    body = {
        "key": "improve-001",
        "about": "level:III",
        "finding": "三级响应启动晚",
        "action": "修订值班手册",
        "owner": "市应急管理局",
        "due": "2026-12-31",
    }
    made = write(town, "improvements", incident=drill["id"], **body)
    assert made.status_code == 201, made.text
    assert [one["finding"] for one in made.json()["improvements"]] == ["三级响应启动晚"]
    again = town.open("coal_mine", title="再演一次", facts={"deaths": 3}, exercise=True)
    (earlier,) = evaluation(town, again)["earlier"]
    assert (earlier["key"], earlier["state"]) == ("improve-001", "not_tested")
    refused(write(town, "improvements", incident=again["id"], **body), 409, "improvement_elsewhere")


def test_the_report_comes_in_three_formats_and_says_exercise(
    town: Town, drill: dict[str, Any]
) -> None:
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF-1.7"), ("html", b"<!doctype html>")):
        answer = town.get(path(drill, form), "evaluator")
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(begins)
        assert "%E6%BC%94%E7%BB%83" in answer.headers["content-disposition"]
    assert "演练" in answer.text
    assert "没有做到的事项" in answer.text
    word = town.get("/api/drill/evaluation.docx", "evaluator")
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        assert "演练评估报告" in archive.read("word/document.xml").decode()


def test_who_reads_and_who_writes(town: Town, drill: dict[str, Any]) -> None:
    real = town.open("coal_mine", title="真实事件")
    refused(town.get(path(real), "evaluator"), 404, "incident_not_found")
    refused(town.get(path(real), "viewer"), 403, "evaluation_whole_only")
    assert evaluation(town, real, "auditor")["may_write"] is False
    assert evaluation(town, real, "director")["may_write"] is True
    before = town.get("/api/server-journal?limit=1", "auditor").json()["entries"][0]["entry"]["seq"]
    for name in ("duty", "director", "auditor"):
        body = remark(drill, "remark-0009")
        refused(write(town, "remarks", name, **body), 403, "evaluation_not_yours")
    after = town.get("/api/server-journal?limit=1", "auditor").json()["entries"][0]["entry"]["seq"]
    assert after == before
    assert write(town, "remarks", "controller", **remark(drill, "remark-0010")).status_code == 201
    assert write(town, "remarks", "duty", **remark(real, "remark-0011")).status_code == 201


def test_what_somebody_should_look_at(town: Town) -> None:
    facts = {"deaths": 12}
    real = town.open("coal_mine", title="久未启动", facts=facts, received_at=ago(minutes=90))
    glances = town.get(f"/api/incidents/{real['id']}/glances").json()
    assert all(one["lasting"] for one in glances["findings"])
    assert town.view(real)["version"] == real["version"]
    kinds = {one["kind"] for one in glances["findings"]}
    assert "immediate_open" in kinds
    refused(
        town.get(f"/api/incidents/{real['id']}/glances", "viewer"), 403, "evaluation_whole_only"
    )


def test_findings_of_open_real_incidents_are_counted_for_machines(folder: Path) -> None:
    place = folder / "counted"
    place.mkdir()
    counted = found_town(place, names=("duty",))
    try:
        facts = {"deaths": 12}
        counted.open("coal_mine", title="真实", facts=facts, received_at=ago(minutes=90))
        counted.open("coal_mine", title="演练", facts=facts, exercise=True)
        page = counted.get("/metrics", None).text
    finally:
        counted.server.stop()
    assert 'zhiban_findings{kind="immediate_open"} 1.0' in page
    assert 'zhiban_findings{kind="report_missing"} 2.0' in page


def test_everything_written_is_in_the_chain(town: Town, folder: Path) -> None:
    drill = town.open("coal_mine", title="记录齐全", facts={"deaths": 3}, exercise=True)
    score = {"incident": drill["id"], "sheet": "aqt9009_a2", "number": "3", "points": 5}
    for what, body in (
        ("remarks", remark(drill, "remark-in-the-chain")),
        ("scores", score),
        ("grade", {"incident": drill["id"], "grade": "good", "reason": "报告及时"}),
    ):
        assert write(town, what, **body).status_code == 201
    entries = town.get("/api/server-journal?about=duty&limit=200", "auditor").json()["entries"]
    kinds = {one["entry"]["type"] for one in entries}
    assert kinds >= {"evaluation_remarked", "evaluation_scored", "evaluation_graded"}
    assert zhiban(folder, "journal", "verify").returncode == 0


def improve(
    town: Town, drill: dict[str, Any], key: str, name: str = "evaluator", **more: Any
) -> None:
    body = {
        "key": key,
        "about": "level:III",
        "finding": "三级响应启动晚",
        "action": "修订值班手册",
        "owner": "市应急管理局",
        "due": "2026-12-31",
    }
    made = write(town, "improvements", name, incident=drill["id"], **body | more)
    assert made.status_code == 201, made.text


def listed(town: Town, name: str) -> dict[str, dict[str, Any]]:
    answer = town.get("/api/drill/improvements", name)
    assert answer.status_code == 200, answer.text
    return {one["key"]: one for one in answer.json()["improvements"]}


def test_an_owner_or_an_administrator_says_that_it_is_done(
    town: Town, drill: dict[str, Any]
) -> None:
    owner = "市指挥部办公室主任、市消防支队"
    improve(town, drill, "improve-101", owner=owner)
    path = "/api/drill/improvements/improve-101/done"
    done = {"note": "值班手册第三页已改"}
    for name in ("evaluator", "controller", "duty", "viewer", "auditor"):
        refused(town.post(path, done, name), 403, "improvement_not_yours")
    refused(town.post(path, {"note": " "}, "admin"), 422, "bad_value")
    nosuch = path.replace("101", "999")
    refused(town.post(nosuch, done, "admin"), 404, "improvement_not_found")
    assert listed(town, "evaluator")["improve-101"]["settled"] is None
    answer = town.post(path, done, "director")
    assert answer.status_code == 201, answer.text
    kept = listed(town, "evaluator")["improve-101"]
    assert (kept["done"], kept["may_settle"]) == (True, False)
    assert (kept["settled"]["by"], kept["settled"]["note"]) == ("director", done["note"])
    undone = town.post(path, {"done": False, "note": "只改了草稿"}, "admin").json()
    (again,) = [one for one in undone["improvements"] if one["key"] == "improve-101"]
    assert (again["done"], again["settled"], again["may_settle"]) == (False, None, True)
    entries = town.get("/api/server-journal?about=duty&limit=200", "auditor").json()["entries"]
    settled = [one for one in entries if one["entry"]["type"] == "improvement_settled"]
    assert [one["entry"]["actor"] for one in settled] == ["admin", "director"]
    assert "三级响应启动晚" in settled[0]["sentence"]


def test_the_next_run_says_what_came_back_though_it_was_marked_as_done(
    town: Town, drill: dict[str, Any]
) -> None:
    improve(town, drill, "improve-102", about="report:province_phone")
    done = town.post("/api/drill/improvements/improve-102/done", {"note": "贴上号码"}, "admin")
    assert done.status_code == 201, done.text
    again = town.open("coal_mine", facts={"deaths": 3}, exercise=True, received_at=ago(minutes=90))
    earlier = {one["key"]: one for one in evaluation(town, again)["earlier"]}
    assert earlier["improve-102"]["state"] == "came_back_though_done"
    assert "标为已落实" in earlier["improve-102"]["state_name"]
    page = town.get(path(again, "html"), "evaluator").text
    assert "标为已落实，又出现了" in page


def test_what_was_written_about_others_is_read_by_who_sees_them(
    town: Town, drill: dict[str, Any]
) -> None:
    real = town.open("coal_mine", title="真实事件", facts={"deaths": 3})
    improve(town, real, "improve-103", "duty", finding="真实事件里的问题")
    assert write(town, "remarks", key="remark-drill", at=ago(minutes=0), text="全体").is_success
    later = town.open("coal_mine", facts={"deaths": 3}, exercise=True)
    assert "improve-103" not in {one["key"] for one in evaluation(town, later)["earlier"]}
    assert "improve-103" in {one["key"] for one in evaluation(town, later, "duty")["earlier"]}
    assert "improve-103" not in listed(town, "evaluator")
    for name in ("viewer", "reporter"):
        seen = town.get("/api/drill/evaluation.json", name).json()
        assert (seen["remarks"], seen["improvements"], seen["earlier"]) == ([], [], [])
        assert listed(town, name) == {}


def compared(
    town: Town, now: dict[str, Any], before: dict[str, Any], name: str = "evaluator"
) -> Any:
    answer = town.get(f"/api/incidents/{now['id']}/comparison.json?with={before['id']}", name)
    return answer


def test_two_runs_stand_side_by_side(town: Town, drill: dict[str, Any]) -> None:
    late = town.open("coal_mine", facts={"deaths": 3}, exercise=True, received_at=ago(minutes=90))
    prompt = town.open("coal_mine", facts={"deaths": 3}, exercise=True, received_at=ago(minutes=1))
    answer = compared(town, late, prompt)
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["before"]["number"], found["now"]["number"]) == (prompt["number"], late["number"])
    turns = {one["about"]: one["turn"] for one in found["findings"]}
    assert turns["report:province_phone"] == "new"
    assert turns["report:first_city_government"] == "came_back"
    back = {one["about"]: one for one in compared(town, prompt, late).json()["findings"]}
    assert back["report:province_phone"]["turn"] == "gone"
    task = found["tasks"][0]
    assert (task["trend"], task["before"], task["now_words"]) == ("worse", {"open": 1}, "没有记录")
    page = town.get(f"/api/incidents/{late['id']}/comparison.html?with={prompt['id']}", "evaluator")
    assert page.status_code == 200, page.text
    assert "和上一次比较" in page.text
    real = town.open("coal_mine", title="真实事件")
    refused(compared(town, late, real), 404, "incident_not_found")
    refused(compared(town, real, late, "viewer"), 403, "evaluation_whole_only")


def test_a_run_out_of_a_file_is_compared_and_not_kept(
    town: Town, folder: Path, drill: dict[str, Any]
) -> None:
    made = zhiban(folder, "drill", "run", "coal_roof_fall", "--out", "run")
    assert made.returncode == 0, made.stderr
    url = f"/api/incidents/{drill['id']}/comparison"

    def sent(form: str, name: str, content: bytes) -> httpx.Response:
        with town.client("evaluator") as client:
            return client.post(f"{url}.{form}", files={"file": (name, content)})

    judged = (folder / "run" / "evaluation.json").read_bytes()
    journal = (folder / "run" / "journal.jsonl").read_bytes()
    first, second = sent("json", "evaluation.json", judged), sent("json", "journal.jsonl", journal)
    assert first.status_code == second.status_code == 200, (first.text, second.text)
    assert first.json()["before"]["number"] == second.json()["before"]["number"]
    assert first.json()["before"]["shares"] == second.json()["before"]["shares"]
    own = sent("json", "own.json", town.get(path(drill), "evaluator").content)
    assert own.json()["tasks"] == []
    report = sent("docx", "evaluation.json", judged)
    assert report.content.startswith(b"PK")
    altered = journal.replace("蒲县".encode(), "吉县".encode(), 1)
    for wrong in (b"", b"{}", b"[" * 5000, altered, b"\xff\x00", judged[:-9]):
        refused(sent("json", "x", wrong), 422, "no_run_in_file")
    assert town.view(drill)["version"] == drill["version"]
