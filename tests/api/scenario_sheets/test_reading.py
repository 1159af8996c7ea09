"""Scenarios as workbooks: out and in without loss; a bad cell is named by its place."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import time
from functools import lru_cache
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.scenario_sheets.reading import read_book
from api.scenario_sheets.writing import write_book
from engine.drill.scenario import comments_of, load_scenario, read_scenario
from tests.engine.drill.golden import ROOT
from tests.engine.stories import real_plans

PLANS = dict(real_plans())
FILES = sorted((ROOT / "plans" / "drills").glob("*.yaml"))
NIGHT = ROOT / "plans" / "drills" / "mine_flood_night.yaml"


@lru_cache
def book_of(file: Path) -> bytes:
    content = file.read_bytes()
    return write_book(read_scenario(content, "s", PLANS), comments_of(content, "s"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_scenario_comes_back_with_its_comments(file: Path) -> None:
    found = read_book(book_of(file), PLANS)
    assert found.faults == []
    content = found.yaml.encode()
    assert read_scenario(content, "again", PLANS) == load_scenario(file, PLANS)
    assert comments_of(content, "again") == comments_of(file.read_bytes(), "s")


def test_no_cell_is_a_formula_even_where_the_words_begin_like_one() -> None:
    content = NIGHT.read_text(encoding="utf-8").replace("两台排水泵", "=1+2 两台排水泵")
    script = read_scenario(content.encode(), "s", PLANS)
    written = write_book(script, {})
    pages = load_workbook(io.BytesIO(written)).worksheets
    cells = [cell for page in pages for row in page.iter_rows() for cell in row if cell.value]
    assert any(str(cell.value).startswith("=1+2") for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}
    assert read_scenario(read_book(written, PLANS).yaml.encode(), "again", PLANS) == script


def changed(sheet: str, cell: str, value: object) -> bytes:
    book = load_workbook(io.BytesIO(book_of(NIGHT)))
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BAD = {
    "a time nobody can read": ("导调单", "D2", "二点", "时刻", "二点"),
    "an id nobody knows": ("导调单", "A2", "Pumps", "编号", "小写字母"),
    "a day that is no number": ("导调单", "C2", "一", "第几天", "“一”不是整数"),
    "a means nobody has": ("导调单", "L2", "鸽子", "方式", "“鸽子”不是方式"),
    "a yes that is none": ("导调单", "H6", "也许", "备用", "“也许”不是“是”或“否”"),
    "figures that cannot be read": ("导调单", "O2", "{deaths: ", "情况", "{deaths: "),
    "a figure the plan does not know": ("导调单", "O2", "{death: 1}", "情况", "deaths"),
    "a person nobody knows": ("事件", "G2", "nightdesk", "接报人", "night_desk"),
    "a role nobody has": ("人员", "B3", "duty_oficer", "岗位", "duty_officer"),
    "a share above a hundred": ("模拟", "B2", "101", "按时（%）", "100"),
    "a command nobody knows": ("步骤", "F2", "{command: endd}", "动作", "endd"),
    "a day after the end": ("步骤", "A2", "9", "", "不在推演之内"),
    "a start that no calendar has": ("情景", "B6", "2026-11-31T00:20:00+08:00", "开始时间", "日历"),
    "a column nobody has": ("步骤", "J1", "心情", "心情", "没有这一栏"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_cell_is_named_and_nothing_comes_out(case: str) -> None:
    sheet, cell, value, column, words = BAD[case]
    found = read_book(changed(sheet, cell, value), PLANS)
    assert found.yaml == ""
    fault = found.faults[0]
    assert (fault.sheet, fault.cell[1:], fault.column) == (sheet, cell[1:], column)
    assert column == "" or fault.cell == cell
    assert words in fault.sentence()
    assert fault.sentence("en").startswith(f"Sheet “{sheet}”, cell {fault.cell}")


def test_no_fault_tells_a_path_of_the_file() -> None:
    for sheet, cell, value, _, _ in BAD.values():
        for fault in read_book(changed(sheet, cell, value), PLANS).faults:
            assert "injects[" not in fault.sentence() and "steps[" not in fault.sentence("en")


Change = Callable[[Workbook], object]

STRANGE: dict[str, tuple[Change, str]] = {
    "a title above the headings": (lambda book: book["导调单"].insert_rows(1), "第一行要写各栏"),
    "a column twice": (
        lambda book: book["导调单"].cell(1, 20, "时刻"),
        "T1（时刻）：这一栏写了两次",
    ),
    "a sheet called otherwise": (
        lambda book: setattr(book["模拟"], "title", "模拟角色"),
        "工作表“模拟角色”：不认识这张工作表",
    ),
    "a row nobody has": (
        lambda book: book["情景"].cell(6, 1, "开始日期"),
        "A6（开始日期）：没有这一项",
    ),
    "a formula never reckoned": (
        lambda book: book["导调单"].cell(2, 13, "=A1&B1"),
        "M2（内容）：这里是公式",
    ),
    "a formula that failed": (
        lambda book: book["导调单"].cell(2, 13, "#REF!"),
        "M2（内容）：公式出错（#REF!）",
    ),
    "a title of nothing": (lambda book: book["情景"].cell(4, 2, "  "), "没有填“名称”"),
    "a text that is missing": (
        lambda book: setattr(book["导调单"]["M2"], "value", None),
        "M2（内容）：没有填“内容”",
    ),
    "a step of nothing": (
        lambda book: setattr(book["步骤"]["F2"], "value", None),
        "“动作”和“报送”填一个",
    ),
}


@pytest.mark.parametrize("case", STRANGE)
def test_what_would_be_lost_or_misread_is_refused_with_its_place(case: str) -> None:
    change, words = STRANGE[case]
    book = load_workbook(io.BytesIO(book_of(NIGHT)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    found = read_book(out.getvalue(), PLANS)
    assert found.yaml == ""
    assert words in found.faults[0].sentence()


def test_blank_rows_spaced_headings_and_merged_cells_are_read_as_they_look() -> None:
    book = load_workbook(io.BytesIO(book_of(NIGHT)))
    page = book["导调单"]
    page["D1"] = " 时 刻 "
    book["模拟"]["B1"] = "按时(%)"
    page.merge_cells("L2:L3")
    page.insert_rows(5, 2)
    page["A5"] = "  "
    out = io.BytesIO()
    book.save(out)
    found = read_book(out.getvalue(), PLANS)
    assert found.faults == []
    read, night = read_scenario(found.yaml.encode(), "s", PLANS), load_scenario(NIGHT, PLANS)
    assert [one.id for one in read.injects] == [one.id for one in night.injects]
    assert read.injects[1].means == read.injects[0].means == "phone"


def test_times_and_numbers_as_a_spreadsheet_keeps_them_are_taken() -> None:
    book = load_workbook(io.BytesIO(book_of(NIGHT)))
    page = book["导调单"]
    page["D2"], page["C2"] = time(2, 10), 1.0
    out = io.BytesIO()
    book.save(out)
    found = read_book(out.getvalue(), PLANS)
    assert found.faults == []
    assert read_scenario(found.yaml.encode(), "s", PLANS) == load_scenario(NIGHT, PLANS)


def _empty(page: Worksheet) -> None:
    page.title = "别的"


def _many(page: Worksheet) -> None:
    page.title = "情景"
    page.cell(1, 1, "格式")


@pytest.mark.parametrize("make", [_empty, _many])
def test_a_workbook_of_another_form_is_refused(make: Callable[[Worksheet], None]) -> None:
    book = Workbook()
    make(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    found = read_book(out.getvalue(), PLANS)
    assert found.yaml == ""
    assert "没有这张工作表" in found.faults[0].sentence()


def test_what_is_no_workbook_is_refused() -> None:
    found = read_book(b"PK no", PLANS)
    assert "这不是能打开的 .xlsx 工作簿" in found.faults[0].sentence()
    assert found.yaml == ""
