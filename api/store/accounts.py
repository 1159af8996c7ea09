"""Accounts: who may sign in, with which roles. Sign-ins and tokens are in `sessions`.

Passwords are hashed with argon2id; there is no default account and no default password.
Which roles exist and who may change accounts is not decided here. Each call is a
transaction of its own, given by `write`: the server's writer, or the database itself in
a program without one. Hashing happens outside of it.
"""

from __future__ import annotations

import json
import threading
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, Row, insert, select, update

from api.store.database import Database
from api.store.errors import AccountRefused
from api.store.rows import to_json
from api.store.schema import access_changed
from api.store.tables import AccountRow, table
from engine.actors import Actor

T = TypeVar("T")
ACCOUNT = table(AccountRow)

NAME_LIMIT = 200
PASSWORD_CHARACTERS = 10
"""The least number of characters in a password; our choice, after NIST SP 800-63B."""

HASHES_AT_ONCE = 4
"""Argon2 takes 64 MiB for each; a burst of sign-ins waits instead of eating the memory."""


class Write(Protocol):
    """Runs work in a write transaction: `Database.write` or `Writer.write`."""

    def __call__(self, work: Callable[[Connection], T], /) -> T: ...


@dataclass(frozen=True, slots=True)
class Account:
    """An account without its password."""

    name: str
    roles: frozenset[str]
    division: str | None
    unit: str | None
    disabled: bool
    created_at: datetime

    @property
    def actor(self) -> Actor:
        """The account as the engine sees it."""
        return Actor(self.name, self.roles, self.division, self.unit)


Check = Callable[[Account, Account, Sequence[Account]], None]
"""Told an account before and after a change, and all accounts; raises what is wrong."""


class Accounts:
    """All accounts. Safe for several threads; every call may block."""

    def __init__(
        self, database: Database, write: Write, hasher: PasswordHasher | None = None
    ) -> None:
        self._database = database
        self._write = write
        self._hasher = hasher or PasswordHasher()
        self._hashing = threading.BoundedSemaphore(HASHES_AT_ONCE)
        self._nobody = self._hasher.hash("nobody has this password")

    def create(
        self,
        name: str,
        password: str | None,
        roles: Collection[str],
        now: datetime,
        *,
        division: str | None = None,
        unit: str | None = None,
    ) -> Account:
        """Make an account; without a password it can only be used by tokens.

        Raises `AccountRefused` for a name that is taken or not printable, or a short
        password.
        """
        name = canonical(name)
        _check_name(name)
        hashed = None if password is None else self._hash(password)
        row = {
            "name": name,
            "password": hashed,
            "roles": to_json(sorted(set(roles))),
            "division": division,
            "unit": unit,
            "disabled": False,
            "created_at": now,
        }

        def work(connection: Connection) -> None:
            if _find(connection, name) is not None:
                raise AccountRefused("account_exists", name=name)
            connection.execute(insert(ACCOUNT), row)

        self._write(work)
        return Account(name, frozenset(roles), division, unit, disabled=False, created_at=now)

    def find(self, name: str) -> Account | None:
        """The account, or None."""
        with self._database.asking() as connection:
            row = _find(connection, canonical(name))
        return None if row is None else account_of(row)

    def list(self) -> list[Account]:
        """All accounts by name."""
        with self._database.asking() as connection:
            rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)).all()
        return [account_of(row) for row in rows]

    def verify(self, name: str, password: str) -> Account | None:
        """The account if the password is right and it is not disabled, else None.

        Takes as long for a name that does not exist.
        """
        with self._database.asking() as connection:
            row = _find(connection, canonical(name))
        known = row.password if row is not None else None
        right = self._matches(known or self._nobody, password)
        if row is None or known is None or row.disabled or not right:
            return None
        return account_of(row)

    def change(
        self, name: str, changes: Mapping[str, Any], check: Check = lambda *_: None
    ) -> Account:
        """Change some of `password`, `roles`, `division`, `unit` and `disabled`; sign-ins that
        are open have it at once, those of a disabled account stop working.

        `check` gets the account as it is, as it would be, and all accounts, and raises what is
        wrong; nothing can change between that and the commit. Raises `AccountRefused`.
        """
        values = dict(changes)
        if "password" in values:
            values["password"] = self._hash(values["password"])
        if "roles" in values:
            values["roles"] = to_json(sorted(set(values["roles"])))
        shown = {key: value for key, value in changes.items() if key != "password"}
        if "roles" in shown:
            shown["roles"] = frozenset(shown["roles"])

        def work(connection: Connection) -> Account:
            rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)).all()
            everybody = [account_of(row) for row in rows]
            before = next((one for one in everybody if one.name == canonical(name)), None)
            if before is None:
                raise AccountRefused("account_unknown", name=name)
            after = replace(before, **shown)
            check(before, after, everybody)
            if values:
                place = update(ACCOUNT).where(ACCOUNT.c.name == before.name)
                connection.execute(place.values(values))
                access_changed(connection)
            return after

        return self._write(work)

    def _hash(self, password: str) -> str:
        if len(password) < PASSWORD_CHARACTERS:
            raise AccountRefused("password_short", limit=PASSWORD_CHARACTERS)
        with self._hashing:
            return self._hasher.hash(canonical(password))

    def _matches(self, known: str, password: str) -> bool:
        try:
            with self._hashing:
                return self._hasher.verify(known, canonical(password))
        except (VerificationError, InvalidHashError):
            return False


def canonical(words: str) -> str:
    """Names and passwords as compared: composed, whatever keyboard they came from."""
    return unicodedata.normalize("NFC", words)


def account_of(row: Row[*tuple[Any, ...]]) -> Account:
    """The account of a row of the table `account`, or of a join with it."""
    return Account(
        name=row.name,
        roles=frozenset(json.loads(row.roles)),
        division=row.division,
        unit=row.unit,
        disabled=row.disabled,
        created_at=row.created_at,
    )


def _find(connection: Connection, name: str) -> Row[*tuple[Any, ...]] | None:
    return connection.execute(select(ACCOUNT).where(ACCOUNT.c.name == name)).one_or_none()


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= NAME_LIMIT or name != name.strip() or not name.isprintable():
        raise AccountRefused("account_name_wrong", name=name[:80], limit=NAME_LIMIT)
