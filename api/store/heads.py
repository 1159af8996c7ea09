"""The journal's head: what an owner publishes, so that nobody can take anything back.

The hash chains show every change but one: whoever has all rights on the database can
write a chain anew from the changed entry on, or cut entries off its end. A head that was
printed, sent or stored elsewhere before shows that as well. Its `hash` is that of the last
entry, which continues only its own incident's chain; its `digest` covers the hashes of all
entries up to there, in the order of cursors.

A database that was restored, or that lost commits in a fail-over, keeps which epoch ended
where. So a head of that epoch is told apart from one that somebody made untrue.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from api.store import schema
from api.store.database import Database
from api.store.errors import BackupRefused
from api.store.rows import EVENT
from api.store.verify import Finding
from engine.instants import from_text, to_text

FIELDS = {"epoch": str, "cursor": int, "hash": str, "digest": str, "at": str}
END_OF_TIME = 2**63 - 1
ROWS_AT_ONCE = 10_000
MISSING = ("truncated", "restored")
"""Findings that say which entries are missing: up to their head's."""
HASHES = select(EVENT.c.cursor, EVENT.c.hash).order_by(EVENT.c.cursor)


@dataclass(frozen=True, slots=True)
class Head:
    """Where a journal stood at an instant: the last cursor (0 for none), and what it ends."""

    epoch: str
    cursor: int
    hash: str
    digest: str
    at: datetime

    def to_json(self) -> dict[str, Any]:
        """As it is published, on one line."""
        return {**asdict(self), "at": to_text(self.at)}


def head_from(shape: object) -> Head:
    """The head that `to_json` gave. Raises `ValueError`."""
    if not isinstance(shape, dict):
        raise ValueError("no object")
    for name, kind in FIELDS.items():
        if type(shape.get(name)) is not kind:
            raise ValueError(name)
    return Head(**{name: shape[name] for name in FIELDS} | {"at": from_text(shape["at"])})


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


def published(database: Database, now: datetime) -> Head:
    """The head of a database, for publishing. Raises `StoreUnavailable`."""
    schema.check(database)
    with database.reading() as connection:
        return head_of(connection, now)


def head_of(connection: Connection, now: datetime) -> Head:
    """The head as a snapshot has it; `now` is the instant it is said to be of."""
    return Heads().next(connection, now)


class Heads:
    """One head after the other, of one database; each reads the entries that are new.

    If the entry that was the last is not there any more, or another one, all is read again.
    """

    def __init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        self._running = hashlib.sha256()
        self._cursor, self._last = 0, ""

    def next(self, connection: Connection, now: datetime) -> Head:
        """The head as a snapshot has it; `now` is the instant it is said to be of."""
        if self._cursor:
            here = select(EVENT.c.hash).where(EVENT.c.cursor == self._cursor)
            if connection.scalar(here) != self._last:
                self._begin()
        wanted = HASHES.where(EVENT.c.cursor > self._cursor)
        for row in connection.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE}):
            self._cursor, self._last = row.cursor, row.hash
            self._running.update(row.hash.encode())
        digest = self._running.hexdigest()
        return Head(schema.epoch(connection), self._cursor, self._last, digest, now)


def compare(connection: Connection, heads: Sequence[Head]) -> Iterator[Finding]:
    """What is not as the heads say, one finding of each kind, the earliest kind first.

    `truncated`: the journal ends before the head. `rewritten`: an entry is another one;
    it is named if it is the head's own, otherwise `detail` says between which cursors.
    `restored`: so it is, because the database has been put back to an earlier state.
    `other_epoch`: so it is, and this database does not know the head's epoch at all.
    Of entries that are missing the last head speaks, which misses most; of others the first.
    """
    lines = {schema.epoch(connection): END_OF_TIME} | schema.ended_epochs(connection)
    found, end = _places(connection, {head.cursor for head in heads})
    told: dict[str, Finding] = {}
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


@dataclass(frozen=True, slots=True)
class _Place:
    """What the journal has at a cursor."""

    incident: str | None
    seq: int | None
    hash: str
    digest: str


def _places(connection: Connection, cursors: set[int]) -> tuple[dict[int, _Place], int]:
    """The places at these cursors, as far as there is an entry; and the last cursor."""
    running, end = hashlib.sha256(), 0
    found = {0: _Place(None, None, "", running.hexdigest())}
    wanted = HASHES.add_columns(EVENT.c.incident, EVENT.c.seq)
    for row in connection.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE}):
        running.update(row.hash.encode())
        end = row.cursor
        if end in cursors:
            found[end] = _Place(row.incident, row.seq, row.hash, running.hexdigest())
    return found, end


def _finding(
    head: Head, place: _Place | None, sound: int, end: int, lines: Mapping[str, int | None]
) -> Finding:
    """Why a head is not true of a journal that ends at `end` and is sound up to `sound`."""
    if head.epoch not in lines:
        return Finding("other_epoch", None, None, f"{head.epoch}, {head.cursor}")
    ended = lines[head.epoch]
    if ended is None or ended < head.cursor:
        since = "?" if ended is None else ended + 1
        found = Finding("restored", None, None, f"{head.epoch}, {since}–{head.cursor}")
        return found.with_facts(first=since)
    if head.cursor > end:
        found = Finding("truncated", None, None, f"{end + 1}–{head.cursor}")
        return found.with_facts(first=end + 1, end=end)
    if place is None or place.hash == head.hash:
        found = Finding("rewritten", None, None, f"{sound + 1}–{head.cursor}")
        return found.with_facts(sentence="rewritten_between", first=sound + 1)
    return Finding("rewritten", place.incident, place.seq, f"{sound + 1}–{head.cursor}")
