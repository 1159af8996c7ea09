"""The chain in the database: one order for all journals, in the transaction of the entries."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from api.server_journal.changed_by import ChangedBy
from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Sessions
from api.store.database import schema_version
from api.store.database.chain_links import (
    GENESIS,
    LINK,
    Tail,
    leaf_hash,
    link_after,
    password_mark,
    server_id,
    tail_of,
)
from api.store.database.connections import Database
from api.store.integrity.verify import verify
from api.store.journal.incident_cache import IncidentCache
from engine.ports import PlanLibrary
from tests.api.store.backing import cheap_accounts
from tests.api.store.desk import START, Desk, story, unit_of_work
from tests.api.store.forging import rewrite, tamper

BY = ChangedBy("anna", "page", START)


def test_a_link_is_a_leaf_after_rfc_6962_over_canonical_json() -> None:
    link = link_after(Tail(4, "ab"), "entries", {"events": [[7, "i", 1, "cd"]]})
    plain = b'{"events":[[7,"i",1,"cd"]],"kind":"entries","position":5,"prev":"ab"}'
    assert link.content.encode() == plain
    assert link.hash == leaf_hash(plain) == hashlib.sha256(b"\x00" + plain).hexdigest()
    assert link.tail == Tail(5, link.hash)


def test_a_mark_of_a_password_is_of_its_stored_hash() -> None:
    assert password_mark(None) is None
    assert password_mark("$argon2id$a") != password_mark("$argon2id$b")


def test_each_step_of_a_transaction_has_its_link(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    with database.reading() as connection:
        assert tail_of(connection).position == 1, "the founding link"
        server = server_id(connection)
    assert len(server) == 32
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal)
        Accounts(database, lambda work: work(journal.connection)).create(
            "zhang", None, ["viewer"], START, by=BY
        )
        logged = desk.log(journal, opened.after.id)
    with database.reading() as connection:
        rows = connection.execute(select(LINK).order_by(LINK.c.position)).all()
        assert server_id(connection) == server
    contents = [json.loads(row.content) for row in rows]
    assert [row.position for row in rows] == [1, 2, 3, 4]
    assert [one["prev"] for one in contents] == [GENESIS, *(row.hash for row in rows[:-1])]
    first, last = len(opened.events), len(opened.events) + len(logged.events)
    told = [entry[:3] for one in contents for entry in one.get("events", ()) if one["position"] > 1]
    assert [cursor for cursor, _, _ in told] == list(range(1, last + 1))
    assert len(contents[1]["events"]) == first
    assert [seq for seq, _ in contents[2]["server_events"]] == [1]


def test_what_is_rolled_back_leaves_no_link(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(database, states) as journal:
        desk.open(journal)
        journal.flush()
        raise ZeroDivisionError
    with database.reading() as connection:
        assert tail_of(connection).position == 1


def test_the_database_itself_keeps_the_chain_append_only(database: Database) -> None:
    for change in ("UPDATE chain_link SET kind = 'x'", "DELETE FROM chain_link"):
        with pytest.raises(DBAPIError, match="append-only"), database.begin() as connection:
            connection.execute(text(change))


def test_an_older_database_is_covered_by_its_founding_link(
    database: Database, plans: PlanLibrary, states: IncidentCache, desk: Desk
) -> None:
    with unit_of_work(database, states) as journal:
        story(desk, journal)
    accounts, sessions = cheap_accounts(database), Sessions(database, database.write)
    accounts.create("anna", "a password", ["admin"], START, by=BY)
    accounts.create("zhang", "a password", ["viewer"], START, by=BY)
    kept = sessions.create("zhang", "session", START)
    accounts.change_or_propose("zhang", {"roles": []}, lambda *_: None, BY, lambda *_: True)
    schema_version.downgrade(database, "0007")
    schema_version.upgrade(database)
    with unit_of_work(database, states) as journal:
        desk.log(journal, "incident-0001")
    assert kinds(database, plans) == []
    found = sessions.resolve(kept, START)
    assert found is not None
    sessions.revoke(found.id, by=BY)
    assert kinds(database, plans) == []
    tamper(database, lambda c: c.execute(text("UPDATE session SET revoked = (1 = 0)")))
    assert kinds(database, plans) == ["server_sign_in_planted"]
    tamper(database, lambda connection: rewrite(connection, "incident-0001", 3))
    assert "founding_events" in kinds(database, plans)


def kinds(database: Database, plans: PlanLibrary) -> list[str]:
    with database.reading() as connection:
        found = verify(connection, plans).findings
    return [str(one.facts.get("sentence", one.what)) for one in found]
