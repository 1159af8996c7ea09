"""Statements handed to the driver as they are fail as SQLAlchemy's would."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from api.store.database.connections import Database
from api.store.database.driver import Driver
from api.store.database.statements import LAST, PUT_ANSWER
from tests.api.store.desk import START
from tests.api.store.journal.test_writer_trouble import cut_off

ANSWER = {
    "account": "zhang",
    "key": "k1",
    "request": "r",
    "status": 200,
    "response": "某人的伤情",
    "created_at": START,
    "audience": "desk",
}


def test_rows_come_back_as_they_were_put(database: Database) -> None:
    later = {**ANSWER, "key": "k2", "created_at": START + timedelta(microseconds=1)}
    with closing(database.line()) as line, database.turn(line):
        bare = Driver(line)
        for rows in ([ANSWER], [later, {**later, "key": "k3"}]):
            with bare.together():
                written = bare.put(PUT_ANSWER, rows)
            assert written.rowcount == len(rows)
    with database.reading() as connection:
        found = connection.execute(PUT_ANSWER.table.select()).all()
    assert [row._asdict() for row in sorted(found)] == [ANSWER, later, {**later, "key": "k3"}]


def test_the_first_question_is_answered_under_the_lock(database: Database) -> None:
    with closing(database.line()) as line:
        with database.turn(line, LAST) as found:
            assert found == []
        with database.turn(line) as nothing:
            assert nothing == []


@pytest.mark.parametrize("rows", [[ANSWER], [{**ANSWER, "key": "k2"}, ANSWER]])
def test_what_the_database_refuses_is_told_without_the_values(
    database: Database, rows: list[dict[str, object]]
) -> None:
    with closing(database.line()) as line:
        with database.turn(line):
            Driver(line).put(PUT_ANSWER, [ANSWER])
        with pytest.raises(IntegrityError) as refused, database.turn(line):
            bare = Driver(line)
            with bare.together():
                bare.put(PUT_ANSWER, rows)
                bare.ask(LAST)
        assert not refused.value.connection_invalidated
        assert "伤情" not in str(refused.value).splitlines()[0]
        with database.turn(line):
            Driver(line).put(PUT_ANSWER, [{**ANSWER, "key": "k4"}])
    with database.reading() as connection:
        keys = connection.scalars(
            PUT_ANSWER.table.select().with_only_columns(PUT_ANSWER.table.c.key)
        )
        assert sorted(keys) == ["k1", "k4"]


def test_a_connection_that_is_lost_is_given_up(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    with closing(database.line()) as line:
        with pytest.raises(DBAPIError) as lost, database.turn(line):
            cut_off(postgres_url)
            bare = Driver(line)
            with bare.together():
                bare.put(PUT_ANSWER, [ANSWER, {**ANSWER, "key": "k2"}])
        assert lost.value.connection_invalidated
    with closing(database.line()) as line, database.turn(line):
        Driver(line).put(PUT_ANSWER, [ANSWER])
    database.close()
