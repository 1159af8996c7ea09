"""Links that are signed: keys of the server, and ends of the chain that were lost.

A `key` link makes a key the server's. The first is signed by itself; each later one is signed by
the key before it as well, so that who trusts one key can trust the next. After a restore or a
fail-over that lost entries a `continuation` link says where the chain goes on; screens show it
until somebody acknowledges it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from api.server_journal.changed_by import ChangedBy
from api.store.database import schema_version
from api.store.database.chain_links import LINK, add_link, is_chained, link_after, tail_of
from api.store.database.connections import Database
from api.store.database.moved_away import reopen
from api.store.errors import KeyRefused
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.signing_keys import SigningKey, fingerprint, is_signed
from api.store.server_journal.journal import SERVER_EVENT
from engine.instants import to_text

Cause = Literal["restore", "went_back", "renewed"]
SIGNATURES = "signatures"


def current_key(connection: Connection) -> str | None:
    """The public key that the chain names last; None while there is none."""
    content = _last(connection, "key")
    return None if content is None else str(content["key"])


def enter_key(
    connection: Connection,
    key: SigningKey,
    by: ChangedBy,
    before: SigningKey | None = None,
    *,
    lost: bool = False,
) -> bool:
    """Make a key the server's, in the connection's transaction; False if it is already.

    Raises `KeyRefused`: `key_other` where the chain names another key, unless `before` is that
    key, or it is `lost`.
    """
    known = current_key(connection)
    if known == key.public:
        return False
    if known is not None and not lost and (before is None or before.public != known):
        raise KeyRefused("key_other", known=fingerprint(known), given=fingerprint(key.public))
    by_before = before if before is not None and before.public == known else None
    data = {
        "at": to_text(by.at),
        "by": by.actor,
        "reason": by.reason,
        "key": key.public,
        "before": known,
    }
    _add_signed(connection, "key", data, [one for one in (by_before, key) if one is not None])
    return True


def enter_continuation(
    connection: Connection,
    cause: Cause,
    by: ChangedBy,
    ended: Mapping[str, Any],
    key: SigningKey | None,
) -> None:
    """Say in the chain that its end was lost, and what held the chain before that.

    `ended` holds the ended `epoch` and, where known, `cursor` and `seq` of the last entries that
    still hold. Without a key, or with another than the chain's, it is not signed.
    """
    own = key is not None and key.public == current_key(connection)
    data = {
        "at": to_text(by.at),
        "by": by.actor,
        "cause": cause,
        "kept": tail_of(connection).position,
    }
    _add_signed(connection, "continuation", {**data, **ended}, [key] if key and own else [])


def begin_epoch(
    database: Database,
    cause: Cause,
    by: ChangedBy,
    key: SigningKey | None,
    *,
    known: str | None = None,
) -> None:
    """Begin a new epoch after the database has gone back, so that clients start again.

    Cursors that were issued will be issued again for other events; with a new epoch no client
    continues from one of them. Nothing happens if the epoch is no longer `known`: another node
    was faster.
    """
    with database.writing() as connection:
        ended = schema_version.epoch(connection)
        if known in (None, ended):
            schema_version.end_epoch(connection, None)
            reopen(connection)
            if is_chained(connection):
                enter_continuation(connection, cause, by, {"epoch": ended}, key)


def _add_signed(
    connection: Connection, kind: str, data: Mapping[str, Any], keys: Sequence[SigningKey]
) -> None:
    """Sign the content, with its place in the chain, and append it."""
    content = json.loads(link_after(tail_of(connection), kind, data).content)
    signatures = {key.public: key.sign(content) for key in keys}
    add_link(connection, kind, {**data, SIGNATURES: signatures})


def _last(connection: Connection, kind: str) -> Mapping[str, Any] | None:
    wanted = select(LINK.c.content).where(LINK.c.kind == kind)
    content = connection.scalar(wanted.order_by(LINK.c.position.desc()).limit(1))
    return None if content is None else json.loads(content)


def signed_by(content: Mapping[str, Any], public: str) -> bool:
    """Whether a link's content bears a right signature of this key."""
    signature = content.get(SIGNATURES, {}).get(public)
    plain = {name: value for name, value in content.items() if name != SIGNATURES}
    return isinstance(signature, str) and is_signed(plain, public, signature)


@dataclass(frozen=True, slots=True)
class Continuation:
    """A lost end that nobody has acknowledged; `kept` is the last position that still holds."""

    position: int
    kept: int
    cause: str
    at: str
    signed: bool


def open_continuation(connection: Connection) -> Continuation | None:
    """The last lost end, unless it has been acknowledged."""
    content = _last(connection, "continuation")
    if content is None:
        return None
    position = content["position"]
    acknowledged = select(SERVER_EVENT.c.data).where(
        SERVER_EVENT.c.type == "continuation_acknowledged"
    )
    for data in connection.scalars(acknowledged):
        if json.loads(data)["position"] == position:
            return None
    key = current_key(connection)
    signed = key is not None and signed_by(content, key)
    return Continuation(position, content["kept"], content["cause"], content["at"], signed)


def losses(connection: Connection) -> int:
    """How often the chain says itself that it lost its end."""
    wanted = select(func.count()).select_from(LINK).where(LINK.c.kind == "continuation")
    return connection.scalar(wanted) or 0


# Checking ----------------------------------------------------------------------------------


def signature_findings(signed: Sequence[Mapping[str, Any]]) -> Iterator[IntegrityFinding]:
    """Keys that nobody who held the key before has signed, and lost ends without a signature."""
    known: str | None = None
    for content in signed:
        position = content["position"]
        if content["kind"] == "key":
            key = content["key"]
            if not signed_by(content, key) or content["before"] != known:
                yield _finding("key", "key_forged", position, fingerprint(key))
            elif known is not None and not signed_by(content, known):
                yield _finding("key", "key_uncrossed", position, fingerprint(key))
            known = key
        elif known is not None and not signed_by(content, known):
            yield _finding("continuation", "continuation_unsigned", position, content["cause"])


def trusted_keys(signed: Sequence[Mapping[str, Any]], pinned: str) -> frozenset[str]:
    """The pinned key, and those that the chain joins to it by keys that sign each other."""
    runs: list[set[str]] = []
    for content in signed:
        if content["kind"] != "key":
            continue
        key, before = content["key"], content["before"]
        if runs and before in runs[-1] and signed_by(content, before) and signed_by(content, key):
            runs[-1].add(key)
        else:
            runs.append({key})
    return frozenset().union({pinned}, *(run for run in runs if pinned in run))


def _finding(what: str, sentence: str, position: int, name: str) -> IntegrityFinding:
    found = IntegrityFinding(what, None, None, f"{position} {name}")
    return found.with_facts(sentence=sentence, position=position, name=name)
