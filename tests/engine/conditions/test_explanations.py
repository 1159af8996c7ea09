"""The sentence behind an answer: what is known against what is asked."""

from __future__ import annotations

from typing import Any

import pytest

from engine.conditions.criteria import criteria
from engine.conditions.evaluation import Situation
from engine.conditions.explanations import number, why
from tests.engine.conditions.test_evaluation import plan_with
from tests.engine.stories import real_plans


def sentence(condition: str, language: str = "zh", **facts: Any) -> str:
    plan = plan_with(condition)
    return why(plan.levels[0].criteria[0].when, Situation(plan, facts), language)


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (
            "{fact: dead, at_least: 3, below: 10}",
            {"dead": 4},
            "死亡 4，条件是3 人以上、不足 10 人",
        ),
        ("{fact: dead, at_least: 3}", {}, "死亡未报，条件是3 人以上"),
        ("{fact: rise, above: 30, at_most: 50}", {"rise": 31.5}, None),
        (
            "{fact: people, at_least: 10}",
            {"dead": 4},
            "人数合计已知至少 4（其余未报），条件是10 人以上",
        ),
        ("{fact: cost, at_least: 1000}", {"cost": 1000}, "损失 1,000，条件是1,000 元以上"),
        ("{fact: spills, is: true}", {"spills": False}, "泄漏：否"),
        ("{fact: spills, is: true}", {}, "泄漏：未判定"),
        ("{fact: sector, one_of: [化工, 煤矿]}", {}, "行业：未知，条件是化工、煤矿之一"),
        ("{fact: signs, includes: [smoke, noise]}", {}, "表现未报，条件是含有烟、声"),
        ("{fact: signs, includes: [smoke, noise]}", {"signs": []}, "表现：已确认无；尚缺烟、声"),
        (
            "{fact: signs, includes: [smoke, noise]}",
            {"signs": ["noise"]},
            "表现：已确认声；尚缺烟",
        ),
        (
            "{fact: signs, includes: [smoke, noise]}",
            {"signs": ["noise", "smoke"]},
            "表现：已确认烟、声",
        ),
        (
            '{fact: places, includes: ["990003"]}',
            {"places": ["990003"]},
            "涉及县：已确认丙县",
        ),
        (
            "{scale: severity, is: large}",
            {"dead": 3},
            "等级：大（成立）：死亡 3，条件是3 人以上",
        ),
        ("{scale: severity, at_least: small}", {"dead": 0}, "等级：小、大（不成立）"),
        ("{scale: severity, current: [small]}", {}, "等级：小（不成立）"),
        ("{judgement: 某部门}", {}, "须由某部门判断"),
        ("{in: [low]}", {}, "当前处于研判"),
        ("{not: {fact: spills, is: true}}", {"spills": True}, "并非（泄漏：是）"),
        (
            "{all: [{fact: spills, is: true}, {fact: road, is: true}]}",
            {"spills": True},
            "泄漏：是；且道路交通：未判定",
        ),
        (
            "{any: [{fact: spills, is: true}, {fact: road, is: true}]}",
            {},
            "泄漏：未判定；或道路交通：未判定",
        ),
    ],
)
def test_the_sentence_says_what_is_known_and_what_is_asked(
    condition: str, facts: dict[str, Any], expected: str | None
) -> None:
    expected = expected or "涨幅 31.5，条件是超过 30、不超过 50"
    assert sentence(condition, **facts) == expected


@pytest.mark.parametrize(
    ("value", "words"),
    [(3, "3"), (3.0, "3"), (29.99, "29.99"), (1_000_000, "1,000,000"), (0, "0"), (-2.5, "-2.5")],
)
def test_figures_lose_needless_decimals(value: float, words: str) -> None:
    assert number(value) == words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("plan_id", ["production_safety", "coal_mine", "grain"])
@pytest.mark.parametrize("known", [{}, "all"])
def test_every_criterion_of_the_city_has_its_sentence(
    plan_id: str, language: str, known: Any
) -> None:
    plan = real_plans()[plan_id]
    values: dict[str, Any] = {
        "count": 3,
        "money": 3,
        "number": 3,
        "percent": 30,
        "flag": True,
        "text": "煤矿",
        "divisions": ["141002"],
        "choices": ["panic"],
    }
    facts = {fact.id: values[fact.kind] for fact in plan.facts} if known else {}
    for position, criterion in criteria(plan):
        words = why(criterion.when, Situation(plan, facts, position), language)
        assert words.strip()
        assert "{" not in words
