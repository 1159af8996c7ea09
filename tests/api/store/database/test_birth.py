"""A database is for real incidents or for exercises, from its first opening on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from api.store.database.birth import birth_of, open_as
from api.store.database.connections import Database
from api.store.errors import WrongBirth
from tests.api.town import DATABASE, ago, found_town, opening
from tests.support.cli import zhiban
from tests.support.server import start_zhiban

VIRTUAL = ("--clock-speed", "60")


def test_the_first_opening_marks_and_the_mark_stays(database: Database) -> None:
    with database.reading() as connection:
        assert birth_of(connection) is None
    database.write(lambda connection: open_as(connection, "exercise"))
    database.write(lambda connection: open_as(connection, "exercise"))
    with pytest.raises(WrongBirth) as refused:
        database.write(lambda connection: open_as(connection, "real"))
    assert refused.value.code == "database_is_exercise"
    with database.reading() as connection:
        assert birth_of(connection) == "exercise"


def test_a_drill_does_not_take_a_database_that_an_office_has_prepared(tmp_path: Path) -> None:
    """Accounts are made before the first start: the mark of a drill would be there for good."""
    word = "a long enough word\n"
    new = ("user", "add", "王值班", "--role", "duty_officer", "--password-stdin")
    made = zhiban(tmp_path, *new, typed=word)
    assert made.returncode == 0, made.stderr
    url = ("--database-url", f"sqlite:///{tmp_path / DATABASE}")
    refused = zhiban(tmp_path, "drill", "serve", "mine_flood_night", "--port", "0", *url)
    assert refused.returncode == 1, refused.stdout
    assert "已经有账号，还没有启动过" in refused.stderr
    database = Database.open(url[1], create=False)
    with database.reading() as connection:
        assert birth_of(connection) is None
    database.close()


def test_neither_kind_of_server_opens_the_others_database(tmp_path: Path) -> None:
    real, played = tmp_path / "real", tmp_path / "played"
    for folder in (real, played):
        folder.mkdir()
    town = found_town(real)
    town.open()
    exercise = town.open("coal_mine", exercise=True)
    assert exercise["exercise"] is True, "a real server still takes marked exercises"
    assert town.server.stop() == 0
    start_zhiban(played, *VIRTUAL).stop()
    for folder, arguments, words in (
        (real, VIRTUAL, "用来记真实事件"),
        (played, (), "只用来演练"),
    ):
        before = (folder / DATABASE).read_bytes()
        refused = zhiban(folder, "serve", "--port", "0", *arguments)
        assert refused.returncode == 1, refused.stderr
        assert words in refused.stderr
        assert (folder / DATABASE).read_bytes() == before
    start_zhiban(real).stop()
    start_zhiban(played, *VIRTUAL).stop()


def test_a_database_of_before_there_were_marks_is_what_it_holds(tmp_path: Path) -> None:
    town = found_town(tmp_path)
    body = opening("coal_mine", received_at=ago(hours=1))
    assert town.post("/api/incidents", body).status_code == 201
    assert town.server.stop() == 0
    database = Database.open(f"sqlite:///{tmp_path / DATABASE}")
    forget = text("DELETE FROM meta WHERE key = 'born'")
    database.write(lambda connection: connection.execute(forget))
    with pytest.raises(WrongBirth) as refused:
        database.write(lambda connection: open_as(connection, "exercise"))
    assert refused.value.code == "database_is_real"
    database.write(lambda connection: open_as(connection, "real"))
    database.close()


def test_a_mark_that_was_changed_is_found(tmp_path: Path) -> None:
    town = found_town(tmp_path)
    town.open()
    assert town.server.stop() == 0
    assert zhiban(tmp_path, "journal", "verify").returncode == 0
    database = Database.open(f"sqlite:///{tmp_path / DATABASE}")
    edit = text("UPDATE meta SET value = 'exercise' WHERE key = 'born'")
    database.write(lambda connection: connection.execute(edit))
    database.close()
    found = zhiban(tmp_path, "journal", "verify")
    assert found.returncode == 1
    assert "标记被改过" in found.stdout
