"""The roster on both databases: entries for each change, no lost update, swaps whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from api.server_journal.changed_by import ChangedBy
from api.store.contacts.contacts import Contacts, follow_account
from api.store.database.connections import Database
from api.store.errors import ShiftRefused
from api.store.roster.rosters import Rosters, end_feed_of
from api.store.server_journal.journal import ServerJournal
from engine.contacts.contact import Contact
from engine.errors import NotFound, StateRefuses
from engine.roster.shift import Member, Shift
from engine.roster.swaps import Swap
from tests.api.store.backing import cheap_accounts
from tests.api.store.desk import START

BY = ChangedBy("zhang", "page", START, "排班")
ZHANG, LI = Member("z", "张三"), Member("l", "李四")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MON = Shift("mon", START + HOUR, START + DAY, "白班", (LI,), (ZHANG,))
TUE = Shift("tue", START + DAY, START + 2 * DAY, None, (), (LI,), (), "三楼")
SWAP = Swap("s", "mon", "duty_officers", ZHANG, LI, None, None, "asked", "zhang", START)
SPAN = (START, START + 3 * DAY)


@pytest.fixture
def roster(database: Database) -> Rosters:
    return Rosters(database, database.write)


def entries(database: Database) -> list[str]:
    page = ServerJournal(database).page(after=0, limit=200)
    return [one["type"] for one in page if one["actor"] == "zhang"]


def shifts(roster: Rosters) -> list[Shift]:
    return [one.shift for one in roster.read(*SPAN).shifts]


def test_what_is_saved_is_read_back_by_time(roster: Rosters, database: Database) -> None:
    assert not roster.read(*SPAN).kept
    roster.save(TUE, BY)
    roster.save(MON, BY)
    assert shifts(roster) == [MON, TUE]
    assert [one.shift for one in roster.read(START, START + DAY).shifts] == [MON]
    assert roster.read(*SPAN).last_end == TUE.ends_at
    kept = roster.save(replace(MON, standby=(LI,)), BY)
    assert roster.save(kept.shift, BY).version == kept.version
    assert entries(database) == ["shift_saved"] * 3
    last = ServerJournal(database).page(limit=1)[0]
    assert last["data"]["fields"] == ["standby"]
    assert last["data"]["leader"] == ["李四"]


def test_nobody_undoes_what_somebody_else_has_just_changed(roster: Rosters) -> None:
    first = roster.save(MON, BY, version=0)
    roster.save(replace(MON, note="一"), BY, version=first.version)
    for stale in (first.version, 0):
        with pytest.raises(ShiftRefused) as refused:
            roster.save(replace(MON, note="二"), BY, version=stale)
        assert (refused.value.code, refused.value.status) == ("shift_changed", 412)
    assert shifts(roster)[0].note == "一"
    assert roster.remove("mon", BY)
    assert not roster.remove("mon", BY)
    assert shifts(roster) == []


def test_a_sheet_is_taken_over_whole(roster: Rosters, database: Database) -> None:
    roster.save(MON, BY)
    third = replace(TUE, id="wed", starts_at=TUE.ends_at, ends_at=TUE.ends_at + DAY)
    assert roster.take_over([replace(MON, note="新"), TUE], BY) == (1, 1, 0)
    span = (TUE.starts_at, third.ends_at)
    assert roster.take_over([third], BY, replace=span) == (1, 0, 1)
    assert [one.id for one in shifts(roster)] == ["mon", "wed"]
    assert entries(database)[-2:] == ["shift_removed", "shift_saved"]


def test_to_whom_gaps_fall(roster: Rosters, database: Database) -> None:
    roster.set_default("leader", [LI], BY)
    roster.set_default("leader", [LI], BY)
    assert roster.read(*SPAN).defaults == {"leader": (LI,)}
    roster.set_default("leader", [], BY)
    assert roster.read(*SPAN).defaults == {"leader": ()}
    assert entries(database) == ["roster_default_saved"] * 2


def test_a_swap_changes_the_shifts_when_both_have_said_yes(
    roster: Rosters, database: Database
) -> None:
    roster.save(replace(MON, leader=()), BY)
    roster.save(TUE, BY)
    both = replace(SWAP, back="tue")
    roster.ask(both, BY)
    assert shifts(roster)[0].duty_officers == (ZHANG,)
    with pytest.raises(StateRefuses, match="在等答复"):
        roster.ask(replace(both, id="s2"), BY)
    done = roster.answer("s", "consented", BY, START)
    assert (done.state, done.answered_by) == ("consented", "zhang")
    assert [one.duty_officers for one in shifts(roster)] == [(LI,), (ZHANG,)]
    assert roster.swap("s") == done
    with pytest.raises(StateRefuses, match="已经由"):
        roster.answer("s", "withdrawn", BY, START)
    assert entries(database)[2:] == ["swap_asked", "shift_saved", "shift_saved", "swap_answered"]


def test_a_swap_that_cannot_be_made_any_more_changes_nothing(
    roster: Rosters, database: Database
) -> None:
    roster.save(replace(MON, leader=()), BY)
    roster.ask(SWAP, BY)
    before = entries(database)
    with pytest.raises(StateRefuses, match="不能再换"):
        roster.answer("s", "consented", BY, MON.starts_at)
    assert entries(database) == before
    assert roster.swap("s") == SWAP
    with pytest.raises(NotFound):
        roster.answer("nosuch", "refused", BY, START)
    refused = roster.answer("s", "refused", BY, START)
    assert refused.state == "refused"
    assert shifts(roster)[0].duty_officers == (ZHANG,)


def test_an_address_for_calendars_is_one_a_person_and_void_when_ended(
    roster: Rosters, database: Database
) -> None:
    accounts = cheap_accounts(database)
    accounts.create("li", "a password", ["duty_officer"], START)
    first = roster.make_feed("li", BY)
    assert roster.account_of_feed(first) == "li"
    second = roster.make_feed("li", BY)
    assert [roster.account_of_feed(one) for one in (first, second, "")] == [None, "li", None]
    assert roster.feed_made_at("li") == START
    accounts.change("li", {"disabled": True})
    assert roster.account_of_feed(second) is None
    assert roster.end_feed("li", BY)
    assert not roster.end_feed("li", BY)
    assert entries(database) == [
        "roster_feed_made",
        "roster_feed_ended",
        "roster_feed_made",
        "roster_feed_ended",
    ]
    assert second not in str(ServerJournal(database).page(after=0))


def test_contacts_follow_a_renamed_account_and_its_address_is_void(
    database: Database, roster: Rosters
) -> None:
    accounts, contacts = cheap_accounts(database), Contacts(database, database.write)
    accounts.create("li", "a password", ["duty_officer"], START)
    contacts.save(Contact("c", "市应急局", "值班室", "李四", account="li"), BY)
    secret = roster.make_feed("li", BY)

    def follow(connection: Connection, before: str, after: str) -> None:
        follow_account(connection, before, after, BY)
        end_feed_of(connection, before, BY)

    accounts.rename("li", "lisi", BY, follow)
    assert [one.contact.account for one in contacts.list()] == ["lisi"]
    assert roster.account_of_feed(secret) is None
    assert entries(database)[-3:] == ["account_renamed", "contact_saved", "roster_feed_ended"]
