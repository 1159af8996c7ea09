"""Four deaths of a server that calls; the long run is `python -m tests.benchmarks.call_kills`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.api.calling.channels.listener import listening
from tests.crash.call_kills import CallKills

KILLS = 4
SEED = 20261130


def test_no_call_is_lost_and_none_is_entered_twice(tmp_path: Path) -> None:
    with listening() as listener:
        life = CallKills(tmp_path, f"sqlite:///{tmp_path / 'zhiban.db'}", SEED, listener)
        tally = asyncio.run(life.run(KILLS))
    assert tally.wrong == []
    assert (tally.lost, tally.doubled_on_record) == (0, 0), str(tally)
    assert tally.deaths.total() == KILLS and tally.messages >= len(tally.acknowledged) > 0
