"""What work costs besides time: processor time, and syncs to the disk.

Rates and their ratios hold for one machine; these carry over to another. Linux only.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from tests.benchmarks import syncs

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Reading:
    """Seconds: real, of the program's processor time, of PostgreSQL's; and the number of syncs.

    `synced` is 0 where nobody counts (`syncs.count_from_here`).
    """

    elapsed: float
    program: float
    database: float
    synced: int

    def since(self, before: Reading) -> Reading:
        """What has been added."""
        return Reading(
            self.elapsed - before.elapsed,
            self.program - before.program,
            self.database - before.database,
            self.synced - before.synced,
        )


def read(postgres: int | None = None) -> Reading:
    """As it stands now; `postgres` is the number of a PostgreSQL's first process."""
    database = 0.0 if postgres is None else with_children(postgres)
    return Reading(perf_counter(), process_time(), database, syncs.synced())


def with_children(process: int) -> float:
    """Seconds of processor time of a process, and of its children, those that ended among them."""
    # After the name in brackets: the times of ended children are 14th and 15th, in ticks.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ended = sum(map(int, fields[13:15])) / TICKS
    return ended + sum(on_core(one) for one in [process, *_children(process)])


def on_core(process: int) -> float:
    """Seconds that the threads of a process have been on a core; 0 if it has ended."""
    total = 0
    with contextlib.suppress(FileNotFoundError):
        for task in Path(f"/proc/{process}/task").iterdir():
            with contextlib.suppress(FileNotFoundError):
                total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def _children(process: int) -> Iterator[int]:
    return map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())
