"""What the checker says of the times and conditions of measures."""

from __future__ import annotations

import pytest

from tests.engine.plan_checks.wrong import codes
from tests.support.plan_files import small_text

ROW = 'id: rescue, text: 救援, unit: bureau, modality: required, at: responding, clause: "1"'


def of(**keys: str) -> list[str]:
    """The findings where the measure has these keys."""
    assert ROW in small_text()
    row = ROW.replace("text: 救援", f"text: {keys.pop('text', '救援')}")
    return codes((ROW, ", ".join([row, *(f"{key}: {value}" for key, value in keys.items())])))


@pytest.mark.parametrize(
    ("text", "within", "said"),
    [
        ("30分钟内救援", "{minutes: 30}", []),
        ("2小时内救援", "{minutes: 120}", []),
        ("2日内救援", "{minutes: 2880}", []),
        ("2周内检查", "{days: 14}", []),
        ("1年内恢复", "{months: 12}", []),
        ("一年内恢复", "{months: 12}", []),
        # another number of the sentence is none of the limit's, once that is said
        ("24小时值班，30分钟内救援", "{minutes: 30}", []),
        ("24小时值班，立刻救援", "{minutes: 30}", ["text_number_differs"]),
        ("3小时内救援", "{minutes: 120}", ["text_number_differs"]),
        ("12日内恢复", "{months: 12}", ["text_number_differs"]),
        ("3个月内恢复", "{months: 3}", []),
        ("第3组30分钟内到场", "{minutes: 30}", []),
        ("60分钟内救援", "{minutes: 60, of: received}", []),
    ],
)
def test_the_number_of_a_text_is_that_of_the_limit(text: str, within: str, said: list[str]) -> None:
    assert of(text=text, within=within) == said


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("Rescue within 2 hours", []),
        ("Rescue within 120 minutes", []),
        ("Rescue within 2 Days", ["text_number_differs"]),
    ],
)
def test_the_english_text_is_compared_too(english: str, said: list[str]) -> None:
    assert of(text_en=english, within="{minutes: 120}") == said


def test_a_measure_without_limit_may_name_any_number() -> None:
    assert of(text="24小时值班") == []


def test_the_number_of_a_text_is_that_of_the_condition() -> None:
    assert of(text="死亡3人以上时增援", when="{fact: deaths, at_least: 3}") == []
    assert of(text="死亡5人以上时增援", when="{fact: deaths, at_least: 3}") == [
        "text_number_differs"
    ]


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ("{minutes: 1440}", []),
        ("{minutes: 1441}", ["limit_not_immediate"]),
        ("{days: 1}", ["limit_not_immediate"]),
        ("{months: 1}", ["limit_not_immediate"]),
    ],
)
def test_what_is_to_be_done_at_once_has_no_more_than_a_day(within: str, said: list[str]) -> None:
    assert of(immediately="true", within=within) == said
    assert of(within=within) == []


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("{judgement: 总指挥}", ["limit_never_runs"]),
        ("{all: [{judgement: 总指挥}, {fact: deaths, at_least: 1}]}", ["limit_never_runs"]),
        ("{any: [{judgement: 总指挥}, {fact: deaths, at_least: 1}]}", []),
    ],
)
def test_a_time_that_never_runs_is_an_error(when: str, said: list[str]) -> None:
    assert of(when=when, within="{minutes: 30}") == said
    assert of(when=when) == []


def test_a_condition_is_proved_where_the_measure_applies() -> None:
    """At level II and its own places, inherited or not, it is never at the end."""
    assert of(when="{in: [ended]}") == ["never_met"]
    assert of(when="{in: [II]}") == []
