"""How sockets come in, and how much they may say."""

from __future__ import annotations

import asyncio

from api.transport.admission import TURNS, AdmissionQueue
from api.transport.token_bucket import TokenBucket


def test_some_may_be_said_at_once_and_then_so_much_a_second() -> None:
    allowance = TokenBucket(at_once=4, a_second=2, now=10.0)
    assert [allowance.takes(1, 10.0) for _ in range(5)] == [True, True, True, True, False]
    assert not allowance.takes(1, 10.5)
    assert allowance.takes(1, 11.5)


def test_silence_saves_up_no_more_than_is_allowed_at_once() -> None:
    allowance = TokenBucket(at_once=4, a_second=2, now=0.0)
    assert allowance.takes(4, 1000.0)
    assert not allowance.takes(1, 1000.0)


async def test_many_pass_a_turnstile_one_by_one_in_order_and_others_have_turns_between() -> None:
    turnstile = AdmissionQueue()
    passed: list[int] = []
    for number in range(5):
        turnstile.enter(lambda number=number: passed.append(number))  # type: ignore[misc]
    others = 0
    while len(passed) < 5:
        known = len(passed)
        await asyncio.sleep(0)
        others += 1
        assert len(passed) - known <= 1
    assert passed == [0, 1, 2, 3, 4]
    assert others >= 5 * TURNS
    assert turnstile.waiting == 0


async def test_the_first_passes_in_the_next_turn_also_after_a_pause() -> None:
    turnstile = AdmissionQueue()
    for _ in range(2):
        passed: list[bool] = []
        turnstile.enter(lambda: passed.append(True))  # noqa: B023
        await asyncio.sleep(0)
        assert passed == [True]
        while turnstile.busy:  # noqa: ASYNC110
            await asyncio.sleep(0)


async def test_some_pass_together_where_that_is_allowed() -> None:
    turnstile = AdmissionQueue(at_once=3)
    passed: list[int] = []
    for number in range(7):
        turnstile.enter(lambda number=number: passed.append(number))  # type: ignore[misc]
    await asyncio.sleep(0)
    assert passed == [0, 1, 2]
