"""Measures with a condition and with a time limit, run through the service."""

from __future__ import annotations

from typing import Any

from engine.ledger_audit import differences
from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.stories import Story


def burning(tell: Tell, fire: Plan, start: str = "2021-11-08 09:00", **facts: Any) -> Story:
    story = tell(fire, start)
    story.desk.opens(fire=True, **facts)
    story.desk.activates("III")
    return story


def shown(story: Story, measure: str) -> dict[str, Any]:
    return next((one for one in story.view["measures"] if one["id"] == measure), {})


def overdue(story: Story) -> list[str]:
    """Each measure with the instant since which it is overdue."""
    slots = list(story.journal.slots.values())
    assert differences(story.plan, story.events, slots, story.clock.now) == []
    return [
        f"{e.data['measure']} {e.occurred_at.astimezone(story.zone):%m-%d %H:%M}"
        for e in story.events
        if e.type == "measure_overdue"
    ]


def test_a_measure_has_a_time_from_the_opening_of_its_level(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire, "2021-12-31 23:45")
    story.clock.to("2022-01-01 00:20")
    assert overdue(story) == ["head_count 01-01 00:15"]
    assert shown(story, "head_count")["state"] == "overdue"


def test_a_time_from_receipt_is_not_moved_by_the_level(tell: Tell, fire: Plan) -> None:
    """The level that asks for it comes twenty minutes after the report came in: too late."""
    story = burning(tell, fire)
    story.clock.to("09:20")
    assert shown(story, "call_city") == {}
    for post in ("safety_director", "production_director"):
        story.post(post).adjusts("II")
    assert shown(story, "call_city")["state"] == "overdue"
    assert overdue(story) == ["call_city 11-08 09:15"]


def test_a_measure_may_be_asked_for_by_a_figure(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire)
    assert shown(story, "search_trapped")["condition_met"] is None
    story.clock.to("10:00")
    story.desk.records(trapped=2)
    assert shown(story, "search_trapped")["due_at"] == "2021-11-08T03:00:00Z"
    story.desk.records(trapped=0)
    assert shown(story, "search_trapped") == {}
    story.clock.to("12:00")
    assert overdue(story) == ["head_count 11-08 09:30"]


def test_a_measure_may_need_the_judgement_of_a_post(tell: Tell, fire: Plan) -> None:
    """Nobody but people can say whether it is needed: it is listed as one that may be."""
    story = burning(tell, fire)
    assert shown(story, "close_road")["condition_met"] is None


def test_a_time_in_days_lasts_to_the_end_of_the_last_day(tell: Tell, fire: Plan) -> None:
    story = burning(tell, fire, "2021-12-28 20:00")
    story.post("on_site_commander").ends()
    assert shown(story, "inspect_plant")["due_at"] == "2022-01-04T16:00:00Z"
    story.clock.to("2022-01-05 00:01")
    assert overdue(story) == ["inspect_plant 01-05 00:00"]
