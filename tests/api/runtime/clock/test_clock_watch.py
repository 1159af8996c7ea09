"""The watch over a clock: what it stores, what it tells, whose word it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.runtime.clock.clock_watch import SECONDS_BETWEEN_SIGNS, ClockWatch
from api.runtime.clock.trusted_clock import TrustedClock
from api.store.clocks.node_clocks import ClockMark, NodeClock, NodeClocks
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from engine.trusted_time import Reading

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
TEN_YEARS = timedelta(days=3653)
NODE = "desk-1:8000"


@dataclass
class Machine:
    """Both clocks of a machine, its word on them, and whether its disk can be written."""

    true: datetime = NOON
    shift: timedelta = timedelta()
    elapsed: float = 50.0
    synchronised: bool = False
    asked: int = 0
    full: bool = False
    told: list[str] = field(default_factory=list)
    rearmed: int = 0

    def read(self) -> Reading:
        return Reading(self.true + self.shift, self.elapsed)

    def passes(self, span: timedelta) -> None:
        self.true += span
        self.elapsed += span.total_seconds()

    def ask(self) -> bool:
        self.asked += 1
        return self.synchronised

    def rearm(self) -> None:
        self.rearmed += 1


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clocks(tmp_path: Path, machine: Machine) -> Iterator[NodeClocks]:
    with closing(Database.open(f"sqlite:///{tmp_path / 'zhiban.db'}")) as database:
        schema_version.upgrade(database)

        def write(work):  # type: ignore[no-untyped-def]
            if machine.full:
                raise StoreUnavailable("database_full", where="here")
            return database.write(work)

        yield NodeClocks(database, write)


def watch_of(machine: Machine, clocks: NodeClocks, **options: bool) -> ClockWatch:
    clock = TrustedClock(machine.read)
    watch = ClockWatch(clock, NODE, clocks, machine.ask, machine.told.append, **options)
    watch.moved = machine.rearm
    return watch


@pytest.fixture
async def watch(machine: Machine, clocks: NodeClocks) -> ClockWatch:
    found = watch_of(machine, clocks)
    await found.start()
    return found


def kinds(clocks: NodeClocks) -> list[str]:
    return [mark.kind for mark in reversed(clocks.marks(100))]


async def test_a_quiet_office_gives_a_sign_of_life_once_a_minute(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    assert clocks.signs() == [NodeClock(NODE, NOON, NOON, "trusted", None)]
    machine.passes(timedelta(seconds=1))
    await watch.look()
    assert clocks.signs()[0].at == NOON
    # A minute and not an hour: so much may be lost of what is known at a start.
    assert SECONDS_BETWEEN_SIGNS <= 3600
    watch._next_sign = 0.0
    await watch.look()
    assert clocks.signs()[0].at == NOON + timedelta(seconds=1)
    assert machine.asked == 0
    assert kinds(clocks) == machine.told == []


async def test_a_jump_is_stored_told_and_sets_the_timers_again(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    machine.shift = TEN_YEARS
    await watch.look()
    assert watch.part() == {
        "state": "distrusted",
        "node": NODE,
        "ahead_s": TEN_YEARS.total_seconds(),
        "since": "2026-11-23T12:00:00Z",
    }
    assert not watch.well
    sign = NodeClock(NODE, NOON, NOON + TEN_YEARS, "distrusted", NOON)
    assert clocks.signs() == [sign]
    assert (machine.rearmed, machine.told) == (1, ["distrusted"])
    # Back again: a timer that was set meanwhile stands ten years away.
    machine.shift = timedelta()
    await watch.look()
    assert (machine.rearmed, machine.told) == (2, ["distrusted", "stepped"])
    assert kinds(clocks) == machine.told


async def test_only_a_steady_clock_is_asked_about_and_then_trusted(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    machine.shift, machine.synchronised = -HOUR, True
    await watch.look()
    assert machine.asked == 0
    machine.passes(2 * MINUTE)
    machine.synchronised = False
    await watch.look()
    assert (machine.asked, watch.well) == (1, False)
    machine.synchronised = True
    await watch.look()
    assert watch.well
    assert kinds(clocks) == ["distrusted", "trusted"]


async def test_a_persons_word_is_taken_and_kept_with_the_name(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    machine.shift = -HOUR
    await watch.look()
    sign = watch.sign()
    clocks.add(ClockMark("desk-2:8000", "word", sign.at, sign.wall, sign.ahead, "li"))
    await watch.look()
    assert not watch.well
    clocks.add(ClockMark(NODE, "word", sign.at, sign.wall, sign.ahead, "zhang", "已核对"))
    await watch.look()
    assert watch.well
    last = clocks.marks(1)[0]
    assert (last.kind, last.account, last.reason) == ("trusted", "zhang", "已核对")
    assert clocks.signs()[0].at == machine.true - HOUR


async def test_a_word_from_before_the_alarm_says_nothing_about_it(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    clocks.add(ClockMark(NODE, "word", NOON, NOON - HOUR, -HOUR, "zhang"))
    machine.shift = -HOUR
    await watch.look()
    await watch.look()
    assert not watch.well
    machine.shift = TEN_YEARS
    clocks.add(ClockMark(NODE, "word", NOON, NOON - HOUR, -HOUR, "zhang"))
    await watch.look()
    assert not watch.well


async def test_a_full_disk_delays_the_marks_and_loses_none(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    machine.full = True
    for machine.shift in (TEN_YEARS, timedelta()):
        await watch.look()
    assert watch.part()["state"] == "distrusted"
    machine.full = False
    await watch.look()
    assert kinds(clocks) == ["distrusted", "stepped"]


async def test_a_start_is_judged_by_the_sign_and_goes_on_from_it(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    machine.passes(61 * 24 * HOUR)
    again = watch_of(machine, clocks)
    await again.start()
    assert again.part()["state"] == "waiting"
    assert again.clock.now == NOON
    assert kinds(clocks) == ["waiting"]
    # Nor does another start make it right.
    third = watch_of(machine, clocks)
    await third.start()
    assert third.part()["state"] == "waiting"


async def test_another_name_does_not_make_a_doubted_clock_a_trusted_one(
    machine: Machine, clocks: NodeClocks, watch: ClockWatch
) -> None:
    machine.shift = -HOUR
    await watch.look()
    machine.passes(MINUTE)
    renamed = ClockWatch(TrustedClock(machine.read), "other", clocks, machine.ask)
    await renamed.start()
    assert renamed.part()["state"] == "waiting"
    assert renamed.clock.now == NOON


async def test_time_trusted_back_clears_the_later_signs_of_nodes_that_are_gone(
    machine: Machine, clocks: NodeClocks
) -> None:
    later = NOON + TEN_YEARS
    clocks.put(NodeClock("gone:8000", later, later, "trusted", None))
    watch = watch_of(machine, clocks)
    await watch.start()
    assert watch.part()["state"] == "waiting"
    sign = watch.sign()
    clocks.add(ClockMark(NODE, "word", sign.at, sign.wall, sign.ahead, "zhang"))
    await watch.look()
    assert watch.clock.now == NOON
    assert [one.node for one in clocks.signs()] == [NODE]


async def test_timers_are_set_again_after_the_machine_has_slept(
    machine: Machine, watch: ClockWatch
) -> None:
    await watch.look()
    machine.passes(8 * HOUR)
    await watch.look()
    assert watch.well
    assert machine.rearmed == 1


async def test_a_virtual_clock_is_nobodys_concern(machine: Machine, clocks: NodeClocks) -> None:
    watch = watch_of(machine, clocks, virtual=True)
    await watch.start()
    machine.shift = TEN_YEARS
    await watch.look()
    assert watch.part() == {"state": "virtual", "node": NODE, "ahead_s": 0.0, "since": None}
    assert watch.well
    assert machine.rearmed == 1
    assert (clocks.signs(), kinds(clocks)) == ([], [])
