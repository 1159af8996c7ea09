"""The chain of the server journal: each entry's hash covers the entry before it.

The hashed content names the journal, so that no entry of an incident's journal can be
passed off as one of this. A later chain over the whole server can take in these entries by
their hashes: it needs nothing of them but `seq` and `hash`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from engine.canonical_json import canonical
from engine.instants import to_text

GENESIS = "0" * 64
"""What stands in `prev_hash` of the first entry."""

JOURNAL = "server"


def seal(change: Change, by: ChangedBy, seq: int, prev_hash: str) -> dict[str, Any]:
    """The change as entry `seq`, chained to `prev_hash`."""
    content: dict[str, Any] = {
        "journal": JOURNAL,
        "seq": seq,
        "type": change.type,
        "at": to_text(by.at),
        "actor": by.actor,
        "way": by.way,
        "reason": by.reason,
        "data": dict(change.data),
        "prev_hash": prev_hash,
    }
    return {**content, "hash": digest(content)}


def digest(content: Mapping[str, Any]) -> str:
    """sha256 over the canonical JSON of an entry without its `hash`."""
    inside = {key: value for key, value in content.items() if key != "hash"}
    return hashlib.sha256(canonical(inside)).hexdigest()


@dataclass(frozen=True, slots=True)
class BadEntry:
    """Where the journal is broken, and how: `gap`, `chain` or `altered`."""

    seq: int
    why: str


def first_bad_entry(entries: Iterable[Mapping[str, Any]]) -> BadEntry | None:
    """The first entry, in order, that does not fit; None if all do."""
    expected, previous = 1, GENESIS
    for entry in entries:
        if entry["seq"] != expected:
            return BadEntry(expected, "gap")
        if entry["prev_hash"] != previous:
            return BadEntry(expected, "chain")
        if digest(entry) != entry["hash"]:
            return BadEntry(expected, "altered")
        expected, previous = expected + 1, entry["hash"]
    return None
