"""The server journal is appended in the transaction of the change, and read in pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from api.server_journal.chain import first_bad_entry
from api.server_journal.changed_by import About, ChangedBy, Way
from api.store.accounts.accounts import Accounts
from api.store.accounts.sessions import Sessions
from api.store.database.connections import Database
from api.store.errors import AccountRefused
from api.store.journal.writer import Writer
from api.store.server_journal.journal import ALARM_LASTS, ServerJournal
from tests.api.store.backing import CHEAP
from tests.api.store.desk import START

SECRET = "a password that is long"
ABOUT: tuple[About, ...] = ("sign_ins", "changes")


def by(way: Way = "page", **later: float) -> ChangedBy:
    return ChangedBy("anna", way, START + timedelta(**later), "because")


@pytest.fixture
def accounts(database: Database, writer: Writer) -> Accounts:
    return Accounts(database, writer.write, CHEAP)


@pytest.fixture
def journal(database: Database) -> ServerJournal:
    return ServerJournal(database)


def test_who_which_way_when_what_and_why(accounts: Accounts, journal: ServerJournal) -> None:
    accounts.create("zhang", SECRET, ["viewer"], START, by=by())
    (entry,) = journal.page()
    told = {key: entry[key] for key in ("seq", "type", "actor", "way", "reason")}
    assert told == {
        "seq": 1,
        "type": "account_created",
        "actor": "anna",
        "way": "page",
        "reason": "because",
    }
    assert entry["data"]["account"] == "zhang"


def test_a_refused_change_leaves_no_entry(accounts: Accounts, journal: ServerJournal) -> None:
    accounts.create("zhang", SECRET, ["viewer"], START, by=by())
    with pytest.raises(AccountRefused):
        accounts.create("Zhang", SECRET, ["viewer"], START, by=by())
    with pytest.raises(ZeroDivisionError):
        accounts.change("zhang", {"disabled": True}, lambda *_: 1 / 0, by())  # type: ignore[arg-type]
    assert [one["type"] for one in journal.page()] == ["account_created"]


def test_no_entry_holds_a_password_or_a_token(
    accounts: Accounts, database: Database, journal: ServerJournal
) -> None:
    accounts.create("zhang", SECRET, ["viewer"], START, by=by())
    accounts.change("zhang", {"password": SECRET + "!"}, by=by())
    token = Sessions(database, database.write).create("zhang", "token", START, by=by())
    signed_in = Sessions(database, database.write).create("zhang", "session", START)
    entries = journal.page()
    assert [one["type"] for one in entries[::-1]] == [
        "account_created",
        "password_set",
        "token_created",
        "signed_in",
    ]
    said = repr(entries)
    assert SECRET not in said
    assert "argon2" not in said
    assert token not in said
    assert signed_in not in said


def test_changes_at_once_are_one_chain(
    accounts: Accounts, database: Database, journal: ServerJournal
) -> None:
    beside = Accounts(database, database.write)
    names = [f"a{number}" for number in range(12)]

    def make(name: str) -> None:
        (accounts if int(name[1:]) % 2 else beside).create(name, None, ["viewer"], START, by=by())

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(make, names))
    entries = journal.page(after=0, limit=200)
    assert first_bad_entry(entries) is None
    assert sorted(one["data"]["account"] for one in entries) == sorted(names)


def test_pages_go_either_way(accounts: Accounts, journal: ServerJournal) -> None:
    for number in range(5):
        accounts.create(f"a{number}", None, ["viewer"], START, by=by())
    assert [one["seq"] for one in journal.page(limit=2)] == [5, 4]
    assert [one["seq"] for one in journal.page(before=4, limit=2)] == [3, 2]
    assert [one["seq"] for one in journal.page(after=3)] == [4, 5]


def test_the_command_line_is_an_alarm_for_a_day(accounts: Accounts, journal: ServerJournal) -> None:
    accounts.create("zhang", None, ["viewer"], START, by=by())
    accounts.create("boss", None, ["admin"], START, by=by("setup"))
    assert journal.break_glass(START) is None
    accounts.change("zhang", {"roles": ["admin"]}, by=by("command_line", minutes=1))
    accounts.change("zhang", {"disabled": True}, by=by("command_line", minutes=2))
    last = START + timedelta(minutes=2)
    alarm = journal.break_glass(last)
    assert alarm is not None
    assert (alarm.changes, alarm.last_at, alarm.until) == (2, last, last + ALARM_LASTS)
    assert journal.break_glass(last + ALARM_LASTS) is None


def test_a_page_may_hold_sign_ins_only_or_everything_else(
    accounts: Accounts, database: Database, journal: ServerJournal
) -> None:
    accounts.create("zhang", SECRET, ["viewer"], START, by=by())
    sessions = Sessions(database, database.write)
    sessions.create("zhang", "session", START)
    sessions.revoke_all("zhang", by())
    told = {about: [one["type"] for one in journal.page(about=about)] for about in ABOUT}
    assert told == {
        "sign_ins": ["sign_ins_ended", "signed_in"],
        "changes": ["account_created"],
    }
    assert [one["type"] for one in journal.page(about="sign_ins", limit=1)] == ["sign_ins_ended"]
