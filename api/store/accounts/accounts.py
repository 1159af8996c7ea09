"""Accounts: names, passwords, roles. Sign-ins and tokens are in `sessions`.

Passwords are hashed with argon2id; there is no default account and no default password.
Which roles exist, and who may change accounts, is decided elsewhere. Each call is a
transaction of its own, run by `write`: the server's writer, or the database itself in a
program without one. Hashing happens outside the transaction. What a call changes stands in
the server journal in the same transaction; without `by` the program itself did it.
"""

from __future__ import annotations

import threading
from base64 import b64encode
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from sqlalchemy import Connection

from api.access.account_names import canonical_name
from api.access.passwords import check_choice
from api.server_journal.account import Account
from api.server_journal.changed_by import ChangedBy, by_program
from api.store.accounts import account_rows as rows
from api.store.accounts import proposals
from api.store.accounts.account_rows import AccountChanges, account_of, canonical
from api.store.accounts.proposals import Proposal, Second
from api.store.database.connections import Database
from api.store.database.records import DatabaseRecords, Write
from api.store.errors import AccountRefused, NotFirst
from engine.clock import SystemClock

T = TypeVar("T")

PASSWORD_CHARACTERS = 10
"""The minimum length of a password; our choice, after NIST SP 800-63B."""

HASHES_AT_ONCE = 4
"""Argon2 takes 64 MiB for each hash; a burst of sign-ins waits instead of exhausting memory."""


Renamed = Callable[[Connection, str, str], None]
"""What else knows an account by its name: the connection, the name before, and the new one."""

Check = Callable[[Account, Account, Sequence[Account]], None]
"""Gets an account before and after a change, and all accounts. Raises what is wrong."""


