"""One pass over many clients: nobody is skipped, nobody waits for another."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import replace

import pytest

from api.access.audience import VIEWER
from api.live.delivery.broadcast import beat_after
from api.live.delivery.cohorts import FILES_BESIDE
from api.live.delivery.subscriber import Subscriber
from api.live.feed.subscription_filter import SubscriptionFilter
from tests.api.live.desk import Committed, MemoryDesk, Watcher
from tests.api.live.pipes import Pipe, SocketPipe, descriptors, room_for
from tests.engine.stories import real_plans


def test_after_a_heartbeat_that_came_early_no_client_waits_for_longer_than_one_period() -> None:
    assert beat_after(due=100, now=91, period=10) == 101
    assert beat_after(due=100, now=100.4, period=10) == 110
    assert beat_after(due=100, now=137, period=10) == 137


async def turns(number: int = 60) -> None:
    for _ in range(number):
        await asyncio.sleep(0)


async def crowd(desk: MemoryDesk, size: int, way: type[Pipe] = Pipe) -> list[Watcher]:
    watchers = [Watcher(desk, True, frozenset(), way=way) for _ in range(size)]
    for watcher in watchers:
        watcher.connect()
    await turns()
    for watcher in watchers:
        watcher.take()
    return watchers


async def standing(
    size: int, way: type[Pipe] = SocketPipe
) -> tuple[MemoryDesk, str, list[Watcher]]:
    """A running desk, an incident, and a crowd that has had one event together."""
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    watchers = await crowd(desk, size, way)
    desk.does(incident, "add_log_entry", text="0")
    await turns()
    for watcher in watchers:
        watcher.take()
    return desk, incident, watchers


async def leave_well(desk: MemoryDesk, watchers: list[Watcher]) -> None:
    """Everybody has heard everything once, and goes."""
    await turns()
    for watcher in watchers:
        watcher.take()
        watcher.check()
        await watcher.drop()
    await desk.hub.stop()


async def first_served(watchers: list[Watcher]) -> list[Watcher]:
    """Those who were reached in the first turn of a pass."""
    for _ in range(60):
        await asyncio.sleep(0)
        served = [watcher for watcher in watchers if watcher.pipe.reached]
        if served:
            return served
    raise AssertionError("nobody was served")


@pytest.mark.parametrize("way", [Pipe, SocketPipe])
async def test_leaving_in_the_middle_of_a_pass_skips_nobody(way: type[Pipe]) -> None:
    desk, incident, watchers = await standing(300, way)
    desk.does(incident, "add_log_entry", text="1")
    left: list[Watcher] = []
    while not all(reached := [w.pipe.reached for w in watchers]):
        await asyncio.sleep(0)
        if any(reached):
            served = [w for w, so in zip(watchers, reached, strict=True) if so]
            waiting = [w for w in watchers if w not in served]
            for watcher in served[:7] + waiting[:3]:
                await watcher.drop()
                watchers.remove(watcher)
                left.append(watcher)
    assert left
    desk.does(incident, "add_log_entry", text="2")
    await leave_well(desk, watchers)


async def test_one_that_comes_back_in_the_middle_of_a_pass_hears_each_event_once() -> None:
    desk, incident, watchers = await standing(300)
    desk.does(incident, "add_log_entry", text="1")
    served = await first_served(watchers)
    assert len(served) < len(watchers)
    for watcher in (served[0], watchers[-1]):
        watcher.take()
        await watcher.drop()
        watcher.connect()
    await leave_well(desk, watchers)


async def test_the_number_of_a_closed_socket_is_never_written_to_again() -> None:
    desk, incident, watchers = await standing(3)
    number = watchers[1].pipe.socket
    watchers[1].pipe.close(1006, "")
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert number in (ours.fileno(), theirs.fileno())
        theirs.setblocking(False)
        ours.setblocking(False)
        desk.does(incident, "add_log_entry", text="not for the stranger")
        await turns()
        for end in (ours, theirs):
            with pytest.raises(BlockingIOError):
                end.recv(1)
    await leave_well(desk, [watchers[0], watchers[2]])


async def test_a_number_that_was_closed_without_notice_is_never_written_to_again() -> None:
    desk, incident, watchers = await standing(3)
    pipe = watchers[1].pipe
    pipe.on_held, number = None, pipe.socket
    pipe.close(1006, "")
    pipe.socket = number
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert number in (ours.fileno(), theirs.fileno())
        for text in ("not for the stranger", "nor this"):
            desk.does(incident, "add_log_entry", text=text)
            await turns()
            for end in (ours, theirs):
                with pytest.raises(BlockingIOError):
                    end.recv(1, socket.MSG_DONTWAIT)
    await watchers[1].drop()
    await leave_well(desk, [watchers[0], watchers[2]])


async def test_a_duplicate_ends_with_its_members_place_however_that_ends() -> None:
    before = len(descriptors())
    desk, incident, watchers = await standing(6)
    assert len(descriptors()) == before + 6 * 3
    watchers[0].pipe.close(1006, "")
    assert len(descriptors()) == before + 5 * 3
    watchers[1].subscribe(None)
    desk.does(incident, "add_log_entry", text="长" * 4000)
    await turns(4)
    assert len(descriptors()) < before + 5 * 3
    for watcher in watchers[1:]:
        while watcher.take():
            await turns()
    desk.does(incident, "add_log_entry", text="all stand together again")
    await turns()
    assert len(descriptors()) == before + 5 * 3
    await desk.hub.stop()
    assert len(descriptors()) == before
    for watcher in watchers:
        await watcher.drop()


async def test_without_descriptors_for_duplicates_every_event_is_heard_all_the_same() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    watchers = await crowd(desk, 3, SocketPipe)
    before = len(descriptors())
    with room_for(3):
        for text in "12":
            desk.does(incident, "add_log_entry", text=text)
            await turns()
    assert len(descriptors()) == before
    await leave_well(desk, watchers)


async def test_duplicates_are_given_up_when_clients_need_the_descriptors() -> None:
    with room_for(FILES_BESIDE + 2 * 2):
        desk, incident, watchers = await standing(2)
    before = len(descriptors())
    watchers += await crowd(desk, 1, SocketPipe)
    assert len(descriptors()) == before - 2 + 2
    desk.does(incident, "add_log_entry", text="1")
    await turns()
    assert len(descriptors()) == before - 2 + 2
    await leave_well(desk, watchers)


@pytest.mark.parametrize("way", [Pipe, SocketPipe])
async def test_one_that_takes_nothing_costs_no_memory_and_delays_nobody(way: type[Pipe]) -> None:
    desk = MemoryDesk(real_plans()["grain"], resume_limit=10_000)
    incident = desk.open()
    desk.hub.start()
    stuck, *others = await crowd(desk, 4, way)
    for number in range(300):
        desk.does(incident, "add_log_entry", text=str(number) + "长" * 300)
        await turns(4)
        for watcher in others:
            watcher.take()
    for watcher in others:
        await turns()
        watcher.take()
        watcher.check()
    assert stuck.pipe.most < stuck.room + 300_000
    seen = 0
    while seen < len(desk.log) - stuck.since:
        await turns(4)
        stuck.take()
        seen = len(stuck.heard)
    stuck.check()
    for watcher in (stuck, *others):
        await watcher.drop()
    await desk.hub.stop()


async def test_a_later_subscribe_replaces_one_that_is_under_way() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    first, second = desk.open(), desk.open()
    desk.hub.start()
    for number in range(50):
        desk.does(first, "add_log_entry", text=str(number))
    watcher = Watcher(desk, False, frozenset({first}), cursor=2)
    watcher.connect()
    await asyncio.sleep(0)
    watcher.incidents = frozenset({second})
    watcher.subscribe(None)
    await turns(200)
    frames = watcher.pipe.take()
    at = max(i for i, frame in enumerate(frames) if frame["type"] == "snapshot")
    assert [view["id"] for view in frames[at]["incidents"]] == [second]
    assert not [frame for frame in frames[at + 1 :] if frame["type"] == "event"]
    await desk.hub.stop()


async def test_a_snapshot_is_kept_for_those_only_for_whom_it_was_made() -> None:
    desk = MemoryDesk(real_plans()["grain"], ring=16, resume_limit=0)
    closed = desk.open()
    assert desk.does(closed, "close_incident", reason="误报 13812345678")
    open_one = desk.open()
    desk.hub.start()
    await turns()
    watcher = Watcher(desk, True, frozenset({closed}))
    watcher.connect()
    await asyncio.sleep(0)
    assert watcher.client is not None
    # The account changes while its views are still being read.
    desk.hub.see_as(watcher.client, VIEWER)
    watcher.incidents, watcher.audience = frozenset(), VIEWER
    watcher.subscribe(None)
    await turns()
    wall = Watcher(desk, True, frozenset(), audience=VIEWER)
    wall.connect()
    await turns()
    frames = wall.pipe.take()
    views = next(frame["incidents"] for frame in frames if frame["type"] == "snapshot")
    assert [view["id"] for view in views] == [open_one]
    assert "13800138000" not in json.dumps(views)
    for one in (watcher, wall):
        await one.drop()
    await desk.hub.stop()


async def test_what_is_published_while_a_closed_incident_is_read_is_not_missing() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    closed = desk.open()
    assert desk.does(closed, "close_incident", reason="误报")
    desk.hub.start()
    await turns()
    reading = asyncio.create_task(
        desk.board.views(SubscriptionFilter(incidents=frozenset({closed, "none"})))
    )
    await asyncio.sleep(0)
    state = desk.journal.load(closed)
    assert state is not None
    later = replace(state, seq=state.seq + 1)
    desk.board.publish(Committed(later, [(len(desk.log) + 1, desk.log[-1])]))
    (content,) = await reading
    assert json.loads(content)["version"] == later.seq
    await desk.hub.stop()


async def test_an_unknown_cursor_and_an_epoch_alone_are_told_at_once() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    desk.open()
    desk.hub.start()
    await turns()
    client = Subscriber(Pipe(), "x", "s")
    desk.hub.join(client)
    watcher = Watcher(desk, True, frozenset(), client=client)
    watcher.subscribe(10**9)
    await turns()
    assert [frame["type"] for frame in watcher.pipe.take()] == ["resync"]
    watcher.subscribe(None)  # the client knows the epoch and has lost its place
    await turns()
    assert [frame["type"] for frame in watcher.pipe.take()] == ["snapshot"]
    await desk.hub.stop()
