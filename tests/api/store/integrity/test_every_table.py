"""Every table: what covers it stands in the documentation, and what is covered is found."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import Connection, text

from api.server_journal.changed_by import ChangedBy
from api.store.accounts.accounts import Accounts
from api.store.accounts.identities import Identities
from api.store.accounts.second_factors import SecondFactors
from api.store.accounts.sessions import Sessions
from api.store.clocks.node_clocks import ClockMark, NodeClocks
from api.store.database import schema_version
from api.store.database.chain_links import LINK, add_link
from api.store.database.connections import Database
from api.store.database.schema_version import VERSION, end_epoch
from api.store.database.tables import METADATA
from api.store.integrity.verify import verify
from api.store.journal.idempotency import Answer, forget_answers
from api.store.journal.incident_cache import IncidentCache
from api.store.queries.plan_versions import StoredPlans
from engine.ports import PlanLibrary
from tests.api.store.call_work.calls import CallingDesk
from tests.api.store.desk import PLANS, START, Desk, unit_of_work
from tests.api.store.forging import disarm

BY = ChangedBy("anna", "page", START)
EVIDENCE = Path(__file__).parents[4] / "docs" / "explanation" / "evidence.md"
ROW = re.compile(r"^\| `(\w+)` \| ((?:`\w+` ?)+) \| (.+) \|$", re.MULTILINE)


class Undone(Exception):
    """Ends a transaction that was only for looking."""


Kinds = Callable[..., list[str]]


def test_each_column_of_each_table_stands_in_the_documentation() -> None:
    """A new table or column fails here until the page says what covers it."""
    rows = ROW.findall(EVIDENCE.read_text(encoding="utf-8"))
    said = {name: set(re.findall(r"\w+", columns)) for name, columns, _ in rows}
    there = {name: set(table.columns.keys()) for name, table in METADATA.tables.items()}
    assert said == there | {VERSION: {"version_num"}}


@pytest.fixture
def lived(database: Database, states: IncidentCache, desk: Desk) -> Database:
    """A database whose accounts have second factors, identities, tokens and later roles."""
    accounts = Accounts(database, database.write)
    for name in ("zhang", "li", "wang"):
        accounts.create(name, None, ["viewer"], START, by=BY)
    accounts.change("li", {"roles": ["viewer", "duty_officer"]}, by=BY)
    factors = SecondFactors(database, database.write)
    for name in ("zhang", "li", "wang"):
        secret = factors.begin(name)
        assert secret is not None
        code = pyotp.TOTP(secret).at(START)
        codes = factors.confirm(name, code, START, BY)
        assert codes is not None
        if name == "zhang":
            assert factors.use(name, codes[0], START + timedelta(minutes=1))
    factors.drop("wang", BY)
    identities = Identities(database, accounts)
    identities.signed_in(
        "https://id.example", "s-1", "chen", ["viewer"], START, division=None, check=lambda _: None
    )
    sessions = Sessions(database, database.write)
    sessions.create("li", "session", START, START + timedelta(hours=12))
    sessions.create("li", "token", START, START + timedelta(days=90), BY, read_only=True)
    accounts.rename("li", "李", BY)
    accounts.rename("chen", "陈", BY)
    mark = ClockMark("a", "word", START, START, timedelta(), "zhang", "checked")
    NodeClocks(database, database.write).add(mark)
    StoredPlans(database, PLANS)
    calling = CallingDesk(desk.service.plans)
    desk.service = calling.service
    with unit_of_work(database, states) as journal:
        opened = desk.open(journal).after.id
        calling.call(journal, opened)
        for day, key in enumerate(("k0", "k1")):
            at = START + timedelta(days=day)
            journal.remember(Answer("zhang", key, "a digest", 200, "{}", at))
    database.write(lambda connection: forget_answers(connection, START + timedelta(hours=1)))
    return database


@pytest.fixture
def edited(lived: Database, plans: PlanLibrary) -> Kinds:
    """The kinds of what verify finds after statements, which are then undone."""
    words = {"true": "true", "false": "false"}
    if lived.dialect == "sqlite":
        words = {"true": "1", "false": "0"}

    def run(*changes: str | Callable[[Connection], object]) -> list[str]:
        found: list[str] = []
        try:
            with lived.begin() as connection:
                guards = disarm(connection)
                for change in changes:
                    if callable(change):
                        change(connection)
                    else:
                        for part in change.split(";"):
                            connection.execute(text(part.format(**words)))
                for guard in guards:
                    connection.exec_driver_sql(guard)
                findings = verify(connection, plans).findings
                found += [str(one.facts.get("sentence", one.what)) for one in findings]
                raise Undone
        except Undone:
            return found

    return run


FACTOR = (
    "INSERT INTO totp (account, secret, confirmed_at)"
    " VALUES ('wang', 'ABCD', '2026-11-23T00:00:00.000000Z')"
)
CODE = "INSERT INTO recovery_code (account, digest, used) VALUES ('zhang', 'feed', {false})"
PERSON = (
    "INSERT INTO identity (issuer, subject, account) VALUES ('https://id.example', 's-2', '李')"
)
WORD = (
    "INSERT INTO clock_mark (id, node, kind, at, wall, moved_ms, account)"
    " VALUES (99, 'a', 'word', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z', 0, 'zhang')"
)
CALL = (
    "INSERT INTO calls (id, incident, exercise, state, started_at, answer_by, exhausts_at, entries)"
    " SELECT 'x', incident, exercise, state, started_at, answer_by, exhausts_at, entries FROM calls"
)
PLANTED = ["outbox_gone", "outbox_planted"]
EDITS = [
    (FACTOR, ["server_second_factor_planted"]),
    ("UPDATE totp SET secret = 'ABCD' WHERE account = '李'", ["server_second_factor_planted"]),
    ("UPDATE totp SET confirmed_at = NULL WHERE account = '李'", ["server_second_factor_gone"]),
    ("DELETE FROM totp WHERE account = 'zhang'", ["server_second_factor_gone"]),
    (CODE, ["server_recovery_code_planted"]),
    ("UPDATE recovery_code SET used = {false}", ["server_recovery_code_planted"]),
    ("DELETE FROM recovery_code WHERE account = '李'", ["server_recovery_code_gone"]),
    (PERSON, ["server_identity_planted"]),
    ("UPDATE identity SET account = 'zhang'", ["server_identity_planted"]),
    ("UPDATE identity SET subject = 's-2'", ["server_identity_planted", "server_identity_gone"]),
    ("DELETE FROM identity", ["server_identity_gone"]),
    ("UPDATE session SET expires_at = NULL WHERE kind = 'token'", ["server_session_edited"]),
    ("UPDATE session SET expires_at = NULL WHERE kind = 'session'", ["server_session_edited"]),
    ("UPDATE session SET read_only = {false} WHERE kind = 'token'", ["server_session_edited"]),
    ("UPDATE session SET kind = 'session' WHERE kind = 'token'", ["server_sign_in_planted"]),
    ("UPDATE account SET since = NULL WHERE name = '李'", ["server_account_edited"]),
    ("UPDATE account SET folded = 'zhang' WHERE name = 'wang'", ["server_account_edited"]),
    (WORD, ["server_clock_planted"]),
    ("DELETE FROM idempotency", ["answer_gone"]),
    ("UPDATE idempotency SET status = 500", ["answer"]),
    ("UPDATE plan_text SET text = 'x' WHERE id = 'grain'", ["plan_text_edited"]),
    ("UPDATE plan_text SET version = 'x' WHERE id = 'grain'", ["plan_text_planted"]),
    ("UPDATE counter SET last = 0", ["counter"]),
    ("INSERT INTO meta (key, value) VALUES ('backdoor', 'x')", ["value"]),
    ("UPDATE calls SET state = 'answered'", ["call_edited"]),
    ("UPDATE calls SET exhausts_at = '2030-01-01T00:00:00.000000Z'", ["call_edited"]),
    ("DELETE FROM outbox", ["outbox_gone"] * 6),
    ("DELETE FROM outbox; DELETE FROM calls", ["call_gone", *["outbox_gone"] * 6]),
    ("UPDATE outbox SET state = 'cancelled' WHERE channel = 'sms' AND step = 0", ["outbox_edited"]),
    ("UPDATE outbox SET state = 'done' WHERE channel = 'sms' AND step = 0", ["outbox_edited"]),
    (
        "UPDATE outbox SET next_at = '2030-01-01T00:00:00.000000Z'"
        " WHERE channel = 'sms' AND step = 0",
        ["outbox_edited"],
    ),
    ("UPDATE outbox SET contact = 'wang' WHERE channel = 'sms' AND step = 0", ["outbox_edited"]),
    ("UPDATE outbox SET id = 'x' WHERE channel = 'sms' AND step = 0", PLANTED),
    (CALL, ["call_planted"]),
    ("INSERT INTO meta (key, value) VALUES ('ended:abcd', '7')", ["value"]),
]


def test_what_was_planted_edited_or_deleted_by_hand_is_found_and_named(edited: Kinds) -> None:
    assert edited() == []
    for change, kinds in EDITS:
        assert edited(change) == kinds, change
    assert edited() == [], "nothing of it has stayed"


def test_since_when_a_post_is_held_is_the_instant_of_its_entry(edited: Kinds) -> None:
    older = json.dumps({"viewer": "2020-01-01T00:00:00Z", "duty_officer": "2020-01-01T00:00:00Z"})

    def change(connection: Connection) -> None:
        place = text("UPDATE account SET since = :since WHERE name = '李'")
        connection.execute(place, {"since": older})

    assert edited(change) == ["server_account_edited"]


def test_an_epoch_that_ended_has_its_link(edited: Kinds) -> None:
    """A restore ends an epoch and says so; without the link it was done by hand."""
    assert edited(lambda connection: end_epoch(connection, 1)) == ["value"]


def test_what_an_older_database_holds_stands_from_the_first_start_on(
    lived: Database, plans: PlanLibrary
) -> None:
    """Down and up again: programs of before named nothing, so a link says what stands."""

    def without_names(connection: Connection) -> None:
        connection.execute(text(FACTOR))

    schema_version.downgrade(lived, "0009")
    lived.write(without_names)
    schema_version.upgrade(lived)
    with lived.reading() as connection:
        # The tables of calls were dropped on the way down.
        found = verify(connection, plans).findings
        assert {one.what for one in found} == {"call", "outbox"}
        kinds = connection.scalars(LINK.select().with_only_columns(LINK.c.kind)).all()
    assert list(kinds).count("standing") == 1
    lived.write(lambda connection: connection.execute(text("DELETE FROM totp")))
    with lived.reading() as connection:
        found = [
            one for one in verify(connection, plans).findings if one.what not in ("call", "outbox")
        ]
    assert {one.what for one in found} == {"server_second_factor"}
    assert {one.facts["name"] for one in found} == {"zhang", "李", "wang"}


def test_links_of_before_that_do_not_say_when_an_answer_was_made_still_cover_it(
    database: Database, states: IncidentCache, plans: PlanLibrary
) -> None:
    with unit_of_work(database, states) as journal:
        journal.remember(Answer("zhang", "k1", "a digest", 200, "{}", START))

    def as_before(connection: Connection) -> None:
        """The last link as a program of before would have made it."""
        guards = disarm(connection)
        content = connection.scalar(text("SELECT content FROM chain_link WHERE position = 2"))
        connection.execute(text("DELETE FROM chain_link WHERE position = 2"))
        marks = [mark for mark, _ in json.loads(str(content))["answers"]]
        add_link(connection, "entries", {"answers": marks})
        for guard in guards:
            connection.exec_driver_sql(guard)

    with database.begin() as connection:
        as_before(connection)
    with database.reading() as connection:
        assert verify(connection, plans).findings == ()
    database.write(lambda connection: connection.execute(text("DELETE FROM idempotency")))
    with database.reading() as connection:
        assert verify(connection, plans).findings == (), "it may have been forgotten"
