"""Readiness by writing: one try for all who ask, and no waiting where the answer is known."""

from __future__ import annotations

import asyncio

import pytest

from api.monitoring.write_check import WriteCheck


class Disk:
    """Writes that end when and as the test says."""

    def __init__(self) -> None:
        self.tries = 0
        self.trouble: Exception | None = None
        self.free = asyncio.Event()
        self.free.set()

    async def write(self) -> None:
        self.tries += 1
        await self.free.wait()
        if self.trouble is not None:
            raise self.trouble


def pulse_of(disk: Disk) -> WriteCheck:
    return WriteCheck(disk.write, lambda: disk.trouble)


async def test_one_write_answers_all_who_ask_within_a_second() -> None:
    disk = Disk()
    pulse = pulse_of(disk)
    await asyncio.gather(*(pulse.check() for _ in range(10)))
    await pulse.check()
    assert disk.tries == 1


async def test_a_write_that_fails_says_why_and_the_next_one_that_it_is_over() -> None:
    disk = Disk()
    pulse = pulse_of(disk)
    disk.trouble = OSError("full")
    with pytest.raises(OSError, match="full"):
        await pulse.check()
    disk.trouble = None
    await pulse.check()
    assert disk.tries == 2


async def test_nobody_waits_for_what_is_known_to_fail() -> None:
    disk = Disk()
    pulse = pulse_of(disk)
    disk.trouble = OSError("locked")
    disk.free.clear()
    for _ in range(3):
        with pytest.raises(OSError, match="locked"):
            await pulse.check()
    assert disk.tries == 1
    disk.trouble = None
    disk.free.set()
    await pulse.check()
    assert disk.tries == 1
