"""What happens again and again is told once, then counted."""

from api.monitoring.repetition import Ended, Repetition


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
