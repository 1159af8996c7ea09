"""What somebody with all rights on the database edits by hand, and what verify says of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, func, select, text

from api.server_journal.changed_by import ChangedBy
from api.store.accounts.sessions import Sessions
from api.store.contacts.contacts import Contacts
from api.store.database.chain_links import LINK, leaf_hash
from api.store.database.connections import Database
from api.store.database.rows import EVENT, INCIDENT, SLOT
from api.store.handover.handovers import Handovers
from api.store.integrity.chain import read_chain
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.verify import verify
from api.store.journal.idempotency import Answer
from api.store.journal.incident_cache import IncidentCache
from api.store.roster.rosters import Rosters
from engine.contacts.contact import Contact
from engine.handover.sheet import handover_sheet
from engine.ports import PlanLibrary
from engine.roster.shift import Member, Shift
from engine.roster.swaps import Swap
from tests.api.store.backing import cheap_accounts
from tests.api.store.desk import START, Desk, story, unit_of_work
from tests.api.store.forging import disarm, rewrite

ONE, TWO = "incident-0001", "incident-0002"
BY = ChangedBy("anna", "page", START)
SHIFT = Shift("s", START + timedelta(hours=9), START + timedelta(hours=33))
OTHER = Member("d", "李四")
ANSWER = Answer("zhang", "k1", "a digest", 200, "{}", START)
Findings = list[IntegrityFinding]


class Undone(Exception):
    """Ends a transaction that was only for looking."""


@dataclass(frozen=True)
class Lived:
    """A database in which something of everything has happened."""

    database: Database
    plans: PlanLibrary

    def after(self, change: Callable[[Connection], object], *, guarded: bool = True) -> Findings:
        """What verify finds after a change, in a transaction that is then undone.

        The change gets past the guards, which stand again afterwards; unless it is about them.
        """
        found: Findings = []
        try:
            with self.database.begin() as connection:
                guards = disarm(connection) if guarded else []
                change(connection)
                for guard in guards:
                    connection.exec_driver_sql(guard)
                found += verify(connection, self.plans).findings
                raise Undone
        except Undone:
            return found

    def edited(self, *changes: str) -> list[str]:
        """The kinds of what verify finds after these statements."""
        words = {"true": "1", "false": "0"} if self.database.dialect == "sqlite" else {}
        words = {"true": "true", "false": "false", **words}

        def run(connection: Connection) -> None:
            for change in changes:
                connection.execute(text(change.format(**words)))

        return kinds(self.after(run))


def kinds(findings: Findings) -> list[str]:
    return [str(one.facts.get("sentence", one.what)) for one in findings]


@pytest.fixture
def lived(database: Database, plans: PlanLibrary, states: IncidentCache, desk: Desk) -> Lived:
    with unit_of_work(database, states) as journal:
        story(desk, journal)
        journal.remember(ANSWER)
    accounts, sessions = cheap_accounts(database), Sessions(database, database.write)
    for name in ("anna", "berta"):
        accounts.create(name, "a password", ["admin"], START, by=BY)
    accounts.create("zhang", "a password", ["viewer"], START, by=BY)
    for _ in range(2):
        sessions.create("zhang", "session", START, START + timedelta(days=1), address="10.0.0.7")
    ended = sessions.resolve(sessions.create("zhang", "session", START), START)
    assert ended is not None
    sessions.revoke(ended.id, by=BY)
    Contacts(database, database.write).save(Contact("c", "市政府", "值班室"), BY)
    Handovers(database, database.write).add(handover_sheet([], START), BY, sign=True)
    roster = Rosters(database, database.write)
    member = Member("c", "值班室")
    for shift in (SHIFT, replace(SHIFT, id="later")):
        roster.save(replace(shift, duty_officers=(member,)), BY)
    roster.set_default("leader", [member], BY)
    roster.ask(Swap("w", "s", "duty_officers", member, OTHER, None, None, "asked", "a", START), BY)
    roster.make_feed("anna", BY)
    change = {"roles": ["admin"]}
    accounts.change_or_propose("zhang", change, lambda *_: None, BY, lambda *_: True)
    with unit_of_work(database, states) as journal:
        desk.log(journal, ONE)
        desk.open(journal, title="最后一个")
    return Lived(database, plans)


SWAPPED = (
    "UPDATE event SET cursor = -1 WHERE cursor = {a}",
    "UPDATE event SET cursor = {a} WHERE cursor = {b}",
    "UPDATE event SET cursor = {b} WHERE cursor = -1",
)
PLANTED = (
    "INSERT INTO session (digest, account, kind, created_at, revoked, read_only)"
    " VALUES ('feed', 'anna', 'session', '2026-11-23T00:00:00.000000Z', {false}, {false})"
)
FORGED = (
    "INSERT INTO idempotency (account, key, request, status, response, created_at)"
    " VALUES ('zhang', 'k2', 'x', 200, '[]', '2026-11-23T00:00:00.000000Z')"
)
PROPOSED = (
    "INSERT INTO account_proposal (id, account, new, wish, proposed_by, proposed_at)"
    " VALUES ('p', 'zhang', {false}, '[]', 'berta', '2026-11-23T00:00:00.000000Z')"
)
RUNG = (
    "INSERT INTO contact (id, unit, post, rank, roles, channels, version)"
    " VALUES ('x', '市政府', '秘书长', 1, '[]', '[]', 1)"
)
ROSTERED = (
    "INSERT INTO roster_shift (id, starts_at, ends_at, leader, duty_officers, standby, version)"
    " VALUES ('x', '2026-11-23T00:00:00.000000Z', '2026-11-24T00:00:00.000000Z',"
    " '[]', '[]', '[]', 1)"
)
FALLING = "INSERT INTO roster_default (post, members, version) VALUES ('standby', '[]', 1)"
WISHED = (
    "INSERT INTO roster_swap (id, shift, post, giver, taker, state, asked_by, asked_at)"
    " VALUES ('x', 's', 'leader', '[]', '[]', 'asked', 'a', '2026-11-23T00:00:00.000000Z')"
)
READING = (
    "INSERT INTO roster_feed (digest, account, made_at)"
    " VALUES ('feed', 'berta', '2026-11-23T00:00:00.000000Z')"
)
EDITS = [
    (
        ["UPDATE roster_shift SET leader = '[[\"c\", \"李\"]]' WHERE id = 's'"],
        "server_shift_edited",
    ),
    (["DELETE FROM roster_shift WHERE id = 's'"], "server_shift_gone"),
    ([ROSTERED], "server_shift_planted"),
    (["UPDATE roster_default SET members = '[]'"], "server_roster_default_edited"),
    (["DELETE FROM roster_default"], "server_roster_default_gone"),
    ([FALLING], "server_roster_default_planted"),
    (["UPDATE roster_swap SET state = 'consented'"], "server_swap_edited"),
    (["DELETE FROM roster_swap"], "server_swap_gone"),
    ([WISHED], "server_swap_planted"),
    (["UPDATE roster_feed SET account = 'berta'"], "server_roster_feed_edited"),
    (["DELETE FROM roster_feed"], "server_roster_feed_gone"),
    ([READING], "server_roster_feed_planted"),
    (['UPDATE contact SET channels = \'[["mobile", "13900000000"]]\''], "server_contact_edited"),
    (["DELETE FROM contact"], "server_contact_gone"),
    (["UPDATE handover SET sheet = 'x'"], "server_handover_edited"),
    (["DELETE FROM handover"], "server_handover_gone"),
    (["INSERT INTO handover SELECT 2, seq, at, sheet FROM handover"], "server_handover_planted"),
    ([RUNG], "server_contact_planted"),
    (["UPDATE account SET roles = '[\"admin\"]' WHERE name = 'zhang'"], "server_account_edited"),
    (["UPDATE account SET password = 'x' WHERE name = 'anna'"], "server_password_edited"),
    ([PLANTED], "server_sign_in_planted"),
    (["DELETE FROM meta WHERE key = 'server_journal'", PLANTED], "server_sign_in_planted"),
    (["UPDATE session SET revoked = {false}"], "server_sign_in_planted"),
    ([FORGED], "answer"),
    (["UPDATE idempotency SET response = '[]'"], "answer"),
    (["UPDATE idempotency SET audience = 'all'"], "answer"),
    (["UPDATE account_proposal SET proposed_by = 'berta'"], "server_proposal_edited"),
    (["UPDATE account_proposal SET password = 'x'"], "server_proposal_edited"),
    (["DELETE FROM account_proposal"], "server_proposal_gone"),
    ([PROPOSED], "server_proposal_planted"),
    (["DELETE FROM chain_link WHERE position = 3"], "link_gap"),
    (["UPDATE chain_link SET kind = 'key' WHERE position = 3"], "link_altered"),
    (["UPDATE chain_link SET hash = 'x' WHERE position = 3"], "link_altered"),
    (["UPDATE chain_link SET content = '[' WHERE position = 3"], "link_altered"),
]


def test_what_the_program_wrote_is_whole(lived: Lived) -> None:
    assert lived.after(lambda connection: None) == []
    with lived.database.reading() as connection:
        reading = read_chain(connection)
        rows = connection.execute(select(LINK).order_by(LINK.c.position)).all()
        last = connection.scalar(text("SELECT max(cursor) FROM event"))
    assert reading.tail.position == len(rows) > 5
    assert reading.events == last
    assert [row.hash for row in rows] == [leaf_hash(row.content.encode()) for row in rows]


def test_each_edit_by_hand_is_found_and_named(lived: Lived) -> None:
    for changes, kind in EDITS:
        assert lived.edited(*changes) == [kind], changes
    assert lived.after(lambda connection: None) == [], "nothing of it has stayed"


def test_edits_of_entries_that_leave_each_incident_whole_are_found(lived: Lived) -> None:
    with lived.database.reading() as connection:
        rows = connection.execute(text("SELECT cursor, incident FROM event ORDER BY cursor")).all()
    one, two = (max(r.cursor for r in rows if r.incident == name) for name in (ONE, TWO))
    swapped = lived.edited(*(change.format(a=one, b=two) for change in SWAPPED))
    assert [kind for kind in swapped if kind != "incident"] == ["moved", "moved"]
    last = rows[-1].incident
    (gone,) = lived.after(lambda connection: _without(connection, last))
    assert (gone.what, gone.incident, gone.seq) == ("removed", last, 1)
    assert gone.facts["count"] == sum(row.incident == last for row in rows)
    again = lived.after(lambda connection: rewrite(connection, ONE, 3))
    assert {(found.what, found.incident) for found in again} == {("replaced", ONE)}


def _without(connection: Connection, incident: str) -> None:
    for column in (EVENT.c.incident, SLOT.c.incident, INCIDENT.c.id):
        connection.execute(delete(column.table).where(column == incident))


def test_what_the_program_did_not_write_is_not_covered(lived: Lived) -> None:
    """The end of the chain is cut: what it covered is left uncovered."""

    def cut(connection: Connection) -> None:
        last = select(func.max(LINK.c.position)).scalar_subquery()
        connection.execute(delete(LINK).where(LINK.c.position == last))

    assert kinds(lived.after(cut)) == ["uncovered"]


def test_a_guard_that_is_gone_and_one_that_was_planted_are_named(lived: Lived) -> None:
    on_sqlite = lived.database.dialect == "sqlite"
    for table in ("event", "server_event", "chain_link"):
        off = f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"
        gone = f"DROP TRIGGER {table}_no_update" if on_sqlite else off
        found = lived.after(lambda c, sql=gone: c.execute(text(sql)), guarded=False)
        assert kinds(found) == ["trigger_gone" if on_sqlite else "trigger_changed"]
    body = "BEGIN UPDATE account SET disabled = 0; END"
    if not on_sqlite:
        body = "FOR EACH STATEMENT EXECUTE FUNCTION event_append_only()"
    spy = text(f"CREATE TRIGGER spy AFTER INSERT ON event {body}")
    assert kinds(lived.after(lambda c: c.execute(spy), guarded=False)) == ["trigger_planted"]
