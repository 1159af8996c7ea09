"""What happens again and again is told once, then counted."""

import asyncio

import pytest
import structlog
from structlog.testing import capture_logs

from api.monitoring.repetition import Ended, FaultLog, Repetition, keep_looking


class Elapsed:
    """Seconds that pass when they are told to."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_first_is_told_at_once_and_the_others_together_later() -> None:
    elapsed = Elapsed()
    faults = Repetition(60, elapsed)
    assert faults.happened("away") == 1
    for _ in range(59):
        elapsed.now += 1
        assert faults.happened("away") == 0
    elapsed.now += 1
    assert faults.happened("away") == 60
    assert faults.happened("away") == 0


def test_each_kind_is_told_by_itself() -> None:
    faults = Repetition(60, Elapsed())
    assert faults.happened("away") == 1
    assert faults.happened("full") == 1
    assert faults.happened("away") == 0


def test_the_end_says_how_often_and_how_long() -> None:
    elapsed = Elapsed()
    faults = Repetition(60, elapsed)
    assert faults.over() is None
    for _ in range(165):
        faults.happened("away")
        elapsed.now += 1
    assert faults.over() == Ended(165, 165.0)
    assert faults.over() is None
    assert faults.happened("away") == 1


async def test_a_look_that_fails_is_followed_by_the_next() -> None:
    looks: list[int] = []

    async def look() -> None:
        looks.append(len(looks))
        if len(looks) == 1:
            raise TimeoutError
        if len(looks) == 3:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError), capture_logs() as logged:
        await keep_looking(look, 0, FaultLog(structlog.get_logger("tests"), "look_failed"))
    assert [line["event"] for line in logged] == ["look_failed", "look_failed_no_more"]
