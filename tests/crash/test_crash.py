"""Twenty deaths: nothing lost, nothing twice, and every screen as a fresh read has it.

The long run is `python -m tests.crash --kills 300`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.crash.runs import on_postgres, on_sqlite
from tests.crash.tally import Tally
from tests.support.postgres import PostgresServer, running_postgres

ON_SQLITE, ON_POSTGRES = 10, 10
SEED = 20211108


@pytest.fixture
def durable_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that syncs, to be killed by the test."""
    with running_postgres(fsync=True) as server:
        yield server


Record = Callable[[str, object], None]


def judge(tally: Tally, kills: int, record: Record) -> None:
    """Have the table printed at the end of the run, and fail if it is not clean."""
    record("table", "\n".join(tally.lines()))
    assert tally.kills >= kills
    assert tally.commands > kills
    assert tally.clean, "\n".join(tally.lines())


def test_one_server_on_sqlite_killed_again_and_again(
    tmp_path: Path, record_property: Record
) -> None:
    judge(asyncio.run(on_sqlite(tmp_path, ON_SQLITE, SEED)), ON_SQLITE, record_property)


def test_two_servers_on_postgresql_killed_again_and_again(
    tmp_path: Path, durable_postgres: PostgresServer, record_property: Record
) -> None:
    ends = asyncio.run(on_postgres(durable_postgres, tmp_path, ON_POSTGRES, SEED))
    judge(ends, ON_POSTGRES, record_property)
