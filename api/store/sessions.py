"""Sign-ins (`session`) and machines' keys (`token`): opaque secrets for an account.

A secret is 256 random bits and shown once; only its sha256 is stored, so a stolen
database opens nothing. It is asked for at every request, so a revocation, a disabled
account or a changed role counts at once: either by a question of its own (`resolve`), or
by what was known of it before (`recent`), which the transaction that is to rely on it
compares with the database (`within`). Instants are aware; expiry is by the `now` that
the caller gives.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, bindparam, delete, insert, or_, select, update

from api.store.accounts import ACCOUNT, Account, Write, account_of
from api.store.database import Database
from api.store.errors import AccountRefused
from api.store.schema import ACCESS_NOW, access_changed
from api.store.tables import SessionRow, table
from engine.actors import Actor

SESSION = table(SessionRow)
Kind = Literal["session", "token"]
SECRET_BYTES = 32
CHUNK = 500
"""Sessions asked for by one query."""

RECENT = 10_000
"""Sessions that are remembered."""


BY_DIGEST = (
    select(
        ACCOUNT,
        SESSION.c.kind,
        SESSION.c.expires_at,
        ACCESS_NOW.scalar_subquery().label("access"),
    )
    .select_from(SESSION.join(ACCOUNT, SESSION.c.account == ACCOUNT.c.name))
    .where(SESSION.c.digest == bindparam("digest"), SESSION.c.revoked.is_(False))
)
"""What every request asks first; made once, as making it takes longer than answering it."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a secret stands for. `id` names it without giving it away.

    `access` is the database's value of that name at the time: as long as it is the same,
    neither a sign-in has been ended nor an account been changed since.
    """

    id: str
    account: Account
    kind: Kind
    expires_at: datetime | None
    access: str

    def holds(self, now: datetime) -> bool:
        """Whether it has not ended by itself, nor its account been disabled."""
        over = self.expires_at is not None and self.expires_at <= now
        return not (over or self.account.disabled)


class Sessions:
    """All sign-ins and tokens. Safe for several threads; every call may block."""

    def __init__(self, database: Database, write: Write) -> None:
        self._database = database
        self._write = write
        self._recent: OrderedDict[str, Session] = OrderedDict()

    def create(
        self, account: str, kind: Kind, now: datetime, expires_at: datetime | None = None
    ) -> str:
        """Make a secret for the account and return it; it cannot be shown again.

        Raises `AccountRefused` if there is no such account.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = {
            "digest": _digest(secret),
            "account": account,
            "kind": kind,
            "created_at": now,
            "expires_at": expires_at,
            "revoked": False,
        }

        def work(connection: Connection) -> None:
            known = select(ACCOUNT.c.name).where(ACCOUNT.c.name == account)
            if connection.scalar(known) is None:
                raise AccountRefused("account_unknown", name=account)
            connection.execute(insert(SESSION), row)

        self._write(work)
        return secret

    def living(self, sessions: Collection[str], now: datetime) -> dict[str, Actor]:
        """Those of these sessions (by `id`) that still hold, each with who it stands for."""
        joined = SESSION.join(ACCOUNT, SESSION.c.account == ACCOUNT.c.name)
        valid = (
            select(ACCOUNT, SESSION.c.digest)
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
        return found

    def resolve(self, secret: str, now: datetime) -> Session | None:
        """What the secret stands for; None if unknown, expired, revoked or disabled."""
        digest = _digest(secret)
        with self._database.asking() as connection:
            found = _stored(connection, digest)
        self._remember(digest, found)
        return found if found and found.holds(now) else None

    def recent(self, secret: str, now: datetime) -> Session | None:
        """What `resolve` found the last time, without asking; it may be outdated by now."""
        found = self._recent.get(_digest(secret))
        return found if found and found.holds(now) else None

    def within(self, connection: Connection, session: str, now: datetime) -> Session | None:
        """What a session (by its `id`) is in this transaction; None if it does not hold."""
        found = _stored(connection, session)
        self._remember(session, found)
        return found if found and found.holds(now) else None

    def forget(self) -> None:
        """Forget what is remembered: the database has gone back."""
        self._recent.clear()

    def _remember(self, digest: str, found: Session | None) -> None:
        if found is None:
            self._recent.pop(digest, None)
            return
        self._recent[digest] = found
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    def revoke(self, session: str) -> bool:
        """End one by its `id`; whether there was one to end."""
        return self._end(SESSION.c.digest == session) == 1

    def revoke_all(self, account: str) -> int:
        """End all of an account's; how many there were."""
        return self._end(SESSION.c.account == account)

    def _end(self, which: ColumnElement[bool]) -> int:
        place = update(SESSION).where(which, SESSION.c.revoked.is_(False))

        def work(connection: Connection) -> int:
            ended = connection.execute(place.values(revoked=True)).rowcount
            if ended:
                access_changed(connection)
            return ended

        return self._write(work)

    def sweep(self, before: datetime) -> int:
        """Delete those that expired before the instant; how many there were."""
        place = delete(SESSION).where(SESSION.c.expires_at < before)
        return self._write(lambda c: c.execute(place).rowcount)


def _stored(connection: Connection, digest: str) -> Session | None:
    row = connection.execute(BY_DIGEST, {"digest": digest}).one_or_none()
    if row is None:
        return None
    return Session(digest, account_of(row), row.kind, row.expires_at, row.access)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
