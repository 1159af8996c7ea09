"""Changed `required` and `nil` of a report, in the words of an officer."""

from __future__ import annotations

import pytest

from engine.plan_review.change_text import sentence
from engine.plan_review.changes import difference
from tests.engine.made_up import plan_of


def said(before: str, after: str, language: str) -> list[str]:
    old, new = (
        plan_of(
            reports="reports: [{id: it, name: 日报, name_en: Daily, reporters: {units: office}, "
            f'recipients: town_hall, at: low, cadence: {{daily: ["15:00"]}}, clause: "1"{more}}}]'
        )
        for more in (before, after)
    )
    return [sentence(old, new, change, language) for change in difference(old, new)]


CONTENT = ", content: [甲, 乙]"


@pytest.mark.parametrize(
    ("before", "after", "zh", "en"),
    [
        (
            ", required: all, nil: true",
            ", required: [甲], nil: true",
            "必须填写的内容由“全部（甲、乙）”改为“甲”",
            "what must be filled in changes from “everything (甲, 乙)” to “甲”",
        ),
        (
            ", required: all, nil: true",
            ", required: all",
            "没有新情况时，原来可以零报告，现在不能零报告",
            "with nothing new, a nil report was allowed and is now not allowed",
        ),
        (
            "",
            ", nil: true",
            "没有新情况时仍可以零报告，只是写法不同",
            "a nil report is still allowed; only its writing differs",
        ),
        (
            ", required: all",
            ", required: [甲, 乙]",
            "必须填写的内容仍是“全部（甲、乙）”，只是写法不同",
            "what must be filled in is still “everything (甲, 乙)”; only its writing differs",
        ),
        (
            ", nil: true",
            ", required: [乙], nil: true",
            "必须填写的内容由“不作要求”改为“乙”",
            "what must be filled in changes from “nothing” to “乙”",
        ),
    ],
)
def test_it_says_what_is_asked_and_what_was(before: str, after: str, zh: str, en: str) -> None:
    (chinese,) = said(CONTENT + before, CONTENT + after, "zh")
    assert chinese.endswith(zh)
    (english,) = said(CONTENT + before, CONTENT + after, "en")
    assert english.endswith(en)
    assert "“all”" not in chinese + english
