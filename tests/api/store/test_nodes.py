"""Several stores on one database: nothing decided from a stale state, nothing due twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text

from api.server_journal.changed_by import by_program
from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Sessions
from api.store.database.connections import Database
from api.store.database.notifications import PostgresPeers
from api.store.integrity.signatures import begin_epoch
from api.store.integrity.verify import verify
from api.store.journal.changes_since import ChangesSince, look
from api.store.journal.incident_cache import START as BEGINNING
from api.store.journal.incident_cache import IncidentCache, Mark
from api.store.journal.writer import Writer
from api.store.queries.reader import Reader
from engine.errors import StateRefuses
from engine.incident.commands import ActivateResponse
from engine.memory import FixedPlans
from engine.ports import PlanLibrary
from tests.api.store.backing import CHEAP
from tests.api.store.desk import DIRECTOR, START, Desk, snapshot, unit_of_work


@contextmanager
def another(url: str, plans: PlanLibrary) -> Iterator[Writer]:
    """One more node: connections, a cache and a writer of its own."""
    database = Database.open(url)
    writer = Writer(database, IncidentCache(plans))
    writer.start()
    yield writer
    writer.close()
    database.close()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database itself."""
    database = Database.open(url)
    yield database
    database.close()


# ── Deciding ────────────────────────────────────────────────────────────────


def test_what_another_node_did_is_known_before_anything_is_decided(
    url: str, writer: Writer, plans: PlanLibrary, desk: Desk
) -> None:
    one = writer.run(desk.open).after.id
    with another(url, plans) as other:
        other.run(lambda journal: desk.respond(journal, one))
        with pytest.raises(StateRefuses):
            writer.run(lambda journal: desk.respond(journal, one))
        writer.run(lambda journal: desk.log(journal, one))
        assert other.run(lambda journal: desk.log(journal, one)).after.seq == 4


