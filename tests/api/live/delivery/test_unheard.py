"""While nobody listens, and nobody is expected back, no frames are made; and nothing is missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.presentation.incident_view import incident_view
from tests.api.live.delivery.test_broadcast import turns
from tests.api.live.desk import START, MemoryDesk, Watcher
from tests.engine.stories import real_plans


async def told(desk: MemoryDesk, several: int = 3) -> str:
    """An incident with some entries, all published."""
    incident = desk.open()
    desk.hub.start()
    for number in range(several):
        desk.does(incident, "add_log_entry", text=str(number))
    await turns()
    assert desk.hub.head == len(desk.log)
    return incident


def in_ring(desk: MemoryDesk) -> int:
    """How many frames there are."""
    ring = desk.fan_out.ring
    return len(ring.after(ring.base, ring.head, 10**9))


async def test_where_nobody_has_listened_yet_nothing_is_made() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    await told(desk)
    assert in_ring(desk) == 0
    await desk.hub.stop()


@pytest.mark.parametrize("cursor", [None, 0, 1])
async def test_who_comes_then_hears_of_everything(cursor: int | None) -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = await told(desk)
    watcher = Watcher(desk, True, frozenset(), cursor=cursor, since=cursor or 0)
    watcher.connect()
    await turns()
    watcher.take()
    desk.does(incident, "record_facts", facts={"price_rise_percent": 35}, source="发改委")
    desk.does(incident, "add_log_entry", text="heard")
    await turns()
    assert in_ring(desk) == 2
    watcher.take()
    watcher.check()
    await desk.hub.stop()


async def test_who_has_just_left_finds_the_frames_in_the_ring() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = await told(desk)
    watcher = Watcher(desk, True, frozenset())
    watcher.connect()
    await turns()
    watcher.take()
    await watcher.drop()
    desk.does(incident, "add_log_entry", text="while it was away")
    await turns()
    assert in_ring(desk) == 1
    await desk.hub.stop()


async def test_an_incident_that_was_closed_unheard_is_off_the_board() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = await told(desk)
    other = desk.open()
    assert desk.does(incident, "close_incident", reason="r")
    await turns()
    watcher = Watcher(desk, True, frozenset())
    watcher.connect()
    await turns()
    watcher.take()
    assert watcher.views.keys() == {other}
    await desk.hub.stop()


async def test_what_time_has_ended_before_the_first_screen_came_is_told_of() -> None:
    """The screen comes from another node, where it had this very cursor."""
    desk = MemoryDesk(real_plans()["grain"])
    incident = await told(desk)
    until = START + timedelta(minutes=30)
    assert desk.does(incident, "record_absence", role="chief_commander", until=until, reason="r")
    await turns()
    watcher = Watcher(desk, True, frozenset(), cursor=desk.hub.head, since=desk.hub.head)
    watcher.views = {incident: desk.fresh(incident)}
    assert watcher.views[incident]["absences"]
    desk.clock.advance(timedelta(minutes=35))
    watcher.connect()
    await turns()
    desk.does(incident, "add_log_entry", text="back")
    await turns()
    watcher.take()
    assert watcher.views[incident] == desk.fresh(incident)
    await desk.hub.stop()


class Flawed:
    """Views, but not of the incidents that are called `bad`."""

    def __init__(self, desk: MemoryDesk) -> None:
        self.bad: set[str] = set()
        desk.board._view = self

    def __call__(self, plan: Plan, state: Incident, now: datetime) -> dict[str, Any]:
        if state.id in self.bad:
            raise LookupError("a defect")
        return incident_view(plan, state, now)


async def test_one_that_cannot_be_shown_takes_no_other_from_the_screens() -> None:
    desk = MemoryDesk(real_plans()["grain"], come_back_s=-1.0)
    flawed = Flawed(desk)
    seen = await told(desk)
    first = Watcher(desk, True, frozenset())
    first.connect()
    await turns()
    first.take()
    await first.drop()
    unseen = desk.open()
    for one in (seen, unseen):
        desk.does(one, "add_log_entry", text="x")
    await turns()
    flawed.bad = {seen}
    watcher = Watcher(desk, True, frozenset())
    watcher.connect()
    await turns()
    watcher.take()
    assert watcher.views.keys() == {seen, unseen}
    assert watcher.views[seen] == first.views[seen]
    flawed.bad = set()
    desk.does(seen, "add_log_entry", text="shown again")
    await turns()
    watcher.take()
    assert watcher.views[seen]["version"] == desk.fresh(seen)["version"]
    await desk.hub.stop()


async def test_a_read_that_is_still_under_way_does_not_end_the_publishing() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    flawed = Flawed(desk)
    incident = await told(desk)
    late = desk.board._reading
    late.append({})
    flawed.bad = {incident}
    desk.does(incident, "add_log_entry", text="x")
    await turns()
    late.clear()
    desk.does(incident, "add_log_entry", text="y")
    await turns()
    assert desk.hub.head == len(desk.log)
    await desk.hub.stop()
