"""The server's chain: one order for the entries of all journals, sealed with each commit.

Each link covers what one step of a transaction added: entries of incidents with their cursors,
entries of the server journal, first answers to Idempotency-Keys. It is written in that same
transaction, under the writers' lock. Its hash is that of a leaf after RFC 6962: sha256 over a
zero byte and the canonical JSON of its content, in which the hash of the link before stands. So
a Merkle tree over the stored texts can be added later, without hashing old journals again.

The first link is the founding link. It names the server, and covers what an older database
held before it had a chain. A database whose chain is older than schema 0010 has a link of the
kind `standing` as well: what stood there when entries began to name second factors and the like.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, inspect, select
from sqlmodel import SQLModel

from api.store.database.tables import (
    AccountRow,
    AnswerRow,
    ChainLinkRow,
    ClockMarkRow,
    EventRow,
    IdentityRow,
    MetaRow,
    ProposalRow,
    RecoveryCodeRow,
    ServerEventRow,
    SessionRow,
    TotpRow,
    instant_text,
    table,
)
from engine.canonical_json import canonical
from engine.instants import to_text

LINK = table(ChainLinkRow)
PUT_LINK = insert(LINK)
TAIL = select(LINK.c.position, LINK.c.hash).order_by(LINK.c.position.desc()).limit(1)
"""The last link, by position and hash."""

GENESIS = "0" * 64
"""What stands for the link before the first."""

LEAF = b"\x00"
"""What RFC 6962 puts before a leaf, so that no node of a tree can be passed off as one."""

NAME_CHARACTERS = 16
MARK_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Tail:
    """The last link of a chain; position 0 before the first."""

    position: int = 0
    hash: str = GENESIS


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is stored. `content` is what `hash` covers."""

    position: int
    kind: str
    content: str
    hash: str

    @property
    def tail(self) -> Tail:
        """The link as the end of its chain."""
        return Tail(self.position, self.hash)

    def row(self) -> dict[str, Any]:
        """The row of the table `chain_link`."""
        return asdict(self)


def leaf_hash(content: bytes) -> str:
    """The hash of a leaf after RFC 6962, section 2.1."""
    return hashlib.sha256(LEAF + content).hexdigest()


def link_after(tail: Tail, kind: str, data: Mapping[str, Any]) -> Link:
    """The next link after the tail."""
    place = {"kind": kind, "position": tail.position + 1, "prev": tail.hash}
    content = canonical({**data, **place})
    return Link(tail.position + 1, kind, content.decode(), leaf_hash(content))


def tail_of(connection: Connection) -> Tail:
    """The last link that the transaction sees."""
    row = connection.execute(TAIL).one_or_none()
    return Tail() if row is None else Tail(row.position, row.hash)


def add_link(connection: Connection, kind: str, data: Mapping[str, Any]) -> Link:
    """Append a link, in the connection's transaction, which holds the writers' lock."""
    link = link_after(tail_of(connection), kind, data)
    connection.execute(PUT_LINK, link.row())
    return link


def is_chained(connection: Connection) -> bool:
    """Whether the schema has a chain; backups of earlier versions have none."""
    return inspect(connection).has_table(LINK.name)


# What links say of rows that are no entries ------------------------------------------------


def token_name(digest: str) -> str:
    """How entries name a sign-in or token: the beginning of the sha256 that is stored of it."""
    return digest[:NAME_CHARACTERS]


def row_mark(row: Mapping[str, Any]) -> str:
    """A mark of a whole row; instants count as the text that SQLite stores."""
    words = {k: instant_text(v) if hasattr(v, "isoformat") else v for k, v in row.items()}
    return hashlib.sha256(canonical(words)).hexdigest()[:MARK_CHARACTERS]


def password_mark(stored: str | None) -> str | None:
    """A mark of the stored hash of a password. It says nothing about the password itself."""
    if stored is None:
        return None
    return hashlib.sha256(stored.encode()).hexdigest()[:MARK_CHARACTERS]


def identity_mark(issuer: str, subject: str) -> str:
    """A mark of a person at an identity provider."""
    return row_mark({"issuer": issuer, "subject": subject})


def second_factor_mark(secret: str, confirmed_at: datetime) -> str:
    """A mark of a second factor in force. It says nothing about the secret."""
    return row_mark({"secret": secret, "confirmed_at": confirmed_at})


