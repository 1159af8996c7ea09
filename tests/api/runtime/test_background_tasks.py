"""Sweeping goes on after a failure; tasks end with the block that runs them."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from api.runtime.background_tasks import enter_what_is_due, running, sweep_now_and_then
from engine.clock import VirtualClock
from engine.memory import FixedPlans, MemoryJournal
from tests.api.store.desk import START, Desk
from tests.engine.stories import real_plans


async def test_a_sweep_that_fails_is_followed_by_the_next() -> None:
    clock = VirtualClock(START, elapsed=lambda: 0.0)
    swept: list[datetime] = []
    twice, loop = asyncio.Event(), asyncio.get_running_loop()

    def sweep(now: datetime) -> None:
        swept.append(now)
        if len(swept) == 1:
            raise OSError("the database is not there")
        loop.call_soon_threadsafe(twice.set)

    with running(sweep_now_and_then(sweep, clock, 0)):
        async with asyncio.timeout(60):
            await twice.wait()
    assert swept[:2] == [START, START]


async def test_tasks_end_with_the_block_also_if_it_fails() -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ZeroDivisionError), running(work()):
        await begun.wait()
        raise ZeroDivisionError
    async with asyncio.timeout(60):
        await ended.wait()


def test_what_is_due_is_entered_once() -> None:
    journal = MemoryJournal()
    desk = Desk(FixedPlans({"coal_mine": real_plans()["coal_mine"]}))
    desk.respond(journal, desk.open(journal).after.id)
    enter = enter_what_is_due(desk.service)
    assert enter(journal) == 0
    desk.clock.advance(timedelta(days=1))
    known = len(journal.log)
    assert enter(journal) == 1
    assert len(journal.log) > known
    assert enter(journal) == 0
