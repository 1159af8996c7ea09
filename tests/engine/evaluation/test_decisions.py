"""Recommendations and what became of them."""

from __future__ import annotations

from datetime import datetime

from engine.evaluation.decisions import Decision, decisions
from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.findings import late_decisions
from engine.evaluation.history import history_of
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
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


def verdicts(story: Story) -> list[tuple[str, str | None]]:
    found = evaluate_incident(story.plan, story.events, story.clock.now, over=False)
    return [(row.verdict, row.why) for row in found.rows if row.kind == "decision"]


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
    assert verdicts(story) == [("missing", None)]
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


def test_what_is_decided_at_the_last_instant_is_in_time_in_the_table_and_for_the_monitor(
    tell: Tell,
) -> None:
    story = begun(tell)
    story.director.recommends("III", reason="被困 12 人")
    story.clock.to("09:15")
    story.commander.declines()
    assert story.incident.pending is None
    assert (kinds(story), verdicts(story)) == ([], [("met", None)])


def test_an_answer_by_telephone_counts_from_when_it_was_given(tell: Tell) -> None:
    """The reminder came before anybody wrote the answer down."""
    story = begun(tell)
    story.director.recommends("III", reason="被困 12 人")
    story.clock.to("09:40")
    story.desk.orders("commander", "refuse_activation", at="09:10", reason="不同意")
    assert (kinds(story), verdicts(story)) == ([], [("met", None)])


def test_the_end_of_the_response_decides_nothing_about_a_higher_level(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.director.activates("IV", reason="被困 2 人")
    story.director.recommends("III", reason="可能扩大")
    story.clock.to("10:00")
    story.desk.records(trapped=0)
    for condition in story.plan.end_conditions:
        if story.plan.covers(condition.at, story.incident.place):
            story.director.does("confirm_end_condition", condition=condition.id)
    story.director.ends()
    assert minutes(story) == [("dropped", 60)]
    assert verdicts(story) == [("missing", "dropped")]


def test_a_raise_decides_nothing_about_a_level_below(tell: Tell) -> None:
    story = tell(plan_of())
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.director.recommends("low", reason="好转")
    story.clock.to("09:05")
    story.commander.adjusts("top", reason="恶化")
    assert minutes(story) == [("dropped", 5)]
    assert verdicts(story) == [("released", "dropped")]


def test_what_was_replaced_after_its_time_was_decided_by_nobody(tell: Tell) -> None:
    for at, verdict in (("09:10", "released"), ("09:40", "missing")):
        story = begun(tell)
        story.director.recommends("III", reason="被困 12 人")
        story.clock.to(at)
        story.commander.recommends("II", reason="被困 12 人")
        assert verdicts(story)[0] == (verdict, "replaced")
