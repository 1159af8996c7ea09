"""A document's tables as sheets: the digest of the counties, whole, with the sums it may have."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook

from api.spreadsheets.paper import paper_sheets
from api.spreadsheets.workbook import workbook_file
from engine.documents.document import Document, Paragraph, Table, value
from engine.documents.making import make
from tests.engine.drill.golden import play

PAPER = Document(
    kind="digest",
    name="汇总",
    title=value("某县抢购情况汇总", 1),
    number=value("GR-2026-0001", 1),
    exercise=False,
    recipients=(),
    parts=(
        Paragraph("", (value("应报 3 个，已报 2 个", 2),)),
        Table(
            "各县",
            ("单位", "状态", "库存（吨）", "说明"),
            (
                (value("甲县"), value("已报", 2), value("120", 2), value("=1+1", 2)),
                (value("乙县"), value("未报"), value("—"), value("—")),
                (value("合计"), value("按已报 1 个", 2), value("120", 2), value("")),
            ),
        ),
        Paragraph("分析", (value("平稳", 3),)),
        Table("经过", ("时间", "内容"), ((value("8:00"), value("启动", 4)),)),
    ),
    office="市粮食局",
    day=value("2026年11月3日", 4),
)


def test_numbers_are_numbers_and_nothing_is_summed_up_again() -> None:
    book = load_workbook(io.BytesIO(workbook_file(paper_sheets(PAPER))))
    page = book.worksheets[0]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    assert rows[0][0] == "某县抢购情况汇总"
    assert rows[2][0] == "应报 3 个，已报 2 个"
    assert rows[3] == ["单位", "状态", "库存（吨）", "说明"]
    assert rows[4] == ["甲县", "已报", 120, "=1+1"]
    assert rows[5][2] == "—", "unknown is no zero"
    assert rows[6] == ["合计", "按已报 1 个", 120, None]
    assert [row[0] for row in rows[7:]] == ["分析：平稳", "市粮食局", "2026年11月3日"]
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)


def test_every_table_has_its_sheet() -> None:
    book = load_workbook(io.BytesIO(workbook_file(paper_sheets(PAPER))))
    assert book.sheetnames == ["汇总", "经过"]
    assert [cell.value for cell in book["经过"][3]] == ["8:00", "启动"]


def test_an_exercise_says_so_in_title_and_names() -> None:
    book = load_workbook(io.BytesIO(workbook_file(paper_sheets(replace(PAPER, exercise=True)))))
    assert book.sheetnames == ["演练_汇总", "演练_经过"]
    assert all("【演练】" in str(page["A1"].value) for page in book.worksheets)


def test_the_digest_of_a_drill_has_a_row_for_each_of_seventeen() -> None:
    run = play("grain_run")
    sent = [e for e in run.events if e.type == "report_submitted" and e.seq < 40]
    document = make("digest", run.plan, run.events[: sent[-1].seq], run.slots)
    (sheet,) = paper_sheets(document)
    names = [row[0] for row in sheet.rows]
    assert len(names) == 17
    assert any("未报：" in line for line in sheet.above)
