"""While nobody listens, and nobody is expected back, no frames are made; and nothing is missed."""

from __future__ import annotations

import pytest

from tests.api.live.desk import MemoryDesk, Watcher
from tests.api.live.test_fanout import turns
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
