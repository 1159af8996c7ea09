"""The chain of the server journal shows every entry that was altered, removed or put in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from api.server_journal.chain import GENESIS, BadEntry, digest, first_bad_entry, seal
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change

BY = ChangedBy("anna", "page", datetime(2026, 11, 29, 14, tzinfo=UTC), "调离")


def chain(length: int = 4) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for seq in range(1, length + 1):
        change = Change("account_disabled", {"account": f"a{seq}", "roles": ["viewer"]})
        entries.append(seal(change, BY, seq, entries[-1]["hash"] if entries else GENESIS))
    return entries


def test_a_whole_chain_is_whole() -> None:
    assert first_bad_entry(chain()) is None
    assert first_bad_entry([]) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [("actor", "li"), ("way", "api"), ("reason", None), ("at", "2026-11-29T14:00:01Z")],
)
def test_an_altered_entry_shows(key: str, value: Any) -> None:
    entries = chain()
    entries[1] |= {key: value}
    assert first_bad_entry(entries) == BadEntry(2, "altered")
    entries[1]["hash"] = digest(entries[1])
    assert first_bad_entry(entries) == BadEntry(3, "chain")


def test_a_missing_entry_shows() -> None:
    entries = chain()
    del entries[2]
    assert first_bad_entry(entries) == BadEntry(3, "gap")


def test_an_entry_of_another_journal_is_none_of_this() -> None:
    entries = chain()
    foreign = {key: value for key, value in entries[0].items() if key != "journal"}
    entries[0] = {**foreign, "hash": digest(foreign)}
    assert digest(entries[0]) == entries[0]["hash"]
    assert digest({**entries[0], "journal": "server"}) != entries[0]["hash"]
