"""An overdue hand-over starts a call by the rules, once; its signature ends it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.runtime.handover.handover_watch import HandoverWatch
from api.server_journal.changed_by import ChangedBy
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.handover.handovers import Handovers
from engine.calling.standing import cancelling, starting
from engine.clock import VirtualClock
from engine.handover.sheet import handover_sheet
from engine.handover.timing import SIGN_WITHIN
from engine.incident.calls import Call, after_entry
from engine.plan.calling_rules import Trigger
from tests.api.store.desk import START
from tests.engine.calling.books import book, shipped

ZHANG, LI = (ChangedBy(name, "page", START) for name in ("zhang", "li"))
EVENING = START + timedelta(hours=10)


class Calls:
    """The calls of no incident, kept by the engine's own rules."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock, self.known = clock, dict[str, Call]()

    async def notice(self, trigger: Trigger, subject: str, values: Mapping[str, Any]) -> list[str]:
        number, there = len(self.known) + 1, list(self.known.values())
        entries = list(
            starting(
                book(shipped()),
                trigger,
                subject,
                values,
                self.clock.now,
                number,
                there,
                exercise=False,
            )
        )
        for entry in entries:
            self._enter(entry.type, entry.at, entry.data)
        return [entry.data["call"] for entry in entries]

    async def over(self, trigger: Trigger, subject: str) -> int:
        entries = list(cancelling(list(self.known.values()), trigger, subject, self.clock.now))
        for entry in entries:
            self._enter(entry.type, entry.at, entry.data)
        return len(entries)

    def _enter(self, type_: str, at: datetime, data: Mapping[str, Any]) -> None:
        call = after_entry(self.known.get(data["call"]), type_, data, at, exercise=False)
        assert call is not None
        self.known[call.id] = call

    @property
    def states(self) -> list[str]:
        return [call.state for call in self.known.values()]


@pytest.fixture
def handovers(tmp_path: Path) -> Handovers:
    database = Database.open(f"sqlite:///{tmp_path / 'a.db'}")
    schema_version.upgrade(database)
    return Handovers(database, database.write)


async def test_an_unsigned_sheet_calls_until_it_is_signed(handovers: Handovers) -> None:
    clock = VirtualClock(START, elapsed=lambda: 0.0)
    calls = Calls(clock)
    watch = HandoverWatch(handovers, clock, lambda: no_shifts, calls)
    await watch.look()
    handovers.add(handover_sheet([], START), ZHANG, sign=True)
    clock.jump_to(START + SIGN_WITHIN)
    await watch.look()
    assert calls.states == []
    clock.advance(timedelta(seconds=1))
    for _ in range(2):
        await watch.look()
    assert calls.states == ["queued"]
    (call,) = calls.known.values()
    assert (call.trigger, call.rule) == ("handover_overdue", "overdue_handover")
    # Another node, or the same one after a restart, starts no second call.
    again = HandoverWatch(handovers, clock, lambda: no_shifts, calls)
    await again.look()
    assert calls.states == ["queued"]
    handovers.sign(1, "taker", LI)
    await watch.look()
    assert calls.states == ["cancelled"]


async def test_a_signature_while_nobody_looked_ends_the_call(handovers: Handovers) -> None:
    clock = VirtualClock(START + timedelta(hours=1), elapsed=lambda: 0.0)
    calls = Calls(clock)
    handovers.add(handover_sheet([], START), ZHANG, sign=True)
    await HandoverWatch(handovers, clock, lambda: no_shifts, calls).look()
    handovers.sign(1, "taker", LI)
    await HandoverWatch(handovers, clock, lambda: no_shifts, calls).look()
    assert calls.states == ["cancelled"]


async def test_a_shift_that_ends_without_a_sheet_calls(handovers: Handovers) -> None:
    clock = VirtualClock(START, elapsed=lambda: 0.0)
    calls = Calls(clock)
    handovers.add(handover_sheet([], START), ZHANG, sign=True)
    handovers.sign(1, "taker", LI)
    watch = HandoverWatch(handovers, clock, lambda: until_evening, calls)
    await watch.look()
    assert calls.states == []
    clock.jump_to(EVENING + SIGN_WITHIN + timedelta(seconds=1))
    await watch.look()
    assert calls.states == ["queued"]
    handovers.add(handover_sheet([], clock.now), LI, sign=True)
    await watch.look()
    assert calls.states == ["cancelled"]


def no_shifts(_: datetime) -> datetime | None:
    return None


def until_evening(at: datetime) -> datetime | None:
    return next((end for end in (START, EVENING) if end > at), None)
