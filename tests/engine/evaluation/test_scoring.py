"""Scores that the journal can tell, each with the entries and the reason."""

from __future__ import annotations

from datetime import timedelta

from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.scoring import JournalScore, journal_scores
from engine.messages import text
from engine.plan.companion_files import load_sheets
from tests.engine.conftest import Tell
from tests.engine.stories import Story
from tests.support.plan_files import PLANS

SHEET = load_sheets(PLANS)["aqt9009_a2"]


def scores(*stories: Story) -> dict[str, JournalScore]:
    found = journal_scores(
        SHEET,
        [evaluate_incident(one.plan, one.events, one.clock.now, over=True) for one in stories],
    )
    for score in found.values():
        for language in ("zh", "en"):
            assert text(f"evaluation.score.{score.reason}", language, **score.facts)
    return found


def points(story: Story, number: str) -> tuple[int | None, str]:
    found = scores(story)[number]
    return found.points, found.reason


def test_nothing_is_scored_that_the_journal_does_not_show(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=0)
    found = scores(story)
    assert set(found) == {"1.7", "2.3", "2.6", "13.6"}
    assert {number: one.points for number, one in found.items() if number != "1.7"} == {
        "2.3": None,
        "2.6": None,
        "13.6": None,
    }


def test_reports_in_time_follow_the_thresholds_of_the_sheet(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(deaths=3)
    assert points(story, "1.7")[0] == 0
    for slot in list(story.incident.slots.values()):
        if slot.state == "owed" and slot.due_at < story.clock.now + timedelta(hours=3):
            story.desk.reports(slot.obligation, slot.reporter)
    found = scores(story)["1.7"]
    assert (found.points, found.facts["percent"]) == (5, 100)


def test_an_order_that_nobody_has_confirmed_is_no_authority(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.clock.to("09:31")
    assert points(story, "2.3") == (0, "not_activated")
    entry = story.desk.orders("office_director", "activate_response", level="IV").events[0]
    assert points(story, "2.3") == (1, "activations_unsigned")
    assert scores(story)["2.3"].entries == (entry.seq,)
    story.director.does("confirm_recorded_order", seq=entry.seq)
    assert points(story, "2.3") == (5, "activations")


def test_an_absence_counts_where_something_was_asked_of_the_post(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=0)
    until = story.clock.now + timedelta(hours=8)
    story.desk.does("record_absence", role="chief_commander", until=until, reason="出差")
    assert points(story, "2.6") == (None, "absence_untested")
    story.desk.records(trapped=12)
    story.clock.to("09:31")
    assert points(story, "2.6") == (0, "absence")
    story.chief.activates("II", reason="被困 12 人")
    assert points(story, "2.6") == (3, "absence")


def test_the_end_is_as_planned_with_its_conditions(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.director.activates("IV", reason="被困 2 人")
    story.desk.records(trapped=0, at_risk=0, missing=0)
    assert points(story, "13.6") == (None, "not_ended")
    story.director.confirms_all_end_conditions()
    story.director.ends()
    found = scores(story)["13.6"]
    assert (found.points, found.facts["count"]) == (5, 2)


def test_of_two_incidents_of_one_exercise_the_lower_score_counts(tell: Tell) -> None:
    good, bad = tell("coal_mine"), tell("coal_mine")
    for story in (good, bad):
        story.desk.opens(trapped=2)
    good.director.activates("IV", reason="被困 2 人")
    bad.clock.to("09:31")
    assert scores(good, bad)["2.3"].points == 0
    assert scores(bad, good)["2.3"].points == 0