def test_of_a_hundred_on_three_nodes_one_wins(
    url: str, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(30) as threads:
        writers = [stack.enter_context(another(url, plans)) for _ in range(3)]
        one = writers[0].run(desk.open).after.id

        def escalate(number: int) -> str:
            command = ActivateResponse(level="IV")
            try:
                writers[number % 3].run(lambda journal: desk.do(journal, one, command, DIRECTOR))
            except StateRefuses as refusal:
                return refusal.code
            return "done"

        ends = Counter(threads.map(escalate, range(100)))
    assert ends == {"done": 1, "already_at": 99}
    with snapshot(database, plans) as reader:
        types = Counter(event.type for event in reader.events(one))
    assert types["response_activated"] == 1


def test_what_falls_due_is_recorded_once_by_whichever_node_is_first(
    url: str, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    with ExitStack() as stack, ThreadPoolExecutor(4) as threads:
        writers = [stack.enter_context(another(url, plans)) for _ in range(3)]
        ids = [writers[0].run(desk.open).after.id for _ in range(12)]
        for number, one in enumerate(ids):
            writers[number % 3].run(lambda journal, one=one: desk.respond(journal, one))
        desk.clock.advance(timedelta(days=2))
        waking = [
            threads.submit(writer.run, lambda journal: desk.service.wake(journal, 5))
            for writer in writers * 3
        ]
        moved = [outcome.after.id for done in waking for outcome in done.result()]
    assert sorted(moved) == sorted(ids)
    with database.reading() as connection:
        assert verify(connection, plans).findings == ()
    with snapshot(database, plans) as reader:
        for one in ids:
            events = [e for e in reader.events(one) if e.type == "report_overdue"]
            said = Counter((e.data["slot"], e.data["minutes"]) for e in events)
            assert said and set(said.values()) == {1}


def test_an_incident_that_somebody_holds_holds_up_no_other(
    postgres_url: str, plans: PlanLibrary, desk: Desk
) -> None:
    """On SQLite a writer holds the whole file."""
    with another(postgres_url, plans) as writer, opened(postgres_url) as database:
        held, free = (writer.run(desk.open).after.id for _ in range(2))
        for one in (held, free):
            writer.run(lambda journal, one=one: desk.respond(journal, one))
        desk.clock.advance(timedelta(days=2))
        with psycopg.connect(**database.connection_options()) as console:
            console.execute("SELECT 1 FROM incident WHERE id = %s FOR UPDATE", [held])
            moved = [writer.run(lambda journal: desk.service.wake(journal)) for _ in range(2)]
            assert [[o.after.id for o in outcomes] for outcomes in moved] == [[free], []]
        (late,) = writer.run(lambda journal: desk.service.wake(journal))
        assert late.after.id == held
        with database.reading() as connection:
            assert verify(connection, plans).findings == ()


# ── The cache ───────────────────────────────────────────────────────────────


def test_a_state_that_is_behind_is_taken_further(
    url: str, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    here, there = IncidentCache(plans), IncidentCache(plans)
    with unit_of_work(database, here) as journal:
        one = desk.open(journal).after
    with unit_of_work(database, there) as journal:
        moved = desk.respond(journal, one.id).after
    assert here.known(one.id) == one
    with database.begin() as connection:
        last = Reader(connection, here).mark()
        assert last[1] == moved.hash
        here.catch_up(connection, last)
        assert here.known(one.id) is None
        assert here.load(connection, one.id) == moved
        assert here.known(one.id) == moved


def test_lost_commits_empty_the_cache(database: Database, plans: PlanLibrary, desk: Desk) -> None:
    states = IncidentCache(plans)
    with unit_of_work(database, states) as journal:
        kept = desk.open(journal).after
    with unit_of_work(database, states) as journal:
        lost = desk.open(journal).after
    lose(database, lost.id)
    with unit_of_work(database, states) as journal:
        assert journal.load(lost.id) is None
        assert journal.load(kept.id) == kept
        assert desk.log(journal, kept.id).after.seq == 2
    with database.reading() as connection:
        assert connection.scalar(text("SELECT max(cursor) FROM event")) == 2


def lose(database: Database, incident: str) -> None:
    """What a standby looks like that had not received the last commit."""
    with database.writing() as connection:
        if database.dialect == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            named = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for trigger in connection.scalars(named).all():
                connection.execute(text(f'DROP TRIGGER "{trigger}"'))
        for statement in (
            "DELETE FROM report_slot WHERE incident = :id",
            "DELETE FROM event WHERE incident = :id",
            "DELETE FROM incident WHERE id = :id",
        ):
            connection.execute(text(statement), {"id": incident})


# ── News ────────────────────────────────────────────────────────────────────


def test_news_have_the_states_right_after_the_events(
    url: str, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    with another(url, plans) as other:
        one, two = (other.run(desk.open).after for _ in range(2))
        steps = [other.run(lambda journal, n=n: desk.log(journal, one.id, str(n))) for n in "abc"]
        steps.append(other.run(lambda journal: desk.respond(journal, two.id)))
    for states in (IncidentCache(plans), warm(database, plans, one.id)):
        news = look(database, states, BEGINNING)
        assert not news.went_back and not news.more
        assert [found.first_cursor for found in news.commits] == [1, 2, 3, 6]
        afters = [found.after for found in news.commits]
        assert afters == [one, two, steps[2].after, steps[3].after]
        mark = end(news)
        assert look(database, states, mark).commits == ()
        part = look(database, states, (4, steps[1].events[-1].hash))
        assert [found.after for found in part.commits] == afters[2:]


def warm(database: Database, plans: PlanLibrary, incident: str) -> IncidentCache:
    """A cache that is ahead of what is asked for."""
    states = IncidentCache(plans)
    with database.reading() as connection:
        assert states.load(connection, incident)
    return states


def end(news: ChangesSince) -> Mark:
    cursor, event = list(news.commits[-1].numbered())[-1]
    return cursor, event.hash


def test_an_event_that_is_gone_is_news(
    database: Database, writer: Writer, plans: PlanLibrary, desk: Desk
) -> None:
    opened = writer.run(desk.open)
    states = IncidentCache(plans)
    assert look(database, states, (1, opened.after.hash)).went_back is False
    assert look(database, states, (1, "other")).went_back is True
    assert look(database, states, (2, opened.after.hash)).went_back is True


def test_events_that_this_node_cannot_read_are_passed_on_without_a_state(
    database: Database, writer: Writer, desk: Desk
) -> None:
    writer.run(desk.open)
    [found] = look(database, IncidentCache(FixedPlans({})), BEGINNING).commits
    assert found.after is None
    assert [cursor for cursor, _ in found.numbered()] == [1]


def test_an_epoch_is_renewed_once(database: Database, plans: PlanLibrary) -> None:
    first = look(database, IncidentCache(plans), BEGINNING).epoch
    begin_epoch(database, "went_back", by_program(START), None, known=first)
    second = look(database, IncidentCache(plans), BEGINNING).epoch
    assert second != first
    begin_epoch(database, "went_back", by_program(START), None, known=first)
    assert look(database, IncidentCache(plans), BEGINNING).epoch == second


def test_ended_sign_ins_are_news(database: Database, plans: PlanLibrary) -> None:
    accounts = Accounts(database, database.write, CHEAP)
    sessions = Sessions(database, database.write)
    accounts.create("li", None, ["viewer"], START)
    accounts.create("zhao", None, ["viewer"], START)
    secrets = [sessions.create(name, "token", START) for name in ("li", "li", "zhao")]
    found = [sessions.resolve(secret, START) for secret in secrets]
    ids = [session.id for session in found if session]

    def changes(act: Callable[[], object]) -> bool:
        before = look(database, IncidentCache(plans), BEGINNING).access
        act()
        return look(database, IncidentCache(plans), BEGINNING).access != before

    assert sessions.living(ids, START).keys() == set(ids)
    assert changes(lambda: sessions.revoke(ids[0]))
    assert not changes(lambda: sessions.revoke(ids[0]))
    assert sessions.living(ids, START).keys() == set(ids[1:])
    assert changes(lambda: accounts.change("zhao", {"roles": ["duty_officer"]}))
    assert sessions.living(ids, START)[ids[2]].is_a("duty_officer")
    assert changes(lambda: accounts.change("zhao", {"disabled": True}))
    assert changes(lambda: sessions.revoke_all("li"))
    assert sessions.living(ids, START) == {}


# ── Peers ───────────────────────────────────────────────────────────────────


async def test_peers_wake_each_other_but_not_themselves(postgres_url: str) -> None:
    database = Database.open(postgres_url)
    woken = [asyncio.Event(), asyncio.Event()]
    peers = [PostgresPeers(database), PostgresPeers(database)]
    for peer, event in zip(peers, woken, strict=True):
        peer.start(event.set)
    # Both are woken when they begin to listen: something may have happened before.
    for event in woken:
        await asyncio.wait_for(event.wait(), 60)
        event.clear()
    assert [peer.listening for peer in peers] == [True, True]
    for cursor in range(100):
        peers[0].tell(cursor)
    await asyncio.wait_for(woken[1].wait(), 60)
    peers[1].tell(100)
    await asyncio.wait_for(woken[0].wait(), 60)

    woken[1].clear()
    cut_off(postgres_url)
    # Connected again it is worth looking, whether or not anybody has said so.
    await asyncio.wait_for(woken[1].wait(), 60)
    assert peers[1].listening
    woken[0].clear()
    peers[1].tell(101)
    await asyncio.wait_for(woken[0].wait(), 60)
    for peer in peers:
        await peer.stop()
        assert not peer.listening
    database.close()


def cut_off(url: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name LIKE 'zhiban %'"
        )
