"""Conditions: three values, half-open bands, sums as lower bounds, Kleene's and and or."""

from __future__ import annotations

import itertools
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.conditions.evaluation import (
    Amount,
    Situation,
    all_of,
    amount,
    any_of,
    class_holds,
    current_class,
    holds,
)
from engine.plan.expressions import Duration
from engine.plan.model import Plan
from tests.engine.made_up import plan_of

DERIVED = """
    derived:
      - {id: people, name: 人数合计, unit: 人, sum_of: [dead, hurt], clause: "1"}
      - {id: counted, name: 计入县数, count_of: places, excluding: ["990003"], clause: "1"}
      - {id: share, name: 死亡占比, percent_of: hurt, part: dead, clause: "1"}
      - {id: share_of_sum, name: 占合计比, percent_of: people, part: dead, clause: "1"}
"""


@cache
def plan_with(condition: str) -> Plan:
    """The made-up plan whose only criterion is this condition (YAML)."""
    levels = f"""
        levels:
          - id: low
            name: 低级
            clause: "1"
            criteria: [{{id: it, text: 条件, when: {condition}, clause: "1"}}]
          - id: high
            name: 高级
            clause: "1"
            sub_states: [{{id: calm, name: 平缓}}, {{id: wild, name: 剧烈}}]
          - {{id: top, name: 最高级, clause: "1"}}
    """
    return plan_of(levels=levels, derived=DERIVED)


def answer(condition: str, place: str = "assessing", **facts: Any) -> bool | None:
    """What the condition says about these facts."""
    plan = plan_with(condition)
    return holds(plan.levels[0].criteria[0].when, Situation(plan, facts, place))


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, None), (0, False), (2, False), (3, True), (9, True), (10, False), (11, False)],
)
def test_a_band_includes_its_lower_bound_and_excludes_its_upper(
    value: int | None, expected: bool | None
) -> None:
    facts = {} if value is None else {"dead": value}
    assert answer("{fact: dead, at_least: 3, below: 10}", **facts) is expected


@pytest.mark.parametrize(
    ("value", "expected"), [(2.99, False), (3, False), (3.01, True), (10, True), (10.01, False)]
)
def test_above_excludes_and_at_most_includes(value: float, expected: bool) -> None:
    assert answer("{fact: rise, above: 3, at_most: 10}", rise=value) is expected


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("{fact: dead, at_least: 30}", 29, False),
        ("{fact: dead, at_least: 30}", 30, True),
        ("{fact: dead, at_least: 30}", 10**6, True),
        ("{fact: dead, below: 3}", 0, True),
        ("{fact: dead, below: 3}", 3, False),
        ("{fact: rise, above: 0}", 0, False),
        ("{fact: rise, above: 0}", 0.01, True),
        ("{fact: rise, at_most: 0}", 0, True),
        ("{fact: dead, at_least: 3, at_most: 3}", 3, True),
        ("{fact: dead, at_least: 3, at_most: 3}", 4, False),
    ],
)
def test_a_band_may_be_open_to_one_side(condition: str, value: float, expected: bool) -> None:
    fact = "rise" if "rise" in condition else "dead"
    assert answer(condition, **{fact: value}) is expected


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 1000))
def test_neighbouring_bands_meet_without_gap_or_overlap(value: int) -> None:
    bands = [
        "{fact: dead, below: 3}",
        "{fact: dead, at_least: 3, below: 10}",
        "{fact: dead, at_least: 10, below: 30}",
        "{fact: dead, at_least: 30}",
    ]
    assert [answer(band, dead=value) for band in bands].count(True) == 1


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"dead": 1}, None),
        ({"dead": 3}, True),
        ({"dead": 9}, True),
        ({"dead": 10}, False),
        ({"dead": 1, "hurt": 1}, False),
        ({"dead": 1, "hurt": 2}, True),
        ({"dead": 0, "hurt": 9}, True),
        ({"dead": 5, "hurt": 5}, False),
    ],
)
def test_a_sum_with_unknown_parts_can_overshoot_but_not_stay_below(
    facts: dict[str, int], expected: bool | None
) -> None:
    """Reaching is enough although the rest could overshoot: then a higher band is met too."""
    assert answer("{fact: people, at_least: 3, below: 10}", **facts) is expected


