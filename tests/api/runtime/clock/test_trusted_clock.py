"""The clock of a real server, for all threads: what it notes, and whom it believes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from api.runtime.clock.trusted_clock import NOTES_KEPT, TrustedClock
from engine.trusted_time import LastSeen, Reading

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEN_YEARS = timedelta(days=3653)


class Machine:
    """Both clocks of a machine; each reading takes a millisecond."""

    def __init__(self) -> None:
        self.true, self.shift, self.elapsed = NOON, timedelta(), 50.0

    def __call__(self) -> Reading:
        self.passes(timedelta(milliseconds=1))
        return Reading(self.true + self.shift, self.elapsed)

    def passes(self, span: timedelta) -> None:
        self.true += span
        self.elapsed += span.total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clock(machine: Machine) -> TrustedClock:
    return TrustedClock(machine)


def kinds(clock: TrustedClock) -> list[str]:
    return [note.kind for note in clock.take_notes()]


def test_a_question_for_the_time_notices_a_jump_by_itself(
    machine: Machine, clock: TrustedClock
) -> None:
    machine.shift = TEN_YEARS
    assert clock.now == machine.true
    note = clock.take_notes()[0]
    assert (note.kind, note.step, note.at) == ("distrusted", TEN_YEARS, machine.true)
    assert note.wall == machine.true + TEN_YEARS
    machine.shift = timedelta()
    assert clock.now == machine.true
    assert kinds(clock) == ["stepped"]
    assert kinds(clock) == []


def test_jumps_that_go_on_are_noted_each(machine: Machine, clock: TrustedClock) -> None:
    for _ in range(2):
        machine.shift += HOUR
        assert clock.now == machine.true + machine.shift
    notes = clock.take_notes()
    assert [(note.kind, note.step) for note in notes] == [("jumped", HOUR)] * 2


def test_a_person_is_believed_on_the_clock_that_was_looked_at(
    machine: Machine, clock: TrustedClock
) -> None:
    machine.shift = -HOUR
    assert not clock.look().trusted
    kinds(clock)
    assert not clock.trust(TEN_YEARS, "zhang")
    assert clock.look().condition == "distrusted"
    assert clock.trust(-HOUR, "zhang", "已与授时核对")
    assert clock.now == machine.true - HOUR
    (note,) = clock.take_notes()
    assert (note.kind, note.account, note.reason) == ("trusted", "zhang", "已与授时核对")
    assert note.step == -HOUR


def test_a_word_on_a_clock_that_nobody_doubts_changes_nothing(clock: TrustedClock) -> None:
    assert clock.trust(timedelta(), "zhang")
    assert kinds(clock) == []


def test_steady_for_two_minutes_and_then_the_systems_word(
    machine: Machine, clock: TrustedClock
) -> None:
    machine.shift = -HOUR
    machine.passes(timedelta(seconds=1))
    assert not clock.steady()
    assert not clock.recover()
    machine.passes(timedelta(minutes=2))
    assert clock.steady()
    assert clock.recover()
    assert clock.look().trusted
    assert kinds(clock) == ["distrusted", "trusted"]


def test_a_start_that_cannot_be_right_is_noted(machine: Machine, clock: TrustedClock) -> None:
    sign = NOON - timedelta(days=61)
    clock.begin(LastSeen(own=sign, newest=sign))
    assert kinds(clock) == ["waiting"]
    assert timedelta() < clock.now - sign < HOUR


def test_notes_do_not_fill_the_memory(machine: Machine, clock: TrustedClock) -> None:
    for number in range(3 * NOTES_KEPT):
        machine.shift = HOUR * (number % 2)
        clock.look()
    assert len(clock.take_notes()) == NOTES_KEPT


def test_threads_that_ask_at_once_get_a_time_that_never_runs_back(clock: TrustedClock) -> None:
    def ask(_: int) -> bool:
        answers = [clock.now for _ in range(500)]
        return answers == sorted(answers)

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(ask, range(8)))