def session_facts(row: Row[Any]) -> list[Any]:
    """What entries say of a sign-in or token besides whose it is."""
    return [None if row.expires_at is None else to_text(row.expires_at), row.read_only]


# The first link ----------------------------------------------------------------------------

STANDING = "standing"
STANDS_SINCE = "0010"
"""The schema from which on entries name second factors, identities and the like."""
ENDED = "ended:"
"""How the keys of `meta` begin under which ended epochs are kept."""


def found(connection: Connection, before: str | None = None) -> None:
    """Make the founding link where there is none; under the writers' lock.

    `before` is the revision that the schema had. What programs of before 0010 wrote, entries do
    not name: a link says what of it stands.
    """
    if connection.scalar(select(LINK.c.position).limit(1)) is None:
        add_link(connection, "founding", _standing(connection) | _proofs(connection))
    elif before is not None and before < STANDS_SINCE:
        add_link(connection, STANDING, _proofs(connection))


def server_id(connection: Connection) -> str:
    """The id of the server, by the founding link; "" before there is one."""
    content = connection.scalar(select(LINK.c.content).where(LINK.c.position == 1))
    return "" if content is None else str(json.loads(content)["server"])


def _standing(connection: Connection) -> dict[str, Any]:
    """What the database holds now, and an id for the server."""
    event, server_event = table(EventRow), table(ServerEventRow)
    account, session = table(AccountRow), table(SessionRow)
    hashes = connection.scalars(select(event.c.hash).order_by(event.c.cursor)).all()
    server_hashes = select(server_event.c.hash).order_by(server_event.c.seq)
    signed_in = (session.c.kind == "session", session.c.revoked.is_(False))
    open_ones = select(session).where(*signed_in).order_by(session.c.digest)
    passwords = select(account.c.name, account.c.password).order_by(account.c.name)
    return {
        "server": secrets.token_hex(16),
        "events": digest_of(hashes),
        "server_events": digest_of(connection.scalars(server_hashes).all()),
        "sign_ins": [[token_name(r.digest), r.account] for r in connection.execute(open_ones)],
        "passwords": {r.name: password_mark(r.password) for r in connection.execute(passwords)},
        "proposals": {row["id"]: row_mark(row) for row in _rows(connection, ProposalRow)},
        "answers": sorted(row_mark(row) for row in _rows(connection, AnswerRow)),
    }


def _proofs(connection: Connection) -> dict[str, Any]:
    """What stands of rows that entries name since schema 0010; see `server_journal.proofs`."""
    factor, session, mark = table(TotpRow), table(SessionRow), table(ClockMarkRow)
    account, entry = table(AccountRow), table(ServerEventRow)
    codes: dict[str, list[str]] = {}
    for row in _rows(connection, RecoveryCodeRow):
        codes.setdefault(row["account"], [])
        codes[row["account"]] += [] if row["used"] else [token_name(row["digest"])]
    in_force = connection.execute(select(factor).where(factor.c.confirmed_at.is_not(None)))
    valid = connection.execute(select(session).where(session.c.revoked.is_(False)))
    held = connection.execute(select(account.c.name, account.c.since))
    return {
        "after": connection.scalar(select(func.max(entry.c.seq))) or 0,
        "identities": {
            identity_mark(row["issuer"], row["subject"]): row["account"]
            for row in _rows(connection, IdentityRow)
        },
        "second_factors": {
            r.account: second_factor_mark(r.secret, r.confirmed_at) for r in in_force
        },
        "recovery_codes": codes,
        "sessions": {token_name(row.digest): session_facts(row) for row in valid},
        "since": {row.name: json.loads(row.since) if row.since else {} for row in held},
        "words": sorted(connection.scalars(select(mark.c.id).where(mark.c.kind == "word"))),
        "ended": sorted(
            row["key"] for row in _rows(connection, MetaRow) if row["key"].startswith(ENDED)
        ),
    }


def digest_of(hashes: Sequence[str]) -> dict[str, Any]:
    """The number of entries and the sha256 over their hashes, in order."""
    return {"count": len(hashes), "digest": hashlib.sha256("".join(hashes).encode()).hexdigest()}


def _rows(connection: Connection, model: type[SQLModel]) -> list[dict[str, Any]]:
    return [row._asdict() for row in connection.execute(select(table(model)))]