def test_a_sum_without_upper_bound_is_met_by_its_known_parts() -> None:
    assert answer("{fact: people, at_least: 10}", dead=10) is True
    assert answer("{fact: people, at_least: 10}", dead=9) is None
    assert answer("{fact: people, at_least: 10}", dead=9, hurt=0) is False


def test_an_amount_says_whether_parts_of_it_are_unknown() -> None:
    plan = plan_with("{fact: dead, at_least: 1}")
    assert amount(Situation(plan, {}), "people") is None
    assert amount(Situation(plan, {"dead": 2}), "people") == Amount(2, complete=False)
    assert amount(Situation(plan, {"dead": 2, "hurt": 0}), "people") == Amount(2, complete=True)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (None, None),
        ([], False),
        (["990003"], False),
        (["990001"], True),
        (["990001", "990003"], True),
        (["990001", "990002"], False),
    ],
)
def test_a_count_leaves_out_what_the_plan_excludes(
    places: list[str] | None, expected: bool | None
) -> None:
    facts = {} if places is None else {"places": places}
    assert answer("{fact: counted, at_least: 1, below: 2}", **facts) is expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"dead": 1}, None),
        ({"hurt": 10}, None),
        ({"dead": 1, "hurt": 0}, None),
        ({"dead": 1, "hurt": 10}, True),
        ({"dead": 1, "hurt": 11}, False),
    ],
)
def test_a_percentage_needs_its_part_and_a_base_above_zero(
    facts: dict[str, int], expected: bool | None
) -> None:
    assert answer("{fact: share, at_least: 10}", **facts) is expected


def test_a_percentage_of_a_base_that_is_only_a_lower_bound_is_unknown() -> None:
    """With a larger base it could be anything below."""
    assert answer("{fact: share_of_sum, at_least: 50}", dead=5) is None
    assert answer("{fact: share_of_sum, at_least: 50}", dead=5, hurt=5) is True
    assert answer("{fact: share_of_sum, at_least: 50}", dead=5, hurt=6) is False


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        ("{fact: spills, is: true}", {}, None),
        ("{fact: spills, is: true}", {"spills": True}, True),
        ("{fact: spills, is: true}", {"spills": False}, False),
        ("{fact: spills, is: false}", {"spills": False}, True),
        ("{fact: sector, one_of: [化工, 煤矿]}", {}, None),
        ("{fact: sector, one_of: [化工, 煤矿]}", {"sector": "化工"}, True),
        ("{fact: sector, one_of: [化工, 煤矿]}", {"sector": "建筑"}, False),
        ("{fact: signs, includes: [smoke, noise]}", {}, None),
        ("{fact: signs, includes: [smoke, noise]}", {"signs": []}, False),
        ("{fact: signs, includes: [smoke, noise]}", {"signs": ["smoke"]}, False),
        ("{fact: signs, includes: [smoke, noise]}", {"signs": ["noise", "smoke"]}, True),
        ('{fact: places, includes: ["990003"]}', {"places": ["990001"]}, False),
        ("{judgement: 某部门}", {"dead": 100}, None),
    ],
)
def test_flags_words_lists_and_judgements(
    condition: str, facts: dict[str, Any], expected: bool | None
) -> None:
    assert answer(condition, **facts) is expected


VALUES = (True, False, None)


@pytest.mark.parametrize(("one", "other"), list(itertools.product(VALUES, VALUES)))
def test_and_and_or_are_kleenes(one: bool | None, other: bool | None) -> None:
    order = {False: 0, None: 1, True: 2}
    lowest = min((one, other), key=lambda value: order[value])
    highest = max((one, other), key=lambda value: order[value])
    assert all_of([one, other]) is lowest
    assert any_of([one, other]) is highest


