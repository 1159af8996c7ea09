"""The address book as a spreadsheet over HTTP: checked, shown, taken over whole, given back."""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from tests.api.town import ADMIN, Town, found_town, refused

HEAD = ["单位", "地区", "岗位", "姓名", "顺位", "手机", "值班电话", "备注"]
WANG = ["市应急管理局", "", "局长", "王建国", "1", "13835700001", "0357-2091110", ""]
LI = ["市应急管理局", "", "局长", "李娜", "2", "13835700002", "", ""]
XIANGNING = ["乡宁县应急管理局", "乡宁县", "值班室", "", "1", "", "0357-6822110", ""]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("sheets"), names=("duty", "viewer", "auditor"))
    yield town
    town.server.stop()


def sheet_of(*rows: list[str]) -> str:
    book = Workbook()
    page = book.worksheets[0]
    for row in (HEAD, *rows):
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return b64encode(out.getvalue()).decode()


def sent(town: Town, file: str, name: str = "duty", **more: Any) -> dict[str, Any]:
    answer = town.post("/api/contacts/sheet", {"file": file, **more}, name)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def persons(town: Town) -> list[str | None]:
    return [one["person"] for one in town.get("/api/contacts").json()["contacts"]]


def test_a_sheet_is_checked_then_taken_over_and_another_changes_what_is_different(
    town: Town,
) -> None:
    file = sheet_of(WANG, LI, XIANGNING)
    shown = sent(town, file)
    assert (shown["taken"], shown["problems"], shown["rows"]) == (False, [], 3)
    assert shown["new"][0] == "市应急管理局 局长 王建国"
    assert persons(town) == []
    taken = sent(town, file, book=shown["book"], reason="年度更新")
    assert (taken["taken"], len(taken["new"])) == (True, 3)
    assert persons(town) == [None, "王建国", "李娜"]
    entry = town.get("/api/server-journal?limit=1", ADMIN).json()["entries"][0]["entry"]
    assert (entry["type"], entry["reason"]) == ("contact_saved", "年度更新")

    other = sheet_of([*WANG[:5], "13835700009", *WANG[6:]], XIANGNING)
    kept = sent(town, other)
    assert kept["changed"] == [{"name": "市应急管理局 局长 王建国", "fields": ["号码"]}]
    assert (kept["new"], kept["gone"], kept["same"]) == ([], [], 1)
    whole = sent(town, other, replace=True)
    assert whole["gone"] == ["市应急管理局 局长 李娜"]
    refused(
        town.post("/api/contacts/sheet", {"file": other, "book": shown["book"]}),
        412,
        "contact_changed",
    )
    assert persons(town) == [None, "王建国", "李娜"]
    assert sent(town, other, replace=True, book=whole["book"])["taken"]
    assert persons(town) == [None, "王建国"]


def test_what_is_missing_doubled_or_misshapen_is_told_by_its_row_and_nothing_is_taken(
    town: Town,
) -> None:
    before = persons(town)
    wrong = ["市水利局", "", "", "赵", "x", "1383570", "", ""]
    shown = sent(town, sheet_of(WANG, wrong, WANG, [*LI[:3], "孙", "1", *LI[5:]]))
    told = [(one["severity"], one["rows"], one["cell"]) for one in shown["problems"]]
    assert ("error", [3], "C3") in told
    assert ("error", [3], "F3") in told
    assert ("error", [2, 4], None) in told
    assert told[-1][0] == "warning"
    assert any("11 位" in one["sentence"] for one in shown["problems"])
    again = sent(town, sheet_of(WANG, wrong), book=shown["book"])
    assert not again["taken"]
    assert persons(town) == before
    for file in (b64encode(b"no workbook").decode(), bomb()):
        (problem,) = sent(town, file)["problems"]
        assert problem["severity"] == "error"
    refused(town.post("/api/contacts/sheet", {"file": "通讯录"}), 422, "bad_value")


def bomb() -> str:
    """Some kilobytes that unpack to 64 MiB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"\0" * 2**26)
    return b64encode(out.getvalue()).decode()


def test_what_is_given_can_be_taken_over_again_and_only_by_who_keeps_the_book(town: Town) -> None:
    answer = town.get("/api/contacts/sheet.xlsx")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="contacts.xlsx"'
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert page.max_row == 1 + len(persons(town))
    shown = sent(town, b64encode(answer.content).decode(), replace=True)
    assert (shown["new"], shown["changed"], shown["gone"]) == ([], [], [])
    for name in ("viewer", "auditor"):
        refused(town.get("/api/contacts/sheet.xlsx", name), 403, "contacts_not_yours")
        body = {"file": sheet_of(WANG)}
        refused(town.post("/api/contacts/sheet", body, name), 403, "contacts_not_yours")
