"""A plan out as a workbook and in as a draft: byte for byte where nothing changed."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from api.cli.plan_skeleton import Skeleton, write
from api.plan_tables.draft import plan_of_workbook, read_sheets, write_draft
from api.plan_tables.workbook import plan_workbook
from engine.plan.loader import Source, load_plan, read_plan
from engine.plan_tables.cells import sheet_word
from engine.plan_tables.comparing import CellFault
from tests.api.documents.test_files import NASTY
from tests.engine.drill.golden import ROOT
from tests.support.cli import zhiban

SHIPPED = ("coal_mine", "grain", "production_safety")


def source_of(name: str) -> Source:
    return read_plan(ROOT / "plans" / name)


def with_cells(content: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook as somebody leaves it in a spreadsheet program."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def put(book: Any, sheet: str, key: str, heading: str, value: Any) -> None:
    page = book[sheet_word(f"sheet.{sheet}")]
    at = [cell.value for cell in page[1]].index(sheet_word(f"head.{heading}"))
    (row,) = [row for row in page.iter_rows(min_row=2) if row[0].value == key]
    row[at].value = value


@pytest.mark.parametrize("name", SHIPPED)
def test_an_untouched_workbook_comes_back_as_the_same_files(name: str, tmp_path: Path) -> None:
    source = source_of(name)
    content = plan_workbook(source.plan)
    assert content == plan_workbook(source.plan)
    saved = with_cells(content, lambda book: None)
    read = read_sheets(saved, source)
    assert (read.values, read.faults) == ({}, ())
    draft = write_draft(source, read.values, tmp_path)
    for file in (ROOT / "plans" / name).iterdir():
        assert (draft.plan.parent / file.name).read_bytes() == file.read_bytes()
    assert load_plan(draft.plan).digest == source.plan.digest


def test_the_skeleton_of_a_new_plan_goes_out_and_in(tmp_path: Path) -> None:
    day = date(2026, 1, 1)
    write(Skeleton(tmp_path / "a", "flood", "防汛应急预案", 4, "FL", None, day), None)
    source = read_plan(tmp_path / "a" / "flood")
    saved = with_cells(plan_workbook(source.plan), lambda book: None)
    read = read_sheets(saved, source)
    assert (read.values, read.faults) == ({}, ())
    draft = write_draft(source, {}, tmp_path / "b")
    assert draft.plan.read_bytes() == (tmp_path / "a" / "flood" / "plan.yaml").read_bytes()


def test_nothing_in_a_workbook_is_a_formula(tmp_path: Path) -> None:
    plan = source_of("coal_mine").plan
    nasty = [*(one.replace("\x00", "") for one in NASTY), "=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]
    posts = [
        plan.roles[0].model_copy(update={"id": f"r{n}", "name": words, "holders": (words,)})
        for n, words in enumerate(nasty)
    ]
    book = load_workbook(io.BytesIO(plan_workbook(plan.model_copy(update={"roles": tuple(posts)}))))
    cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.value is None for cell in cells if cell.data_type == "n")


def test_numbers_and_times_that_a_spreadsheet_made_are_read_as_typed() -> None:
    source = source_of("coal_mine")

    def change(book: Any) -> None:
        put(book, "reports", "province_phone", "minutes", 30.0)
        put(book, "reports", "follow_up_daily", "clock", time(14, 30))

    read = read_sheets(with_cells(plan_workbook(source.plan), change), source)
    assert read.faults == ()
    assert set(map(str, read.values.values())) == {"30", "['14:30']"}


def test_a_workbook_of_another_plan_or_edition_and_no_workbook_are_refused() -> None:
    coal, grain = source_of("coal_mine"), source_of("grain")
    assert faults(read_sheets(plan_workbook(grain.plan), coal).faults) == ["no_plan"]
    other = coal.plan.model_copy(update={"digest": "0" * 64})
    assert faults(read_sheets(plan_workbook(other), coal).faults) == ["other_edition"]
    assert faults(read_sheets(b"no workbook", coal).faults) == ["no_workbook"]
    assert plan_of_workbook(b"PK") == ""


def faults(found: tuple[CellFault, ...]) -> list[str]:
    return [fault.key for fault in found]


def test_a_change_goes_from_the_program_to_a_checked_draft(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "plan", "export", "coal_mine", "--xlsx", "coal.xlsx")
    assert done.returncode == 0, done.stderr
    content = (tmp_path / "coal.xlsx").read_bytes()
    new = with_cells(content, lambda book: put(book, "reports", "province_phone", "minutes", "30"))
    (tmp_path / "new.xlsx").write_bytes(new)
    done = zhiban(tmp_path, "plan", "import", "new.xlsx", "--into", "draft")
    assert done.returncode == 0, done.stderr
    assert "“接报后 60 分钟内”改为“接报后 30 分钟内”" in done.stdout
    assert "版本仍是" in done.stdout
    old = (ROOT / "plans" / "coal_mine" / "plan.yaml").read_bytes().splitlines()
    lines = (tmp_path / "draft" / "coal_mine" / "plan.yaml").read_bytes().splitlines()
    assert sum(a != b for a, b in zip(old, lines, strict=True)) == 1
    again = zhiban(tmp_path, "plan", "import", "new.xlsx", "--into", "draft")
    assert again.returncode == 2
    assert "不会覆盖" in again.stderr


def test_a_wrong_cell_and_a_draft_that_fails_the_check_leave_nothing(tmp_path: Path) -> None:
    content = plan_workbook(source_of("coal_mine").plan)

    def late(book: Any) -> None:
        put(book, "reports", "province_phone", "minutes", "soon")

    def gap(book: Any) -> None:
        put(book, "bands", "levels.1.criteria.1.when", "below", "9")

    for change, told in ((late, "第 3 行“分钟”"), (gap, "没有通过检查")):
        (tmp_path / "new.xlsx").write_bytes(with_cells(content, change))
        done = zhiban(tmp_path, "plan", "import", "new.xlsx", "--into", "draft")
        assert done.returncode == 1
        assert told in done.stderr
        assert ("表“数字界限”第 18 行“不足（不含）”" in done.stdout) is (change is gap)
        assert not (tmp_path / "draft").exists()
