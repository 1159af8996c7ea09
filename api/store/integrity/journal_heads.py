"""The journal's head: what an owner publishes, so that nobody can take entries back.

The hash chains show every change but one: an insider with all rights on the database can
compute a chain again from the changed entry on, or cut entries off its end. A head that was
printed, sent or stored elsewhere before shows that too. Its `hash` is that of the last entry,
which continues only its own incident's chain. Its `digest` covers the hashes of all entries
up to there, in the order of cursors.

A database that was restored, or that lost commits in a fail-over, records which epoch ended
where. So a head of an ended epoch is told apart from a forged journal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from api import __version__
from api.store.database import schema_version
from api.store.database.chain_links import LINK, Tail, is_chained, server_id, tail_of
from api.store.database.connections import Database
from api.store.database.places import places
from api.store.database.rows import EVENT
from api.store.errors import BackupRefused
from api.store.integrity.chain import read_chain
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.signatures import trusted_keys
from api.store.integrity.signing_keys import SigningKey, fingerprint, is_signed
from api.store.server_journal.journal import LAST, SERVER_EVENT, is_kept
from engine.instants import from_text, to_text

FIELDS = {"epoch": str, "cursor": int, "hash": str, "digest": str, "at": str}
SERVER_FIELDS = {"server_seq": int, "server_hash": str}
"""Heads that were published before there was a server journal lack these."""
CHAIN_FIELDS = {"server": str, "position": int, "link": str}
"""Heads that were published before there was a chain of the server lack these."""
SIGNED_FIELDS = {"key": str, "signature": str}
"""Heads of a server without a signing key lack these."""
PROGRAM_FIELDS = {"program": str}
"""Heads of versions that did not say which they were lack this."""
OPTIONAL = (SERVER_FIELDS, CHAIN_FIELDS, SIGNED_FIELDS, PROGRAM_FIELDS)
END_OF_TIME = 2**63 - 1
ROWS_AT_ONCE = 10_000
MISSING = ("truncated", "restored")
"""Findings about missing entries, up to those of their head."""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal stood at an instant: the last cursor (0 for none) and its hashes.

    `server_seq` and `server_hash` are of the server journal's last entry, whose hash covers
    all before it. `position` and `link` are of the last link of the chain of the server `server`.
    `key` is the public key that made the `signature` over all the rest. `program` is the version
    that published the head.
    """

    epoch: str
    cursor: int
    hash: str
    digest: str
    at: datetime
    server_seq: int = 0
    server_hash: str = ""
    server: str = ""
    position: int = 0
    link: str = ""
    key: str = ""
    signature: str = ""
    program: str = ""

    def to_json(self) -> dict[str, Any]:
        """The head as it is published, on one line; what an older one lacks is left out."""
        shape = {**asdict(self), "at": to_text(self.at)}
        for fields in (CHAIN_FIELDS, SIGNED_FIELDS, PROGRAM_FIELDS):
            if not all(shape[name] for name in fields):
                shape = {name: value for name, value in shape.items() if name not in fields}
        return shape

    def signed(self, key: SigningKey | None) -> Head:
        """The head with a signature; without a key as it is."""
        if key is None:
            return self
        named = replace(self, key=key.public, signature="")
        return replace(named, signature=key.sign(named.unsigned()))

    def unsigned(self) -> dict[str, Any]:
        """What a signature covers."""
        covered = {**asdict(self), "at": to_text(self.at), "signature": ""}
        if not self.program:
            # As it was when the head was signed.
            del covered["program"]
        return covered


def head_from(shape: object) -> Head:
    """The head that `to_json` gave. Raises `ValueError`."""
    if not isinstance(shape, dict):
        raise ValueError("no object")
    known: dict[str, type] = dict(FIELDS)
    for fields in OPTIONAL:
        known |= fields if fields.keys() & shape.keys() else {}
    for name, kind in known.items():
        if type(shape.get(name)) is not kind:
            raise ValueError(name)
    return Head(**{name: shape[name] for name in known} | {"at": from_text(shape["at"])})


