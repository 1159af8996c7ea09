"""The time line: on the wall clock while that can be right, by counted seconds when not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.trusted_time import (
    LastSeen,
    Limits,
    Reading,
    TimeLine,
    advance,
    begin,
    may_be_trusted,
    trust,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = Limits()
SECOND, MINUTE, HOUR, DAY = (
    timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days")
)
TEN_YEARS = 3653 * DAY
NOBODY = LastSeen()


class Machine:
    """A machine whose wall clock can be set, and the line that it makes."""

    def __init__(self, seen: LastSeen = NOBODY, wall: datetime = NOON) -> None:
        self.true, self.shift, self.elapsed = wall, timedelta(), 1000.0
        self.line = begin(self.reading, seen, LIMITS)

    @property
    def reading(self) -> Reading:
        return Reading(self.true + self.shift, self.elapsed)

    def passes(self, span: timedelta) -> TimeLine:
        """So much time goes by, and the clocks are read."""
        self.true += span
        self.elapsed += span.total_seconds()
        self.line = advance(self.line, self.reading, LIMITS)
        return self.line

    def set(self, step: timedelta) -> TimeLine:
        """Somebody sets the wall clock; it is read a second later."""
        self.shift += step
        return self.passes(SECOND)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_a_clock_that_nobody_sets_is_followed(machine: Machine) -> None:
    for span in (SECOND, HOUR, 40 * DAY):
        assert machine.passes(span).now == machine.true
    assert machine.line.trusted
    assert machine.line.steps == 0


@pytest.mark.parametrize("span", [8 * HOUR, 400 * DAY])
def test_sleep_is_no_jump_because_the_seconds_are_counted_on(
    machine: Machine, span: timedelta
) -> None:
    assert machine.passes(span).trusted


def test_ten_years_forward_for_ten_seconds_make_nothing_due(machine: Machine) -> None:
    assert machine.set(TEN_YEARS).condition == "distrusted"
    for _ in range(9):
        line = machine.passes(SECOND)
        assert line.now == machine.true
        assert line.ahead == TEN_YEARS
    line = machine.set(-TEN_YEARS)
    assert (line.now, line.ahead, line.condition) == (machine.true, timedelta(), "distrusted")
    assert line.since == NOON + SECOND


@pytest.mark.parametrize("step", [3 * SECOND, HOUR, 24 * HOUR])
def test_a_jump_forward_of_up_to_a_day_goes_on_with_an_alarm(
    machine: Machine, step: timedelta
) -> None:
    line = machine.set(step)
    assert (line.condition, line.now) == ("jumped", NOON + step + SECOND)
    assert not line.trusted
    assert line.jumped == step


def test_jumps_that_are_a_day_together_are_one_too_large(machine: Machine) -> None:
    machine.set(20 * HOUR)
    machine.passes(HOUR)
    line = machine.set(5 * HOUR)
    assert line.condition == "distrusted"
    assert line.now == machine.true + 20 * HOUR


@pytest.mark.parametrize("step", [-3 * SECOND, -HOUR, -TEN_YEARS, 25 * HOUR])
def test_after_a_backward_or_larger_jump_the_seconds_are_counted(
    machine: Machine, step: timedelta
) -> None:
    line = machine.set(step)
    assert (line.condition, line.now) == ("distrusted", machine.true)
    assert machine.passes(30 * DAY).now == machine.true


def test_a_leap_second_is_no_jump_and_time_does_not_run_back(machine: Machine) -> None:
    before = machine.passes(SECOND).now
    machine.shift -= SECOND
    line = machine.passes(SECOND / 2)
    assert line.trusted
    assert line.now == before
    assert machine.passes(SECOND).now == machine.reading.wall > before


def test_many_small_steps_are_one_large_one(machine: Machine) -> None:
    conditions = [machine.set(SECOND).condition for _ in range(5)]
    assert conditions == ["trusted", "trusted", "jumped", "jumped", "jumped"]
    calm = Machine()
    for _ in range(5):
        assert calm.set(SECOND).trusted
        calm.passes(HOUR)


# ── trusted again ───────────────────────────────────────────────────────────


def test_two_minutes_without_a_step_are_needed(machine: Machine) -> None:
    machine.set(-HOUR)
    assert not may_be_trusted(machine.passes(119 * SECOND), LIMITS)
    assert may_be_trusted(machine.passes(SECOND), LIMITS)
    machine.set(MINUTE)
    assert not may_be_trusted(machine.passes(119 * SECOND), LIMITS)
    assert may_be_trusted(machine.passes(SECOND), LIMITS)


def test_a_steady_clock_that_is_years_off_needs_a_person(machine: Machine) -> None:
    assert not may_be_trusted(machine.passes(HOUR), LIMITS)
    machine.set(TEN_YEARS)
    assert not may_be_trusted(machine.passes(HOUR), LIMITS)
    machine.set(-2 * TEN_YEARS)
    assert not may_be_trusted(machine.passes(HOUR), LIMITS)


def test_whoever_trusts_the_clock_goes_by_it_even_back(machine: Machine) -> None:
    machine.set(-HOUR)
    line = trust(machine.line)
    assert line.trusted
    assert line.now == machine.reading.wall < machine.true
    machine.line = line
    assert machine.passes(MINUTE).now == machine.reading.wall
    assert (machine.line.jumped, machine.line.since) == (timedelta(), None)


# ── a start ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("away", "condition"),
    [
        (-6 * MINUTE, "waiting"),
        (-4 * MINUTE, "trusted"),
        (HOUR, "trusted"),
        (59 * DAY, "trusted"),
        (61 * DAY, "waiting"),
        (TEN_YEARS, "waiting"),
    ],
)
def test_a_start_looks_at_the_last_sign_of_life(away: timedelta, condition: str) -> None:
    sign = NOON - away
    for seen in (LastSeen(own=sign, newest=sign), LastSeen(newest=sign), LastSeen(own=sign)):
        line = Machine(seen).line
        assert line.condition == condition
        assert line.now == (NOON if line.trusted else sign)


def test_a_waiting_line_goes_on_by_the_seconds_from_the_sign_of_life() -> None:
    machine = Machine(LastSeen(own=NOON - 70 * DAY))
    assert machine.passes(HOUR).now == NOON - 70 * DAY + HOUR
    assert machine.line.condition == "waiting"
    # The service of time corrects it; what is now believable needs no person.
    machine.set(-70 * DAY)
    assert may_be_trusted(machine.passes(2 * MINUTE), LIMITS)
    machine.set(-HOUR)
    assert not may_be_trusted(machine.passes(2 * MINUTE), LIMITS)


def test_a_node_that_was_away_believes_the_others() -> None:
    long_ago, lately = NOON - 90 * DAY, NOON - MINUTE
    assert Machine(LastSeen(own=long_ago, newest=lately)).line.trusted
    waiting = Machine(LastSeen(own=long_ago, newest=NOON - 70 * DAY)).line
    assert (waiting.condition, waiting.now) == ("waiting", NOON - 70 * DAY)
    # What it knew itself is not overruled: its own clock has gone back.
    assert Machine(LastSeen(own=NOON + HOUR, newest=lately)).line.condition == "waiting"


def test_a_restart_does_not_make_a_doubted_clock_a_trusted_one() -> None:
    off = LastSeen(own=NOON - 3 * DAY, newest=NOON - 3 * DAY, doubted=True)
    assert Machine(off).line.condition == "waiting"
    assert Machine(LastSeen(own=NOON - MINUTE, doubted=True)).line.trusted
    assert Machine(LastSeen(own=NOON - DAY, newest=NOON - MINUTE, doubted=True)).line.trusted


def test_without_a_sign_only_the_journal_speaks_against_the_clock() -> None:
    assert Machine(LastSeen(entry=NOON - 200 * DAY)).line.trusted
    waiting = Machine(LastSeen(entry=NOON + DAY)).line
    assert (waiting.condition, waiting.now) == ("waiting", NOON + DAY)


# ── whatever happens ────────────────────────────────────────────────────────

SPANS = st.timedeltas(timedelta(), 3 * HOUR)
STEPS = st.one_of(
    st.just(timedelta()),
    st.timedeltas(-3 * SECOND, 3 * SECOND),
    st.timedeltas(-30 * HOUR, 30 * HOUR),
    st.timedeltas(-TEN_YEARS, TEN_YEARS),
)
LIVES = st.lists(st.tuples(STEPS, SPANS), max_size=40)


@given(LIVES)
def test_time_never_runs_back_and_never_ahead_of_what_was_accepted(
    life: list[tuple[timedelta, timedelta]],
) -> None:
    machine = Machine()
    small = timedelta()
    for step, span in life:
        machine.shift += step
        before = machine.line
        line = machine.passes(span)
        assert line.now >= before.now
        small += max(timedelta(), step) if line.steps == before.steps else timedelta()
        assert line.jumped <= LIMITS.forward
        # Beyond the true time by accepted jumps and slips only, whatever the wall clock says.
        assert line.now - machine.true <= line.jumped + small + LIMITS.slip
        if line.condition == "distrusted":
            assert before.condition == "distrusted" or line.now == before.now + span
        if before.condition == "distrusted":
            assert line.condition == "distrusted"
            assert abs(line.now - before.now - span) <= timedelta(microseconds=2)


@given(LIVES)
def test_a_clock_that_never_jumps_back_or_far_is_what_counts(
    life: list[tuple[timedelta, timedelta]],
) -> None:
    machine = Machine()
    for step, span in life:
        machine.shift += max(timedelta(), min(step, timedelta(minutes=30)))
        line = machine.passes(span)
        assert line.condition in ("trusted", "jumped")
        assert line.now == machine.reading.wall
