"""What a planner expects beside the plan is judged by the journal where it is a command."""

from __future__ import annotations

from datetime import timedelta

from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.expected import ExpectedAction
from engine.evaluation.planned import _EVENTS, PlannedAction
from engine.evaluation.words import what_in_words
from engine.incident.commands import COMMANDS
from engine.incident.events import EVENT_TYPES
from tests.engine.conftest import Tell
from tests.engine.stories import Story


def planned(story: Story, action: PlannedAction, *, over: bool = False) -> ExpectedAction:
    found = evaluate_incident(
        story.plan, story.events, story.clock.now, over=over, planned=[action]
    )
    (row,) = [one for one in found.rows if one.kind == "planned"]
    return row


def test_a_command_meets_it_when_the_right_role_gives_it_in_time(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    action = PlannedAction(
        "gas-1",
        "启动四级响应",
        story.clock.now,
        words_en="Open level IV",
        within_minutes=20,
        command="activate_response",
        by=("office_director",),
        clause="5.3.1",
    )
    assert planned(story, action).verdict == "open"
    story.clock.to("09:30")
    assert planned(story, action).verdict == "missing"
    story.director.activates("IV", reason="被困 2 人")
    row = planned(story, action)
    assert (row.verdict, row.minutes, row.late_by, row.clause) == ("late", 30, 10, "5.3.1")
    assert what_in_words(story.plan, row, "zh") == "启动四级响应"
    assert what_in_words(story.plan, row, "en") == "Open level IV"
    by_another = PlannedAction(
        "gas-2", "x", action.given_at, command="activate_response", by=("commander",)
    )
    assert planned(story, by_another, over=True).verdict == "missing"
    later = PlannedAction(
        "gas-3", "x", story.clock.now + timedelta(minutes=1), command="activate_response"
    )
    assert planned(story, later).verdict == "open"


def test_words_without_a_command_are_left_to_people(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    row = planned(story, PlannedAction("call", "打电话问清井下人数", story.clock.now), over=True)
    assert (row.verdict, row.why, row.owner) == ("unjudged", "no_command", ())


def test_the_table_names_commands_and_entries_that_exist() -> None:
    assert _EVENTS.keys() <= COMMANDS.keys()
    assert {type_ for types in _EVENTS.values() for type_ in types} <= set(EVENT_TYPES)
