"""Failures are counted within a window, on a clock that the test moves."""

from api.throttle import MOST_KEYS, Throttle


class Hand:
    """A clock in seconds that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_limit_holds_within_the_window_and_no_longer() -> None:
    hand = Hand()
    throttle = Throttle(60, hand)
    for _ in range(3):
        assert throttle.seconds_to_wait("li", 3) == 0
        throttle.failed("li")
        hand.now += 1
    assert throttle.seconds_to_wait("li", 3) == 57
    assert throttle.seconds_to_wait("wang", 3) == 0
    hand.now = 60
    assert throttle.seconds_to_wait("li", 3) == 0


def test_a_success_is_forgiving() -> None:
    throttle = Throttle(60, Hand())
    throttle.failed("li")
    throttle.forget("li")
    assert throttle.seconds_to_wait("li", 1) == 0


def test_it_does_not_grow_without_bound() -> None:
    throttle = Throttle(60, Hand())
    for number in range(MOST_KEYS + 10):
        throttle.failed(number)
    assert throttle.seconds_to_wait(0, 1) == 0
    assert throttle.seconds_to_wait(MOST_KEYS, 1) > 0