class Accounts(DatabaseRecords):
    """All accounts. Thread-safe; every call may block."""

    def __init__(
        self, database: Database, write: Write, hasher: PasswordHasher | None = None
    ) -> None:
        super().__init__(database, write)
        self._hasher = hasher or PasswordHasher()
        self._hashing = threading.BoundedSemaphore(HASHES_AT_ONCE)
        self._nobody = hash_of_no_password(self._hasher)

    def create(
        self,
        name: str,
        password: str | None,
        roles: Collection[str],
        now: datetime,
        *,
        division: str | None = None,
        unit: str | None = None,
        by: ChangedBy | None = None,
        first: bool = False,
        beside: Callable[[Connection], object] = lambda _: None,
    ) -> Account:
        """Create an account; without a password it can only be used by tokens.

        `beside` is done in the same transaction, after it. `first`: only if there is none yet.

        Raises `AccountRefused` for a name that is taken, reserved or not printable, or a short
        password, `InvalidInput` for one that is guessed soon, `NotFirst`.
        """
        account = _new(name, roles, now, division, unit)
        hashed = None if password is None else self._hash(account.name, password)
        who = by or by_program(now)

        def work(connection: Connection) -> Account:
            if first and rows.everybody(connection):
                raise NotFirst("setup_done")
            made = rows.put_new(connection, account, hashed, who)
            beside(connection)
            return made

        return self._write(work)

    def create_or_propose(
        self,
        name: str,
        password: str | None,
        roles: Collection[str],
        by: ChangedBy,
        second: Second,
        *,
        division: str | None = None,
        unit: str | None = None,
    ) -> Account | Proposal:
        """As `create`, or a proposal where `second` asks for a second administrator."""
        account = _new(name, roles, by.at, division, unit)
        hashed = None if password is None else self._hash(account.name, password)

        def work(connection: Connection) -> Account | Proposal:
            everybody = rows.everybody(connection)
            proposals.check_administrator(everybody, by)
            lost = proposals.lost_administrator(connection, by.at)
            if not second(None, account, everybody, hashed is not None, lost, by):
                return rows.put_new(connection, account, hashed, by)
            rows.check_new_name(connection, account.name)
            values: dict[str, Any] = {"roles": account.roles}
            values |= {"division": division, "unit": unit} if division or unit else {}
            wanted = AccountChanges(values, hashed)
            return proposals.put(connection, account.name, wanted, by, new=True)

        return self._write(work)

    def find(self, name: str) -> Account | None:
        """The account, or None."""
        with self._database.asking() as connection:
            row = rows.find(connection, name)
        return None if row is None else account_of(row)

    def list(self) -> list[Account]:
        """All accounts by name."""
        with self._database.asking() as connection:
            return rows.everybody(connection)

    def verify(self, name: str, password: str) -> Account | None:
        """The account if the password is right and the account enabled, else None.

        Takes as long for a name that does not exist.
        """
        with self._database.asking() as connection:
            row = rows.find(connection, name)
        known = row.password if row is not None else None
        right = self._matches(known or self._nobody, password)
        if row is None or known is None or row.disabled or not right:
            return None
        return account_of(row)

    def spend(self, name: str, password: str, now: datetime) -> Account | None:
        """As `verify`, and the password is good no more; None for one that was spent meanwhile.

        Of several at once one gets the account.
        """
        with self._database.asking() as connection:
            row = rows.find(connection, name)
        if row is None or row.password is None or self.verify(name, password) is None:
            return None
        by, spent = by_program(now), AccountChanges({}, hash_of_no_password(self._hasher))

        def work(connection: Connection) -> Account | None:
            found = rows.find(connection, name)
            if found is None or found.disabled or found.password != row.password:
                return None
            return rows.put_changes(connection, account_of(found), spent, by)

        return self._write(work)

    def change(
        self,
        name: str,
        changes: Mapping[str, Any],
        check: Check = lambda *_: None,
        by: ChangedBy | None = None,
    ) -> Account:
        """Change some of `password`, `roles`, `division`, `unit` and `disabled`.

        Open sign-ins have the change at once; those of a disabled account stop working.
        `check` gets the account before and after, and all accounts, and raises what is wrong;
        nothing can change between the check and the commit. Raises `AccountRefused`,
        `InvalidInput` for a password that is guessed soon.
        """
        wanted = self._wanted(name, changes)
        who = by or by_program(SystemClock().now)

        def work(connection: Connection) -> Account:
            before = _known(connection, name)
            check(before, wanted.of(before, who.at), rows.everybody(connection))
            return rows.put_changes(connection, before, wanted, who)

        return self._write(work)

    def change_and_sign_out(
        self, name: str, changes: Mapping[str, Any], by: ChangedBy, *, keep: str | None = None
    ) -> tuple[Account, int]:
        """Change the account and end its sign-ins in one transaction; how many ended.

        Disabling ends its tokens too. `keep` is the sign-in (by its id) that stays. Raises
        `AccountRefused`, `InvalidInput` for a password that is guessed soon.
        """
        wanted = self._wanted(name, changes)

        def work(connection: Connection) -> tuple[Account, int]:
            before = _known(connection, name)
            after = rows.put_changes(connection, before, wanted, by)
            kind = None if after.disabled else "session"
            return after, rows.end_sign_ins(connection, after.name, by, kind=kind, keep=keep)

        return self._write(work)

    def change_or_propose(
        self,
        name: str,
        changes: Mapping[str, Any],
        check: Check,
        by: ChangedBy,
        second: Second,
    ) -> Account | Proposal:
        """As `change`, or a proposal where `second` asks for a second administrator.

        A new password and disabling end the account's sign-ins and tokens with it.
        """
        wanted = self._wanted(name, changes)

        def work(connection: Connection) -> Account | Proposal:
            before = _known(connection, name)
            after, everybody = wanted.of(before, by.at), rows.everybody(connection)
            proposals.check_administrator(everybody, by)
            check(before, after, everybody)
            lost = proposals.lost_administrator(connection, by.at)
            if second(before, after, everybody, wanted.password is not None, lost, by):
                return proposals.put(connection, before.name, wanted, by, new=False)
            rows.put_changes(connection, before, wanted, by)
            if wanted.password is not None or after.disabled:
                rows.end_sign_ins(connection, before.name, by)
            return after

        return self._write(work)

    def rename(
        self, name: str, new: str, by: ChangedBy, beside: Renamed = lambda *_: None
    ) -> Account:
        """Give an account another name. Raises `AccountRefused`.

        `beside` is done in the same transaction, after it.
        """
        wanted = canonical_name(new)

        def work(connection: Connection) -> Account:
            before = _known(connection, name).name
            made = rows.rename(connection, before, wanted, by)
            beside(connection, before, made.name)
            return made

        return self._write(work)

    # What waits for a second administrator ---------------------------------------------

    def proposals(self, now: datetime) -> Sequence[Proposal]:
        """The proposals that can still be confirmed, oldest first."""
        with self._database.asking() as connection:
            return proposals.waiting(connection, now)

    def confirm(self, proposal: str, check: Check, by: ChangedBy) -> Account:
        """Carry out a proposal. Raises `AccountRefused`, and what `check` raises."""
        return self._write(lambda connection: proposals.confirm(connection, proposal, check, by))

    def withdraw(self, proposal: str, by: ChangedBy) -> Proposal:
        """Take a proposal back, or refuse it. Raises `AccountRefused`."""
        return self._write(lambda connection: proposals.withdraw(connection, proposal, by))

    def _wanted(self, name: str, changes: Mapping[str, Any]) -> AccountChanges:
        values = {key: value for key, value in changes.items() if key != "password"}
        hashed = self._hash(name, changes["password"]) if "password" in changes else None
        return AccountChanges(values, hashed)

    def _hash(self, name: str, password: str) -> str:
        if len(password) < PASSWORD_CHARACTERS:
            raise AccountRefused("password_short", limit=PASSWORD_CHARACTERS)
        check_choice(name, password)
        with self._hashing:
            return self._hasher.hash(canonical(password))

    def _matches(self, known: str, password: str) -> bool:
        try:
            with self._hashing:
                return self._hasher.verify(known, canonical(password))
        except (VerificationError, InvalidHashError):
            return False


def hash_of_no_password(hasher: PasswordHasher) -> str:
    """A hash that no password has and that takes as long to verify as any other.

    It is made up, not computed: every command on the database would pay for computing it.
    """
    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    salt, digest = (_base64(token_bytes(size)) for size in (hasher.salt_len, hasher.hash_len))
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}${digest}"


def _base64(words: bytes) -> str:
    return b64encode(words).decode("ascii").rstrip("=")


def _new(
    name: str, roles: Collection[str], now: datetime, division: str | None, unit: str | None
) -> Account:
    words = canonical_name(name)
    return Account(words, frozenset(roles), division, unit, disabled=False, created_at=now)


def _known(connection: Connection, name: str) -> Account:
    row = rows.find(connection, name)
    if row is None:
        raise AccountRefused("account_unknown", name=name)
    return account_of(row)
