"""Lists as spreadsheets over HTTP: the rows of the lists, by the same filters and sight."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import httpx
import pytest
from openpyxl import load_workbook

from api.http.routes import list_sheets
from tests.api.town import Town, found_town, refused

NAMES = ("duty", "viewer", "auditor", "reporter", "commander", "chief", "director", "county")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("sheets"), names=NAMES)
    yield town
    town.server.stop()


def table(answer: httpx.Response) -> tuple[str, list[dict[str, Any]]]:
    """The title, and the rows by heading; the title and a note stand above the headings."""
    assert answer.status_code == 200, answer.text
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    return str(rows[0][0]), [dict(zip(map(str, rows[2]), row, strict=True)) for row in rows[3:]]


def name_of(answer: httpx.Response) -> str:
    return unquote(answer.headers["content-disposition"].partition("UTF-8''")[2])


def test_the_ledger_holds_the_rows_of_the_list(town: Town) -> None:
    incident = town.open("coal_mine", title="=1+1 冒顶", facts={"deaths": 3})
    query = {"incident": incident["number"], "state": "owed"}
    listed = town.get("/api/report-slots", params=query).json()["slots"]
    title, rows = table(town.get("/api/report-slots.xlsx", params=query))
    assert title == "报告台账"
    assert [row["报告"] for row in rows] == [one["obligation_name"] for one in listed]
    assert {row["事件"] for row in rows} == {"=1+1 冒顶"}
    due = datetime.fromisoformat(listed[0]["due_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
    assert rows[0]["应报时刻"] == due.replace(tzinfo=None, microsecond=0)
    assert {row["演练"] for row in rows} == {None}
    english = town.get("/api/report-slots.xlsx", params=query | {"language": "en"})
    assert table(english)[0] == "Report ledger"
    assert table(english)[1][0]["State"] == "owed"
    again = town.get("/api/report-slots.xlsx", params=query)
    assert again.content == town.get("/api/report-slots.xlsx", params=query).content


def test_exercises_say_so_in_title_sheet_and_file(town: Town) -> None:
    exercise = town.open("coal_mine", exercise=True)
    query = {"incident": exercise["number"]}
    answer = town.get("/api/report-slots.xlsx", params=query)
    title, rows = table(answer)
    assert title == "【演练】报告台账"
    assert name_of(answer) == "演练_报告台账.xlsx"
    assert load_workbook(io.BytesIO(answer.content)).sheetnames == ["演练_报告台账"]
    assert {row["演练"] for row in rows} == {"演练"}
    town.open("coal_mine")
    both = town.get("/api/incidents.xlsx")
    assert table(both)[0] == "【含演练】事件清单"
    assert name_of(both) == "含演练_事件清单.xlsx"
    real = town.get("/api/incidents.xlsx", params={"exercise": False})
    assert table(real)[0] == "事件清单"
    assert "非演练" not in name_of(real)


def test_incidents_are_those_of_the_list(town: Town) -> None:
    town.open("coal_mine", title="乡宁冒顶", facts={"deaths": 3, "trapped": 5})
    query: dict[str, Any] = {"plan": "coal_mine", "exercise": False}
    listed = town.get("/api/incidents", params=query).json()["incidents"]
    _, rows = table(town.get("/api/incidents.xlsx", params=query))
    assert [row["编号"] for row in rows] == [one["number"] for one in listed]
    assert "被困人数 5" in rows[0]["现有情况"]
    assert "失联" not in rows[0]["现有情况"], "nobody has said, which is no zero"
    refused(town.get("/api/incidents.xlsx?level=IX"), 422, "bad_value")
    refused(town.get("/api/incidents.xlsx?cursor=x"), 422, "unknown_parameter")


def test_the_journal_is_read_in_sentences_and_a_viewer_reads_no_names(town: Town) -> None:
    facts = {"deaths": 3}
    incident = town.open("coal_mine", title="冒顶，电话 13835700001", facts=facts)
    town.command(incident, "add_log_entry", text="@SUM(1) 已通知 13835700001")
    path = f"/api/incidents/{incident['number']}/journal.xlsx"
    answer = town.get(path)
    title, rows = table(answer)
    assert title.startswith(f"处置记录 {incident['number']}")
    assert name_of(answer) == f"处置记录_{incident['number']}.xlsx"
    assert [row["记录号"] for row in rows] == list(range(1, len(rows) + 1))
    assert "@SUM(1) 已通知 13835700001" in rows[-1]["内容"]
    assert rows[-1]["账号"] == "duty"
    seen = town.get(path, "viewer")
    assert "13835700001" not in str(table(seen))
    assert "duty" not in str(table(seen))
    assert len(table(seen)[1]) == len(rows)
    elsewhere = town.open("coal_mine", division="141033")
    path = f"/api/incidents/{elsewhere['number']}/journal.xlsx"
    refused(town.get(path, "county"), 404, "incident_not_found")


def test_calls_come_with_their_attempts(town: Town) -> None:
    incident = town.open("coal_mine", exercise=True)
    town.command(incident, "start_call", on_duty="leader", reason="请到值班室")
    listed = town.get("/api/calls", params={"incident": incident["id"]}).json()["calls"]
    title, rows = table(town.get(f"/api/incidents/{incident['id']}/calls.xlsx"))
    assert title == "【演练】叫应记录"
    assert [row["岗位"] for row in rows] == [one["post"] for one in listed]
    assert rows


def test_too_many_rows_are_refused_and_none_is_left_out(town: Town) -> None:
    assert list_sheets.MOST_ROWS == 10_000
    with pytest.raises(Exception, match="10000"):
        list_sheets._check_all("more")
    list_sheets._check_all(None)


def test_the_digest_is_a_table_of_all_counties(town: Town) -> None:
    incident = town.open("grain", facts={"price_rise_percent": 60})
    path = f"/api/incidents/{incident['id']}/documents/digest.xlsx"
    refused(town.get(path), 409, "document_not_yet")
    refused(town.get(path, "viewer"), 403, "documents_not_yours")


def test_messages_for_other_offices_say_what_they_are(town: Town) -> None:
    incident = town.open("coal_mine", title="冒顶，电话 13835700001", facts={"deaths": 3})
    exercise = town.open("coal_mine", exercise=True)
    for ending, media in (
        ("cap.xml", "application/cap+xml"),
        ("event-35965.xml", "application/xml"),
    ):
        path = f"/api/incidents/{incident['id']}/{ending}"
        answer = town.get(path)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith(media)
        assert ("zhiban-format" in answer.headers) == (ending == "event-35965.xml")
        assert answer.content == town.get(path).content
        assert "13835700001" not in answer.text
        assert "Actual" in answer.text
        assert "Exercise" in town.get(f"/api/incidents/{exercise['id']}/{ending}").text
        refused(town.get(path, "viewer"), 403, "documents_not_yours")
        refused(town.get(f"{path}?seq=999"), 404, "message_not_found")
