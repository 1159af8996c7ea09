"""The fold of calls: what an entry makes of a call, and which calls a state keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from engine.incident.calls import (
    CALL_TYPES,
    MOST_SETTLED,
    Call,
    CallReason,
    CallState,
    CallStep,
    after_entry,
    answer_data,
    step_data,
    step_from,
    with_call,
)
from engine.incident.events import EVENT_TYPES
from engine.presentation.calls_view import MOST, listed

NOW = datetime(2021, 11, 8, 1, tzinfo=UTC)
STEP = CallStep(NOW, 1, "leader", "某单位 带班领导", "李某", ("voice", "desk"))
ONE = Call(
    id="x-c1",
    trigger="opened",
    subject=None,
    rule="r1",
    rules_digest="d",
    reason=CallReason("opened", {"title": "某事件"}),
    cause_seq=1,
    post=STEP.post,
    person=STEP.person,
    steps=(STEP,),
    started_at=NOW,
    answer_by=NOW + timedelta(minutes=10),
    exhausts_at=NOW + timedelta(minutes=12),
    clause=None,
    exercise=False,
)


def call(number: int, state: CallState, subject: str | None = None) -> Call:
    minutes = timedelta(minutes=number)
    return replace(
        ONE,
        id=f"x-c{number}",
        state=state,
        subject=subject,
        started_at=NOW + minutes,
        answer_by=NOW + minutes,
    )


def test_the_types_are_types_of_events() -> None:
    assert set(EVENT_TYPES) > CALL_TYPES


def test_an_entry_about_a_call_that_was_never_started_changes_nothing() -> None:
    data = answer_data("x-c9", "phone", "值班员", "", NOW)
    assert after_entry(None, "call_answered", data, NOW, exercise=False) is None


def test_a_step_is_read_as_it_was_written() -> None:
    assert step_from(step_data(STEP)) == STEP


def test_an_answer_in_time_is_not_late_and_one_after_the_deadline_is() -> None:
    for minutes, late in ((10, False), (11, True)):
        at = NOW + timedelta(minutes=minutes)
        data = answer_data(ONE.id, "link", "李某", "", at)
        found = after_entry(ONE, "call_answered", data, at, exercise=False)
        assert found is not None
        assert found.late is late


def test_a_state_lets_old_settled_calls_go_and_nothing_else() -> None:
    calls: dict[str, Call] = {}
    first = [call(1, "exhausted"), call(2, "answered", "awaited"), call(3, "queued")]
    for one in [*first, *(call(n, "answered") for n in range(4, 3 * MOST_SETTLED))]:
        calls = with_call(calls, one, ["awaited"])
    assert len(calls) <= 2 * MOST_SETTLED
    assert {one.id for one in first} <= calls.keys()
    assert f"x-c{3 * MOST_SETTLED - 1}" in calls
    assert "x-c4" not in calls


def test_a_view_lists_open_calls_by_deadline_then_exhausted_then_the_newest() -> None:
    there = [call(1, "answered"), call(5, "queued"), call(4, "calling"), call(2, "exhausted")]
    assert [one.id for one in listed([*there, call(3, "cancelled")])] == [
        *("x-c4", "x-c5", "x-c2", "x-c3", "x-c1")
    ]
    many = [call(n, "answered") for n in range(MOST + 5)]
    assert len(listed(many)) == MOST
    assert len(listed([replace(one, state="queued") for one in many])) == MOST + 5
