"""Guesses are counted within a window, on a clock that the test moves."""

import pytest

from api.access.sign_in_limit import MOST_KEYS, Limit, Throttle, TooMany, network_of


class Hand:
    """A clock in seconds that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def wait(throttle: Throttle, *limits: Limit) -> int:
    """Seconds to wait; 0 if the guess was taken."""
    try:
        throttle.take(limits)
    except TooMany as full:
        return full.seconds
    return 0


def test_the_limit_holds_within_the_window_and_no_longer() -> None:
    hand = Hand()
    throttle = Throttle(60, hand)
    for _ in range(3):
        assert wait(throttle, Limit("li", 3)) == 0
        hand.now += 1
    assert wait(throttle, Limit("li", 3)) == 57
    assert wait(throttle, Limit("wang", 3)) == 0
    hand.now = 60
    assert wait(throttle, Limit("li", 3)) == 0


def test_a_guess_that_is_refused_is_counted_nowhere() -> None:
    throttle = Throttle(60, Hand())
    full, free = Limit("full", 1), Limit("free", 1)
    throttle.take([full])
    assert wait(throttle, free, full) == 60
    assert wait(throttle, free) == 0


def test_a_guess_that_was_right_is_given_back_and_the_others_stay() -> None:
    hand = Hand()
    throttle = Throttle(60, hand)
    first = throttle.take([Limit("li", 2), Limit("address", 2)])
    hand.now += 1
    throttle.take([Limit("li", 2), Limit("address", 2)])
    assert wait(throttle, Limit("li", 2)) == 59
    throttle.give_back(first)
    throttle.give_back(first)
    assert wait(throttle, Limit("li", 2)) == 0
    assert wait(throttle, Limit("li", 2)) == 60


def test_a_success_is_forgiving() -> None:
    throttle = Throttle(60, Hand())
    throttle.take([Limit("li", 1)])
    throttle.forget("li")
    assert wait(throttle, Limit("li", 1)) == 0


def test_it_does_not_grow_without_bound() -> None:
    throttle = Throttle(60, Hand())
    for number in range(MOST_KEYS + 10):
        throttle.take([Limit(number, 1)])
    assert wait(throttle, Limit(0, 1)) == 0
    assert wait(throttle, Limit(MOST_KEYS, 1)) > 0


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::7", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::7", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_customer_with_ipv6_is_one_client(address: str, network: str) -> None:
    assert network_of(address) == network
