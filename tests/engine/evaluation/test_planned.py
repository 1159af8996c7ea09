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
    assert _EVENTS.keys() == COMMANDS.keys()
    assert {type_ for types in _EVENTS.values() for type_ in types} <= set(EVENT_TYPES)


def test_another_level_is_not_the_one_that_was_expected(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=5)
    given = story.clock.now
    asks = {"command": "activate_response", "level": "III", "reason": "被困 5 人"}
    action = PlannedAction("a", "启动三级", given, command="activate_response", asks=asks)
    story.director.activates("IV", reason="先启动")
    assert planned(story, action, over=True).verdict == "missing"
    story = tell("coal_mine")
    story.desk.opens(trapped=5)
    story.clock.to("09:10")
    story.commander.activates("III", reason="照另外的话写")
    row = planned(story, action)
    assert (row.verdict, row.minutes) == ("met", 10)


def test_each_expected_measure_is_met_by_its_own_entry(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=5)
    story.commander.activates("III", reason="被困 5 人")
    given = story.clock.now
    actions = [
        PlannedAction(one, one, given, command="complete_measure", asks={"measure": one})
        for one in ("iii_rescue", "iii_contain")
    ]
    story.desk.does("complete_measure", measure="iii_contain")
    assert [planned(story, one, over=True).verdict for one in actions] == ["missing", "met"]


def test_figures_meet_it_when_they_are_all_as_expected(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=5)
    asks = {"facts": {"deaths": 3, "trapped": 2}}
    action = PlannedAction("a", "记数字", story.clock.now, command="record_facts", asks=asks)
    story.clock.to("09:10")
    story.desk.records(deaths=4, trapped=2)
    assert planned(story, action).verdict == "open"
    story.clock.to("09:20")
    story.desk.records(missing=1)
    assert planned(story, action).verdict == "open"
    story.desk.records(deaths=3)
    row = planned(story, action)
    assert (row.verdict, row.minutes, row.proof) == ("met", 20, (story.incident.seq,))


def test_a_correction_is_no_plain_figure(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(deaths=4)
    asks = {"facts": {"deaths": 3}, "correction": True}
    action = PlannedAction("a", "更正", story.clock.now, command="record_facts", asks=asks)
    story.desk.records(deaths=3)
    assert planned(story, action).verdict == "open"
    story = tell("coal_mine")
    story.desk.opens(deaths=4)
    story.desk.records(deaths=3, correction=True)
    assert planned(story, action).verdict == "met"


def test_command_goes_to_the_holder_that_was_expected(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=5)
    story.commander.activates("III", reason="被困 5 人")
    given = story.clock.now
    story.commander.does("hand_over_command", to="province", reason="省里来了")
    verdicts = {
        to: planned(
            story,
            PlannedAction("a", "移交", given, command="hand_over_command", asks={"to": to}),
            over=True,
        ).verdict
        for to in ("province", "state")
    }
    assert verdicts == {"province": "met", "state": "missing"}


def test_what_was_struck_out_was_not_done(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    action = PlannedAction("a", "记一笔", story.clock.now, command="add_log_entry")
    story.desk.does("add_log_entry", text="记错了")
    assert planned(story, action).verdict == "met"
    story.desk.strikes(story.incident.seq)
    assert planned(story, action, over=True).verdict == "missing"


def test_within_no_minutes_is_a_time_too(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    given = story.clock.now
    action = PlannedAction("a", "马上记", given, within_minutes=0, command="add_log_entry")
    story.clock.to("09:10")
    story.desk.does("add_log_entry", text="晚了")
    row = planned(story, action)
    assert (row.verdict, row.due_at, row.late_by) == ("late", given, 10)
