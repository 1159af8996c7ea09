"""The tables of a plan: every figure, deadline, post, unit, group and measure has its cell."""

from __future__ import annotations

import pytest

from engine.plan import expressions as ex
from engine.plan_checks.plan_walk import parts
from engine.plan_tables.cells import Table, sheet_word, tables_of
from tests.engine.plan_paper.test_rule_lines import OTHERS, SHIPPED, plan_of


def table(name: str, plan: str) -> Table:
    return next(one for one in tables_of(plan_of(plan)) if one.name == sheet_word(f"sheet.{name}"))


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
def test_each_part_has_its_row_and_each_cell_one_place(name: str) -> None:
    plan = plan_of(name)
    tables = tables_of(plan)
    keys = {row.key for one in tables for row in one.rows}
    for section in ("roles", "units", "groups", "measures", "reports"):
        assert {part.id for part in getattr(plan, section)} <= keys
    paths = [cell.path for one in tables for row in one.rows for cell in row.cells if cell.path]
    assert len(paths) == len(set(paths))
    assert all(len(row.cells) == len(one.headings) for one in tables for row in one.rows)
    assert all(len({row.key for row in one.rows}) == len(one.rows) for one in tables)


@pytest.mark.parametrize("name", ["coal_mine", "grain", "enterprise_fire"])
def test_each_bound_of_a_level_or_class_can_be_changed(name: str) -> None:
    plan = plan_of(name)
    cells = {cell.path: cell.text for row in table("bands", name).rows for cell in row.cells}
    bands = [
        (path, part)
        for path, part in parts(plan)
        if isinstance(part, ex.Band) and path[0] in ("scales", "levels")
    ]
    assert bands
    for path, band in bands:
        for key in ("at_least", "above", "below", "at_most"):
            bound = getattr(band, key)
            if bound is not None:
                assert float(cells[(*path, key)]) == bound


def test_a_clock_time_and_a_number_of_minutes_stand_in_their_columns() -> None:
    rows = {row.key: row for row in table("reports", "coal_mine").rows}
    heads = table("reports", "coal_mine").headings
    daily = dict(zip(heads, rows["follow_up_twice_daily"].cells, strict=True))
    assert daily[sheet_word("head.clock")].text == "10:00\n16:00"
    assert daily[sheet_word("head.minutes")].kind is None
    phone = dict(zip(heads, rows["province_phone"].cells, strict=True))
    assert phone[sheet_word("head.minutes")].text == "60"
    assert phone[sheet_word("head.clock")].kind is None


def test_how_long_something_has_to_last_can_be_changed() -> None:
    plan = plan_of("enterprise_fire")
    cells = {
        cell.path: cell.text for row in table("bands", "enterprise_fire").rows for cell in row.cells
    }
    lasting = [(path, one) for path, one in parts(plan) if isinstance(one, ex.Lasting)]
    assert lasting
    for path, one in lasting:
        key = "hours" if one.hours else "more_than_hours"
        assert cells[(*path, key)] == str(one.bound.hours)
