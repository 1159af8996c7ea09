"""The long run: `python -m tests.crash --kills 300 [--seed N] [--minutes N] [--exact]`.

Half of the kills on SQLite with one server, half on PostgreSQL with two, a fresh database
every so often; prints the table and exits with 1 if anything was lost, doubled or wrong.
`--exact` starts the installed program each time instead of forking it.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time

from tests.crash.runs import on_postgres, on_sqlite, running_postgres, short_folder
from tests.crash.tally import Tally

KILLS_A_DATABASE = 25


async def long_run(kills: int, seed: int, minutes: float, *, exact: bool) -> Tally:
    """Campaign after campaign, on the two databases in turn."""
    tally = Tally()
    with running_postgres(fsync=True) as server:
        until = time.monotonic() + minutes * 60
        while tally.kills < kills and time.monotonic() < until:
            seed += 1
            several = min(KILLS_A_DATABASE, kills - tally.kills)
            with short_folder() as folder:
                if seed % 2:
                    found = await on_sqlite(folder, several, seed, exact=exact)
                else:
                    found = await on_postgres(server, folder, several, seed, exact=exact)
            tally.add(found)
            print(f"{tally.kills} kills, {len(tally.wrong)} wrong (seed {seed})", flush=True)
    return tally


def main() -> None:
    """Run, print, and say by the exit code whether all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--minutes", type=float, default=60.0, help="begin nothing after these")
    parser.add_argument("--exact", action="store_true")
    given = parser.parse_args()
    tally = asyncio.run(long_run(given.kills, given.seed, given.minutes, exact=given.exact))
    print("\n".join(tally.lines()))
    sys.exit(0 if tally.clean and tally.kills >= given.kills else 1)


if __name__ == "__main__":
    main()
