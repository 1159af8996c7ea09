"""Measures in the evaluation of a drill."""

from __future__ import annotations

import pytest

from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.history import history_of
from engine.evaluation.measures import asked_measures, measure_findings
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import Story

COMMON = 'text: 办事, unit: office, modality: required, clause: "1"'
PLAN = plan_of(
    measures=f"""
        measures:
          - {{id: soon, at: low, within: {{minutes: 30}}, {COMMON}}}
          - {{id: grave, at: low, when: {{fact: dead, at_least: 3}}, {COMMON}}}
          - {{id: first, at: assessing, {COMMON}}}
          - {{id: all_in, at: top, {COMMON}}}
    """
)


def begun(tell: Tell) -> Story:
    story = tell(PLAN)
    story.desk.opens()
    story.commander.activates("low")
    return story


def kinds(story: Story) -> list[tuple[str, int | None]]:
    return [(f.kind, f.facts.get("minutes")) for f in measure_findings(story.events)]


def test_only_what_a_level_asks_for_counts(tell: Tell) -> None:
    """While the figure is unknown, or too low, the measure is not missed by anybody."""
    story = begun(tell)
    assert asked_measures(history_of(PLAN, story.events)) == {"soon"}
    story.desk.records(dead=1)
    assert asked_measures(history_of(PLAN, story.events)) == {"soon"}
    story.desk.records(dead=3)
    assert asked_measures(history_of(PLAN, story.events)) == {"soon", "grave"}


def test_a_possible_measure_that_was_done_counts(tell: Tell) -> None:
    story = begun(tell)
    story.desk.does("complete_measure", measure="grave")
    assert asked_measures(history_of(PLAN, story.events)) == {"soon", "grave"}


def test_a_measure_that_is_never_done_is_missing(tell: Tell) -> None:
    story = begun(tell)
    story.clock.to("09:30")
    assert kinds(story) == []
    story.clock.ticks()
    assert kinds(story) == [("measure_missing", None)]


def test_a_measure_that_is_done_after_its_limit_is_late(tell: Tell) -> None:
    story = begun(tell)
    story.clock.to("09:50")
    story.desk.does("complete_measure", measure="soon")
    assert kinds(story) == [("measure_late", 20)]


def test_what_was_ordered_in_time_or_not_needed_is_no_finding(tell: Tell) -> None:
    for command, at in (("complete_measure", "09:20"), ("waive_measure", "09:50")):
        story = begun(tell)
        story.clock.to("09:50")
        story.desk.orders("director", command, at=at, measure="soon", note="说明")
        assert kinds(story) == []


LIMITED = 'modality: required, unit: office, text: 办事, clause: "1", within: {minutes: 30}'


@pytest.mark.parametrize(
    ("left", "verdict"),
    [("09:10", ("unjudged", "level_left")), ("09:40", ("missing", None))],
)
def test_a_level_that_is_left_before_the_time_is_over_makes_nothing_missing(
    tell: Tell, left: str, verdict: tuple[str, str | None]
) -> None:
    plan = plan_of(inheritance="", measures=f"measures: [{{id: soon, at: low, {LIMITED}}}]")
    story = tell(plan)
    story.desk.opens()
    story.commander.activates("low")
    story.clock.to(left)
    story.commander.adjusts("top")
    story.clock.to("11:00")
    assert judged(story) == verdict


@pytest.mark.parametrize(
    ("lapsed", "verdict"), [("09:10", ("released", "changed")), ("09:40", ("missing", None))]
)
def test_figures_that_ask_no_more_before_the_time_is_over_release_it(
    tell: Tell, lapsed: str, verdict: tuple[str, str | None]
) -> None:
    grave = "when: {fact: dead, at_least: 3}"
    plan = plan_of(measures=f"measures: [{{id: soon, at: low, {grave}, {LIMITED}}}]")
    story = tell(plan)
    story.desk.opens(dead=4)
    story.commander.activates("low")
    story.clock.to(lapsed)
    story.desk.records(dead=1)
    story.clock.to("11:00")
    assert judged(story) == verdict


def judged(story: Story) -> tuple[str, str | None]:
    found = evaluate_incident(story.plan, story.events, story.clock.now, over=False)
    (row,) = [row for row in found.rows if row.kind == "measure"]
    assert (row.verdict == "missing") == bool(kinds(story))
    return row.verdict, row.why
