"""Backups made for a test, and what it asks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from api.store.accounts.accounts import Accounts
from api.store.backup.table_copy import Sum, sums
from api.store.database.connections import Database
from api.store.errors import BackupRefused
from tests.support.postgres import PostgresServer

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""Where no test is about passwords: a real hash takes longer than most of the tests."""


def cheap_accounts(database: Database) -> Accounts:
    """Accounts whose passwords are hashed at once."""
    return Accounts(database, database.write, CHEAP)


def silent(rows: int) -> None:
    """Nobody watches the progress."""


@contextmanager
def target_of(kind: str, folder: Path, server: PostgresServer) -> Iterator[Database]:
    name = "" if kind == "sqlite" else server.clone()
    url = server.url(name) if name else f"sqlite:///{folder / 'target.db'}"
    opened = Database.open(url)
    yield opened
    opened.close()
    if name:
        server.drop(name)


def contents(database: Database) -> dict[str, Sum]:
    """The sums of all tables but those that a restore changes, as a backup has them."""
    with database.reading() as connection:
        tables = sums(connection, silent)
    del tables["meta"], tables["server_event"], tables["chain_link"]
    return tables


def refusal(work: Callable[[], object], code: str) -> BackupRefused:
    with pytest.raises(BackupRefused) as refused:
        work()
    assert refused.value.code == code, refused.value
    return refused.value
