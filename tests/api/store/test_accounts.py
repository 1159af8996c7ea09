"""Accounts, passwords, sign-ins and tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from argon2 import PasswordHasher, Type
from sqlalchemy import text

from api.store.accounts import NAME_LIMIT, Accounts
from api.store.database import Database
from api.store.errors import AccountRefused
from api.store.sessions import Sessions
from api.store.writer import Writer
from engine.actors import Actor
from tests.api.store.desk import START

HOUR = timedelta(hours=1)
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "密码-correct horse"


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
    assert accounts.verify("Zhang", PASSWORD) is None
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


def test_a_name_is_taken_once(accounts: Accounts) -> None:
    accounts.create("zhang", PASSWORD, ["viewer"], START)
    with refusal("account_exists"):
        accounts.create("zhang", "another password", ["admin"], START)
    assert accounts.verify("zhang", PASSWORD) is not None


@pytest.mark.parametrize("name", ["", " zhang", "zhang\n", "a\u0000b", "x" * (NAME_LIMIT + 1)])
def test_names_that_cannot_be_read_are_refused(accounts: Accounts, name: str) -> None:
    with refusal("account_name_wrong"):
        accounts.create(name, PASSWORD, ["viewer"], START)
    assert accounts.list() == []


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
