"""Links between incidents (A25): both journals tell of them, and nothing else moves."""

from __future__ import annotations

from typing import Any

import pytest

from engine.incident.events import Event
from engine.incident.state import Incident
from engine.presentation.incident_view import incident_view
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YICHENG, Story, real_plans

FLOOD, CHEMICAL = "防汛保供粮", "某化工厂泄漏"


@pytest.fixture
def story(tell: Tell) -> Story:
    """A grain incident at level III, and the story's own: an accident at level IV."""
    story = tell("production_safety")
    story.desk.opens(plan="grain", division=QUWO, title=FLOOD)
    story.person("总指挥", "grain:chief_commander").activates("III", "tense")
    story.desk.opens(division=YICHENG, title=CHEMICAL, deaths=1)
    story.director.activates("IV")
    return story


def first(story: Story) -> Incident:
    """The grain incident."""
    return next(iter(story.journal.incidents()))


def links(story: Story, incident: Incident) -> list[tuple[str, str]]:
    """Numbers and notes of the links that its view shows."""
    view = incident_view(real_plans()[incident.plan], incident, story.clock.now)
    return [(link["number"], link["note"]) for link in view["links"]]


def link(story: Story, note: str = "") -> Event:
    """Link the story's own incident to the other."""
    return story.desk.does("link_incidents", other=first(story).id, note=note).events[0]


def test_both_views_show_a_link_that_was_entered_on_one_side(story: Story) -> None:
    link(story, "同一场洪水")
    assert links(story, story.incident) == [("GR-2021-0001", "同一场洪水")]
    assert links(story, first(story)) == [("PS-2021-0001", "同一场洪水")]
    assert story.view["links"] == [
        {
            "id": first(story).id,
            "number": "GR-2021-0001",
            "title": FLOOD,
            "plan": {"id": "grain", "version": "2021.5", "title": "临汾市粮食应急预案"},
            "note": "同一场洪水",
            "at": "2021-11-08T01:00:00Z",
            "seq": 3,
        }
    ]


def test_each_journal_has_an_entry_and_the_second_names_the_first(story: Story) -> None:
    given = link(story)
    there = story.journal.read(first(story).id)[-1]
    assert [given.type, there.type] == ["incidents_linked"] * 2
    assert (given.data["entry"], there.data["entry"]) == (None, given.id)
    assert there.data["other"]["number"] == story.incident.number
    assert (there.actor, there.role) == ("值班员", "duty_officer")
    assert sentence(story.plan, given) == f"与 GR-2021-0001《{FLOOD}》关联"
    assert sentence(real_plans()["grain"], there, "en") == f"Linked to PS-2021-0001 “{CHEMICAL}”"


def test_a_link_changes_neither_level_nor_class_nor_reports(story: Story) -> None:
    def rest(incident: Incident) -> dict[str, Any]:
        view = incident_view(real_plans()[incident.plan], incident, story.clock.now)
        changing = {"links", "version", "allowed"}
        return {key: value for key, value in view.items() if key not in changing}

    before = [rest(incident) for incident in story.journal.incidents()]
    ledger = dict(story.journal.slots)
    link(story)
    story.desk.does("unlink_incidents", other=first(story).id)
    assert [rest(incident) for incident in story.journal.incidents()] == before
    assert story.journal.slots == ledger


def test_unlinking_on_either_side_ends_it_on_both(story: Story) -> None:
    link(story)
    story.incident_id, other = first(story).id, story.incident_id
    (event,) = story.desk.does("unlink_incidents", other=other, note="已分开处置").events
    assert sentence(real_plans()["grain"], event) == (
        f"解除与 PS-2021-0001《{CHEMICAL}》的关联，已分开处置"
    )
    assert [links(story, one) for one in story.journal.incidents()] == [[], []]
    story.desk.is_refused("not_linked", "unlink_incidents", other=other)


def test_unlinked_incidents_may_be_linked_again(story: Story) -> None:
    link(story)
    story.desk.does("unlink_incidents", other=first(story).id)
    link(story, "又有关系")
    assert links(story, first(story)) == [("PS-2021-0001", "又有关系")]


def test_no_incident_is_linked_to_itself(story: Story) -> None:
    refusal = story.desk.is_refused("linked_to_itself", "link_incidents", other=story.incident_id)
    assert refusal.field == "other"


def test_no_incident_is_linked_twice_from_whichever_side(story: Story) -> None:
    link(story)
    story.desk.is_refused("already_linked", "link_incidents", other=first(story).id)
    story.incident_id, other = first(story).id, story.incident_id
    story.desk.is_refused("already_linked", "link_incidents", other=other)


@pytest.mark.parametrize("command", ["link_incidents", "unlink_incidents"])
def test_an_incident_that_is_not_there_is_not_linked(story: Story, command: str) -> None:
    code = "incident_not_found" if command == "link_incidents" else "not_linked"
    story.desk.is_refused(code, command, other="no-such")


@pytest.mark.parametrize("exercise", [True, False])
def test_an_exercise_and_a_real_incident_are_never_linked(tell: Tell, exercise: bool) -> None:
    story = tell("production_safety")
    other = story.desk.opens(exercise=not exercise).after.id
    story.desk.opens(exercise=exercise)
    story.desk.is_refused("exercise_and_real", "link_incidents", other=other)


def test_two_exercises_are_linked_by_exercise_control_too(tell: Tell) -> None:
    story = tell("production_safety")
    other = story.desk.opens(exercise=True).after.id
    story.desk.opens(exercise=True)
    story.person("导调员", "controller").does("link_incidents", other=other)
    assert [link["id"] for link in story.view["links"]] == [other]


