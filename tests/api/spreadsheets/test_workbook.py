"""Workbooks: cells stay what they are, nothing is a formula, equal cells give equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from api.spreadsheets.workbook import (
    LONGEST,
    Cell,
    Column,
    Sheet,
    instant,
    number_or_text,
    sheet_name,
    workbook_file,
)


def sheet(*rows: Sequence[Cell], **more: Sequence[str]) -> Sheet:
    return Sheet("表", [Column("甲"), Column("乙")], rows, **more)


def page(content: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(content)).worksheets[0]


@pytest.mark.parametrize(
    "begin", ["=", "+", "-", "@", "\t=", "\r=", "＝", "'=", "=cmd|'/c calc'!A"]
)
def test_nothing_becomes_a_formula(begin: str) -> None:
    content = workbook_file([sheet([f"{begin}1+1", "x"], above=[f"{begin}HYPERLINK(1)"])])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)
            assert b"<hyperlink" not in archive.read(name)
    shown = page(content)
    assert shown["A3"].data_type == "s"
    assert shown["A3"].number_format == "@"
    assert str(shown["A3"].value).endswith("1+1")


def test_numbers_and_instants_stay_what_they_are() -> None:
    at = instant("2026-11-22T23:10:05.700Z", "Asia/Shanghai")
    shown = page(workbook_file([sheet([7, at], ["0357", None])]))
    assert shown["A2"].value == 7
    assert shown["B2"].value == datetime.fromisoformat("2026-11-23T07:10:05")
    assert shown["B2"].is_date
    assert (shown["A3"].value, shown["B3"].value) == ("0357", None)
    assert instant(None, "Asia/Shanghai") is None
    assert instant(datetime(2026, 1, 1, tzinfo=UTC), "UTC") == datetime(2026, 1, 1, tzinfo=UTC)


def test_the_same_cells_give_the_same_bytes() -> None:
    first, second = (workbook_file([sheet(["甲", 1], above=["题"], below=["尾"])]) for _ in "ab")
    assert first == second
    assert first != workbook_file([sheet(["甲", 2], above=["题"], below=["尾"])])
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_lines_stand_above_and_below_and_the_head_is_frozen() -> None:
    shown = page(workbook_file([sheet(["甲", 1], above=["题", "注"], below=["尾"])]))
    assert [shown.cell(row, 1).value for row in range(1, 6)] == ["题", "注", "甲", "甲", "尾"]
    assert shown.freeze_panes == "A4"
    assert [bool(shown.cell(row, 1).font.bold) for row in range(1, 6)] == [
        True,
        False,
        True,
        False,
        False,
    ]
    assert shown.auto_filter.ref == "A3:B4"


def test_odd_texts_do_not_break_the_file() -> None:
    words = "a\x0b\x00\ud800b\n" + "长" * (LONGEST + 9)
    value = page(workbook_file([sheet([words, "x"])]))["A2"].value
    assert isinstance(value, str)
    assert value.startswith("ab\n")
    assert value.endswith("…")


@pytest.mark.parametrize(
    ("words", "name"), [("a/b:c*?[d]\\e", "a_b_c___d__e"), ("x" * 40, "x" * 31), ("", "1")]
)
def test_names_of_sheets(words: str, name: str) -> None:
    assert sheet_name(words) == name
    assert page(workbook_file([Sheet(words, [Column("甲")], [])])).title == name


@pytest.mark.parametrize(
    ("words", "cell"),
    [
        ("3", 3),
        ("0", 0),
        ("03", "03"),
        ("3 人", "3 人"),
        ("", ""),
        ("9" * 16, "9" * 16),
        ("-3", "-3"),
    ],
)
def test_only_whole_numbers_that_are_kept_become_numbers(words: str, cell: Cell) -> None:
    assert number_or_text(words) == cell