def test_nothing_asked_is_met_and_nothing_offered_is_not() -> None:
    assert all_of([]) is True
    assert any_of([]) is False


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(VALUES), max_size=6))
def test_and_is_the_contrary_of_or_of_contraries(answers: list[bool | None]) -> None:
    contrary = {True: False, False: True, None: None}
    assert all_of(answers) is contrary[any_of(contrary[a] for a in answers)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"spills": True}, None),
        ({"spills": True, "road": True}, True),
        ({"spills": False, "road": False}, False),
        ({"spills": False}, None),
        ({"spills": False, "road": True, "dead": 1}, True),
        ({"spills": True, "road": False, "dead": 0}, False),
    ],
)
def test_at_least_n_is_unknown_while_enough_could_hold(
    facts: dict[str, Any], expected: bool | None
) -> None:
    two_of_three = (
        "{at_least_n: 2, of: [{fact: spills, is: true}, {fact: road, is: true}, "
        "{fact: dead, at_least: 1}]}"
    )
    assert answer(two_of_three, **facts) is expected


def test_not_turns_the_answer_and_leaves_unknown_unknown() -> None:
    assert answer("{not: {fact: spills, is: true}}", spills=True) is False
    assert answer("{not: {fact: spills, is: true}}", spills=False) is True
    assert answer("{not: {fact: spills, is: true}}") is None


def test_unless_is_true_until_the_condition_is_known_to_hold() -> None:
    assert answer("{unless: {fact: spills, is: true}}") is True
    assert answer("{unless: {fact: spills, is: true}}", spills=False) is True
    assert answer("{unless: {fact: spills, is: true}}", spills=True) is False


def test_a_place_is_where_the_incident_is_now() -> None:
    assert answer("{in: [high]}", place="high.wild") is True
    assert answer("{in: [high.calm]}", place="high.wild") is False
    assert answer("{in: [responding]}", place="low") is True
    assert answer("{in: [assessing]}", place="low") is False


def test_lasting_counts_only_at_its_place() -> None:
    plan = plan_with("{lasting: high, hours: 10}")
    when = plan.levels[0].criteria[0].when
    assert holds(when, Situation(plan, {}, "high.calm", {"high": Duration(9)})) is False
    assert holds(when, Situation(plan, {}, "high.calm", {"high": Duration(10)})) is True
    assert holds(when, Situation(plan, {}, "low", {"high": Duration(10)})) is False


def test_more_than_so_many_hours_begins_after_the_last_of_them() -> None:
    plan = plan_with("{lasting: high, more_than_hours: 10}")
    when = plan.levels[0].criteria[0].when
    assert holds(when, Situation(plan, {}, "high.calm", {"high": Duration(10)})) is False
    assert holds(when, Situation(plan, {}, "high.calm", {"high": Duration(10, True)})) is True
    assert holds(when, Situation(plan, {}, "high.calm", {"high": Duration(11)})) is True


@pytest.mark.parametrize(
    ("dead", "small", "large", "at_least_small", "current"),
    [
        (None, None, None, None, None),
        (0, False, False, False, None),
        (1, True, False, True, "small"),
        (2, True, False, True, "small"),
        (3, False, True, True, "large"),
    ],
)
def test_a_class_and_its_place_in_the_scale(
    dead: int | None,
    small: bool | None,
    large: bool | None,
    at_least_small: bool | None,
    current: str | None,
) -> None:
    facts = {} if dead is None else {"dead": dead}
    situation = Situation(plan_with("{scale: severity, is: small}"), facts)
    assert class_holds(situation, "severity", "small") is small
    assert class_holds(situation, "severity", "large") is large
    assert answer("{scale: severity, is: small}", **facts) is small
    assert answer("{scale: severity, at_least: small}", **facts) is at_least_small
    assert current_class(situation, "severity") == current


def test_the_current_class_is_never_unknown() -> None:
    assert answer("{scale: severity, current: [small]}") is False
    assert answer("{scale: severity, current: [small]}", dead=1) is True
    assert answer("{scale: severity, current: [small, large]}", dead=9) is True


def test_a_class_that_the_scale_lacks_is_a_defect() -> None:
    with pytest.raises(KeyError):
        class_holds(Situation(plan_of(), {}), "severity", "huge")


def test_an_answer_does_not_depend_on_which_was_asked_first() -> None:
    """Answers are remembered within one situation, not beyond it."""
    plan = plan_with("{fact: dead, at_least: 3}")
    when = plan.levels[0].criteria[0].when
    known: dict[str, Any] = {"dead": 3}
    assert holds(when, Situation(plan, known)) is True
    assert holds(when, Situation(plan, {"dead": 2})) is False