# ── who may ─────────────────────────────────────────────────────────────────


def test_a_post_links_incidents_of_its_own_plan(tell: Tell) -> None:
    story = tell("coal_mine")
    other = story.desk.opens(division=QUWO).after.id
    story.desk.opens(division=YICHENG)
    story.commander.does("link_incidents", other=other)
    there = story.journal.read(other)[-1]
    assert (there.type, there.role) == ("incidents_linked", "commander")


def test_who_may_not_write_the_other_journal_links_nothing(story: Story) -> None:
    refusal = story.commander.is_refused(
        "other_side_not_theirs", "link_incidents", other=first(story).id
    )
    assert refusal.facts["number"] == "GR-2021-0001"
    link(story)
    story.commander.is_refused("other_side_not_theirs", "unlink_incidents", other=first(story).id)
    both = story.person("两职", "commander", "grain:office_director")
    both.does("unlink_incidents", other=first(story).id)
    there = story.journal.read(first(story).id)[-1]
    assert (there.type, there.role) == ("incidents_unlinked", "office_director")


def test_a_county_links_incidents_that_have_reached_it_only(tell: Tell) -> None:
    story = tell("grain")
    elsewhere = story.desk.opens(division=QUWO).after.id
    story.desk.opens(division=YICHENG)
    story.county(YICHENG).is_refused("other_side_not_theirs", "link_incidents", other=elsewhere)
    story.county(QUWO).is_refused("outside_division", "link_incidents", other=elsewhere)


@pytest.mark.parametrize("role", ["viewer", "admin", "reporter"])
def test_who_only_reads_or_reports_learns_of_no_other_incident(story: Story, role: str) -> None:
    reader = story.person("某人", role, division=QUWO)
    for other in (first(story).id, "no-such"):
        reader.is_refused("read_only", "link_incidents", other=other)


def test_an_order_to_link_is_signed_where_it_was_given(story: Story) -> None:
    story.clock.to("09:30")
    order = story.desk.orders(
        "commander", "link_incidents", at="09:20", other=first(story).id
    ).events[0]
    there = story.journal.read(first(story).id)[-1]
    assert (order.data["on_behalf_of"], "on_behalf_of" in there.data) == ("commander", False)
    assert (there.role, there.data["entry"]) == ("duty_officer", order.id)
    assert [one["seq"] for one in story.view["unsigned"]] == [order.seq]
    assert first(story).unsigned == {}
    story.commander.does("confirm_recorded_order", seq=order.seq)


# ── struck, and over ────────────────────────────────────────────────────────


def test_an_entry_that_is_struck_takes_the_link_back_on_its_side_only(story: Story) -> None:
    story.desk.strikes(link(story).seq)
    assert links(story, story.incident) == []
    assert links(story, first(story)) == [("PS-2021-0001", "")]
    link(story, "改正")
    assert links(story, story.incident) == [("GR-2021-0001", "改正")]
    assert links(story, first(story)) == [("PS-2021-0001", "")]


def test_striking_an_old_link_leaves_a_newer_one_alone(story: Story) -> None:
    old = link(story)
    story.desk.does("unlink_incidents", other=first(story).id)
    link(story, "新的")
    story.desk.strikes(old.seq)
    assert links(story, story.incident) == [("GR-2021-0001", "新的")]


def test_the_end_of_a_link_is_no_entry_to_strike(story: Story) -> None:
    link(story)
    event = story.desk.does("unlink_incidents", other=first(story).id).events[0]
    story.desk.is_refused("cannot_strike", "strike_entry", seq=event.seq, reason="x")


def over(story: Story) -> str:
    """The story's incident is closed and its watch over; a later one takes its place."""
    story.director.closes()
    story.clock.passes(days=31)
    closed = story.incident_id
    story.desk.opens(division=YICHENG)
    return closed


def test_what_is_over_is_neither_linked_nor_linked_to(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(division=QUWO)
    closed = over(story)
    story.desk.is_refused("other_is_over", "link_incidents", other=closed)
    story.incident_id, later = closed, story.incident_id
    story.desk.is_refused("watch_over", "link_incidents", other=later)


def test_a_link_to_what_is_over_ends_on_this_side_alone(tell: Tell) -> None:
    story = tell("coal_mine")
    first_id = story.desk.opens(division=QUWO).after.id
    story.desk.opens(division=YICHENG)
    story.desk.does("link_incidents", other=first_id)
    story.incident_id, later = first_id, story.incident_id
    over(story)
    written = len(story.journal.read(first_id))
    story.incident_id = later
    story.desk.does("unlink_incidents", other=first_id)
    assert story.view["links"] == []
    assert len(story.journal.read(first_id)) == written


def test_what_time_has_made_on_the_other_side_stands_before_its_entry(tell: Tell) -> None:
    story = tell("coal_mine")
    other = story.desk.opens(division=QUWO, deaths=3).after.id
    story.desk.opens(division=YICHENG)
    story.virtual.advance(story.instant("13:00") - story.clock.now)
    story.desk.does("link_incidents", other=other)
    types = [event.type for event in story.journal.read(other)]
    assert "report_overdue" in types
    assert types[-1] == "incidents_linked"


def test_unlinking_is_offered_where_there_is_a_link(story: Story) -> None:
    assert story.allowed("link_incidents")
    assert not story.allowed("unlink_incidents")
    link(story)
    assert story.allowed("unlink_incidents")
