"""Scenarios over HTTP: kept whole, checked at the row, given as files, tried, and by whom."""

from __future__ import annotations

import base64
import http.client
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from openpyxl import Workbook, load_workbook

from api.settings import SHIPPED_PLANS
from docs.scenario_story import SMALL
from tests.api.town import Town, eventually, found_town, refused
from tests.support.cli import zhiban

SHIPPED = sorted(file.stem for file in (SHIPPED_PLANS / "drills").glob("*.yaml"))
NAMES = ("controller", "evaluator", "duty")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scenarios")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    town = found_town(folder, names=NAMES)
    yield town
    town.server.stop()


@pytest.fixture(scope="module")
def client(town: Town) -> Iterator[httpx.Client]:
    with town.client("controller") as client:
        yield client


def save(client: httpx.Client, name: str, body: dict[str, Any], seen: int | None = None) -> Any:
    headers = {} if seen is None else {"If-Match": f'"{seen}"'}
    answer = client.put(f"/api/scenarios/{name}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def read(client: httpx.Client, content: bytes, kind: str, **more: str) -> httpx.Response:
    body = {"file": base64.b64encode(content).decode(), "kind": kind, **more}
    return client.post("/api/scenarios/read", json=body)


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_scenario_loses_anything_on_its_way(client: httpx.Client, name: str) -> None:
    view = client.get(f"/api/scenarios/{name}").json()
    assert view["findings"] == []
    body = {"scenario": view["scenario"], "notes": view["notes"], "compare": name}
    save(client, f"own_{name}", body)
    file = (SHIPPED_PLANS / "drills" / f"{name}.yaml").read_text("utf-8")
    kept = client.get(f"/api/scenarios/own_{name}/file.yaml").text
    assert kept == file.replace(f"\nid: {name}\n", f"\nid: own_{name}\n")
    book = client.get(f"/api/scenarios/own_{name}/file.xlsx").content
    back = read(client, book, "xlsx", compare=f"own_{name}").json()
    assert (back["faults"], back["findings"], back["differences"]) == ([], [], [])
    assert {json.dumps(one) for one in back["notes"]} == {json.dumps(one) for one in view["notes"]}
    assert client.delete(f"/api/scenarios/own_{name}").status_code == 204


def test_what_is_not_touched_keeps_its_lines_and_comments(client: httpx.Client) -> None:
    name = "gas_outburst_leap_day"
    view = client.get(f"/api/scenarios/{name}").json()
    view["scenario"]["injects"][0]["text"] = "看到三名遇难者。"
    body = {"scenario": view["scenario"], "notes": view["notes"], "compare": name}
    save(client, "changed", body)
    before = (SHIPPED_PLANS / "drills" / f"{name}.yaml").read_text("utf-8").splitlines()
    after = client.get("/api/scenarios/changed/file.yaml").text.splitlines()
    gone = [line for line in before if line not in after]
    assert len(gone) == 1 + 6, "the name, and the lines of one inject that stand nowhere else"
    assert sum("#" in line for line in after) == sum("#" in line for line in before)


def test_a_slip_is_told_at_its_row_and_field_and_the_draft_is_kept(client: httpx.Client) -> None:
    slip = SMALL | {"injects": [SMALL["injects"][0] | {"at": {"day": 9, "time": "01:10"}}]}
    found = client.post("/api/scenarios/check", json={"scenario": slip}).json()["findings"]
    assert [one["place"] for one in found] == [["injects", 0, "at"]]
    assert found[0]["sentence"].startswith("第 9 天 01:10 不在推演之内")
    view = save(client, "slip", {"scenario": slip})
    assert view["summary"]["findings"] == 1
    refused(client.post("/api/scenarios/try", json={"scenario": slip}), 409, "scenario_draft")
    refused(client.get("/api/scenarios/slip/file.xlsx"), 409, "scenario_draft")
    english = client.post(
        "/api/scenarios/check",
        json={"scenario": {"format": "2", "id": "x"}},
        headers={"Accept-Language": "en"},
    ).json()["findings"]
    assert {one["sentence"] for one in english} == {"Please fill this in."}


def test_the_second_to_save_is_told_and_nothing_is_kept(client: httpx.Client) -> None:
    first = save(client, "pair", {"scenario": SMALL}, 0)
    save(client, "pair", {"scenario": SMALL | {"title": "甲"}}, first["summary"]["version"])
    late = client.put(
        "/api/scenarios/pair",
        json={"scenario": SMALL | {"title": "乙"}},
        headers={"If-Match": '"1"'},
    )
    assert refused(late, 412, "scenario_changed")["current"] == 2
    assert client.get("/api/scenarios/pair").json()["scenario"]["title"] == "甲"
    again = save(client, "pair", {"scenario": SMALL | {"title": "甲"}}, 1)
    assert again["summary"]["version"] == 2, "the same once more writes nothing"


def test_an_edition_is_an_entry_of_the_server_journal(town: Town, client: httpx.Client) -> None:
    save(client, "told", {"scenario": SMALL | {"title": "记入日志"}})
    client.delete("/api/scenarios/told")
    entries = town.get("/api/server-journal?limit=2", "anna").json()["entries"]
    assert [one["entry"]["type"] for one in entries] == ["scenario_removed", "scenario_saved"]
    assert entries[1]["entry"]["actor"] == "controller"
    assert "保存情景“记入日志”，第 1 版" in entries[1]["sentence"]
    assert save(client, "told", {"scenario": SMALL})["summary"]["version"] == 2


def test_a_trial_plays_it_alone_and_touches_nothing(town: Town, client: httpx.Client) -> None:
    before = town.get("/api/server-journal?limit=1", "anna").json()["entries"][0]["entry"]["seq"]
    answer = client.post("/api/scenarios/try", json={"scenario": SMALL, "seed": 3})
    assert answer.status_code == 200, answer.text
    trial = answer.json()
    assert (trial["seed"], trial["journal_untouched"]) == (3, True)
    (inject,) = trial["injects"]
    assert inject["given_at"] == "2026-12-16T17:10:00Z"
    (one,) = trial["incidents"]
    assert one["evaluation"]["rows"]
    assert {row["plan"] for row in trial["coverage"]} == {"coal_mine"}
    again = client.post("/api/scenarios/try", json={"scenario": SMALL, "seed": 3}).json()
    assert again == trial
    after = town.get("/api/server-journal?limit=1", "anna").json()["entries"][0]["entry"]["seq"]
    assert (after, town.get("/api/incidents").json()["incidents"]) == (before, [])


def trial_programs(town: Town) -> list[str]:
    """The processes of the server that play a trial."""
    pid = town.server.process.pid
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [child for one in tasks for child in (one / "children").read_text().split()]
    return [
        child
        for child in children
        if b"api.scenarios.trial_program" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


def test_a_trial_tells_how_far_it_is_and_ends_with_its_process_when_it_is_stopped(
    town: Town, client: httpx.Client
) -> None:
    def far() -> Any:
        return client.get("/api/scenarios/try/progress").json()

    assert far() == {"running": False, "played_s": 0, "whole_s": 0}
    month = client.get("/api/scenarios/grain_critical_month").json()["scenario"]
    # A year keeps the program busy until it is stopped.
    month |= {"id": "long", "end_day": 365}
    page = http.client.HTTPConnection(client.base_url.host, client.base_url.port)
    signed = {"Authorization": client.headers["Authorization"], "Content-Type": "application/json"}
    page.request("POST", "/api/scenarios/try", json.dumps({"scenario": month}), signed)
    eventually(lambda: far()["played_s"] > 0)
    now = far()
    assert (now["running"], now["whole_s"]) == (True, 364 * 86400 + 15.5 * 3600)
    assert now["played_s"] <= now["whole_s"]
    assert len(trial_programs(town)) == 1
    refused(client.post("/api/scenarios/try", json={"scenario": SMALL}), 409, "trial_running")
    page.close()
    eventually(lambda: not far()["running"])
    assert trial_programs(town) == []
    assert far() == {"running": False, "played_s": 0, "whole_s": 0}
    assert client.post("/api/scenarios/try", json={"scenario": SMALL}).status_code == 200


def test_shipped_ones_cannot_be_changed(client: httpx.Client) -> None:
    path = "/api/scenarios/mine_flood_night"
    refused(client.put(path, json={"scenario": SMALL}), 409, "scenario_shipped")
    refused(client.delete(path), 409, "scenario_shipped")


def test_the_command_line_finds_a_kept_scenario(client: httpx.Client, folder: Path) -> None:
    save(client, "night_shift", {"scenario": SMALL})
    checked = zhiban(folder, "drill", "check", "night_shift")
    assert checked.returncode == 0, checked.stderr
    assert zhiban(folder, "drill", "run", "night_shift").returncode == 0
    assert zhiban(folder, "drill", "check", "nosuch").returncode == 2


def program() -> bytes:
    """Something with the ending of a workbook that is none."""
    return b"MZ" + bytes(5000)


def formulas() -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "情景"
    page.append(["名称", '=HYPERLINK("http://x","y")'])
    for title in ("导调单", "步骤"):
        book.create_sheet(title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 60_000_000)
    return out.getvalue()


ALIASES = b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (program(), "xlsx"),
        (bomb(), "xlsx"),
        (formulas(), "xlsx"),
        (program(), "yaml"),
        (b"\xff\xfe\x00", "yaml"),
        (b"[" * 5000, "yaml"),
        (b"- a\n- b\n", "yaml"),
    ],
)
def test_a_file_that_is_none_is_told_and_nothing_is_taken(
    client: httpx.Client, content: bytes, kind: str
) -> None:
    answer = read(client, content, kind)
    assert answer.status_code == 200, answer.text
    assert answer.json()["scenario"] is None
    assert answer.json()["faults"]


