"""The schema goes up and down, fits the tables, and is refused when it is too new."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from api.store import schema
from api.store.database import Database
from api.store.errors import StoreUnavailable
from api.store.states import States
from api.store.tables import METADATA, MetaRow, table
from tests.api.store.desk import Desk, unit_of_work

META = table(MetaRow)


@pytest.fixture
def empty(empty_url: str) -> Any:
    database = Database.open(empty_url)
    yield database
    database.close()


def names(database: Database) -> set[str]:
    with database.reading() as connection:
        return set(inspect(connection).get_table_names())


def epoch(database: Database) -> str:
    with database.reading() as connection:
        return str(connection.scalars(select(META.c.value).where(META.c.key == "epoch")).one())


def test_up_makes_all_tables_and_down_leaves_nothing(empty: Database) -> None:
    assert schema.current(empty) is None
    schema.upgrade(empty)
    assert schema.current(empty) == schema.newest()
    assert set(METADATA.tables) <= names(empty)
    schema.downgrade(empty, "base")
    assert schema.current(empty) is None
    assert names(empty) == {"alembic_version"}
    schema.upgrade(empty)
    schema.check(empty)


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_upgrading_again_changes_nothing(empty: Database) -> None:
    schema.upgrade(empty)
    before = epoch(empty)
    schema.upgrade(empty)
    assert epoch(empty) == before


def test_every_database_has_an_epoch_of_its_own(empty: Database) -> None:
    schema.upgrade(empty)
    first = epoch(empty)
    schema.downgrade(empty, "base")
    schema.upgrade(empty)
    assert epoch(empty) != first


def test_the_epoch_can_be_renewed_after_a_restore(database: Database) -> None:
    before = epoch(database)
    schema.renew_epoch(database)
    assert epoch(database) != before


def test_two_servers_may_start_at_once(empty: Database, empty_url: str) -> None:
    others = [empty, *(Database.open(empty_url) for _ in range(3))]
    with ThreadPoolExecutor(len(others)) as threads:
        list(threads.map(schema.upgrade, others))
    assert len({epoch(database) for database in others}) == 1
    for database in others:
        database.close()


def test_a_database_without_tables_is_not_ready(empty: Database) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        schema.check(empty)
    assert refused.value.code == "database_absent"


def test_a_newer_schema_is_refused_untouched(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for ask in (schema.upgrade, schema.check):
        with pytest.raises(StoreUnavailable) as refused:
            ask(database)
        assert refused.value.code == "database_newer"
        assert refused.value.sentence("en").endswith(
            "has a newer schema (9999) than this program (0001). "
            "Upgrade the program, or restore a backup."
        )
    assert schema.current(database) == "9999"


@pytest.mark.parametrize("change", ["UPDATE event SET actor = 'x'", "DELETE FROM event"])
def test_the_database_itself_keeps_the_journal_append_only(
    database: Database, states: States, desk: Desk, change: str
) -> None:
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal)
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(change))
    with unit_of_work(database, states) as journal:
        assert journal.read(opened.after.id) == list(opened.events)
