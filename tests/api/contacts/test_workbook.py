"""Workbooks that somebody sends: opened, or refused before they fill the memory."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook

from api.contacts.workbook import MOST_UNPACKED, NoWorkbook, first_sheet


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(content: bytes, name: str, change: tuple[bytes, bytes]) -> bytes:
    """The workbook with something of one of its files in another form."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.infolist():
            text = old.read(one)
            new.writestr(one, text.replace(*change) if one.filename == name else text)
    return out.getvalue()


def test_a_workbook_is_opened() -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "日期"
    assert first_sheet(saved(book))["A1"].value == "日期"


def test_a_merged_area_over_the_whole_sheet_is_refused() -> None:
    book = Workbook()
    book.worksheets[0].merge_cells("A1:B2")
    sheet = "xl/worksheets/sheet1.xml"
    small = saved(book)
    assert first_sheet(small).merged_cells.ranges
    for change in (b'ref="A1:XFD1048576"', b"ref='A1:XFD1048576'", b'ref="A1:&#66;2"'):
        content = rewritten(small, sheet, (b'mergeCell ref="A1:B2"', b"mergeCell " + change))
        with pytest.raises(NoWorkbook):
            first_sheet(content)


def test_what_unpacks_to_far_more_than_a_roster_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (MOST_UNPACKED + 1))
    assert len(out.getvalue()) < 50_000
    with pytest.raises(NoWorkbook):
        first_sheet(out.getvalue())


@pytest.mark.parametrize("content", [b"", b"PK", b"\xd0\xcf\x11\xe0 an old .xls", b"<html>"])
def test_what_is_no_workbook(content: bytes) -> None:
    with pytest.raises(NoWorkbook):
        first_sheet(content)


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_damaged_part_is_no_workbook(part: str) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = 7
    whole = saved(book)
    for change in ((b"</", b"<<"), (b'="', b"=&"), (b"<", b"")):
        with pytest.raises(NoWorkbook):
            first_sheet(rewritten(whole, part, change))


def test_a_zip_without_sheets_and_a_broken_one() -> None:
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("a.txt", "b")
    whole = saved(Workbook())
    for content in (empty.getvalue(), whole[: len(whole) // 2]):
        with pytest.raises(NoWorkbook):
            first_sheet(content)
