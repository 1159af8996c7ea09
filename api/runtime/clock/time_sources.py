"""Where a server reads its machine's two clocks, and whether a time service keeps one right.

The seconds are those of CLOCK_BOOTTIME: they go on while a laptop or a machine sleeps. With
CLOCK_MONOTONIC, which stands still then, a night's sleep would look like a jump of eight
hours, and a time line that goes by it would be late by the night. Where the system has no
such clock (macOS), its CLOCK_MONOTONIC counts sleep as well.
"""

from __future__ import annotations

import ctypes
import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from engine.clock import wall_now
from engine.trusted_time import Reading

ReadClocks = Callable[[], Reading]
Synchronised = Callable[[], bool]

COUNTING = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
SECONDS_APART = 0.002
"""Two clocks read further apart than this are read again: the thread was interrupted."""

TRIES = 5
TIMEX_BYTES = 512
"""More than the kernel's `struct timex` has on any machine."""

TIME_ERROR = 5
"""What adjtimex returns while no service keeps the clock, and after somebody has set it."""


def read_machine() -> Reading:
    """Both clocks, as nearly at one moment as can be had."""
    best: tuple[float, Reading] | None = None
    for _ in range(TRIES):
        before = time.clock_gettime(COUNTING)
        wall = wall_now()
        apart = time.clock_gettime(COUNTING) - before
        if best is None or apart < best[0]:
            best = apart, Reading(wall, before + apart / 2)
        if apart <= SECONDS_APART:
            break
    assert best is not None  # noqa: S101 - there is at least one try
    return best[1]


def kernel_synchronised() -> bool:
    """Whether the kernel says that a time service keeps its clock; False if it cannot say.

    Setting the clock by hand takes this back, as the files of some time services do not.
    """
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except (OSError, AttributeError):
        return False
    # All zero: asks, and changes nothing.
    state: int = adjtimex(ctypes.create_string_buffer(TIMEX_BYTES))
    return 0 <= state < TIME_ERROR


def sources(shift: Path | None) -> tuple[ReadClocks, Synchronised]:
    """The machine's clocks and its word on them; `shift` names the file of a test."""
    return (read_machine, kernel_synchronised) if shift is None else shifted(shift)


def shifted(file: Path) -> tuple[ReadClocks, Synchronised]:
    """The machine's clocks, moved as a file of JSON says at that moment; for tests only.

    `wall_s` is added to the wall clock, `passed_s` to both, `synchronised` is what is said.
    A file that is not there or half written moves nothing new.
    """
    known: dict[str, float] = {}

    def told(name: str) -> float:
        with suppress(OSError, ValueError):
            known.update(json.loads(file.read_text()))
        return known.get(name, 0.0)

    def read() -> Reading:
        found, passed = read_machine(), told("passed_s")
        shift = timedelta(seconds=told("wall_s") + passed)
        return Reading(found.wall + shift, found.elapsed + passed)

    return read, lambda: bool(told("synchronised"))
