"""The server journal begins with what an older database holds, once."""

from __future__ import annotations

import hashlib

from sqlalchemy import text

from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Sessions
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.facade import Store
from api.store.integrity.server_journal import server_findings
from api.store.server_journal.beginning import begin
from api.store.server_journal.journal import ServerJournal
from tests.api.store.backing import cheap_accounts
from tests.api.store.desk import PLANS, START
from tests.api.store.forging import disarm


def old(database: Database) -> set[str]:
    """Accounts of the schema before the journal; the names of its tokens, one of them expired."""
    accounts, sessions = cheap_accounts(database), Sessions(database, database.write)
    accounts.create("Zhang", "a password", ["duty_officer"], START)
    accounts.create("wall", None, ["viewer"], START)
    secrets = [sessions.create("wall", "token", START, end) for end in (START, None)]
    schema_version.downgrade(database, "0002")
    schema_version.upgrade(database)
    return {hashlib.sha256(one.encode()).hexdigest()[:16] for one in secrets}


def test_an_upgrade_tells_what_there_was(database: Database) -> None:
    tokens = old(database)
    for _ in range(2):
        database.write(lambda connection: begin(connection, START))
    (entry,) = ServerJournal(database).page()
    assert (entry["type"], entry["way"], entry["seq"]) == ("journal_begun", "server", 1)
    assert [one["account"] for one in entry["data"]["accounts"]] == ["Zhang", "wall"]
    assert {one["token"] for one in entry["data"]["tokens"]} == tokens
    with database.reading() as connection:
        assert list(server_findings(connection)) == []


def test_names_of_an_older_database_are_compared_like_new_ones(database: Database) -> None:
    old(database)
    found = Accounts(database, database.write).find("ｚＨＡＮＧ")
    assert found is not None
    assert found.name == "Zhang"
    assert found.since == {}, "nobody knows since when"


def test_a_journal_that_was_deleted_does_not_begin_again(database: Database) -> None:
    old(database)
    database.write(lambda connection: begin(connection, START))
    with database.begin() as connection:
        disarm(connection)
        connection.execute(text("DELETE FROM server_event"))
    database.write(lambda connection: begin(connection, START))
    assert ServerJournal(database).page() == []
    with database.reading() as connection:
        assert [one.what for one in server_findings(connection)] == ["server_gap"]


def test_a_new_edition_of_a_plan_is_told_once(url: str) -> None:
    for _ in range(2):
        with Store.open(url, PLANS) as store:
            entries = store.server_journal.page()
    assert {one["type"] for one in entries} == {"plan_stored"}
    assert sorted(one["data"]["plan"] for one in entries) == sorted(
        [*store.plans.current(), "calling"]
    )
