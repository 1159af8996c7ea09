"""Recommendations and what became of them."""

from __future__ import annotations

from datetime import datetime

from engine.evaluation.decisions import Decision, decisions
from engine.evaluation.findings import late_decisions
from engine.evaluation.history import history_of
from tests.engine.conftest import Tell
from tests.engine.stories import Story


def begun(tell: Tell) -> Story:
    story = tell("coal_mine")
    story.desk.opens(trapped=12)
    return story


def made(story: Story) -> tuple[Decision, ...]:
    return decisions(history_of(story.plan, story.events))


def minutes(story: Story) -> list[tuple[str | None, int]]:
    return [(one.answer, one.minutes(story.clock.now)) for one in made(story)]


def kinds(story: Story) -> list[tuple[str, int]]:
    now: datetime = story.clock.now
    found = late_decisions(story.plan, made(story), now)
    return [(one.kind, one.facts["minutes"]) for one in found]


def test_another_level_meanwhile_is_no_answer(tell: Tell) -> None:
    """Level IV after two minutes does not answer the recommendation of III; III itself does."""
    story = begun(tell)
    story.director.recommends("III", reason="被困 12 人")
    story.clock.to("09:02")
    story.director.activates("IV", reason="先启动")
    story.clock.to("10:42")
    story.commander.activates("III", reason="同意") if story.incident.level is None else (
        story.commander.adjusts("III", reason="同意")
    )
    assert minutes(story) == [("activated", 102)]


def test_a_refusal_is_a_decision(tell: Tell) -> None:
    story = begun(tell)
    story.director.recommends("III", reason="被困 12 人")
    story.clock.to("09:07")
    story.commander.declines()
    story.clock.to("11:42")
    story.director.activates("IV", reason="启动")
    assert minutes(story) == [("refused", 7)]


def test_an_approval_is_the_decision_and_the_activation_comes_after_it(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=12)
    story.commander.recommends("II", reason="死亡 12 人")
    story.clock.to("09:20")
    story.chief.approves()
    story.clock.to("09:50")
    story.commander.activates("II", reason="已批准")
    assert minutes(story) == [("approved", 20)]


def test_what_nobody_decides_counts_until_now_and_is_a_finding(tell: Tell) -> None:
    story = begun(tell)
    story.director.recommends("III", reason="被困 12 人")
    story.clock.to("13:00")
    assert minutes(story) == [(None, 240)]
    assert kinds(story) == [("decision_missing", 240)]
    story.commander.activates("III", reason="同意")
    assert kinds(story) == [("decision_late", 240)]


def test_a_decision_in_time_is_no_finding(tell: Tell) -> None:
    story = begun(tell)
    story.director.recommends("III", reason="被困 12 人")
    story.clock.to("09:03")
    story.commander.activates("III", reason="同意")
    assert kinds(story) == []


def test_another_recommendation_replaces_the_first(tell: Tell) -> None:
    story = begun(tell)
    story.director.recommends("III", reason="被困 12 人")
    story.clock.to("09:10")
    story.commander.recommends("II", reason="被困 12 人")
    story.clock.to("09:15")
    assert minutes(story) == [("replaced", 10), (None, 5)]
