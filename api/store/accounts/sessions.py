"""Sign-ins (`session`) and machines' keys (`token`): opaque secrets of an account.

A secret is 256 random bits, shown once. Only its sha256 is stored, so a stolen database opens
nothing. Every request checks it, so a revocation, a disabled account or a changed role takes
effect at once: by a query of its own (`resolve`), or by the last result (`recent`), which the
transaction that relies on it compares with the database (`within`). Instants are aware;
expiry is by the `now` that the caller gives.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, true, update

from api.server_journal.account import Account
from api.server_journal.changed_by import ChangedBy, by_program
from api.server_journal.events import Change
from api.server_journal.sign_in_data import SignedIn, SignedOut, TokenFacts, TokenRevoked
from api.store.accounts.account_rows import (
    ACCOUNT,
    SESSION,
    account_of,
    end_sign_ins,
)
from api.store.accounts.token_use import TokenUse
from api.store.database.chain_links import token_name
from api.store.database.connections import Database
from api.store.database.records import DatabaseRecords, Write
from api.store.database.schema_version import ACCESS_NOW, access_changed
from api.store.errors import AccountRefused
from api.store.server_journal.journal import record
from engine.clock import SystemClock
from engine.incident.actors import Actor
from engine.instants import to_text
from engine.memo import BoundedDict

Kind = Literal["session", "token"]
SECRET_BYTES = 32
CHUNK = 500
"""Sessions in one query."""

RECENT = 10_000
"""Sessions in the cache."""


BY_DIGEST = (
    select(
        ACCOUNT,
        SESSION.c.kind,
        SESSION.c.expires_at,
        SESSION.c.read_only,
        ACCESS_NOW.scalar_subquery().label("access"),
    )
    .select_from(SESSION.join(ACCOUNT, SESSION.c.account == ACCOUNT.c.name))
    .where(SESSION.c.digest == bindparam("digest"), SESSION.c.revoked.is_(False))
)
"""The query of every request; compiled once, because compiling takes longer than running it."""


@dataclass(frozen=True, slots=True)
class Session:
    """The account behind a secret. `id` names the session without revealing the secret.

    `access` is the database's value of that name at the time of reading: while it is the same,
    no sign-in has ended and no account has changed.
    """

    id: str
    account: Account
    kind: Kind
    expires_at: datetime | None
    access: str
    read_only: bool = False

    def holds(self, now: datetime) -> bool:
        """Whether it has neither expired nor its account been disabled."""
        over = self.expires_at is not None and self.expires_at <= now
        return not (over or self.account.disabled)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A sign-in or token as its owner sees it; `id` is no secret.

    `address` and `agent` (`User-Agent`) are where it came from, for the owner to know it.
    """

    id: str
    account: str
    kind: Kind
    created_at: datetime
    expires_at: datetime | None
    read_only: bool
    address: str | None
    agent: str | None
    last_used_at: datetime | None
    """Of a token, about when; None if nobody noted it yet."""


