"""What somebody with all rights on the database changed past the program shows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from api.server_journal.changed_by import ChangedBy
from api.store.accounts.sessions import Sessions
from api.store.database.connections import Database
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.journal_heads import compare, published
from api.store.integrity.server_journal import server_findings
from api.store.server_journal.beginning import begin
from tests.api.store.backing import cheap_accounts
from tests.api.store.desk import START
from tests.api.store.forging import tamper

BY = ChangedBy("anna", "page", START)
PLANTED = (
    "INSERT INTO account (name, roles, disabled, created_at) "
    "VALUES ('mallory', '[\"admin\"]', {false}, '2026-11-23T00:00:00.000000Z')"
)
TOKEN = (
    "INSERT INTO session (digest, account, kind, created_at, revoked) "
    "VALUES ('feed', 'zhang', 'token', '2026-11-23T00:00:00.000000Z', {false})"
)


@pytest.fixture
def lived(database: Database) -> Iterator[Database]:
    """A database with accounts that were changed, and two tokens of which one has ended."""
    with database.writing() as connection:
        begin(connection, START)
    accounts, sessions = cheap_accounts(database), Sessions(database, database.write)
    accounts.create("zhang", "a password", ["viewer"], START, by=BY)
    accounts.create("wall", None, ["viewer"], START, by=BY)
    accounts.change("zhang", {"roles": ["duty_officer"], "password": "another one"}, by=BY)
    accounts.change("zhang", {"division": "141021"}, by=BY)
    ended = sessions.create("wall", "token", START)
    sessions.create("wall", "token", START)
    found = sessions.resolve(ended, START)
    assert found is not None
    sessions.revoke(found.id, by=BY)
    accounts.rename("wall", "大屏", BY)
    yield database


def found(database: Database) -> list[IntegrityFinding]:
    with database.reading() as connection:
        return list(server_findings(connection))


def kinds(database: Database) -> list[str]:
    return [str(one.facts.get("sentence", one.what)) for one in found(database)]


def test_what_the_program_has_changed_agrees_with_the_journal(lived: Database) -> None:
    assert found(lived) == []


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE server_event SET actor = 'li' WHERE seq = 2", "server_altered"),
        ("UPDATE server_event SET data = 'no json' WHERE seq = 2", "server_altered"),
        ("UPDATE server_event SET at = '2020-01-01T00:00:00.000000Z' WHERE seq = 2", "server_alt"),
        ("DELETE FROM server_event WHERE seq = 2", "server_gap"),
        ("DELETE FROM server_event WHERE seq = 1", "server_gap"),
        ("DELETE FROM server_event", "server_gap"),
        ("UPDATE server_event SET prev_hash = hash WHERE seq = 3", "server_chain"),
        ("UPDATE account SET roles = '[\"admin\"]' WHERE name = 'zhang'", "server_account_edited"),
        ("UPDATE account SET division = NULL WHERE name = 'zhang'", "server_account_edited"),
        ("UPDATE account SET disabled = {true} WHERE name = 'zhang'", "server_account_edited"),
        ("UPDATE account SET roles = 'no json' WHERE name = 'zhang'", "server_account_unreadable"),
        ("DELETE FROM account WHERE name = 'zhang'", "server_account_gone"),
        (PLANTED, "server_account_planted"),
        (TOKEN, "server_token_planted"),
        ("UPDATE session SET revoked = {false}", "server_token_planted"),
        ("UPDATE session SET account = 'zhang' WHERE NOT revoked", "server_token_planted"),
    ],
)
def test_an_edit_by_hand_is_found(lived: Database, change: str, kind: str) -> None:
    words = {"true": "1", "false": "0"} if lived.dialect == "sqlite" else {}
    sql = change.format(**{"true": "true", "false": "false"} | words)
    tamper(lived, lambda connection: connection.execute(text(sql)))
    assert [one[: len(kind)] for one in kinds(lived)] == [kind]


def test_an_altered_entry_is_named(lived: Database) -> None:
    tamper(lived, lambda c: c.execute(text("UPDATE server_event SET way = 'api' WHERE seq = 3")))
    (one,) = found(lived)
    assert (one.what, one.seq) == ("server_altered", 3)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_an_entry_that_cannot_be_read_is_named(lived: Database) -> None:
    """A column of PostgreSQL holds nothing but instants."""
    tamper(lived, lambda c: c.execute(text("UPDATE server_event SET at = 'x' WHERE seq = 3")))
    (one,) = found(lived)
    assert (one.what, one.seq) == ("server_altered", 3)


def test_a_head_shows_an_end_that_was_cut_off(lived: Database) -> None:
    head = published(lived, START)
    assert head.server_seq > 3
    tamper(lived, _cut)
    with lived.reading() as connection:
        (one,) = compare(connection, [head])
        assert list(compare(connection, [published(lived, START)])) == []
    assert (one.what, one.seq) == ("server_truncated", head.server_seq)


def _cut(connection: Connection) -> None:
    """Undo the last change together with its entry, which no chain can show."""
    connection.execute(
        text("DELETE FROM server_event WHERE seq = (SELECT max(seq) FROM server_event)")
    )


@pytest.mark.parametrize(
    "change", ["UPDATE server_event SET actor = 'x'", "DELETE FROM server_event"]
)
def test_the_database_itself_keeps_the_journal_append_only(lived: Database, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), lived.begin() as connection:
        connection.execute(text(change))
