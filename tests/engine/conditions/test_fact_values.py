"""Reported figures: what is taken as it is, and the sentence for everything else."""

import math
from typing import Any

import pytest

from engine.conditions.fact_values import checked
from engine.errors import InvalidInput
from tests.engine.made_up import plan_of

PLAN = plan_of()


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("dead", 0),
        ("dead", 3),
        ("cost", 0),
        ("cost", 1000),
        ("swing", -5),
        ("swing", 0.25),
        ("rise", -3),
        ("rise", 29.99),
        ("spills", True),
        ("spills", False),
        ("sector", "化工"),
        ("places", []),
        ("places", ["990001", "990003"]),
        ("signs", ["noise", "smoke"]),
        ("dead", None),
        ("places", None),
    ],
)
def test_a_right_value_is_taken_as_it_is(fact: str, value: Any) -> None:
    assert checked(PLAN, {fact: value}) == {fact: value}


def test_a_list_is_kept_in_order_and_without_repetition() -> None:
    assert checked(PLAN, {"places": ("990002", "990001", "990002")}) == {
        "places": ["990001", "990002"]
    }


def test_words_lose_the_blanks_around_them() -> None:
    assert checked(PLAN, {"sector": "  化工 "}) == {"sector": "化工"}


@pytest.mark.parametrize(
    ("fact", "value", "code"),
    [
        ("dead", -1, "out_of_range"),
        ("dead", 3.0, "wrong_kind"),
        ("dead", "3", "wrong_kind"),
        ("dead", True, "wrong_kind"),
        ("dead", [3], "wrong_kind"),
        ("dead", {"value": 3}, "wrong_kind"),
        ("cost", -1, "out_of_range"),
        ("cost", 1001, "out_of_range"),
        ("cost", 0.5, "wrong_kind"),
        ("swing", 5.01, "out_of_range"),
        ("swing", -5.01, "out_of_range"),
        ("swing", True, "wrong_kind"),
        ("rise", math.nan, "wrong_kind"),
        ("rise", math.inf, "wrong_kind"),
        ("rise", "30%", "wrong_kind"),
        ("spills", 1, "wrong_kind"),
        ("spills", "true", "wrong_kind"),
        ("sector", "", "wrong_kind"),
        ("sector", "   ", "wrong_kind"),
        ("sector", "长" * 201, "wrong_kind"),
        ("sector", 5, "wrong_kind"),
        ("places", "990001", "wrong_kind"),
        ("places", [990001], "wrong_kind"),
        ("places", ["990000"], "unknown_choice"),
        ("places", ["990004"], "unknown_choice"),
        ("places", {"990001": True}, "wrong_kind"),
        ("signs", ["smok"], "unknown_choice"),
        ("signs", [None], "wrong_kind"),
        ("deaths", 3, "unknown_fact"),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(fact: str, value: Any, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(PLAN, {fact: value})
    assert refusal.value.code == code
    assert refusal.value.field == f"facts.{fact}"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"dead": -1},
            "“死亡”的值 -1 超出范围。要求：0 … ∞ 人。",
        ),
        (
            {"cost": 1001},
            "“损失”的值 1001 超出范围。要求：0 … 1,000 元。",
        ),
        (
            {"dead": "3"},
            '“死亡”的值 "3" 类型不对。要求：0 或更大的整数。',
        ),
        (
            {"signs": ["smok"]},
            "“表现”不接受“smok”。可用：smoke 烟、noise 声。最接近的是：smoke。",
        ),
        (
            {"sectr": "化工"},
            "预案“试验预案”没有“sectr”这一项情况。可用：dead、hurt、cost、swing、rise、spills、"
            "road、sector、places、signs。最接近的是：sector。",
        ),
    ],
)
def test_the_sentence_names_value_accepted_forms_and_nearest(
    facts: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(PLAN, facts)
    assert refusal.value.sentence() == sentence


def test_one_wrong_figure_refuses_them_all() -> None:
    with pytest.raises(InvalidInput):
        checked(PLAN, {"dead": 1, "hurt": -1})


def test_a_value_of_great_length_is_shortened_in_the_sentence() -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked(PLAN, {"dead": "9" * 10_000})
    assert len(refusal.value.sentence()) < 200
