"""The machine's two clocks, as they are and as a test wants them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from api.runtime.clock.time_sources import kernel_synchronised, read_machine, shifted, sources
from engine.trusted_time import Limits, TimeLine, advance

SECOND = timedelta(seconds=1)


def test_both_clocks_are_read_at_nearly_one_moment() -> None:
    first = read_machine()
    line = TimeLine(first.wall, first)
    for _ in range(200):
        line = advance(line, read_machine(), Limits())
    assert line.trusted
    assert line.steps == 0
    assert first.elapsed < line.reading.elapsed


def test_the_kernel_has_an_opinion_on_its_clock() -> None:
    # Whichever it is here: it is asked, and nothing is changed by it.
    assert kernel_synchronised() in (True, False)
    assert sources(None) == (read_machine, kernel_synchronised)


def test_a_tests_file_moves_the_clocks(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    read, synchronised = shifted(file)
    assert abs(read().wall - read_machine().wall) < 5 * SECOND
    assert not synchronised()
    file.write_text(json.dumps({"wall_s": 3600, "passed_s": 60, "synchronised": True}))
    true, found = read_machine(), read()
    assert abs(found.wall - true.wall - 3660 * SECOND) < 5 * SECOND
    assert abs(found.elapsed - true.elapsed - 60) < 5
    assert synchronised()
    file.write_text('{"wall_s": 36')
    assert abs(read().wall - read_machine().wall - 3660 * SECOND) < 5 * SECOND
