"""Sheets that offices really keep: read whole, or each fault named by its cell."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from openpyxl import Workbook, load_workbook

from api.contacts.sheet_reading import (
    MOST_COLUMNS,
    MOST_ROWS,
    KnownWords,
    SheetContents,
    read_sheet,
)
from api.contacts.sheet_writing import write_sheet
from engine.contacts.contact import CHANNEL_KINDS, Channel, Contact
from engine.messages import text

ROLE = {"duty_officer": "值班员", "coal_mine:commander": "煤矿生产安全事故：指挥长"}
DIVISION = {"141029": "乡宁县"}
HEAD = ("单位", "岗位", "姓名", "手机", "电话")


def known(**contacts: str) -> KnownWords:
    numbers = iter(range(1, 100))
    return KnownWords(
        {("", unit, "值班室", ""): id_ for unit, id_ in contacts.items()},
        {name: role for role, name in ROLE.items()},
        {name: code for code, name in DIVISION.items()},
        lambda: f"new{next(numbers)}",
    )


def sheet(*rows: Sequence[object], merge: Sequence[str] = ()) -> bytes:
    book = Workbook()
    page = book.worksheets[0]
    for row in rows:
        page.append([*row])
    for area in merge:
        page.merge_cells(area)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def faults(content: bytes) -> list[tuple[str, str]]:
    found = read_sheet(content, known())
    for one in found.faults:
        for language in ("zh", "en"):
            assert text(f"contacts.sheet.{one.key}", language, **dict(one.facts))
    return [(one.cell, one.key) for one in found.faults]


def read(content: bytes) -> SheetContents:
    found = read_sheet(content, known())
    assert found.faults == []
    return found


def test_a_list_with_a_title_merged_units_and_numbers_that_excel_kept_as_numbers() -> None:
    content = sheet(
        ("临汾市应急值守通讯录（2026年）",),
        ("单位名称", "岗 位*", "联系人", "手机号码", "办公电话（值班）"),
        ("市应急管理局（本级）", "局长", "甲", 13835700001, "0357-2091110转1"),
        (None, "值班室", None, None, "2091110、2091111"),
        (),
        ("市政府", "秘书长", "乙", 13835700002.0, None),
        merge=("A3:A4",),
    )
    found = read(content)
    assert [one.title for one in found.contacts] == [
        ("市应急管理局（本级）", "局长", "甲"),
        ("市应急管理局（本级）", "值班室", ""),
        ("市政府", "秘书长", "乙"),
    ]
    assert found.rows == [3, 4, 6]
    assert found.contacts[0].channels == (
        Channel("mobile", "13835700001"),
        Channel("landline", "0357-2091110转1"),
    )
    assert [one.address for one in found.contacts[1].channels] == ["2091110", "2091111"]
    assert found.contacts[2].channels == (Channel("mobile", "13835700002"),)


def test_who_is_known_keeps_his_id() -> None:
    content = sheet(HEAD, ("市政府", "值班室", "", "", "2091110"), ("市局", "值班室"))
    found = read_sheet(content, known(市政府="p1"))
    assert [one.id for one in found.contacts] == ["p1", "new1"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK no workbook", [("", "no_workbook")]),
        (b"", [("", "no_workbook")]),
        (sheet(("单位", "电话"), ("市政府", "119")), [("", "no_headings")]),
        (sheet((*[None] * MOST_COLUMNS, *HEAD), ("市政府",)), [("", "no_headings")]),
        (sheet(HEAD, ("市政府", None, "甲")), [("B2", "missing")]),
        (sheet(HEAD, ("市政府", "秘书长", "甲", "1383570")), [("D2", "bad.mobile")]),
        (sheet(HEAD, ("市政府", "秘书长", "甲", None, "家里")), [("E2", "bad.landline")]),
        (sheet(HEAD, ("市政府", "秘" * 201)), [("B2", "bad_text")]),
        (
            sheet(HEAD, ("市政府", "甲", "甲", 13835700001), ("市政府", "乙"), merge=("D2:D3",)),
            [("D2", "merged")],
        ),
        (
            sheet(
                ("单位", "岗位", "顺位", "地区", "预案岗位", "编号"), ("a", "b", 0, "x", "y", "?")
            ),
            [("C2", "bad_rank"), ("D2", "bad_division"), ("E2", "bad_role"), ("F2", "bad_id")],
        ),
        (sheet(HEAD, *[("u", "p")] * (MOST_ROWS + 1)), [("", "too_many")]),
        *(
            (sheet(("单位", "岗位", kind), ("市政府", "值班室", "不 对")), [("C2", f"bad.{kind}")])
            for kind in CHANNEL_KINDS
        ),
    ],
)
def test_each_fault_is_told_by_its_cell(content: bytes, told: list[tuple[str, str]]) -> None:
    assert faults(content) == told


def test_what_is_written_is_read_back_and_nothing_is_a_formula() -> None:
    contacts = [
        Contact(
            "id-1",
            "=1+1",
            "@SUM(A1)",
            "-甲",
            division="141029",
            rank=3,
            roles=("duty_officer", "coal_mine:commander"),
            channels=(
                Channel("mobile", "13835700001"),
                Channel("mobile", "+85251234567"),
                Channel("landline", "0357-2091110转1"),
                Channel("satellite", "+881600000000"),
                Channel("fax", "0357-2091111"),
                Channel("mail", "a@example.cn"),
                Channel("dingtalk", "manager1"),
                Channel("wecom", "wang"),
                Channel("feishu", "ou_1"),
            ),
            account="王",
            note="+86 只在夜间",
        ),
        Contact("id-2", "市政府", "值班室"),
    ]
    content = write_sheet(contacts, ROLE, DIVISION)
    assert read(content).contacts == contacts
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    kinds = {cell.data_type for row in page.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}
