"""When tokens were used: noted by reading, written with the sweep, seen by the next server."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Sessions
from api.store.accounts.token_use import META, USED
from api.store.database.connections import Database
from tests.api.store.desk import START

LATER = START + timedelta(hours=5)


@pytest.fixture
def sessions(database: Database) -> Sessions:
    Accounts(database, database.write).create("wall", None, ["viewer"], START)
    return Sessions(database, database.write)


def used(sessions: Sessions, now: datetime = LATER) -> list[datetime | None]:
    return [one.last_used_at for one in sessions.open(now, kind="token")]


def notes(database: Database) -> int:
    with database.reading() as connection:
        found = select(func.count()).where(META.c.key.startswith(USED))
        return connection.scalar(found) or 0


def test_a_use_is_seen_at_once_and_by_others_after_the_sweep(
    sessions: Sessions, database: Database
) -> None:
    token = sessions.create("wall", "token", START)
    assert used(sessions) == [None]
    sessions.resolve(token, START + timedelta(minutes=1))
    sessions.recent(token, START + timedelta(minutes=2))
    assert used(sessions) == [START + timedelta(minutes=2)]
    another = Sessions(database, database.write)
    assert (used(another), notes(database)) == ([None], 0)
    sessions.sweep(LATER)
    sessions.resolve(token, LATER)
    sessions.sweep(LATER)
    assert (used(another), notes(database)) == ([LATER], 1)


def test_an_open_socket_is_a_use(sessions: Sessions) -> None:
    token = sessions.resolve(sessions.create("wall", "token", START), START)
    assert token is not None
    sessions.living([token.id], LATER)
    assert used(sessions) == [LATER]


def test_a_refused_token_and_a_sign_in_leave_no_note(
    sessions: Sessions, database: Database
) -> None:
    over = sessions.create("wall", "token", START, START + timedelta(hours=1))
    assert sessions.resolve(over, LATER) is None
    signed_in = sessions.create("wall", "session", START)
    assert sessions.resolve(signed_in, LATER)
    sessions.sweep(START)
    assert notes(database) == 0


def test_the_note_goes_with_the_token(sessions: Sessions, database: Database) -> None:
    token = sessions.create("wall", "token", START, START + timedelta(hours=1))
    sessions.resolve(token, START)
    sessions.sweep(START)
    assert notes(database) == 1
    sessions.sweep(LATER)
    assert notes(database) == 0
