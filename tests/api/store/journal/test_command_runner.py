"""An order is given by who is signed in at its commit, whatever was known before."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from api.access.account_audience import Audiences
from api.access.identity import SignedIn
from api.command_reply import Reply
from api.command_request import CommandRequest, IdempotencyKey
from api.problems import HttpError
from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Session, Sessions
from api.store.database.connections import Database
from api.store.journal.command_runner import CommandRunner
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.clock import SystemClock
from engine.errors import NotFound
from engine.incident.actors import Actor
from engine.incident.commands import AddLogEntry
from engine.incident.state import Incident
from engine.ports import PlanLibrary
from engine.service import Outcome
from tests.api.store.commits import held
from tests.api.store.desk import Desk

NOW = SystemClock().now
KEY = IdempotencyKey("key", "request")


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


@dataclass(frozen=True)
class Counter:
    """A runner beside an incident, and ways to ask it for a line in its log."""

    runner: CommandRunner
    incident: str

    async def log(self, who: SignedIn, once: IdempotencyKey | None = None) -> Reply:
        line = AddLogEntry(text="已通知")
        return await self.runner.run(CommandRequest(line, "zh", self.incident, None, once), who)


def said(request: CommandRequest, actor: Actor, outcome: Outcome) -> Reply:
    """Says who has given the command."""
    body = {"id": actor.name, "version": len(actor.roles), "roles": sorted(actor.roles)}
    return Reply(200, json.dumps(body).encode(), actor.name, len(actor.roles))


def narrowed(request: CommandRequest, actor: Actor, incident: Incident, first: Reply) -> Reply:
    """Says that it was narrowed."""
    return replace(first, content=b"narrowed")


@pytest.fixture
def desk(writer: Writer, sessions: Sessions, accounts: Accounts, plans: PlanLibrary) -> Counter:
    """The runner of the server that has the writer."""
    engine = Desk(plans)
    incident = writer.run(lambda journal: engine.open(journal)).after
    runner = CommandRunner(
        writer,
        sessions,
        accounts,
        engine.service,
        said,
        narrowed,
        Audiences(plans),
        SystemClock(),
    )
    return Counter(runner, incident.id)


def signed_in(found: Session | None) -> SignedIn:
    assert found is not None
    return SignedIn(found.account.actor, found.id, found.expires_at, found.access)


async def refused(order: Awaitable[Reply]) -> None:
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
    desk: Counter, sessions: Sessions, elsewhere: Database, change: Change
) -> None:
    secret = sessions.create("zhang", "session", NOW)
    who = signed_in(sessions.resolve(secret, NOW))
    assert (await desk.log(who)).incident == "zhang"
    there = elsewhere.write
    change(Accounts(elsewhere, there), Sessions(elsewhere, there), who.session)
    assert sessions.recent(secret, NOW) is not None
    await refused(desk.log(who))
    await refused(desk.log(who, KEY))


async def test_a_change_in_the_same_commit_counts_from_its_place_on(
    desk: Counter, writer: Writer, sessions: Sessions, database: Database
) -> None:
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))

    def disable(journal: SqlJournal) -> None:
        Accounts(database, lambda change: change(journal.connection)).change(
            "zhang", {"disabled": True}
        )

    with held(writer):
        before = asyncio.create_task(desk.log(who))
        await asyncio.sleep(0)
        between = writer.submit(disable)
        after = asyncio.create_task(desk.log(who))
        await asyncio.sleep(0)
    assert (await before).incident == "zhang"
    await between
    await refused(after)


async def test_changed_roles_count_for_the_next_order(
    desk: Counter, accounts: Accounts, sessions: Sessions
) -> None:
    secret = sessions.create("zhang", "session", NOW)
    who = signed_in(sessions.resolve(secret, NOW))
    await asyncio.to_thread(accounts.change, "zhang", {"roles": ["viewer", "duty_officer"]})
    assert b'["duty_officer", "viewer"]' in (await desk.log(who)).content
    # From then on it is known again.
    assert signed_in(sessions.recent(secret, NOW)).access != who.access


async def test_a_first_reply_is_not_told_to_who_is_not_signed_in_any_more(
    desk: Counter, sessions: Sessions
) -> None:
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))
    assert not (await desk.log(who, KEY)).repeated
    assert (await desk.log(who, KEY)).repeated
    await asyncio.to_thread(sessions.revoke, who.session)
    await refused(desk.log(who, KEY))


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
    desk: Counter, sessions: Sessions
) -> None:
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))
    assert (await desk.log(replace(who, expires_at=NOW + timedelta(hours=1)))).incident
    # Nothing of the account has changed; only time has gone by.
    await refused(desk.log(replace(who, expires_at=NOW - timedelta(seconds=1))))


async def test_a_first_reply_is_cut_to_what_the_account_may_see_now(
    desk: Counter, accounts: Accounts, sessions: Sessions
) -> None:
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))
    first = await desk.log(who, KEY)
    await asyncio.to_thread(accounts.change, "zhang", {"roles": ["viewer"]})
    assert (await desk.log(who, KEY)).content == b"narrowed"
    await asyncio.to_thread(accounts.change, "zhang", {"roles": ["duty_officer"]})
    assert (await desk.log(who, KEY)).content == first.content


async def test_a_first_reply_is_not_told_to_who_has_no_part_in_the_incident_any_more(
    desk: Counter, accounts: Accounts, sessions: Sessions
) -> None:
    who = signed_in(sessions.resolve(sessions.create("zhang", "session", NOW), NOW))
    await desk.log(who, KEY)
    away = {"roles": ["reporter"], "unit": "somewhere else"}
    await asyncio.to_thread(accounts.change, "zhang", away)
    with pytest.raises(NotFound):
        await desk.log(who, KEY)
