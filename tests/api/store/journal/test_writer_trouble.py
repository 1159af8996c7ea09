"""The writer when the database is shared, locked, or goes away."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import insert, text

from api.store.database.connections import Database
from api.store.database.tables import CounterRow, table
from api.store.integrity.verify import Verdict, verify
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.ports import PlanLibrary
from tests.api.store.commits import Commits, heads
from tests.api.store.desk import Desk

COUNTER = table(CounterRow)


# ── Two servers on one database ─────────────────────────────────────────────


def test_two_servers_write_the_same_journals_without_a_gap(
    url: str, database: Database, writer: Writer, commits: Commits, plans: PlanLibrary, desk: Desk
) -> None:
    second = Database.open(url)
    other = Writer(second, IncidentCache(plans))
    others = Commits(other)
    other.start()
    one = writer.run(desk.open).after.id

    def log(number: int) -> int:
        server = (writer, other)[number % 2]
        return server.run(lambda journal: desk.log(journal, one, str(number))).after.seq

    with ThreadPoolExecutor(8) as threads:
        seqs = list(threads.map(log, range(120)))
    other.close()
    second.close()
    assert sorted(seqs) == list(range(2, 122))
    assert sorted(commits.cursors + others.cursors) == list(range(1, 122))
    assert commits.cursors == sorted(commits.cursors)
    assert others.cursors == sorted(others.cursors)
    with database.reading() as connection:
        assert verify(connection, plans) == Verdict(1, 121, ())


# ── The database goes away ──────────────────────────────────────────────────


async def test_a_lock_that_is_not_given_refuses_all_and_passes(
    url: str, states: IncidentCache, plans: PlanLibrary, desk: Desk, database: Database
) -> None:
    impatient = Database.open(url, wait_seconds=0.05)
    writer = Writer(impatient, states)
    writer.start()
    with database.writing() as connection:
        connection.execute(insert(COUNTER), {"series": "x", "last": 1})
        ends = await asyncio.gather(
            *(writer.submit(desk.open) for _ in range(3)), return_exceptions=True
        )
        assert [getattr(end, "code", None) for end in ends] == ["database_locked"] * 3
    assert (await writer.submit(desk.open)).after.number == "CM-2026-0001"
    writer.close()
    impatient.close()
    assert heads(database, plans)[0] == 1


async def test_connections_that_died_are_replaced_without_anybody_noticing(
    postgres_url: str, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    database = Database.open(postgres_url)
    writer = Writer(database, states)
    writer.start()
    await writer.submit(desk.open)
    cut_off(postgres_url)
    assert (await writer.submit(desk.open)).after.number == "CM-2026-0002"
    cut_off(postgres_url)
    assert heads(database, plans)[0] == 2
    writer.close()
    database.close()


async def test_a_connection_that_dies_in_the_middle_is_tried_once_more(
    postgres_url: str, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    database = Database.open(postgres_url)
    writer = Writer(database, states)
    writer.start()
    runs: list[int] = []

    def cut_in_the_middle(journal: SqlJournal) -> str:
        opened = desk.open(journal)
        runs.append(1)
        if len(runs) == 1:
            cut_off(postgres_url)
        return opened.after.number

    assert await writer.submit(cut_in_the_middle) == "CM-2026-0001"
    assert len(runs) == 2
    assert heads(database, plans) == (1, ["CM-2026-0001"])
    writer.close()
    database.close()


def cut_off(url: str) -> None:
    """End all other sessions of the database, as a restart of the server would."""
    database = Database.open(url)
    with database.reading() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    database.close()