def heads_in(words: str) -> list[Head]:
    """The heads of a text, one a line. Raises `BackupRefused` (`head_wrong`)."""
    heads = []
    for number, line in enumerate(words.splitlines(), start=1):
        if line.strip():
            try:
                heads.append(head_from(json.loads(line)))
            except ValueError as error:
                raise BackupRefused("head_wrong", line=number, why=error) from None
    if not heads:
        raise BackupRefused("head_wrong", line=1, why="—")
    return heads


def published(database: Database, now: datetime, key: SigningKey | None = None) -> Head:
    """The head of a database, for publishing, signed with a key. Raises `StoreUnavailable`."""
    schema_version.check(database)
    with database.reading() as connection:
        return head_of(connection, now).signed(key)


def head_of(connection: Connection, now: datetime) -> Head:
    """The head in a snapshot; `now` is its instant."""
    return Heads().next(connection, now)


class Heads:
    """Successive heads of one database; each reads only the new entries.

    If the last entry has gone or differs, everything is read again.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._running = hashlib.sha256()
        self._cursor, self._last = 0, ""

    def next(self, connection: Connection, now: datetime) -> Head:
        """The head in a snapshot; `now` is its instant."""
        if self._cursor:
            here = select(EVENT.c.hash).where(EVENT.c.cursor == self._cursor)
            if connection.scalar(here) != self._last:
                self._begin()
        place = places(connection)
        wanted = select(place).where(place.c.cursor > self._cursor).order_by(place.c.cursor)
        for row in connection.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE}):
            self._cursor, self._last = row.cursor, row.hash
            self._running.update(row.hash.encode())
        digest = self._running.hexdigest()
        last = connection.execute(LAST).one_or_none() if is_kept(connection) else None
        server = {} if last is None else {"server_seq": last.seq, "server_hash": last.hash}
        epoch = schema_version.epoch(connection)
        end = _chain_end(connection)
        return Head(
            epoch, self._cursor, self._last, digest, now, **server, **end, program=__version__
        )


def _chain_end(connection: Connection) -> dict[str, Any]:
    """Where the server's chain stands; nothing in backups from before there was one."""
    tail = tail_of(connection) if is_chained(connection) else Tail()
    if not tail.position:
        return {}
    return {"server": server_id(connection), "position": tail.position, "link": tail.hash}


def compare(connection: Connection, heads: Sequence[Head]) -> Iterator[IntegrityFinding]:
    """What contradicts the heads: one finding of each kind, the earliest kind first.

    `truncated`: the journal ends before the head. `rewritten`: an entry differs; it is named if
    it is the head's own, otherwise `detail` says between which cursors. `restored`: the database
    has been put back to an earlier state. `other_epoch`: the same, and this database does not
    know the head's epoch. Of missing entries the last head reports, which misses most; of others
    the first.
    """
    lines = {schema_version.epoch(connection): END_OF_TIME} | schema_version.ended_epochs(
        connection
    )
    found, end = _places(connection, {head.cursor for head in heads})
    told: dict[str, IntegrityFinding] = {}
    sound = 0
    for head in sorted(heads, key=lambda one: one.cursor):
        place = found.get(head.cursor)
        if place is not None and (place.hash, place.digest) == (head.hash, head.digest):
            sound = head.cursor
            continue
        finding = _finding(head, place, sound, end, lines)
        if finding.what not in told or finding.what in MISSING:
            facts = {"epoch": head.epoch, "cursor": head.cursor, "head_at": head.at}
            told[finding.what] = finding.with_facts(**facts)
    yield from told.values()
    of_server = list(_compare_server(connection, heads, lines))
    yield from of_server
    if not told and not of_server:
        yield from _compare_chain(connection, heads, lines)


def _compare_chain(
    connection: Connection, heads: Sequence[Head], lines: Mapping[str, int | None]
) -> Iterator[IntegrityFinding]:
    """What the server's chain lacks, by the first head that it does not fit."""
    chained = is_chained(connection)
    for head in sorted(heads, key=lambda one: one.position):
        if not head.position:
            continue
        at = select(LINK.c.hash).where(LINK.c.position == head.position)
        found = connection.scalar(at) if chained else None
        if found == head.link:
            continue
        ended = lines.get(head.epoch, END_OF_TIME) != END_OF_TIME
        sentence = "chain_cut" if found is None else "chain_rewritten"
        sentence = "chain_restored" if ended else sentence
        finding = IntegrityFinding("link", None, None, str(head.position))
        facts = {"position": head.position, "cursor": head.cursor, "head_at": head.at}
        yield finding.with_facts(sentence=sentence, **facts)
        return


