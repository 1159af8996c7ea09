"""Calls by hand and answers: who may, whom, and when no more."""

from __future__ import annotations

import pytest

from engine.errors import NotFound, StateRefuses
from tests.engine.calling.books import book, shipped
from tests.engine.stories import Story


@pytest.fixture
def story() -> Story:
    story = Story("coal_mine", calling=book(shipped()))
    story.desk.opens(deaths=1)
    return story


def test_the_desk_calls_a_post_a_contact_or_who_is_on_duty(story: Story) -> None:
    for given in ({"post": "commander"}, {"contact": "bureau"}, {"on_duty": "standby"}):
        story.desk.does("start_call", reason="请到场", **given)
    by_hand = [call for call in story.incident.calls.values() if call.trigger == "by_hand"]
    assert [[step.contact for step in call.steps] for call in by_hand] == [
        ["coal_mine_commander_1", "coal_mine_commander_2"],
        ["bureau"],
        ["standby"],
    ]
    assert {call.rule for call in by_hand} == {None}
    assert story.journal.log[-1].actor == "值班员"


def test_exactly_one_is_called_and_it_has_to_exist(story: Story) -> None:
    story.desk.is_refused("call_whom", "start_call", reason="请到场")
    story.desk.is_refused("call_whom", "start_call", reason="x", post="commander", contact="bureau")
    error = story.desk.is_refused("unknown_party", "start_call", reason="请到场", post="comander")
    assert "commander" in error.sentence()
    story.desk.is_refused("contact_not_found", "start_call", reason="请到场", contact="nobody")


def test_only_the_desk_calls(story: Story) -> None:
    asked = {"reason": "请到场", "on_duty": "leader"}
    story.commander.is_refused("role_required", "start_call", **asked)
    story.person("大屏", "viewer").is_refused("read_only", "start_call", **asked)


def test_where_nobody_can_be_called_it_is_said() -> None:
    story = Story("coal_mine")
    story.desk.opens(deaths=1)
    story.desk.is_refused("calling_off", "start_call", reason="请到场", on_duty="leader")


def test_an_answer_is_entered_once(story: Story) -> None:
    call = f"{story.incident_id}-c2"
    story.desk.is_refused("call_not_found", "answer_call", call="x")
    story.clock.passes(minutes=3)
    story.desk.does("answer_call", call=call, means="phone", note="已到岗")
    found = story.incident.calls[call]
    assert (found.state, found.answered_by, found.late) == ("answered", "值班员", False)
    story.desk.is_refused("call_answered", "answer_call", call=call)


def test_a_cancelled_call_takes_no_answer_and_an_exhausted_one_a_late_one(story: Story) -> None:
    story.desk.does("start_call", on_duty="standby", reason="请到场")
    story.clock.passes(hours=1)
    exhausted = next(iter(story.incident.calls))
    assert story.incident.calls[exhausted].state == "exhausted"
    story.desk.does("answer_call", call=exhausted)
    assert story.incident.calls[exhausted].late
    story.desk.does("start_call", on_duty="standby", reason="请到场")
    story.desk.does("void_incident", reason="误报")
    story.desk.is_refused("call_cancelled", "answer_call", call=list(story.incident.calls)[-1])
    story.desk.is_refused("watch_over", "start_call", on_duty="leader", reason="请到场")


def test_what_channels_report_is_entered_by_the_caller(story: Story) -> None:
    service, journal, call = story.service, story.journal, f"{story.incident_id}-c2"
    given = {"step": 0, "channel": "voice", "outcome": "no_answer"}
    service.record_attempt(journal, story.incident_id, call, **given)  # type: ignore[arg-type]
    service.record_answer(journal, story.incident_id, call, means="link", by="leader某")
    found = story.incident.calls[call]
    assert (found.attempts[0].contact, found.answered_by, found.means) == (
        "leader",
        "leader某",
        "link",
    )
    assert {event.actor for event in journal.log[-2:]} == {"calling"}
    # A message that was on its way when he answered is still entered.
    service.record_attempt(journal, story.incident_id, call, **given)  # type: ignore[arg-type]
    assert story.incident.calls[call].state == "answered"
    with pytest.raises(StateRefuses):
        service.record_answer(journal, story.incident_id, call, means="link", by="leader某")
    with pytest.raises(NotFound):
        service.record_attempt(journal, story.incident_id, call, **(given | {"step": 99}))  # type: ignore[arg-type]
