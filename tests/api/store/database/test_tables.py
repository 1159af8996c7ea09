"""Instants keep their meaning on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from api.store.database.connections import Database
from api.store.database.tables import AccountRow, table

ACCOUNT = table(AccountRow)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BEIJING = timezone(timedelta(hours=8))


def account(name: str, created_at: datetime) -> dict[str, object]:
    return {"name": name, "roles": "[]", "disabled": False, "created_at": created_at}


@pytest.mark.parametrize(
    "instant",
    [
        NOON,
        NOON + timedelta(microseconds=1),
        NOON.replace(microsecond=999_999),
        NOON.astimezone(BEIJING),
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-11, minutes=-30))),
        datetime(9999, 12, 31, tzinfo=UTC),
        datetime(1, 1, 2, tzinfo=UTC),
    ],
)
def test_an_instant_comes_back_as_the_same_instant_in_utc(
    database: Database, instant: datetime
) -> None:
    with database.writing() as connection:
        connection.execute(insert(ACCOUNT), account("a", instant))
    with database.reading() as connection:
        found = connection.scalars(select(ACCOUNT.c.created_at)).one()
    assert found == instant
    assert found.tzinfo is UTC


def test_a_naive_instant_is_refused_and_nothing_is_written(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError) as refused, database.writing() as connection:
        connection.execute(insert(ACCOUNT), account("a", naive))
    assert isinstance(refused.value.orig, ValueError)
    assert "a naive instant cannot be stored" in str(refused.value)
    with database.reading() as connection:
        assert connection.execute(select(ACCOUNT)).all() == []


def test_a_naive_instant_is_refused_in_a_question_too(database: Database) -> None:
    wanted = select(ACCOUNT).where(ACCOUNT.c.created_at < NOON.replace(tzinfo=None))
    with pytest.raises(StatementError, match="naive"), database.reading() as connection:
        connection.execute(wanted)


def test_the_database_orders_and_compares_instants_as_time_does(database: Database) -> None:
    instants = [
        NOON - timedelta(days=40_000),
        NOON - timedelta(microseconds=1),
        NOON,
        (NOON + timedelta(microseconds=1)).astimezone(BEIJING),
        NOON + timedelta(seconds=1),
    ]
    rows = [account(str(n), instant) for n, instant in enumerate(instants)]
    with database.writing() as connection:
        connection.execute(insert(ACCOUNT), rows[::-1])
    at = ACCOUNT.c.created_at
    with database.reading() as connection:
        assert list(connection.scalars(select(ACCOUNT.c.name).order_by(at))) == list("01234")
        later = select(ACCOUNT.c.name).where(at > NOON.astimezone(BEIJING)).order_by(at)
        assert list(connection.scalars(later)) == ["3", "4"]
