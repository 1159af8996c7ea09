"""The auditor of calls sees every kind of falsehood; that honest journals pass is `test_lives`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.incident.calls import Call
from engine.incident.events import Event
from engine.ledger_audit.calls import CallAudit, audit_calls, compare_rows
from engine.memory import MemoryCallingBook
from engine.plan.calling_rules import CallingRules
from tests.engine.calling.books import book, rules_of, shipped
from tests.engine.stories import Story

Change = Callable[[list[Event]], list[Event]]


def told(story: Story, events: list[Event] | None = None) -> CallAudit:
    there = list(story.journal.read(story.incident_id)) if events is None else events
    return audit_calls(story.plan, there, lambda at: story_book(story), now=story.clock.now)


def story_book(story: Story) -> MemoryCallingBook:
    found = story.service.calling
    assert isinstance(found, MemoryCallingBook)
    return found


@pytest.fixture(scope="module")
def story() -> Story:
    """A call attempted and answered, one exhausted, one cancelled, one by time."""
    story = Story("coal_mine", calling=book(shipped()))
    story.desk.opens(deaths=3)
    call = f"{story.incident_id}-c2"
    story.service.record_attempt(
        story.journal, story.incident_id, call, step=0, channel="voice", outcome="sent"
    )
    story.desk.does("answer_call", call=call)
    story.director.recommends("III")
    story.clock.passes(minutes=16)
    story.commander.activates("III")
    story.clock.passes(minutes=100)
    return story


def test_an_honest_journal_passes_and_its_rows_are_proved(story: Story) -> None:
    audit, calls = told(story), story.incident.calls
    assert audit.differences == ()
    assert {one.state for one in audit.calls.values()} >= {"answered", "exhausted", "cancelled"}
    assert compare_rows(audit, calls.values()) == []


def test_a_call_that_nobody_answered_may_end_with_its_reason_or_stay_as_it_was() -> None:
    """Older versions left it."""
    steps = "steps: [{who: {on_duty: leader}, channels: [voice, desk]}]"
    told_once = (
        f"- {{id: r1, name: 规则, on: opened, assumption: Y1, answer_within_s: 600, {steps}}}"
    )
    story = Story("coal_mine", calling=book(rules_of(told_once)))
    story.desk.opens(deaths=1)
    story.clock.passes(minutes=100)
    story.desk.does("void_incident", reason="误报")
    events = list(story.journal.read(story.incident_id))
    assert [one.type for one in events[-2:]] == ["incident_voided", "call_cancelled"]
    assert "call_exhausted" in [one.type for one in events]
    for journal in (events, events[:-1]):
        assert told(story, journal).differences == ()
    # Before its reason was over nobody could end it.
    early = [*events[:-2], replace(events[-1], seq=events[-2].seq)]
    assert "cancelled_early" in [one.kind for one in told(story, early).differences]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda call: replace(call, state="answered"), "row_differs"),
        (lambda call: replace(call, answer_by=call.answer_by + timedelta(1)), "row_differs"),
        (lambda call: replace(call, attempts=call.attempts * 2 or (None,)), "row_differs"),
        (lambda call: replace(call, id="other"), "row_extra"),
    ],
)
def test_a_row_that_was_changed_by_hand_is_found(
    story: Story, change: Callable[[Call], Call], kind: str
) -> None:
    *others, first = story.incident.calls.values()
    found = compare_rows(told(story), [change(first), *others])
    assert kind in {one.kind for one in found}
    assert "row_missing" in {one.kind for one in compare_rows(told(story), others)}


def without(type_: str) -> Change:
    return lambda events: [one for one in events if one.type != type_]


def altered(type_: str, **data: Any) -> Change:
    def change(events: list[Event]) -> list[Event]:
        first = next(one for one in events if one.type == type_)
        return [replace(one, data={**one.data, **data}) if one is first else one for one in events]

    return change


def moved(type_: str, **fields: Any) -> Change:
    def change(events: list[Event]) -> list[Event]:
        return [replace(one, **fields) if one.type == type_ else one for one in events]

    return change


def twice(type_: str) -> Change:
    def change(events: list[Event]) -> list[Event]:
        at = next(n for n, one in enumerate(events) if one.type == type_)
        return [*events[: at + 1], events[at], *events[at + 1 :]]

    return change


def channels_of_the_first(*names: str) -> Change:
    def change(events: list[Event]) -> list[Event]:
        first = next(one for one in events if one.type == "call_started")
        steps = [{**step, "channels": list(names)} for step in first.data["steps"]]
        return altered("call_started", steps=steps)(events)

    return change


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (without("call_started"), "missing"),
        (without("call_cancelled"), "not_cancelled"),
        (without("call_exhausted"), "not_exhausted"),
        (twice("call_started"), "not_asked"),
        (twice("call_answered"), "wrong_answer"),
        (twice("call_cancelled"), "cancelled_early"),
        (twice("call_exhausted"), "exhausted_early"),
        (altered("call_started", rule="no_such"), "not_asked"),
        (altered("call_started", rules_digest="other"), "not_asked"),
        (altered("call_started", cause_seq=7), "not_asked"),
        (altered("call_started", answer_by="2021-11-09T00:00:00Z"), "wrong_data"),
        (altered("call_started", trigger="level_raised"), "wrong_data"),
        (altered("call_started", call="life-c9"), "wrong_data"),
        (channels_of_the_first("mail"), "wrong_chain"),
        (altered("call_attempted", channel="mail"), "wrong_attempt"),
        (altered("call_attempted", step=9), "wrong_attempt"),
        (altered("call_attempted", contact="standby"), "wrong_attempt"),
        (altered("call_answered", call="no_such"), "wrong_answer"),
    ],
)
def test_every_falsehood_is_found(story: Story, change: Change, kind: str) -> None:
    events = change(list(story.journal.read(story.incident_id)))
    assert kind in {one.kind for one in told(story, events).differences}


def test_an_exercise_that_reaches_people_is_found() -> None:
    story = Story("coal_mine", calling=book(shipped()))
    story.desk.opens(deaths=3, exercise=True)
    assert told(story).differences == ()
    events = channels_of_the_first("voice")(list(story.journal.read(story.incident_id)))
    kinds = {one.kind for one in told(story, events).differences}
    assert kinds == {"reaches_people", "wrong_chain"}


def test_a_call_that_time_owed_and_nobody_made_is_found() -> None:
    rules: CallingRules = rules_of(
        """
        - {id: r1, name: 将到期, on: report_due_in, minutes: 20, assumption: Y1,
           answer_within_s: 86400, steps: [{who: {reporter: true}, channels: [desk]}]}
        """
    )
    story = Story("coal_mine", calling=book(rules))
    story.desk.opens(deaths=3)
    story.clock.to("09:41")
    assert told(story).differences == ()
    events = without("call_started")(list(story.journal.read(story.incident_id)))
    assert {one.kind for one in told(story, events).differences} == {"missing"}
    early = [
        replace(one, recorded_at=one.recorded_at - timedelta(minutes=5))
        if one.type == "call_started"
        else one
        for one in story.journal.read(story.incident_id)
    ]
    assert "not_asked" in {one.kind for one in told(story, early).differences}
