"""Flags that are derived from a condition, and how long places and flags have stood."""

from __future__ import annotations

from typing import Any

import pytest

from engine.conditions.evaluation import Situation, holds
from engine.conditions.explanations import why
from engine.plan.expressions import Flag
from engine.plan.model import Plan
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of

DERIVED = """
    derived:
      - {id: many, name: 人多, when: {fact: dead, at_least: 3}, clause: "1"}
      - id: round
        name: 自问
        when: {any: [{fact: round, is: true}, {fact: dead, at_least: 9}]}
        clause: "1"
      - {id: people, name: 人数合计, unit: 人, sum_of: [dead, hurt], clause: "1"}
      - {id: share, name: 占比, percent_of: hurt, part: dead, clause: "1"}
"""

TIMED = """
    levels:
      - id: low
        name: 低级
        clause: "1"
        criteria:
          - {id: open_long, text: 一直没启动, when: {lasting: assessing, hours: 2}, clause: "1"}
      - id: high
        name: 高级
        clause: "1"
        sub_states: [{id: calm, name: 平缓}, {id: wild, name: 剧烈}]
      - id: top
        name: 最高级
        clause: "1"
        criteria:
          - {id: many_long, text: 人多了很久, when: {lasting: many, hours: 2}, clause: "1"}
          - {id: high_long, text: 高级很久, when: {lasting: high, hours: 2}, clause: "1"}
"""


@pytest.fixture
def plan() -> Plan:
    """Derived flags, and criteria that ask how long."""
    return plan_of(derived=DERIVED, levels=TIMED)


def flag(plan: Plan, name: str, value: bool, **facts: Any) -> bool | None:
    """What a condition on the flag says with these facts."""
    return holds(asked(name, value), Situation(plan, facts))


def asked(name: str, value: bool) -> Flag:
    """The condition that the flag is true, or false."""
    return Flag.model_validate({"fact": name, "is": value})


def met(story: Any) -> set[str]:
    """The criteria that are met now."""
    return {c["id"] for c in story.view["recommendation"]["criteria"] if c["met"]}


def test_a_derived_flag_is_true_false_or_unknown_as_its_condition_is(plan: Plan) -> None:
    assert flag(plan, "many", True, dead=3) is True
    assert flag(plan, "many", True, dead=2) is False
    assert flag(plan, "many", False, dead=2) is True
    assert flag(plan, "many", True) is None


def test_a_condition_that_asks_for_itself_is_unknown_and_comes_to_an_end(plan: Plan) -> None:
    assert flag(plan, "round", True) is None
    assert flag(plan, "round", True, dead=9) is True


def test_the_sentence_of_a_derived_flag_gives_its_condition_too(plan: Plan) -> None:
    words = why(asked("many", True), Situation(plan, {"dead": 4}))
    assert words == "人多：是（死亡 4，条件是3 人以上）"


def test_places_count_from_the_opening_on(tell: Tell, plan: Plan) -> None:
    story = tell(plan)
    story.desk.opens(received="08:30")
    story.clock.to("10:59")
    assert met(story) == set()
    story.clock.to("11:00")
    assert met(story) == {"open_long"}
    assert sentence(plan, story.events[-1]) == "“研判”已持续 2 小时"


def test_a_level_counts_on_while_its_sub_state_changes(tell: Tell, plan: Plan) -> None:
    story = tell(plan)
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.clock.to("10:30")
    story.commander.adjusts("top")
    story.commander.adjusts("high", "calm")
    story.clock.to("11:00")
    assert met(story) == set()
    story.commander.adjusts("high", "wild")
    story.clock.to("12:30")
    assert met(story) == {"high_long"}


def test_a_flag_counts_from_when_its_figure_was_true(tell: Tell, plan: Plan) -> None:
    story = tell(plan)
    story.desk.opens(received="08:00", occurred="08:00")
    story.desk.records(dead=3, as_of="08:20")
    story.clock.to("10:20")
    assert "many_long" in met(story)
    assert story.incident.entered["many"] == story.past("08:20")


def test_a_flag_of_the_opening_counts_from_the_receipt(tell: Tell, plan: Plan) -> None:
    story = tell(plan)
    story.desk.opens(received="08:00", occurred="07:00", dead=5)
    story.clock.to("10:00")
    assert "many_long" in met(story)


def test_a_struck_figure_no_longer_counts(tell: Tell, plan: Plan) -> None:
    story = tell(plan)
    story.desk.opens()
    seq = story.desk.records(dead=3).events[-1].seq
    story.clock.passes(hours=2)
    assert "many_long" in met(story)
    story.desk.strikes(seq)
    assert "many_long" not in met(story)
    assert "many" not in story.incident.entered


def test_the_journal_of_a_night_without_power_is_the_same(tell: Tell, plan: Plan) -> None:
    awake, asleep = tell(plan), tell(plan)
    for story in (awake, asleep):
        story.desk.opens(dead=3)
        story.commander.activates("high", "calm")
    awake.clock.to("23:00")
    asleep.clock.sleeps_to("23:00")
    told = [[(e.type, e.occurred_at) for e in story.events] for story in (awake, asleep)]
    assert told[0] == told[1]
