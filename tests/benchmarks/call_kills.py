"""Kill a server again and again while it calls people.

    python -m tests.benchmarks.call_kills [--rounds 300] [--seed N] [--minutes N]

Half of the kills on SQLite, half on PostgreSQL, a fresh database every 50. Prints how many messages
were lost, entered twice, and received more than once (which may happen, and is in the record), and
exits with 1 if anything was wrong. CI runs four (`tests/crash/test_call_kills.py`).
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.api.calling.channels.listener import listening
from tests.crash.call_kills import CallKills, Tally
from tests.crash.runs import running_postgres, short_folder

KILLS_A_DATABASE = 50


async def campaign(rounds: int, seed: int, minutes: float) -> Tally:
    """One database after the other, of the two kinds in turn; everything that was found."""
    total, until = Tally(), time.monotonic() + minutes * 60
    with running_postgres(fsync=True) as server:
        while total.deaths.total() < rounds and time.monotonic() < until:
            seed += 1
            several = min(KILLS_A_DATABASE, rounds - total.deaths.total())
            with short_folder() as folder, listening() as listener:
                file = f"sqlite:///{folder / 'zhiban.db'}"
                url = file if seed % 2 else server.url(server.clone())
                found = await CallKills(folder, url, seed, listener).run(several)
            print(f"{url.partition(':')[0]}, seed {seed}: {found}", *found.wrong, sep="\n")
            sys.stdout.flush()
            total.deaths += found.deaths
            total.acknowledged |= found.acknowledged
            total.messages += found.messages
            total.lost += found.lost
            total.doubled_on_record += found.doubled_on_record
            total.received_twice += found.received_twice
            total.wrong += found.wrong
    return total


def main() -> None:
    """Run, print, and say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.call_kills")
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=60.0, help="begin nothing after these")
    given = parser.parse_args()
    total = asyncio.run(campaign(given.rounds, given.seed, given.minutes))
    print(total)
    well = not total.wrong and not total.lost and not total.doubled_on_record
    sys.exit(0 if well and total.deaths.total() >= given.rounds else 1)


if __name__ == "__main__":
    main()
