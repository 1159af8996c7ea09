"""The queue of password checks is bounded, and strangers do not stand before known devices."""

import asyncio
from threading import Event

import pytest

from api.access.hashing_queue import HashingQueue, Lane, QueueFull


async def test_a_full_lane_refuses_at_once_and_takes_again_later() -> None:
    lane, gate = Lane(at_once=1, most_waiting=2), Event()
    try:
        held = [asyncio.create_task(lane.run(gate.wait, 20)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(QueueFull):
            await lane.run(gate.wait, 20)
        gate.set()
        assert await asyncio.gather(*held) == [True, True]
        assert await lane.run(gate.wait, 20)
    finally:
        gate.set()
        lane.close()


async def test_a_known_device_passes_while_the_strangers_lane_is_full() -> None:
    queue, gate = HashingQueue(), Event()
    try:
        held = [asyncio.create_task(queue.strangers.run(gate.wait, 20)) for _ in range(16)]
        await asyncio.sleep(0)
        with pytest.raises(QueueFull):
            await queue.strangers.run(gate.wait, 20)
        assert await queue.known.run(lambda: "in") == "in"
        gate.set()
        await asyncio.gather(*held)
    finally:
        gate.set()
        queue.close()
