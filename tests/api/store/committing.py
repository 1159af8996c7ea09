"""A program that commits from many callers and prints what it is told: `INCIDENT SEQ` a line.

Run by `test_durability`, which kills it: `python -m tests.api.store.committing URL`.
"""

from __future__ import annotations

import asyncio
import sys

from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.writer import Writer
from engine.memory import FixedPlans
from engine.plan.loader import load_plan
from tests.api.store.desk import PLANS, Desk

CALLERS = 20


async def commit_for_ever(url: str) -> None:
    """Each caller opens an incident and goes on writing into its log."""
    plans = FixedPlans({"coal_mine": load_plan(PLANS / "coal_mine")})
    database = Database.open(url)
    schema_version.upgrade(database)
    writer = Writer(database, IncidentCache(plans))
    writer.start()
    desk = Desk(plans)

    async def caller() -> None:
        one = (await writer.submit(desk.open)).after.id
        print(one, 1, flush=True)
        while True:
            logged = await writer.submit(lambda journal: desk.log(journal, one))
            print(one, logged.after.seq, flush=True)

    await asyncio.gather(*(caller() for _ in range(CALLERS)))


if __name__ == "__main__":
    asyncio.run(commit_for_ever(sys.argv[1]))
