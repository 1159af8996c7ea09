"""Kill a server again and again amid commands, sign-ins and account changes, for its chain.

    python -m tests.benchmarks.chain_kills [--kills 300] [--seed N] [--minutes N]

Half of the kills on SQLite, half on PostgreSQL, a fresh database every 50. Prints what was
acknowledged, lost and doubled, and exits with 1 if anything was wrong. CI runs 8 on SQLite
(`tests/crash/test_chain_kills.py`). Not collected by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from collections import Counter

from tests.crash.chain_kills import ChainKills
from tests.crash.runs import running_postgres, short_folder

KILLS_A_DATABASE = 50


async def campaign(kills: int, seed: int, minutes: float) -> bool:
    """One database after the other, of the two kinds in turn; whether all was well."""
    wrong: list[str] = []
    deaths, acknowledged = Counter[str](), 0
    until = time.monotonic() + minutes * 60
    with running_postgres(fsync=True) as server:
        while deaths.total() < kills and time.monotonic() < until:
            seed += 1
            several = min(KILLS_A_DATABASE, kills - deaths.total())
            with short_folder() as folder:
                file = f"sqlite:///{folder / 'zhiban.db'}"
                url = file if seed % 2 else server.url(server.clone())
                life = ChainKills(folder, url, seed)
                await life.run(several)
            kind = "sqlite" if seed % 2 else "postgresql"
            deaths.update({f"{kind} {point}": n for point, n in life.deaths.items()})
            acknowledged += life.told.acknowledged
            wrong += life.wrong
            print(f"{deaths.total()} kills, {len(wrong)} wrong (seed {seed})", flush=True)
    print(f"acknowledged: {acknowledged}; deaths: {dict(deaths)}")
    print("\n".join(wrong))
    return not wrong and deaths.total() >= kills


def main() -> None:
    """Run, print, and say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.chain_kills")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=60.0, help="begin nothing after these")
    given = parser.parse_args()
    sys.exit(0 if asyncio.run(campaign(given.kills, given.seed, given.minutes)) else 1)


if __name__ == "__main__":
    main()