class Sessions(DatabaseRecords):
    """All sign-ins and tokens. Thread-safe; every call may block."""

    def __init__(self, database: Database, write: Write) -> None:
        super().__init__(database, write)
        self._recent = BoundedDict[str, Session](RECENT)
        self.used = TokenUse()

    def create(
        self,
        account: str,
        kind: Kind,
        now: datetime,
        expires_at: datetime | None = None,
        by: ChangedBy | None = None,
        *,
        read_only: bool = False,
        address: str | None = None,
        agent: str | None = None,
    ) -> str:
        """Create a secret for the account and return it; it cannot be shown again.

        It stands in the server journal, by a part of its digest; without `by` of a sign-in, the
        account itself signed in. Raises `AccountRefused` if there is no such account.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = {
            "digest": _digest(secret),
            "account": account,
            "kind": kind,
            "created_at": now,
            "expires_at": expires_at,
            "revoked": False,
            "read_only": read_only,
            "address": address,
            "agent": agent,
        }

        def work(connection: Connection) -> None:
            known = select(ACCOUNT.c.name).where(ACCOUNT.c.name == account)
            if connection.scalar(known) is None:
                raise AccountRefused("account_unknown", name=account)
            connection.execute(insert(SESSION), row)
            who, change = _created(row, now)
            record(connection, by or who, change)

        self._write(work)
        return secret

    def living(self, sessions: Collection[str], now: datetime) -> dict[str, Actor]:
        """Those of these sessions (by `id`) that are valid, each with its account."""
        joined = SESSION.join(ACCOUNT, SESSION.c.account == ACCOUNT.c.name)
        valid = (
            select(ACCOUNT, SESSION.c.digest, SESSION.c.kind)
            .select_from(joined)
            .where(
                SESSION.c.revoked.is_(False),
                ACCOUNT.c.disabled.is_(False),
                or_(SESSION.c.expires_at.is_(None), SESSION.c.expires_at > now),
            )
        )
        wanted, found = list(sessions), dict[str, Actor]()
        with self._database.asking() as connection:
            for start in range(0, len(wanted), CHUNK):
                part = SESSION.c.digest.in_(wanted[start : start + CHUNK])
                for row in connection.execute(valid.where(part)):
                    found[row.digest] = account_of(row).actor
                    if row.kind == "token":
                        self.used.note(row.digest, now)
        return found

    def resolve(self, secret: str, now: datetime) -> Session | None:
        """The session of the secret; None if unknown, expired, revoked or disabled."""
        digest = _digest(secret)
        with self._database.asking() as connection:
            found = _stored(connection, digest)
        self._remember(digest, found)
        return self._valid(found, now)

    def id_of(self, secret: str) -> str:
        """The `id` of the session with this secret; asking for it is no use of it."""
        return _digest(secret)

    def recent(self, secret: str, now: datetime) -> Session | None:
        """The last result of `resolve`, without a query; it may be outdated."""
        return self._valid(self._recent.get(_digest(secret)), now)

    def within(self, connection: Connection, session: str, now: datetime) -> Session | None:
        """The session (by `id`) as this transaction sees it; None if it is not valid."""
        found = _stored(connection, session)
        self._remember(session, found)
        return found if found and found.holds(now) else None

    def _valid(self, found: Session | None, now: datetime) -> Session | None:
        if found is None or not found.holds(now):
            return None
        if found.kind == "token":
            self.used.note(found.id, now)
        return found

    def forget(self) -> None:
        """Clear the cache: the database has gone back."""
        self._recent.clear()

    def _remember(self, digest: str, found: Session | None) -> None:
        if found is None:
            self._recent.pop(digest, None)
            return
        self._recent[digest] = found

    def open(
        self, now: datetime, *, account: str | None = None, kind: Kind | None = None
    ) -> list[OpenSession]:
        """Those that have neither expired nor been ended, newest first."""
        valid = (
            select(SESSION)
            .where(
                SESSION.c.revoked.is_(False),
                or_(SESSION.c.expires_at.is_(None), SESSION.c.expires_at > now),
                true() if account is None else SESSION.c.account == account,
                true() if kind is None else SESSION.c.kind == kind,
            )
            .order_by(SESSION.c.created_at.desc(), SESSION.c.digest)
        )
        with self._database.asking() as connection:
            rows = connection.execute(valid).all()
            used = self.used.latest(connection, {row.digest for row in rows})
        return [_open(row, used.get(row.digest)) for row in rows]

    def revoke(self, session: str, account: str | None = None, by: ChangedBy | None = None) -> bool:
        """End one by its `id`, if it is this account's; False if there was none."""
        own = true() if account is None else SESSION.c.account == account
        this = (SESSION.c.digest == session, SESSION.c.revoked.is_(False), own)

        def work(connection: Connection) -> bool:
            row = connection.execute(select(SESSION).where(*this)).one_or_none()
            if row is None:
                return False
            connection.execute(update(SESSION).where(*this).values(revoked=True))
            access_changed(connection)
            who = by or by_program(SystemClock().now)
            record(connection, who, _ended(token_name(session), row.account, row.kind))
            return True

        return self._write(work)

    def revoke_all(
        self,
        account: str,
        by: ChangedBy | None = None,
        *,
        kind: Kind | None = None,
        keep: str | None = None,
    ) -> int:
        """End all of an account's, but for the one that is kept; their number."""
        who = by or by_program(SystemClock().now)
        return self._write(
            lambda connection: end_sign_ins(connection, account, who, kind=kind, keep=keep)
        )

    def sweep(self, before: datetime) -> int:
        """Delete those that expired before the instant, and store when tokens were used.

        The number of those deleted.
        """
        place = delete(SESSION).where(SESSION.c.expires_at < before)

        def work(connection: Connection) -> int:
            deleted = connection.execute(place).rowcount
            self.used.write(connection)
            return deleted

        return self._write(work)


def _created(row: Mapping[str, Any], now: datetime) -> tuple[ChangedBy, Change]:
    """The entry about a new sign-in or token, and who made it unless somebody else is named."""
    name, account, expires = token_name(row["digest"]), row["account"], row["expires_at"]
    until = None if expires is None else to_text(expires)
    if row["kind"] == "token":
        token: TokenFacts = {
            "token": name,
            "account": account,
            "expires_at": until,
            "read_only": row["read_only"],
        }
        return by_program(now), Change("token_created", token)
    told: SignedIn = {
        "sign_in": name,
        "account": account,
        "expires_at": until,
        "address": row["address"],
    }
    return ChangedBy(account, "api", now), Change("signed_in", told)


def _ended(name: str, account: str, kind: str) -> Change:
    if kind == "token":
        token: TokenRevoked = {"token": name, "account": account}
        return Change("token_revoked", token)
    told: SignedOut = {"sign_in": name, "account": account}
    return Change("signed_out", told)


def _stored(connection: Connection, digest: str) -> Session | None:
    row = connection.execute(BY_DIGEST, {"digest": digest}).one_or_none()
    if row is None:
        return None
    account = account_of(row)
    return Session(digest, account, row.kind, row.expires_at, row.access, row.read_only)


def _open(row: Row[*tuple[Any, ...]], used: datetime | None) -> OpenSession:
    return OpenSession(
        id=row.digest,
        account=row.account,
        kind=row.kind,
        created_at=row.created_at,
        expires_at=row.expires_at,
        read_only=row.read_only,
        address=row.address,
        agent=row.agent,
        last_used_at=used,
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
