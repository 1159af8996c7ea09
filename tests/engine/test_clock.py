"""Clocks: one property, aware, in UTC, never backwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.clock import SystemClock, VirtualClock

NOON = datetime(2021, 11, 8, 12, tzinfo=UTC)
NAIVE = NOON.replace(tzinfo=None)


class Seconds:
    """Real seconds that go by only when told to."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self) -> float:
        return self.passed


def test_the_system_clock_is_aware_in_utc_and_never_goes_backwards() -> None:
    clock = SystemClock()
    answers = [clock.now for _ in range(1000)]
    assert answers == sorted(answers)
    assert answers[0].tzinfo is UTC


def test_a_virtual_clock_stands_still_until_it_is_moved() -> None:
    clock = VirtualClock(NOON)
    assert clock.now == clock.now == NOON
    assert clock.speed == 0


def test_a_virtual_clock_tells_utc_wherever_it_was_started() -> None:
    beijing = timezone(timedelta(hours=8))
    clock = VirtualClock(NOON.astimezone(beijing))
    assert clock.now == NOON
    assert clock.now.tzinfo is UTC


def test_advancing_and_jumping_give_the_new_instant() -> None:
    clock = VirtualClock(NOON)
    assert clock.advance(timedelta(minutes=5)) == NOON + timedelta(minutes=5) == clock.now
    assert clock.jump_to(NOON + timedelta(days=1)) == clock.now
    assert clock.jump_to(clock.now) == clock.now


def test_a_running_clock_multiplies_the_seconds_that_go_by() -> None:
    real = Seconds()
    clock = VirtualClock(NOON, speed=60, elapsed=real)
    real.passed = 10
    assert clock.now == NOON + timedelta(minutes=10)


def test_a_change_of_speed_goes_on_from_the_present_instant() -> None:
    real = Seconds()
    clock = VirtualClock(NOON, speed=60, elapsed=real)
    real.passed = 10
    clock.set_speed(0)
    real.passed = 100
    assert clock.now == NOON + timedelta(minutes=10)
    clock.set_speed(1)
    real.passed = 130
    assert clock.now == NOON + timedelta(minutes=10, seconds=30)


def test_a_jump_of_a_running_clock_does_not_count_the_seconds_before_it() -> None:
    real = Seconds()
    clock = VirtualClock(NOON, speed=60, elapsed=real)
    real.passed = 10
    clock.jump_to(NOON + timedelta(hours=1))
    assert clock.now == NOON + timedelta(hours=1)
    real.passed = 11
    assert clock.now == NOON + timedelta(hours=1, minutes=1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (lambda: VirtualClock(NAIVE), "aware instant"),
        (lambda: VirtualClock(NOON, speed=-1), "does not run backwards"),
        (lambda: VirtualClock(NOON).set_speed(-0.1), "does not run backwards"),
        (lambda: VirtualClock(NOON).jump_to(NAIVE), "aware instant"),
        (lambda: VirtualClock(NOON).jump_to(NOON - timedelta(seconds=1)), "run backwards"),
        (lambda: VirtualClock(NOON).advance(timedelta(seconds=-1)), "run backwards"),
    ],
)
def test_a_virtual_clock_refuses_naive_instants_and_the_past(
    wrong: Callable[[], object], sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        wrong()
