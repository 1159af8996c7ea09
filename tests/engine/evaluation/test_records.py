"""What a later run says about something that had to get better."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from engine.evaluation.expected import ExpectedAction, Verdict
from engine.evaluation.records import Improvement, Return, about, came_back

AT = datetime(2026, 11, 3, 1, tzinfo=UTC)


def row(verdict: Verdict, what: str = "province_phone") -> ExpectedAction:
    return ExpectedAction("report:x", "report", what, ("bureau",), AT, AT, "5.1", verdict)


def improvement(about_: str | None) -> Improvement:
    day = date(2026, 12, 31)
    return Improvement("k", "i", "p", about_, "迟报", "培训", "局", day, False, "张", AT)


@pytest.mark.parametrize(
    ("verdicts", "state"),
    [
        ([], "not_tested"),
        (["met"], "mended"),
        (["met", "late"], "came_back"),
        (["missing"], "came_back"),
        (["released", "unjudged"], "not_tested"),
    ],
)
def test_it_came_back_where_the_same_task_was_not_met(
    verdicts: list[Verdict], state: Return
) -> None:
    rows = [row(verdict) for verdict in verdicts]
    assert about(row("met")) == "report:province_phone"
    assert came_back(improvement("report:province_phone"), rows) == state
    assert came_back(improvement("report:other"), rows) == "not_tested"
    assert came_back(improvement(None), rows) == "not_tested"
