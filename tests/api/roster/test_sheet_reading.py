"""Rosters that offices really keep: read whole, or each fault named by its cell."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook, load_workbook

from api.roster.faults import KnownRoster, SheetContents, key_of
from api.roster.people import People, member_of
from api.roster.sheet_reading import MOST_ROWS, read_sheet
from api.roster.sheet_writing import write_sheet
from engine.contacts.contact import Channel, Contact
from engine.messages import text
from engine.roster.shift import Shift

ZONE = ZoneInfo("Asia/Shanghai")
NAMES = {"z": "张三", "l": "李四", "w": "王五", "g": "王建国"}
CONTACTS = [
    Contact(id_, "市应急局", "值班室", name, channels=(Channel("mobile", f"1383570000{n}"),))
    for n, (id_, name) in enumerate(NAMES.items())
]
TWO = [Contact("x1", "市应急局", "科员", "赵敏"), Contact("x2", "市粮食局", "科员", "赵敏")]
PEOPLE = People([*CONTACTS, *TWO])
HEAD = ("日期", "星期", "班次", "时间", "带班领导", "值班员", "备班")


def known(*shifts: Shift) -> KnownRoster:
    numbers = iter(range(1, 1000))
    keys = {key_of(one): one.id for one in shifts}
    return KnownRoster(PEOPLE, ZONE, keys, lambda: f"new{next(numbers)}")


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
            assert text(f"roster.sheet.{one.key}", language, **dict(one.facts))
    return [(one.cell, one.key) for one in found.faults]


def read(content: bytes) -> SheetContents:
    found = read_sheet(content, known())
    assert found.faults == []
    return found


def spans(found: SheetContents) -> list[str]:
    return [
        f"{one.starts_at.astimezone(ZONE):%m-%d %H:%M} {one.ends_at.astimezone(ZONE):%m-%d %H:%M}"
        for one in found.shifts
    ]


def names(shift: Shift) -> tuple[str, str, str]:
    said = [[member.name for member in held] for held in shift.members.values()]
    return ("、".join(said[0]), "、".join(said[1]), "、".join(said[2]))


def test_a_months_table_with_a_title_merged_cells_and_a_remark_below() -> None:
    content = sheet(
        ("临汾市应急管理局2026年12月值班表",),
        (),
        ("日 期", "星期", "班次", "值班时间", "带班领导（主班）", "值班人员", "备勤", "联系电话"),
        ("12月1日", "二", "白班", "8:00-18:00", "王建国", "张　三、李四", "王五", "2091110"),
        (None, None, "夜班", "18:00-次日8:00", None, "李四\n王五", None, None),
        ("12月2日", "三", "白班", "8:00-18:00", None, "张三 李四", "无", None),
        ("注：值班时间不得离岗。",),
        merge=("A1:H1", "A4:A5", "B4:B5", "E4:E6", "G4:G5", "A7:H7"),
    )
    found = read(content)
    assert spans(found) == [
        "12-01 08:00 12-01 18:00",
        "12-01 18:00 12-02 08:00",
        "12-02 08:00 12-02 18:00",
    ]
    assert [names(one) for one in found.shifts] == [
        ("王建国", "张三、李四", "王五"),
        ("王建国", "李四、王五", "王五"),
        ("王建国", "张三、李四", ""),
    ]
    assert found.rows == [4, 5, 6]
    assert [one.name for one in found.shifts] == ["白班", "夜班", "白班"]


def test_dates_of_excel_dates_as_text_and_a_day_without_hours() -> None:
    content = sheet(
        ("日期", "值班员"),
        (date(2026, 12, 31), "张三"),
        ("2027-01-01", "李四"),
        (46389, "王五"),
    )
    assert spans(read(content)) == [
        "12-31 08:00 01-01 08:00",
        "01-01 08:00 01-02 08:00",
        "01-02 08:00 01-03 08:00",
    ]


def test_every_fault_is_named_by_its_cell() -> None:
    content = sheet(
        HEAD,
        ("2026-12-01", "星期三", None, "08:00-18:00", "王建国", "张三", None),
        ("12月2日", None, None, "08:00-18:00", "王建国", "张三", None),
        ("2026-12-03", None, "夜班", None, "王建国", "张三", None),
        ("2026-12-04", None, None, "全天", "王建国", "张三", None),
        ("2026-12-05", None, None, "08:00-18:00", "王建军", "张三、司马光", "赵敏"),
        (None, None, None, "08:00-18:00", "王建国", "张三", None),
        ("2026-12-07", None, None, "08:00-18:00", "王建国", "张\x85三", None),
        ("2026-12-08", None, None, "08:00-18:00", "王建国", "字" * 201, None),
    )
    assert faults(content) == [
        ("B2", "weekday"),
        ("A3", "bad_date"),
        ("D4", "no_hours"),
        ("D5", "bad_hours"),
        ("E6", "nearest_name"),
        ("F6", "unknown_name"),
        ("G6", "two_of_name"),
        ("A7", "missing"),
        ("F8", "bad_text"),
        ("F9", "bad_text"),
    ]
    told = {one.key: dict(one.facts) for one in read_sheet(content, known()).faults}
    assert told["nearest_name"]["hint"] == "王建国"
    assert told["two_of_name"]["which"] == "赵敏（市应急局 科员）、赵敏（市粮食局 科员）"
    assert (told["weekday"]["right"], told["weekday"]["said"]) == ("二", "三")


def test_two_of_one_name_are_told_apart_by_their_unit() -> None:
    found = read(sheet(("日期", "值班员"), ("2026-12-01", "赵敏（市粮食局）、张三13835700000")))
    assert [one.contact for one in found.shifts[0].duty_officers] == ["x2", "z"]


def test_cells_merged_over_columns_and_bad_ids() -> None:
    content = sheet(
        (*HEAD, "编号"),
        ("2026-12-01", None, None, "08:00-18:00", "王建国", None, None, "a b"),
        merge=("E2:F2",),
    )
    assert faults(content) == [("E2", "merged"), ("H2", "bad_id")]


def test_what_is_no_sheet_of_a_roster() -> None:
    assert faults(b"no workbook") == [("", "no_workbook")]
    assert faults(sheet(("日期", "姓名"), ("2026-12-01", "张三"))) == [("", "no_headings")]
    rows = [("2026-12-01", "张三")] * (MOST_ROWS + 1)
    assert faults(sheet(("日期", "值班员"), *rows)) == [("", "too_many")]


def test_what_is_written_is_read_back_and_known_again() -> None:
    def at(day: int, hour: int) -> datetime:
        return datetime(2026, 12, day, hour, tzinfo=UTC)

    zhang, li = member_of(CONTACTS[0]), member_of(CONTACTS[1])
    other = member_of(TWO[1])
    shifts = [
        Shift("s1", at(1, 0), at(1, 10), "白班", (li,), (zhang, other), (), "=1+1"),
        Shift("s2", at(1, 10), at(2, 0), "夜班", (li,), (zhang,), (li,)),
        Shift("s3", at(2, 0), at(9, 0), None, (li,)),
    ]
    content = write_sheet(shifts, PEOPLE, ZONE)
    assert read(content).shifts == shifts
    page = load_workbook(io.BytesIO(content)).worksheets[0]
    assert page["I2"].data_type == "s"
    assert page["B2"].value == "星期二"
    page.delete_cols(9)
    without_ids = io.BytesIO()
    assert page.parent is not None
    page.parent.save(without_ids)
    again = read_sheet(without_ids.getvalue(), known(*shifts))
    assert [one.id for one in again.shifts] == ["s1", "s2", "s3"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_complaint_says_what_would_be_right(language: str) -> None:
    (fault,) = read_sheet(sheet(("日期", "值班员"), ("初一", "张三")), known()).faults
    assert "2026-12-01" in text(f"roster.sheet.{fault.key}", language, **dict(fault.facts))
