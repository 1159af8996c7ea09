"""Opening a database, its settings, and what each kind of trouble is called."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from api.store.database.connections import READERS, Database
from api.store.database.tables import CounterRow, table
from api.store.errors import StoreUnavailable
from tests.support.postgres import PostgresServer

COUNTER = table(CounterRow)
BRIEFLY = 0.05


def refusal(url: str, *, create: bool = True) -> StoreUnavailable:
    with pytest.raises(StoreUnavailable) as refused:
        Database.open(url, create=create, wait_seconds=BRIEFLY)
    return refused.value


def put(database: Database, series: str) -> None:
    with database.writing() as connection:
        connection.execute(insert(COUNTER), {"series": series, "last": 1})


def series(database: Database) -> list[str]:
    with database.reading() as connection:
        return list(connection.scalars(select(COUNTER.c.series).order_by(COUNTER.c.series)))


# ── Addresses ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "mysql://host/db",
        "sqlite://",
        "sqlite:///:memory:",
        "postgresql+asyncpg:///x",
    ],
)
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    error = refusal(url)
    assert error.code == "database_url_wrong"
    assert "sqlite:///file" in error.sentence("en")


def test_a_password_in_the_address_is_never_shown() -> None:
    assert "secret" not in refusal("mysql://me:secret@host/db").sentence()
    unreachable = refusal("postgresql://me:secret@/db?host=/nowhere")
    assert "secret" not in unreachable.sentence() + repr(unreachable.facts)


# ── SQLite ──────────────────────────────────────────────────────────────────


def test_a_folder_is_not_made(tmp_path: Path) -> None:
    error = refusal(f"sqlite:///{tmp_path}/none/zhiban.db")
    assert error.sentence("en") == (
        f"The folder {tmp_path}/none does not exist, so no database can be created there. "
        "Create the folder first."
    )
    assert not (tmp_path / "none").exists()


def test_a_missing_file_is_made_only_if_wanted(tmp_path: Path) -> None:
    file = tmp_path / "zhiban.db"
    assert refusal(f"sqlite:///{file}", create=False).code == "database_absent"
    assert not file.exists()
    Database.open(f"sqlite:///{file}").close()
    assert file.exists()


def test_another_file_is_not_taken_for_a_database(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("something else entirely\n" * 100)
    with pytest.raises(StoreUnavailable) as refused:
        put(Database.open(f"sqlite:///{file}"), "a")
    assert refused.value.code == "database_foreign"
    assert file.read_text().startswith("something else")


def test_a_read_only_database_says_so(sqlite_template: Path) -> None:
    database = Database.open(f"sqlite:///file:{sqlite_template}?mode=ro&uri=true")
    assert series(database) == []
    with pytest.raises(StoreUnavailable) as refused:
        put(database, "a")
    assert refused.value.code == "database_read_only"
    database.close()


@pytest.fixture
def sqlite_database(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    file = tmp_path / "zhiban.db"
    file.write_bytes(sqlite_template.read_bytes())
    database = Database.open(f"sqlite:///{file}", wait_seconds=BRIEFLY)
    yield database
    database.close()


def test_sqlite_keeps_what_it_has_confirmed(sqlite_database: Database) -> None:
    with sqlite_database.begin() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        found = [connection.scalar(text(f"PRAGMA {name}")) for name in asked]
    assert found == ["wal", 2, 1]


def test_a_locked_file_is_waited_for_and_then_told(sqlite_database: Database) -> None:
    other = sqlite3.connect(sqlite_database.where, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable) as refused:
        put(sqlite_database, "a")
    assert refused.value.code == "database_locked"
    assert sqlite_database.where in refused.value.sentence()
    assert series(sqlite_database) == []
    other.execute("ROLLBACK")
    other.close()
    put(sqlite_database, "a")
    assert series(sqlite_database) == ["a"]


def test_a_full_disk_is_told(sqlite_database: Database) -> None:
    with pytest.raises(StoreUnavailable) as refused, sqlite_database.writing() as connection:
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
        rows = [{"series": "x" * 500 + str(n), "last": 1} for n in range(100)]
        connection.execute(insert(COUNTER), rows)
    assert refused.value.code == "database_full"
    assert series(sqlite_database) == []


# ── PostgreSQL ──────────────────────────────────────────────────────────────


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    error = refusal(f"postgresql://zhiban@/zhiban?host={tmp_path}")
    assert error.code == "database_unreachable"
    assert "try again later" in error.sentence("en")


def test_a_database_that_is_not_there(postgres_server: PostgresServer) -> None:
    assert refusal(postgres_server.url("nowhere")).code == "database_absent"


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_spelling_of_postgresql(postgres_url: str, scheme: str) -> None:
    url = postgres_url.replace("postgresql+psycopg", scheme)
    database = Database.open(url)
    put(database, "a")
    assert series(database) == ["a"]
    database.close()


def test_a_database_that_cannot_hold_chinese(postgres_server: PostgresServer) -> None:
    with postgres_server.connect("postgres") as connection:
        connection.execute("CREATE DATABASE euc TEMPLATE template0 ENCODING 'EUC_CN'")
    error = refusal(postgres_server.url("euc"))
    postgres_server.drop("euc")
    assert (error.code, error.facts["found"]) == ("database_encoding", "EUC_CN")


def test_a_server_that_only_reads(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    with pytest.raises(StoreUnavailable) as refused, database.writing() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(insert(COUNTER), {"series": "a", "last": 1})
    assert refused.value.code == "database_read_only"
    database.close()


# ── Both ────────────────────────────────────────────────────────────────────


def test_writers_wait_for_each_other(url: str, database: Database) -> None:
    other = Database.open(url, wait_seconds=BRIEFLY)
    with database.writing() as connection:
        connection.execute(insert(COUNTER), {"series": "a", "last": 1})
        with pytest.raises(StoreUnavailable) as refused:
            put(other, "b")
    assert refused.value.code == "database_locked"
    put(other, "b")
    assert series(database) == ["a", "b"]
    other.close()


def test_a_snapshot_does_not_see_what_comes_after(database: Database) -> None:
    put(database, "a")
    wanted = select(COUNTER.c.series).order_by(COUNTER.c.series)
    with database.reading() as connection:
        assert list(connection.scalars(wanted)) == ["a"]
        put(database, "b")
        assert list(connection.scalars(wanted)) == ["a"]
    assert series(database) == ["a", "b"]


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(StoreUnavailable) as refused, database.reading() as connection:
        connection.execute(insert(COUNTER), {"series": "a", "last": 1})
    assert refused.value.code == "database_read_only"
    assert series(database) == []


def test_a_single_question_sees_what_is_committed(database: Database) -> None:
    wanted = select(COUNTER.c.series)
    for name in ("a", "b"):
        with database.asking() as connection:
            before = list(connection.scalars(wanted))
        put(database, name)
        with database.asking() as connection:
            assert sorted(connection.scalars(wanted)) == sorted([*before, name])
    # The connection goes back to making snapshots.
    with database.reading() as connection:
        assert len(list(connection.scalars(wanted))) == 2
        put(database, "c")
        assert len(list(connection.scalars(wanted))) == 2


def test_what_was_to_be_written_is_not_in_messages(database: Database) -> None:
    put(database, "姓名与伤情")
    with pytest.raises(StoreUnavailable) as refused:
        put(database, "姓名与伤情")
    assert "姓名" not in refused.value.sentence() + repr(refused.value.facts)
    assert "[SQL parameters hidden" in str(refused.value.__cause__)


def test_an_error_inside_rolls_everything_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(insert(COUNTER), {"series": "a", "last": 1})
        raise ZeroDivisionError
    assert series(database) == []


def test_more_readers_than_connections_are_refused(url: str) -> None:
    database = Database.open(url, wait_seconds=BRIEFLY)
    snapshots = [database.reading() for _ in range(READERS)]
    for each in snapshots:
        each.__enter__()
    with pytest.raises(StoreUnavailable) as refused:
        series(database)
    assert refused.value.code == "readers_full"
    for each in snapshots:
        each.__exit__(None, None, None)
    assert series(database) == []
    database.close()
