"""The PostgreSQL of the tests is a real one."""

from pathlib import Path

import psycopg
import pytest

from tests.support import postgres
from tests.support.postgres import PostgresServer, PostgresUnavailable, running_postgres


def connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)


def test_a_query_is_answered(postgres_url: str) -> None:
    with connect(postgres_url) as connection:
        row = connection.execute("SELECT current_setting('server_version_num')::int").fetchone()
    assert row is not None
    assert row[0] >= 150000


def test_chinese_text_comes_back_as_it_went_in(postgres_url: str) -> None:
    with connect(postgres_url) as connection:
        connection.execute("CREATE TABLE report (summary text)")
        connection.execute("INSERT INTO report VALUES (%s)", ["大同市煤矿透水，3人被困"])
        assert connection.execute("SELECT summary FROM report").fetchone() == (
            "大同市煤矿透水，3人被困",
        )


def test_every_test_has_its_own_database(postgres_server: PostgresServer) -> None:
    template = postgres_server.clone()
    with connect(postgres_server.url(template)) as connection:
        connection.execute("CREATE TABLE kept (id int)")
    first, second = postgres_server.clone(template), postgres_server.clone(template)
    with connect(postgres_server.url(first)) as connection:
        connection.execute("INSERT INTO kept VALUES (1)")
    with connect(postgres_server.url(second)) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    for database in (first, second, template):
        postgres_server.drop(database)


def test_it_listens_on_no_network_address(postgres_server: PostgresServer) -> None:
    with postgres_server.connect("postgres") as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_crash_loses_nothing_that_was_committed() -> None:
    with running_postgres(fsync=True) as server:
        database = server.clone()
        with connect(server.url(database)) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS id")
            server.kill()
        server.start()
        with connect(server.url(database)) as connection:
            assert connection.execute("SELECT id FROM kept").fetchone() == (7,)


def test_its_folder_is_gone_afterwards() -> None:
    with running_postgres() as server:
        assert server.folder.exists()
    assert not server.folder.exists()


def test_without_binaries_it_says_where_it_looked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "binary_folders", lambda: iter([tmp_path]))
    with pytest.raises(PostgresUnavailable, match=str(tmp_path)):
        postgres.find_binaries()
