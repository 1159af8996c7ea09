"""The record of a hand-over: what is open, who signed, exercises told from real incidents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from engine.documents.document import Document, Paragraph, Table
from engine.documents.handover import HandoverRecord, handover_record
from engine.handover.shapes import OpenAlarm, SheetLogEntry
from engine.handover.sheet import handover_sheet
from engine.handover.sheet_view import sheet_view
from engine.memory import FixedPlans
from tests.engine.stories import Story

ZONE = "Asia/Shanghai"


def record(*stories: Story, notes: str = "") -> HandoverRecord:
    """A frozen sheet of these incidents, of one second after the last entry."""
    standing = [(one.plan, one.incident) for one in stories]
    now = max(one.events[-1].recorded_at for one in stories)
    alarms: list[OpenAlarm] = [{"kind": "clock", "count": 1}]
    log: list[SheetLogEntry] = [
        {
            "seq": 7,
            "at": "2021-11-08T00:30:00Z",
            "kind": "call",
            "text": "省厅来电",
            "actor": "li",
            "struck": True,
        }
    ]
    sheet = handover_sheet(standing, now, alarms=alarms, log=log, notes=notes)
    view = sheet_view(sheet, FixedPlans({one.plan.id: one.plan for one in stories}))
    giver = ("li", datetime(2021, 11, 8, 2, tzinfo=UTC))
    return HandoverRecord(3, view, giver, None, "ab" * 32, 12, ZONE, "临汾市值班室")


def words(document: Document) -> str:
    return "\n".join(one.text for one in document.values)


def mine(**more: object) -> Story:
    story = Story("coal_mine", "2021-11-08 09:00")
    story.desk.opens(deaths=3, received="08:55", division="141021", **more)
    return story


def test_what_is_open_stands_in_the_table_and_signatures_below() -> None:
    document = handover_record(record(mine(), notes="盯住一号井"))
    said = words(document)
    assert "第3号" in document.number.text
    assert "未办结事件 1 起，演练 0 起" in said
    assert "机器时间不可信" in said
    assert "盯住一号井" in said
    assert "（已划去）省厅来电" in said
    assert "交班人：li，2021年11月8日10:00" in said
    assert "接班人：未签" in said
    assert "ab" * 32 in said
    (incidents, _log) = [part for part in document.parts if isinstance(part, Table)]
    assert len(incidents.rows) == 1
    assert "应报" in incidents.rows[0][3].text
    assert not document.exercise
    assert document.blanks == ()


def test_an_exercise_beside_a_real_incident_says_so_in_its_row() -> None:
    both = handover_record(record(mine(), mine(exercise=True)))
    assert not both.exercise
    (table, *_) = [part for part in both.parts if isinstance(part, Table)]
    marked = [row[0].text.startswith("【演练】") for row in table.rows]
    assert sorted(marked) == [False, True]


def test_a_sheet_of_exercises_alone_is_one_itself() -> None:
    assert handover_record(record(mine(exercise=True))).exercise
    assert handover_record(replace(record(mine()), exercise=True)).exercise


def test_an_empty_sheet_says_that_nothing_is_open() -> None:
    found = record(mine())
    found.sheet["incidents"].clear()
    document = handover_record(found)
    assert "未办结事件 0 起" in words(document)
    assert not document.exercise
    labels = [part.label for part in document.parts if isinstance(part, Paragraph)]
    assert "交接事项" in labels


def test_the_same_sheet_makes_the_same_document() -> None:
    one = record(mine())
    assert handover_record(one).digest == handover_record(one).digest
    assert handover_record(one).digest != handover_record(replace(one, number=4)).digest
