"""A spreadsheet compared with its plan: what differs, and every fault by sheet, row and column."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.plan_tables.cells import sheet_word, tables_of
from engine.plan_tables.comparing import Compared, ReadRow, ReadTable, compare
from tests.engine.plan_paper.test_rule_lines import plan_of

PLAN = plan_of("coal_mine")
Sheets = dict[str, ReadTable]


def sheets() -> Sheets:
    """The tables of the coal plan as somebody might send them back, unchanged."""
    found = {}
    for table in tables_of(PLAN):
        rows = [
            ReadRow(number, (row.key, *(cell.text for cell in row.cells)))
            for number, row in enumerate(table.rows, start=2)
        ]
        found[table.name] = ReadTable(
            table.name, (sheet_word("head.key"), *table.headings), tuple(rows)
        )
    return found


def changed(sheet: str, key: str, heading: str, words: str, given: Sheets | None = None) -> Sheets:
    tables = given or sheets()
    table = tables[sheet_word(f"sheet.{sheet}")]
    at = table.headings.index(sheet_word(f"head.{heading}"))
    rows = [
        replace(row, texts=(*row.texts[:at], words, *row.texts[at + 1 :]))
        if row.texts[0] == key
        else row
        for row in table.rows
    ]
    return tables | {table.name: replace(table, rows=tuple(rows))}


def wrong(found: Compared) -> tuple[str, str]:
    (fault,) = found.faults
    return fault.key, fault.sentence()


def test_an_untouched_spreadsheet_changes_nothing() -> None:
    assert compare(PLAN, sheets()) == Compared()


@pytest.mark.parametrize(
    ("sheet", "key", "heading", "words", "path", "value"),
    [
        ("bands", "levels.1.criteria.1.when", "below", "12", "levels 1 criteria 1 when below", 12),
        ("reports", "follow_up_daily", "clock", "14：30", "reports 6 cadence daily", ["14:30"]),
        ("reports", "province_phone", "minutes", "30", "reports 1 cadence within_minutes", 30),
        ("limits", "days", "value", "40", "casualty_watch days", 40),
        ("roles", "commander", "holders", "甲\n乙", "roles 1 holders", ["甲", "乙"]),
        ("units", "city_police_bureau", "member", "否", "units 1 member", False),
        ("measures", "iii_notify", "modality", "视情", "measures 11 modality", "as_needed"),
        ("measures", "iii_notify", "who", "市公安局", "measures 11 unit", ["city_police_bureau"]),
        ("groups", "rescue", "leader", "某某人", "groups 1 leader", ["某某人"]),
        ("criteria", "iv_class", "text", "=1+1", "levels 0 criteria 0 text", "=1+1"),
    ],
)
def test_a_changed_cell_is_the_value_at_its_place(
    sheet: str, key: str, heading: str, words: str, path: str, value: object
) -> None:
    found = compare(PLAN, changed(sheet, key, heading, words))
    assert found.faults == []
    steps = tuple(int(one) if one.isdigit() else one for one in path.split())
    assert found.values == {steps: value}


@pytest.mark.parametrize(
    ("sheet", "key", "heading", "words", "code", "told"),
    [
        ("reports", "follow_up_daily", "clock", "25:00", "clock", "第 8 行“钟点（一行一个）”"),
        ("reports", "follow_up_twice_daily", "clock", "16:00\n10:00", "clock_order", "从早到晚"),
        ("reports", "province_phone", "minutes", "三十", "count", "1 到 44640"),
        ("reports", "province_phone", "clock", "10:00", "read_only", "（空）"),
        ("reports", "province_phone", "due", "x", "read_only", "接报后 60 分钟内"),
        ("bands", "levels.1.criteria.1.when", "below", "十", "number", "只写数字"),
        ("measures", "iii_notify", "modality", "可以", "flag", "应当、视情、必要时"),
        ("measures", "iii_notify", "who", "市公安据", "party", "最接近的是：市公安局"),
        ("roles", "commander", "name", "", "emptied", "不能清空"),
        ("roles", "commander", "name", "甲\n乙", "lines", "只能写一行"),
        ("roles", "commander", "name", "甲" * 2001, "long", "2000"),
    ],
)
def test_a_wrong_cell_is_named_with_what_would_be_right(
    sheet: str, key: str, heading: str, words: str, code: str, told: str
) -> None:
    found = compare(PLAN, changed(sheet, key, heading, words))
    assert wrong(found)[0] == code
    assert told in wrong(found)[1]
    assert found.values == {}


def test_sheets_columns_and_rows_that_are_gone_or_new_are_faults() -> None:
    whole = sheets()
    roles = whole[sheet_word("sheet.roles")]
    without = {name: table for name, table in whole.items() if table is not roles}
    assert wrong(compare(PLAN, without))[0] == "sheet_gone"
    renamed = replace(roles, headings=(roles.headings[0], "名字", *roles.headings[2:]))
    assert wrong(compare(PLAN, whole | {roles.name: renamed}))[0] == "column_gone"
    fewer = replace(roles, rows=roles.rows[1:])
    assert wrong(compare(PLAN, whole | {roles.name: fewer}))[0] == "row_gone"
    twice = replace(roles, rows=(*roles.rows, roles.rows[0]))
    assert wrong(compare(PLAN, whole | {roles.name: twice}))[0] == "row_twice"
    other = replace(roles.rows[0], texts=("ofice_director", *roles.rows[0].texts[1:]))
    found = compare(PLAN, whole | {roles.name: replace(roles, rows=(other, *roles.rows[1:]))})
    assert [fault.key for fault in found.faults] == ["row_unknown", "row_gone"]
    assert "最接近的是：office_director" in found.faults[0].sentence()


def test_a_formula_is_refused_even_if_it_shows_the_old_words() -> None:
    roles = sheets()[sheet_word("sheet.roles")]
    first = replace(roles.rows[0], formulas=frozenset({1}))
    given = sheets() | {roles.name: replace(roles, rows=(first, *roles.rows[1:]))}
    assert wrong(compare(PLAN, given))[0] == "formula"
