"""The checker on classes and conditions that leave holes, overlap or last."""

from __future__ import annotations

import pytest

from tests.engine.plan_checks.wrong import I_WHEN, II_WHEN, codes, found

# ── classes and conditions ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("at_least: 1, below: 10", "at_least: 10"),
        ("at_least: 1, at_most: 9", "at_least: 10"),
        ("at_least: 1, at_most: 9", "above: 9"),
        ("above: 0, below: 10", "above: 9"),
    ],
)
def test_bounds_that_meet_in_whole_numbers_leave_no_hole(low: str, high: str) -> None:
    changes = ((II_WHEN, f"{{fact: deaths, {low}}}"), (I_WHEN, f"{{fact: deaths, {high}}}"))
    assert codes(*changes) == []


@pytest.mark.parametrize(
    ("low", "high", "wrong"),
    [
        ("at_least: 1, below: 10", "at_least: 10", []),
        ("at_least: 1, at_most: 10", "above: 10", []),
        ("at_least: 1, at_most: 9", "at_least: 10", ["hole"]),
        ("at_least: 1, below: 10", "above: 10", ["hole"]),
        ("at_least: 1, at_most: 10", "at_least: 10", ["overlap"]),
    ],
)
def test_between_two_whole_numbers_a_percentage_may_lie(
    low: str, high: str, wrong: list[str]
) -> None:
    percent = ("kind: count, unit: 人", 'kind: percent, unit: "%"')
    changes = ((II_WHEN, f"{{fact: deaths, {low}}}"), (I_WHEN, f"{{fact: deaths, {high}}}"))
    assert codes(percent, *changes) == wrong


def test_a_figure_may_fall_as_matters_get_worse() -> None:
    changes = (
        (II_WHEN, "{fact: deaths, at_least: 3, below: 7}"),
        (I_WHEN, "{fact: deaths, below: 3}"),
    )
    assert codes(*changes) == []
    changes = (
        (II_WHEN, "{fact: deaths, at_least: 4, below: 7}"),
        (I_WHEN, "{fact: deaths, below: 3}"),
    )
    assert codes(*changes) == ["hole"]


def test_an_open_lower_band_is_right_when_a_reading_says_that_the_highest_counts() -> None:
    reading = (
        "\nend_conditions:",
        '\nassumptions: [{id: A6, clause: "1", text: 取高。}]\nend_conditions:',
    )
    open_ended = (
        '{fact: deaths, at_least: 1, below: 10}, clause: "1"',
        '{fact: deaths, at_least: 1}, clause: "1", assumption: A6',
    )
    assert codes(reading, open_ended) == []


def test_sums_and_counts_are_walked_like_facts() -> None:
    facts = (
        "\nlevels:",
        '\n  - {id: missing, name: 失联, kind: count, unit: 人, clause: "1"}\n'
        '  - {id: towns, name: 受灾县, kind: divisions, clause: "1"}\n'
        'derived:\n  - {id: people, name: 合计, sum_of: [deaths, missing], clause: "1"}\n'
        '  - {id: count, name: 县数, count_of: towns, clause: "1"}\nlevels:',
    )
    summed = (
        (II_WHEN, "{any: [{fact: people, at_least: 1, below: 9}, {fact: count, at_least: 1}]}"),
        (I_WHEN, "{fact: people, at_least: 10}"),
    )
    findings = found(facts, *summed)
    assert [f.code for f in findings] == ["hole"]
    assert "合计 9" in findings[0].sentence()
    beyond = (
        (II_WHEN, "{any: [{fact: people, at_least: 1}, {fact: count, at_least: 2}]}"),
        (I_WHEN, "{fact: people, at_least: 10}"),
    )
    assert "never_met" not in codes(facts, *beyond)


def test_levels_may_depend_on_where_the_incident_is() -> None:
    placed = "{all: [{fact: deaths, at_least: 10}, {in: [II, I]}]}"
    (finding,) = found((I_WHEN, placed))
    assert (finding.code, finding.severity) == ("lag", "warning")
    assert "当前处于研判" in finding.sentence()


def test_a_condition_that_a_person_judges_can_be_met_but_leaves_open_what_else() -> None:
    judged = "{all: [{fact: deaths, at_least: 10}, {judgement: 某局}]}"
    (finding,) = found((I_WHEN, judged))
    assert (finding.code, finding.severity) == ("lag", "warning")
    assert "某局认为不需要" in finding.sentence()


def test_a_lag_that_the_conditions_concerned_declare_together_is_right() -> None:
    reading = '\nassumptions: [{id: G7, clause: "1", text: 由人决定。}]\nend_conditions:'
    judged = '{all: [{fact: deaths, at_least: 10}, {judgement: 某局}]}, clause: "1", assumption: G7'
    low = f'{II_WHEN}, clause: "1"'
    changes = (("\nend_conditions:", reading), (low, f"{low}, assumption: G7"))
    assert codes(*changes, (f'{I_WHEN}, clause: "1"', judged)) == []


FACTS = (
    "\nlevels:",
    '\n  - {id: wild, name: 失控, kind: flag, clause: "1"}\n'
    '  - {id: people, name: 总人数, kind: count, unit: 人, clause: "1"}\n'
    "derived:\n"
    '  - {id: share, name: 占比, percent_of: people, part: deaths, clause: "1"}\n'
    '  - {id: grave, name: 严重, when: {fact: deaths, at_least: 12}, clause: "1"}\nlevels:',
)
SHARED = (
    f"{{any: [{II_WHEN}, {{fact: share, at_least: 1, below: 5}}, {{lasting: wild, hours: 3}}]}}"
)


def test_a_percentage_has_its_holes_too() -> None:
    high = "{any: [{fact: grave, is: true}, {fact: deaths, at_least: 10}, {fact: share, above: 5}]}"
    (finding,) = found(FACTS, (II_WHEN, SHARED), (I_WHEN, high))
    assert finding.code == "hole"
    assert "占比 5 %" in finding.sentence()


def test_a_derived_flag_stands_for_its_condition() -> None:
    high = "{any: [{fact: grave, is: true}, {fact: share, at_least: 5}]}"
    (finding,) = found(FACTS, (II_WHEN, SHARED), (I_WHEN, high))
    assert finding.code == "hole"
    assert "死亡人数 10 人" in finding.sentence()


def test_what_lasts_is_true_meanwhile() -> None:
    high = "{any: [%s, {fact: share, at_least: 5}, {fact: grave, is: true}, %s]}"
    never = "{all: [{lasting: wild, hours: 3}, {fact: wild, is: false}]}"
    assert codes(FACTS, (II_WHEN, SHARED), (I_WHEN, high % (I_WHEN, "{judgement: 某局}"))) == []
    assert codes(FACTS, (II_WHEN, never), (I_WHEN, high % (II_WHEN, I_WHEN))) == ["never_met"]


def test_a_condition_that_asks_for_more_may_lift_what_another_says() -> None:
    flag = ("\nlevels:", '\n  - {id: wild, name: 失控, kind: flag, clause: "1"}\nlevels:')
    more = "{all: [{fact: deaths, at_least: 8}, {fact: wild, is: true}]}"
    assert codes(flag, (I_WHEN, f"{{any: [{I_WHEN}, {more}]}}")) == []
