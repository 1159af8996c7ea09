"""The schema goes up and down, fits the tables, and is refused when it is too new."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DBAPIError

from api.server_journal.changed_by import by_program
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.database.tables import METADATA, MetaRow, table
from api.store.errors import StoreUnavailable
from api.store.integrity.signatures import begin_epoch
from api.store.journal.incident_cache import IncidentCache
from tests.api.store.desk import START, Desk, unit_of_work

META = table(MetaRow)
ROOT = Path(__file__).parents[4]


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
    assert schema_version.current(empty) is None
    schema_version.upgrade(empty)
    assert schema_version.current(empty) == schema_version.newest()
    assert set(METADATA.tables) <= names(empty)
    schema_version.downgrade(empty, "base")
    assert schema_version.current(empty) is None
    assert names(empty) == {"alembic_version"}
    schema_version.upgrade(empty)
    schema_version.check(empty)


def test_the_file_names_say_what_alembic_finds() -> None:
    steps = ScriptDirectory(str(schema_version.MIGRATIONS))
    assert schema_version.newest() == steps.get_current_head()
    assert schema_version.revisions() == {one.revision for one in steps.walk_revisions()}


def test_a_start_on_a_current_schema_loads_neither_alembic_nor_psycopg(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    loaded = [loaded_by_opening(url) for _ in range(2)]
    assert "alembic" in loaded[0]
    assert {"alembic", "mako", "psycopg"} & loaded[1] == set()


def loaded_by_opening(url: str) -> set[str]:
    """The packages that a process of its own loads to open a store."""
    program = (
        "import sys; from pathlib import Path; from api.store.facade import Store\n"
        f"store = Store.open({url!r}, Path('plans')); store.peers(); store.close()\n"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


def test_the_migrations_make_what_the_tables_say(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_upgrading_again_changes_nothing(empty: Database) -> None:
    schema_version.upgrade(empty)
    before = epoch(empty)
    schema_version.upgrade(empty)
    assert epoch(empty) == before


def test_every_database_has_an_epoch_of_its_own(empty: Database) -> None:
    schema_version.upgrade(empty)
    first = epoch(empty)
    schema_version.downgrade(empty, "base")
    schema_version.upgrade(empty)
    assert epoch(empty) != first


def test_the_epoch_can_be_renewed_after_a_restore(database: Database) -> None:
    before = epoch(database)
    begin_epoch(database, "renewed", by_program(START), None)
    assert epoch(database) != before


def test_two_servers_may_start_at_once(empty: Database, empty_url: str) -> None:
    others = [empty, *(Database.open(empty_url) for _ in range(3))]
    with ThreadPoolExecutor(len(others)) as threads:
        list(threads.map(schema_version.upgrade, others))
    assert len({epoch(database) for database in others}) == 1
    for database in others:
        database.close()


def test_a_database_without_tables_is_not_ready(empty: Database) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        schema_version.check(empty)
    assert refused.value.code == "database_absent"


def test_a_newer_schema_is_refused_untouched(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for ask in (schema_version.upgrade, schema_version.check):
        with pytest.raises(StoreUnavailable) as refused:
            ask(database)
        assert refused.value.code == "database_newer"
        assert refused.value.sentence("en").endswith(
            f"has a newer schema (9999) than this program ({schema_version.newest()}). "
            "Upgrade the program, or restore a backup."
        )
    assert schema_version.current(database) == "9999"


@pytest.mark.parametrize("change", ["UPDATE event SET actor = 'x'", "DELETE FROM event"])
def test_the_database_itself_keeps_the_journal_append_only(
    database: Database, states: IncidentCache, desk: Desk, change: str
) -> None:
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal)
    with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
        connection.execute(text(change))
    with unit_of_work(database, states) as journal:
        assert journal.read(opened.after.id) == list(opened.events)
