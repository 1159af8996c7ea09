"""Calls that belong to no incident: started by rules, folded like the others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.calling import standing
from engine.calling.standing import StandingEntry
from engine.errors import NotFound, StateRefuses
from engine.incident.calls import Call, CallReason, after_entry
from engine.presentation.call_text import reason_words
from engine.presentation.calls_view import call_view
from tests.engine.calling.books import book, shipped

NOW = datetime(2021, 11, 8, 1, tzinfo=UTC)
GAP = {"from": "2021-11-09T00:00:00Z", "until": "2021-11-09T10:00:00Z"}


def folded(*entries: StandingEntry) -> Call:
    call: Call | None = None
    for entry in entries:
        call = after_entry(call, entry.type, entry.data, entry.at, exercise=False)
    assert call is not None
    return call


def gap(open_calls: tuple[Call, ...] = (), *, exercise: bool = False) -> list[StandingEntry]:
    started = standing.starting(
        book(shipped()), "roster_gap", "2021-11-09", GAP, NOW, 7, open_calls, exercise=exercise
    )
    return list(started)


def test_a_gap_calls_once_while_it_is_open() -> None:
    (entry,) = gap()
    call = folded(entry)
    assert (call.id, call.rule, call.subject) == ("s-c7", "gap_in_roster", "2021-11-09")
    assert [step.contact for step in call.steps] == ["officer_1", "officer_2", "leader"]
    assert (
        reason_words(None, call.reason, "zh") == "值班表空缺：2021-11-09 08:00 至 2021-11-09 18:00"
    )
    known = CallReason("roster_gap", {"post": "leader", "from": GAP["from"]})
    assert reason_words(None, known, "zh") == "值班表空缺：带班领导，2021-11-09 08:00 起"
    assert reason_words(None, known, "en").endswith("leader on duty, from 2021-11-09 08:00 on")
    assert gap((call,)) == []
    (exercise,) = gap(exercise=True)
    assert {tuple(step["channels"]) for step in exercise.data["steps"]} == {("sink",)}


def test_an_incidents_trigger_starts_none() -> None:
    with pytest.raises(ValueError, match="opened"):
        next(standing.starting(book(), "opened", "", {}, NOW, 1, exercise=False))


def test_a_call_is_attempted_answered_once_and_never_after_its_end() -> None:
    (start,) = gap()
    call = folded(start, standing.attempting(folded(start), 0, "voice", "busy", "", NOW))
    assert (call.state, call.attempts[0].contact, call.attempts[0].outcome) == (
        "calling",
        "officer_1",
        "busy",
    )
    done = folded(start, standing.answering(call, "phone", "值班员", "已回电", NOW))
    assert call_view(None, done, "en")["state"] == "answered"
    with pytest.raises(StateRefuses) as refusal:
        standing.answering(done, "link", "某人", "", NOW)
    assert refusal.value.code == "call_answered"
    with pytest.raises(NotFound):
        standing.attempting(call, 9, "voice", "busy", "", NOW)


def test_time_exhausts_and_the_end_of_the_reason_cancels() -> None:
    (entry,) = gap()
    call = folded(entry)
    assert list(standing.exhausting([call], call.exhausts_at - timedelta(seconds=1))) == []
    (given_up,) = standing.exhausting([call], call.exhausts_at + timedelta(hours=1))
    exhausted = folded(entry, given_up)
    assert (exhausted.state, exhausted.exhausted_at) == ("exhausted", call.exhausts_at)
    (over,) = standing.cancelling([call, exhausted], "roster_gap", "2021-11-09", NOW)
    cancelled = folded(entry, over)
    assert (cancelled.state, cancelled.why) == ("cancelled", "over")
    with pytest.raises(StateRefuses) as refusal:
        standing.answering(cancelled, "link", "某人", "", NOW)
    assert refusal.value.code == "call_cancelled"
    late = folded(entry, given_up, standing.answering(exhausted, "phone", "值班员", "", NOW))
    assert late.state == "answered"
