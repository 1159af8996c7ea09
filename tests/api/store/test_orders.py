"""An order is given by who is signed in at its commit, whatever was known before."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from api.gate import SignedIn
from api.problems import HttpError
from api.replies import Reply
from api.store.accounts import Accounts
from api.store.database import Database
from api.store.journal import SqlJournal
from api.store.orders import Orders
from api.store.sessions import Session, Sessions
from api.store.writer import Writer
from engine.actors import Actor
from engine.clock import SystemClock
from tests.api.store.commits import Commits, held

NOW = SystemClock().now


@pytest.fixture
def accounts(database: Database, writer: Writer) -> Accounts:
    """Accounts of the server that has the writer."""
    made = Accounts(database, writer.write)
    made.create("zhang", None, ["duty_officer"], NOW)
    return made


@pytest.fixture
def sessions(database: Database, writer: Writer, accounts: Accounts) -> Sessions:
    """Its sign-ins."""
    return Sessions(database, writer.write)


@pytest.fixture
def elsewhere(url: str) -> Iterator[Database]:
    """The same database as another program has it."""
    opened = Database.open(url)
    yield opened
    opened.close()


def work(journal: SqlJournal, actor: Actor) -> Reply:
    """Says who has given the order."""
    said = {"id": actor.name, "version": len(actor.roles), "roles": sorted(actor.roles)}
    return Reply(200, json.dumps(said).encode(), actor.name, len(actor.roles))


def signed_in(found: Session | None) -> SignedIn:
    assert found is not None
    return SignedIn(found.account.actor, found.id, found.expires_at, found.access)


async def refused(order: asyncio.Future[Reply]) -> None:
    with pytest.raises(HttpError) as error:
        await order
    assert (error.value.status, error.value.code) == (401, "not_signed_in")


Change = Callable[[Accounts, Sessions, str], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts, sessions, session: accounts.change("zhang", {"disabled": True}),
        lambda accounts, sessions, session: sessions.revoke(session),
        lambda accounts, sessions, session: sessions.revoke_all("zhang"),
    ],
    ids=["disabled", "revoked", "all revoked"],
)
async def test_an_order_after_the_end_of_a_sign_in_is_refused(
    writer: Writer, sessions: Sessions, elsewhere: Database, change: Change
) -> None:
    secret = sessions.create("zhang", "session", NOW)
    who = signed_in(sessions.resolve(secret, NOW))
    orders = Orders(writer, sessions)
    assert (await orders(work, who, None)).incident == "zhang"
    there = elsewhere.write
    change(Accounts(elsewhere, there), Sessions(elsewhere, there), who.session)
    assert sessions.recent(secret, NOW) is not None
    await refused(orders(work, who, None))
    await refused(orders(work, who, ("key", "request")))


async def test_a_change_in_the_same_commit_counts_from_its_place_on(
    writer: Writer, commits: Commits, accounts: Accounts, sessions: Sessions, database: Database
) -> None:
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))
    orders = Orders(writer, sessions)

    def disable(journal: SqlJournal) -> None:
        Accounts(database, lambda change: change(journal.connection)).change(
            "zhang", {"disabled": True}
        )

    with held(writer):
        before = orders(work, who, None)
        between = writer.submit(disable)
        after = orders(work, who, None)
    assert (await before).incident == "zhang"
    await between
    await refused(after)


async def test_changed_roles_count_for_the_next_order(
    writer: Writer, accounts: Accounts, sessions: Sessions
) -> None:
    secret = sessions.create("zhang", "session", NOW)
    who = signed_in(sessions.resolve(secret, NOW))
    orders = Orders(writer, sessions)
    await asyncio.to_thread(accounts.change, "zhang", {"roles": ["viewer", "reporter"]})
    assert b'["reporter", "viewer"]' in (await orders(work, who, None)).content
    # From then on it is known again.
    assert signed_in(sessions.recent(secret, NOW)).access != who.access


async def test_a_first_reply_is_not_told_to_who_is_not_signed_in_any_more(
    writer: Writer, sessions: Sessions
) -> None:
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))
    orders = Orders(writer, sessions)
    once = ("key", "request")
    assert not (await orders(work, who, once)).repeated
    assert (await orders(work, who, once)).repeated
    await asyncio.to_thread(sessions.revoke, who.session)
    await refused(orders(work, who, once))


def test_a_sign_in_that_is_over_by_itself_is_not_known(sessions: Sessions) -> None:
    end: datetime = NOW + timedelta(hours=1)
    secret = sessions.create("zhang", "session", NOW, end)
    assert sessions.recent(secret, NOW) is None
    assert sessions.resolve(secret, NOW) == sessions.recent(secret, NOW)
    assert sessions.recent(secret, end) is None
    assert sessions.recent(secret[:-1], NOW) is None
    sessions.forget()
    assert sessions.recent(secret, NOW) is None


async def test_an_order_that_waits_beyond_the_end_of_its_sign_in_is_refused(
    writer: Writer, sessions: Sessions
) -> None:
    orders = Orders(writer, sessions)
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))
    assert (await orders(work, replace(who, expires_at=NOW + timedelta(hours=1)), None)).incident
    # Nothing of the account has changed; only time has gone by.
    await refused(orders(work, replace(who, expires_at=NOW - timedelta(seconds=1)), None))
