"""The widths of a table's columns, by what stands in them."""

from __future__ import annotations

from api.documents.page_data import WHOLE, page_data
from engine.documents.document import Document, Table, value

OPEN = "应报：首报市政府，立即，缺 1：市应急管理局\n" * 8


def widths(*cells: str) -> list[int]:
    """Of a table with one row."""
    table = Table("未了事项", tuple("事状步了"[: len(cells)]), (tuple(map(value, cells)),))
    made = Document(
        kind="handover",
        name="交接班记录",
        title=value("交接班记录"),
        number=value("第1号"),
        exercise=False,
        recipients=(),
        parts=(table,),
        office="值班室",
        day=value("2026年12月1日"),
    )
    found: list[int] = page_data(made)["parts"][0]["widths"]
    return found


TITLE = "临汾市某工业园区某化工有限公司\nPS-2026-0001"
STANDS = "三级响应，12月1日13:23起；指挥：县级指挥部"
NEXT = "请本人补签代录的命令"


def test_the_cell_of_many_lines_gets_the_most_room_and_the_whole_page_is_given() -> None:
    found = widths(TITLE, STANDS, NEXT, OPEN)
    assert sum(found) == WHOLE
    assert found[3] > 1.5 * max(found[:3])


def test_the_number_of_an_incident_has_room_beside_a_long_cell() -> None:
    found = widths(TITLE, STANDS, NEXT, OPEN * 4)
    letters = 34
    assert found[0] / WHOLE * letters >= len("PS-2026-0001") * 0.6