def test_aliases_and_large_files_are_refused(client: httpx.Client) -> None:
    found = read(client, ALIASES, "yaml").json()
    assert "plan_has_anchor" in {one["code"] for one in found["findings"]}
    assert client.post("/api/scenarios/read", content=b"x" * 10_000_000).status_code == 413
    refused(read(client, b"title: " + b"x" * 500_000, "yaml"), 422, "scenario_too_long")


def test_hostile_words_stay_words(client: httpx.Client) -> None:
    name = '<img src=x onerror="alert(1)">' + "长" * 300
    inject = SMALL["injects"][0] | {"text": "=cmd|' /C calc'!A0", "from": name}
    view = save(client, "hostile", {"scenario": SMALL | {"title": name, "injects": [inject]}})
    assert view["scenario"]["title"] == name
    assert view["findings"] == []
    book = load_workbook(io.BytesIO(client.get("/api/scenarios/hostile/file.xlsx").content))
    cells = [cell for row in book["导调单"].iter_rows() for cell in row if cell.value]
    assert all(cell.data_type == "s" for cell in cells)
    for key in ("a\nb: c", "\u200b", "x" * 5000):
        answer = client.put("/api/scenarios/odd", json={"scenario": SMALL | {key: 1}})
        assert answer.status_code in (200, 422), answer.text
    assert client.get("/api/scenarios").status_code == 200


@pytest.mark.parametrize("name", ["duty", "evaluator"])
def test_who_takes_part_neither_reads_nor_writes(town: Town, name: str) -> None:
    with town.client(name) as client:
        read_ = client.get("/api/scenarios")
        assert read_.status_code == (200 if name == "evaluator" else 403)
        refused(client.put("/api/scenarios/x", json={"scenario": SMALL}), 403, "scenario_not_yours")
