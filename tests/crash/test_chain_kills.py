"""Eight deaths, aimed at the server's chain.

The long run, on both databases, is `python -m tests.benchmarks.chain_kills`.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.crash.chain_kills import ChainKills

KILLS = 8
SEED = 20211108


def test_the_chain_of_a_server_that_is_killed_again_and_again_is_whole(tmp_path: Path) -> None:
    life = ChainKills(tmp_path, f"sqlite:///{tmp_path / 'zhiban.db'}", SEED)
    asyncio.run(life.run(KILLS))
    assert life.wrong == []
    assert sum(life.deaths.values()) == KILLS
    assert set(life.deaths) == {"random", "before_commit", "after_commit"}
    assert life.told.lines
    assert life.told.sign_ins
    assert life.told.sign_outs
    assert life.told.moves
    assert len(life.heads) == KILLS
    assert life.memory.seen is not None, "a screen was shown the chain's end"
