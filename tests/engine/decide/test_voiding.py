"""Voiding an incident: who may, what ends with it, and what is refused afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import InvalidInput, NotAllowed, NotFound, StateRefuses, ZhibanError
from engine.incident.state import OPEN_SLOT_STATES
from tests.engine.conftest import Tell
from tests.engine.stories import Person, Story


@pytest.fixture
def story(tell: Tell) -> Story:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=1)
    return story


def refused(story: Story, person: Person, **fields: str) -> ZhibanError:
    """The refusal to void; nothing is stored."""
    before = len(story.journal.log)
    with pytest.raises(ZhibanError) as refusal:
        person.does("void_incident", **{"reason": "误开", **fields})
    assert len(story.journal.log) == before
    return refusal.value


def test_the_officer_who_opened_it_voids_it_and_nothing_is_owed_any_more(story: Story) -> None:
    owed = [slot for slot in story.journal.slots.values() if slot.state in OPEN_SLOT_STATES]
    assert owed
    (event,) = story.desk.does("void_incident", reason="误开").events
    assert (event.type, event.data["reason"]) == ("incident_voided", "误开")
    after = story.incident
    assert (after.stage, after.watching, after.duties) == ("closed", False, {})
    assert after.voided is not None
    assert after.voided.seq == event.seq
    for slot in owed:
        now = story.journal.slots[slot.id]
        assert (now.state, now.reason) == ("ended", "voided")
    assert story.journal.next_wake() is None
    story.virtual.advance(timedelta(days=40))
    assert story.wake() == []


def test_what_is_overdue_ends_too_and_the_reminders_stay_in_the_journal(story: Story) -> None:
    story.virtual.advance(timedelta(days=1))
    story.wake()
    overdue = [slot.id for slot in story.journal.slots.values() if slot.state == "overdue"]
    assert overdue
    story.desk.does("void_incident", reason="误开")
    assert {story.journal.slots[id_].state for id_ in overdue} == {"ended"}


def test_a_post_that_may_close_it_voids_it_at_any_stage(story: Story) -> None:
    story.director.activates("IV")
    assert isinstance(refused(story, story.person("另一人", "duty_officer")), NotAllowed)
    assert isinstance(refused(story, story.person("大屏", "viewer")), NotAllowed)
    (event,) = story.director.does("void_incident", reason="误开").events
    assert event.role == "office_director"
    assert event.clause
    assert story.incident.activated_at is not None


def test_any_desk_records_the_order_of_such_a_post(story: Story) -> None:
    other = story.person("另一人", "duty_officer")
    (event,) = other.orders("office_director", "void_incident", reason="误开").events
    assert (event.role, event.data["signed"]) == ("office_director", False)
    assert story.incident.unsigned[event.seq].alarm_at is None
    story.virtual.advance(timedelta(days=9))
    assert story.wake() == []
    story.director.does("confirm_recorded_order", seq=event.seq)
    assert not story.incident.unsigned


def test_it_cannot_be_taken_back_and_nothing_else_is_possible(story: Story) -> None:
    (event,) = story.desk.does("void_incident", reason="误开").events
    assert refused(story, story.desk).code == "voided_already"
    for command, fields in (
        ("strike_entry", {"seq": event.seq, "reason": "误记"}),
        ("record_facts", {"facts": {"deaths": 2}}),
        ("add_log_entry", {"text": "话"}),
        ("activate_response", {"level": "IV"}),
        ("submit_report", {"kind": "urgent", "content": "话"}),
    ):
        with pytest.raises(StateRefuses):
            story.director.does(command, **fields)


def test_what_was_closed_stays_closed(story: Story) -> None:
    story.director.closes()
    refusal = refused(story, story.desk)
    assert isinstance(refusal, StateRefuses)
    assert refusal.code == "closed_not_voided"


def test_a_duplicate_names_the_other_incident(story: Story) -> None:
    first = story.incident
    second = story.desk.opens(deaths=1).after
    (event,) = story.desk.does("void_incident", reason="重复", duplicate_of=first.id).events
    assert event.data["duplicate_of"]["number"] == first.number
    assert story.incident.voided is not None
    assert story.incident.voided.duplicate_of == event.data["duplicate_of"]
    third = story.desk.opens(deaths=1).after
    assert refused(story, story.desk, duplicate_of=second.id).code == "duplicate_of_voided"
    itself = refused(story, story.desk, duplicate_of=third.id)
    assert isinstance(itself, InvalidInput)
    assert itself.code == "duplicate_of_itself"
    assert isinstance(refused(story, story.desk, duplicate_of="nowhere"), NotFound)
    story.desk.opens(deaths=1, exercise=True)
    assert refused(story, story.desk, duplicate_of=first.id).code == "duplicate_exercise_and_real"
