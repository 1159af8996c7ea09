"""The bell: rung when something is due, without a fight among several nodes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from api.scheduling import SECONDS_HELD_UP, Scheduler
from engine.clock import Clock, SystemClock, VirtualClock, wall_now

POLL_S = 3600.0


@dataclass
class Ledger:
    """What is due at which instants, shared by all nodes; and who has recorded it."""

    due: list[datetime]
    recorded: list[tuple[str, datetime]] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 1000
    over_at: int = 0
    newcomers: list[datetime] = field(default_factory=list)
    last: asyncio.Event = field(default_factory=asyncio.Event)
    looks: int = 0

    async def next_wake(self) -> datetime | None:
        self.looks += 1
        await asyncio.sleep(0)
        return min(self.due, default=None)

    def node(
        self, name: str, hold_back: float = 0.0, clock: Clock | None = None, **options: Any
    ) -> Scheduler:
        clock = clock or SystemClock()

        async def wake() -> int:
            self.attempts.append(name)
            past = [instant for instant in self.due if instant <= clock.now]
            found = past[: self.at_once]
            self.due = [instant for instant in self.due if instant not in found]
            self.recorded += [(name, instant) for instant in found]
            if found and not self.newcomers and not self.due:
                self.last.set()
            if not found and self.newcomers:
                # Somebody's command, in the moment between the last look and the next.
                self.due.append(self.newcomers.pop())
            if found and len(self.due) <= self.over_at:
                self.over.set()
            return len(found)

        return Scheduler(clock, wake, self.next_wake, POLL_S, lambda: hold_back, **options)


async def test_two_nodes_record_everything_once_and_one_of_them_does_it() -> None:
    start = SystemClock().now
    instants = [start + timedelta(milliseconds=60 * n) for n in range(2, 12)]
    ledger = Ledger(list(instants))
    quick, slow = ledger.node("quick"), ledger.node("slow", hold_back=0.02)
    for waker in (quick, slow):
        await waker.start()
    await asyncio.wait_for(ledger.over.wait(), 60)
    for waker in (quick, slow):
        waker.stop()
    assert sorted(instant for _, instant in ledger.recorded) == instants
    assert all(instant <= SystemClock().now for _, instant in ledger.recorded)


async def test_when_nothing_is_due_the_lock_is_left_alone() -> None:
    ledger = Ledger([])
    waker = ledger.node("only")
    await waker.start()
    assert ledger.attempts == ["only"]
    ledger.due.append(SystemClock().now + timedelta(milliseconds=50))
    waker.nudge()
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    # The start, the instant itself, and a last look that found nothing more.
    assert ledger.attempts[:2] == ["only"] * 2
    assert len(ledger.attempts) <= 3


async def test_what_another_node_has_recorded_is_not_tried_again() -> None:
    # Far enough away that a machine under load has begun before it.
    instant = SystemClock().now + timedelta(milliseconds=400)
    ledger = Ledger([instant])
    waker = ledger.node("late")
    await waker.start()
    ledger.attempts.clear()
    ledger.due.clear()
    later = instant + timedelta(milliseconds=80)
    ledger.due.append(later)
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert ledger.recorded == [("late", later)]


async def test_what_is_due_and_cannot_be_recorded_is_a_growing_lag() -> None:
    start = SystemClock().now
    ledger = Ledger([])
    waker = ledger.node("only")
    await waker.start()
    assert waker.lag() == 0.0

    async def refuse() -> int:
        ledger.over.set()
        raise OSError("the disk is full")

    waker._wake = refuse
    ledger.due.append(start - timedelta(hours=1))
    waker.nudge()
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert 3600 <= waker.lag() < 3700


async def test_what_somebody_holds_is_tried_again_and_again_but_not_all_the_time() -> None:
    ledger = Ledger([])
    waker = ledger.node("only")
    await waker.start()
    held = ledger.due = [SystemClock().now]
    wake, tries = waker._wake, []

    async def passed_over() -> int:
        tries.append(SystemClock().now)
        return await wake() if len(tries) > 2 else 0

    waker._wake = passed_over
    waker.nudge()
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert [instant for _, instant in ledger.recorded] == held
    pauses = [later - before for before, later in pairwise(tries[:3])]
    assert all(pause >= timedelta(seconds=SECONDS_HELD_UP) * 0.9 for pause in pauses)


async def test_a_long_gap_is_recorded_to_its_end_after_the_server_has_begun() -> None:
    start = SystemClock().now
    instants = [start - timedelta(days=n) for n in range(30, 0, -1)]
    ledger = Ledger(list(instants), at_once=1)
    waker = ledger.node("only", patience_s=0.0)
    await waker.start()
    assert ledger.recorded == [("only", instants[0])]
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert [instant for _, instant in ledger.recorded] == instants


async def test_a_server_with_patience_records_the_whole_gap_before_it_begins() -> None:
    start = SystemClock().now
    instants = [start - timedelta(days=n) for n in range(30, 0, -1)]
    ledger = Ledger(list(instants), at_once=1)
    waker = ledger.node("only", patience_s=60.0)
    await waker.start()
    waker.stop()
    assert [instant for _, instant in ledger.recorded] == instants


async def test_a_long_gap_is_recorded_on_a_clock_that_stands_as_well() -> None:
    clock = VirtualClock(datetime(2021, 11, 8, tzinfo=UTC))
    instants = [clock.now - timedelta(days=n) for n in range(30, 0, -1)]
    ledger = Ledger([*instants, clock.now + timedelta(days=1)], at_once=1)
    waker = ledger.node("only", clock=clock, patience_s=0.0)
    ledger.over_at = 1
    await waker.start()
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert [instant for _, instant in ledger.recorded] == instants


async def test_what_falls_due_just_after_a_ring_is_not_left_to_the_poll() -> None:
    start = SystemClock().now
    newcomers = [start + timedelta(microseconds=n) for n in range(20)]
    ledger = Ledger([start + timedelta(milliseconds=50)], newcomers=list(newcomers))
    waker = ledger.node("only")
    await waker.start()
    await asyncio.wait_for(ledger.last.wait(), 60)
    waker.stop()
    assert sorted(instant for _, instant in ledger.recorded)[:-1] == newcomers


async def test_a_commit_that_wants_nothing_earlier_is_not_asked_about() -> None:
    soon = SystemClock().now + timedelta(milliseconds=120)
    ledger = Ledger([soon])
    waker = ledger.node("only")
    await waker.start()
    looks = ledger.looks
    for wakes in ([soon], [soon + timedelta(days=1), None], [None], []):
        waker.nudge(wakes)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert ledger.looks == looks
    waker.nudge()
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert ledger.recorded == [("only", soon)]
    assert ledger.looks > looks


async def test_a_commit_that_wants_something_earlier_is_heard() -> None:
    start = SystemClock().now
    late, soon = start + timedelta(hours=1), start + timedelta(milliseconds=60)
    ledger = Ledger([late], over_at=1)
    waker = ledger.node("only")
    await waker.start()
    ledger.due.append(soon)
    waker.nudge([late, soon])
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert ledger.recorded == [("only", soon)]


async def test_the_first_instant_of_all_is_heard() -> None:
    ledger = Ledger([])
    waker = ledger.node("only")
    await waker.start()
    soon = SystemClock().now + timedelta(milliseconds=60)
    ledger.due.append(soon)
    waker.nudge([soon])
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert ledger.recorded == [("only", soon)]


async def test_a_ring_that_a_commit_of_ours_made_idle_is_no_race_lost() -> None:
    start = SystemClock().now
    soon, later = start + timedelta(milliseconds=400), start + timedelta(milliseconds=500)
    ledger = Ledger([soon])
    # Whoever has lost holds back for an hour the next time.
    waker = ledger.node("only", hold_back=3600.0)
    await waker.start()
    ledger.due[:] = [later]
    waker.nudge([later])
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
    assert ledger.recorded == [("only", later)]


async def test_a_server_that_stops_while_it_rings_logs_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = SystemClock()
    rings, never = asyncio.Event(), asyncio.Event()
    due = [clock.now + timedelta(milliseconds=50)]

    async def next_wake() -> datetime | None:
        return due[0]

    async def wake() -> int:
        if due[0] <= clock.now:
            rings.set()
            await never.wait()
        return 0

    waker = Scheduler(clock, wake, next_wake, POLL_S)
    await waker.start()
    await asyncio.wait_for(rings.wait(), 60)
    waker.stop()
    for _ in range(5):
        await asyncio.sleep(0)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_clock_that_was_set_back_holds_nothing_up_once_the_timer_is_set_again() -> None:
    start = SystemClock().now
    ledger = Ledger([start + timedelta(milliseconds=80)])
    ahead = timedelta(hours=1)
    waker = ledger.node("only", wall=lambda: wall_now() + ahead)
    await waker.start()
    # The clock goes back by an hour: the job stands at an instant that is an hour away.
    ahead = timedelta()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(ledger.over.wait(), 0.4)
    waker.rearm()
    await asyncio.wait_for(ledger.over.wait(), 60)
    waker.stop()