def check_signatures(
    connection: Connection, heads: Sequence[Head], pinned: str
) -> Iterator[IntegrityFinding]:
    """Heads that neither the pinned key has signed, nor one that the chain joins to it."""
    signed = read_chain(connection).signed
    trusted = trusted_keys(signed, pinned)
    if not any(pinned == content.get("key") for content in signed):
        found = IntegrityFinding("key", None, None, fingerprint(pinned))
        yield found.with_facts(sentence="key_unknown", name=fingerprint(pinned))
    for head in heads:
        if not head.signature:
            sentence = "head_unsigned"
        elif head.key not in trusted or not is_signed(head.unsigned(), head.key, head.signature):
            sentence = "head_forged"
        else:
            continue
        found = IntegrityFinding("head", None, None, str(head.cursor))
        yield found.with_facts(sentence=sentence, cursor=head.cursor, head_at=head.at)


def _compare_server(
    connection: Connection, heads: Sequence[Head], lines: Mapping[str, int | None]
) -> Iterator[IntegrityFinding]:
    """What the server journal lacks, by the first head that it does not fit.

    `server_restored` where the head's epoch was ended, so that a restore may have taken it.
    """
    for head in sorted(heads, key=lambda one: one.server_seq):
        if not head.server_seq:
            continue
        at = select(SERVER_EVENT.c.hash).where(SERVER_EVENT.c.seq == head.server_seq)
        found = connection.scalar(at) if is_kept(connection) else None
        if found == head.server_hash:
            continue
        ended = lines.get(head.epoch, END_OF_TIME) != END_OF_TIME
        what = "server_truncated" if found is None else "server_rewritten"
        what = "server_restored" if ended else what
        finding = IntegrityFinding(what, None, head.server_seq, "server journal")
        facts = {"seq": head.server_seq, "cursor": head.cursor, "head_at": head.at}
        yield finding.with_facts(**facts)
        return


@dataclass(frozen=True, slots=True)
class _Place:
    """What the journal holds at a cursor."""

    incident: str | None
    seq: int | None
    hash: str
    digest: str


def _places(connection: Connection, cursors: set[int]) -> tuple[dict[int, _Place], int]:
    """The entries at these cursors, as far as there are any, and the last cursor."""
    running, end = hashlib.sha256(), 0
    found = {0: _Place(None, None, "", running.hexdigest())}
    place = places(connection)
    wanted = select(place).order_by(place.c.cursor)
    for row in connection.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE}):
        running.update(row.hash.encode())
        end = row.cursor
        if end in cursors:
            found[end] = _Place(row.incident, row.seq, row.hash, running.hexdigest())
    return found, end


def _finding(
    head: Head, place: _Place | None, sound: int, end: int, lines: Mapping[str, int | None]
) -> IntegrityFinding:
    """Why a head does not fit a journal that ends at `end` and is sound up to `sound`."""
    if head.epoch not in lines:
        return IntegrityFinding("other_epoch", None, None, f"{head.epoch}, {head.cursor}")
    ended = lines[head.epoch]
    if ended is None or ended < head.cursor:
        since = "?" if ended is None else ended + 1
        found = IntegrityFinding("restored", None, None, f"{head.epoch}, {since}–{head.cursor}")
        return found.with_facts(first=since)
    if head.cursor > end:
        found = IntegrityFinding("truncated", None, None, f"{end + 1}–{head.cursor}")
        return found.with_facts(first=end + 1, end=end)
    if place is None or place.hash == head.hash:
        found = IntegrityFinding("rewritten", None, None, f"{sound + 1}–{head.cursor}")
        return found.with_facts(sentence="rewritten_between", first=sound + 1)
    return IntegrityFinding("rewritten", place.incident, place.seq, f"{sound + 1}–{head.cursor}")
