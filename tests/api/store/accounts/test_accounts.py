"""Accounts, passwords, sign-ins and tokens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import Connection, text

from api.access.account_names import names_alike
from api.server_journal.changed_by import ChangedBy
from api.store.accounts.account_rows import NAME_LIMIT
from api.store.accounts.accounts import Accounts, hash_of_no_password
from api.store.accounts.sessions import Sessions
from api.store.database.connections import Database
from api.store.errors import AccountRefused, NotFirst
from api.store.journal.writer import Writer
from engine.incident.actors import Actor
from tests.api.store.backing import CHEAP
from tests.api.store.desk import START

T = TypeVar("T")

HOUR = timedelta(hours=1)
PASSWORD = "密码-correct horse"
BY = ChangedBy("root", "command_line", START, "a test")


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database, database.write, CHEAP)


@pytest.fixture
def sessions(database: Database) -> Sessions:
    return Sessions(database, database.write)


def refusal(code: str) -> pytest.RaisesExc[AccountRefused]:
    return pytest.RaisesExc(AccountRefused, check=lambda error: error.code == code)


# ── Accounts ────────────────────────────────────────────────────────────────


def test_there_is_no_account_to_begin_with(accounts: Accounts) -> None:
    assert accounts.list() == []
    assert accounts.find("admin") is None
    assert accounts.verify("admin", "admin") is None


def test_only_one_account_is_the_first(accounts: Accounts) -> None:
    accounts.create("anna", PASSWORD, ["admin"], START, first=True)
    with pytest.raises(NotFirst):
        accounts.create("otto", PASSWORD, ["admin"], START, first=True)
    assert [one.name for one in accounts.list()] == ["anna"]


def test_an_account_is_found_as_it_was_made(accounts: Accounts) -> None:
    made = accounts.create(
        "王五", PASSWORD, ["reporter", "coal_mine:commander"], START, division="141002", unit="u"
    )
    assert accounts.find("王五") == made
    assert accounts.list() == [made]
    roles = frozenset({"reporter", "coal_mine:commander"})
    assert made.actor == Actor("王五", roles, "141002", "u")


def test_only_the_right_password_is_right(accounts: Accounts) -> None:
    made = accounts.create("zhang", PASSWORD, ["viewer"], START)
    assert accounts.verify("zhang", PASSWORD) == made
    for wrong in ("", PASSWORD + " ", PASSWORD[:-1], PASSWORD.upper()):
        assert accounts.verify("zhang", wrong) is None
    assert accounts.verify("Zhang", PASSWORD) == made
    assert accounts.verify("nobody", PASSWORD) is None


def test_the_way_of_typing_a_letter_does_not_matter(accounts: Accounts) -> None:
    made = accounts.create("Ame\u0301lie", "a passwo\u0301rd", ["viewer"], START)
    assert accounts.verify("Am\u00e9lie", "a passw\u00f3rd") == made


def test_passwords_are_stored_as_argon2id_only(accounts: Accounts, database: Database) -> None:
    Accounts(database, database.write).create("zhang", PASSWORD, ["viewer"], START)
    with database.reading() as connection:
        [stored] = connection.scalars(text("SELECT password FROM account"))
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PasswordHasher().verify(stored, PASSWORD)
    assert Type.ID is PasswordHasher().type


@pytest.mark.parametrize("hasher", [PasswordHasher(), CHEAP], ids=["real", "cheap"])
def test_a_name_that_does_not_exist_costs_the_work_of_one_that_does(hasher: PasswordHasher) -> None:
    nobody, stored = hash_of_no_password(hasher), hasher.hash(PASSWORD)
    assert extract_parameters(nobody) == extract_parameters(stored)
    assert len(nobody) == len(stored)
    # A mismatch, not an invalid hash: that one would be refused without any work.
    with pytest.raises(VerifyMismatchError):
        hasher.verify(nobody, PASSWORD)


def test_a_name_is_taken_once(accounts: Accounts) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    with refusal("account_exists"):
        accounts.create("zhang", "another password", ["admin"], START)
    assert accounts.verify("zhang", PASSWORD) is not None


@pytest.mark.parametrize("name", ["", " \u3000", "zh\nang", "a\u0000b", "x" * (NAME_LIMIT + 1)])
def test_names_that_cannot_be_read_are_refused(accounts: Accounts, name: str) -> None:
    with refusal("account_name_wrong"):
        accounts.create(name, PASSWORD, ["viewer"], START)
    assert accounts.list() == []


def test_a_name_that_looks_like_another_is_refused(accounts: Accounts) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    with refusal("account_name_mixed"):
        accounts.create("zh\u0430ng", PASSWORD, ["viewer"], START)


@pytest.mark.parametrize("name", [" zhang", "zhang\n", "ｚｈａｎｇ", "zhang\u3000"])
def test_spaces_around_a_name_and_wide_letters_are_no_part_of_it(
    accounts: Accounts, name: str
) -> None:
    made = accounts.create(name, PASSWORD, ["viewer"], START)
    assert made.name == "zhang"
    assert accounts.find(name) == accounts.verify(name, PASSWORD) == made
    with refusal("account_exists"):
        accounts.create("zhang", PASSWORD, ["viewer"], START)
    assert accounts.change(name, {"disabled": True}).disabled


def test_a_wide_name_of_an_earlier_version_is_found_as_it_was_written(
    accounts: Accounts, database: Database
) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    database.write(lambda c: c.execute(text("UPDATE account SET name = 'ｚｈａｎｇ'")))
    for typed in ("ｚｈａｎｇ ", "zhang", "ｚhang"):
        found = accounts.verify(typed, PASSWORD)
        assert found is not None
        assert found.name == "ｚｈａｎｇ"
    with refusal("account_exists"):
        accounts.create("zhang", PASSWORD, ["viewer"], START)
    assert accounts.change("zhang", {"disabled": True}).name == "ｚｈａｎｇ"


def test_names_alike_of_an_earlier_version_stay_apart(
    accounts: Accounts, database: Database
) -> None:
    names = ("ｚhang", "ｚｈａｎｇ")
    for stored in names:
        accounts.create("one", PASSWORD, ["viewer"], START)
        renamed = text(
            "UPDATE account SET name = :to, folded = 'zhang' WHERE name = 'one'"
        ).bindparams(to=stored)
        database.write(partial(Connection.execute, statement=renamed))
    assert accounts.find("zhang") is None
    for name in names:
        found = accounts.verify(name, PASSWORD)
        assert found is not None
        assert found.name == name
    assert names_alike(one.name for one in accounts.list()) == [names]
    with refusal("account_exists"):
        accounts.create("zhang", PASSWORD, ["viewer"], START)


def test_names_of_an_earlier_version_that_read_alike_have_to_be_given_exactly(
    accounts: Accounts, database: Database
) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    accounts.create("li", PASSWORD, ["duty_officer"], START)
    alike = text("UPDATE account SET name = 'Zhang', folded = 'zhang' WHERE name = 'li'")
    database.write(lambda c: c.execute(alike))
    names = {name: accounts.find(name) for name in ("zhang", "Zhang", "ZHANG")}
    found = {name: one and one.name for name, one in names.items()}
    assert found == {"zhang": "zhang", "Zhang": "Zhang", "ZHANG": None}
    assert accounts.change("Zhang", {"disabled": True}).disabled
    with refusal("account_exists"):
        accounts.rename("Zhang", "ZHANG", BY)
    assert accounts.rename("Zhang", "zhao", BY).name == "zhao"
    assert accounts.find("ZHANG") == accounts.find("zhang")


@pytest.mark.parametrize("name", ["clock", "System", "***", "zhiban"])
def test_names_that_the_system_uses_are_refused(accounts: Accounts, name: str) -> None:
    with refusal("account_name_reserved"):
        accounts.create(name, PASSWORD, ["viewer"], START)


def test_short_passwords_are_refused(accounts: Accounts) -> None:
    with refusal("password_short"):
        accounts.create("zhang", "123456789", ["viewer"], START)
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    with refusal("password_short"):
        accounts.change("zhang", {"password": "123456789"})
    assert accounts.verify("zhang", PASSWORD) is not None


def test_an_account_without_a_password_cannot_sign_in(
    accounts: Accounts, sessions: Sessions
) -> None:
    made = accounts.create("wall", None, ["viewer"], START)
    for password in ("", "None", "nobody has this password"):
        assert accounts.verify("wall", password) is None
    found = sessions.resolve(sessions.create("wall", "token", START), START)
    assert found is not None
    assert found.account == made


def test_changes_count_at_once(accounts: Accounts, sessions: Sessions) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    secret = sessions.create("zhang", "session", START)
    accounts.change("zhang", {"password": "another password"})
    assert accounts.verify("zhang", PASSWORD) is None
    assert accounts.verify("zhang", "another password") is not None
    accounts.change("zhang", {"roles": ["duty_officer", "duty_officer"]})
    found = sessions.resolve(secret, START)
    assert found is not None
    assert found.account.roles == {"duty_officer"}
    accounts.change("zhang", {"disabled": True})
    assert accounts.verify("zhang", "another password") is None
    assert sessions.resolve(secret, START) is None
    accounts.change("zhang", {"disabled": False})
    assert sessions.resolve(secret, START) is not None


def test_nobody_cannot_be_changed(accounts: Accounts, sessions: Sessions) -> None:
    with refusal("account_unknown"):
        accounts.change("nobody", {"roles": []})
    with refusal("account_unknown"):
        accounts.change("nobody", {"password": PASSWORD})
    with refusal("account_unknown"):
        accounts.change("nobody", {"disabled": True})
    with refusal("account_unknown"):
        sessions.create("nobody", "session", START)


def test_accounts_can_be_changed_through_the_writer(database: Database, writer: Writer) -> None:
    accounts = Accounts(database, writer.write, CHEAP)
    made = accounts.create("zhang", PASSWORD, ["viewer"], START)
    with refusal("account_exists"):
        accounts.create("zhang", PASSWORD, ["viewer"], START)
    assert accounts.verify("zhang", PASSWORD) == made


# ── Sign-ins and tokens ─────────────────────────────────────────────────────


def test_a_secret_stands_for_its_account_until_it_expires(
    accounts: Accounts, sessions: Sessions
) -> None:
    made = accounts.create("zhang", PASSWORD, ["viewer"], START)
    secret = sessions.create("zhang", "session", START, START + HOUR)
    found = sessions.resolve(secret, START)
    assert found is not None
    assert (found.account, found.kind, found.expires_at) == (made, "session", START + HOUR)
    assert sessions.resolve(secret, START + HOUR - timedelta(microseconds=1)) == found
    assert sessions.resolve(secret, START + HOUR) is None


def test_a_token_without_an_end_goes_on(accounts: Accounts, sessions: Sessions) -> None:
    accounts.create("wall", None, ["viewer"], START)
    secret = sessions.create("wall", "token", START)
    assert sessions.resolve(secret, START + 24 * 365 * 10 * HOUR) is not None


def test_only_the_digest_of_a_secret_is_stored(
    accounts: Accounts, sessions: Sessions, database: Database
) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    secrets = {sessions.create("zhang", "session", START) for _ in range(20)}
    assert len(secrets) == 20
    assert min(map(len, secrets)) >= 43
    with database.reading() as connection:
        stored = set(connection.scalars(text("SELECT digest FROM session")))
    assert not stored & secrets
    for digest in stored:
        assert sessions.resolve(digest, START) is None


@pytest.mark.parametrize("secret", ["", "x", "密", "a" * 43, "' OR 1=1 --", "\x00"])
def test_other_words_stand_for_nobody(sessions: Sessions, secret: str) -> None:
    assert sessions.resolve(secret, START) is None


def test_one_is_revoked_and_the_others_go_on(accounts: Accounts, sessions: Sessions) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    first, second = (sessions.create("zhang", "session", START) for _ in range(2))
    found = sessions.resolve(first, START)
    assert found is not None
    assert sessions.revoke(found.id) is True
    assert sessions.revoke(found.id) is False
    assert sessions.resolve(first, START) is None
    assert sessions.resolve(second, START) is not None


def test_all_of_one_account_are_revoked(accounts: Accounts, sessions: Sessions) -> None:
    secrets = {}
    for name in ("zhang", "li"):
        accounts.create(name, PASSWORD, ["viewer"], START)
        secrets[name] = [sessions.create(name, "session", START) for _ in range(2)]
    assert sessions.revoke_all("zhang") == 2
    assert [sessions.resolve(s, START) for s in secrets["zhang"]] == [None, None]
    assert None not in [sessions.resolve(s, START) for s in secrets["li"]]


def test_expired_ones_are_swept_away(accounts: Accounts, sessions: Sessions) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    sessions.create("zhang", "session", START, START + HOUR)
    kept = sessions.create("zhang", "session", START, START + 3 * HOUR)
    forever = sessions.create("zhang", "token", START)
    assert sessions.sweep(START + 2 * HOUR) == 1
    assert sessions.resolve(kept, START + 2 * HOUR) is not None
    assert sessions.resolve(forever, START + 2 * HOUR) is not None


def test_a_new_password_and_the_end_of_sign_ins_are_one_transaction(
    database: Database, accounts: Accounts, sessions: Sessions
) -> None:
    """A program that dies before the commit has done neither."""
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    secrets = [sessions.create("zhang", kind, START) for kind in ("session", "session", "token")]
    times = 0

    def dies(work: Callable[[Connection], T]) -> T:
        nonlocal times
        times += 1
        with database.begin() as connection:
            work(connection)
            raise KeyboardInterrupt

    dying = Accounts(database, dies, CHEAP)
    for change in ({"password": PASSWORD + "!"}, {"disabled": True}):
        with pytest.raises(KeyboardInterrupt):
            dying.change_and_sign_out("zhang", change, BY)
    assert times == 2
    assert accounts.verify("zhang", PASSWORD) is not None
    assert all(sessions.resolve(one, START) for one in secrets)
    here = sessions.resolve(secrets[0], START)
    assert here is not None
    change = {"password": PASSWORD + "!"}
    assert accounts.change_and_sign_out("zhang", change, BY, keep=here.id)[1] == 1
    assert [sessions.resolve(one, START) is not None for one in secrets] == [True, False, True]
    after, ended = accounts.change_and_sign_out("zhang", {"disabled": True}, BY)
    assert (after.disabled, ended) == (True, 2)
