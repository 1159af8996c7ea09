"""What a server says of its chain's end, and what it answers to who has seen more."""

from __future__ import annotations

from datetime import UTC, datetime

from api.ports import ContinuationState, JournalEnd
from api.runtime.journal_end import JournalEndWatch
from api.server_journal.changed_by import ChangedBy

START = datetime(2026, 11, 23, 6, tzinfo=UTC)
BY = ChangedBy("anna", "page", START)
LOST: ContinuationState = {
    "position": 4,
    "kept": 3,
    "cause": "restore",
    "at": "2026-11-23T06:00:00Z",
    "signed": True,
}


class MemoryChain:
    """`api.ports.Chain` in memory: the hashes in order, and a lost end."""

    def __init__(self, *hashes: str) -> None:
        self.hashes = list(hashes)
        self.lost: ContinuationState | None = None
        self.asked = 0

    def end(self, known: JournalEnd | None) -> JournalEnd:
        """The last link."""
        position, losses = len(self.hashes), 0 if self.lost is None else 1
        end: JournalEnd = {
            "server": "s",
            "position": position,
            "hash": self.hashes[-1],
            "losses": losses,
        }
        return known if known == end else end

    def continuation(self) -> ContinuationState | None:
        """The lost end."""
        self.asked += 1
        return self.lost

    def at(self, position: int) -> tuple[str | None, int]:
        """The hash at a position."""
        there = position <= len(self.hashes)
        return (self.hashes[position - 1] if there else None), 0 if self.lost is None else 1

    def acknowledge(self, position: int, by: ChangedBy) -> bool:
        """Add an entry about the lost end."""
        if self.lost is None or self.lost["position"] != position:
            return False
        self.lost = None
        self.hashes.append("acknowledged")
        return True


async def test_it_tells_the_end_and_asks_for_no_more_than_is_new() -> None:
    chain = MemoryChain("a", "b")
    watch = JournalEndWatch(chain)
    assert (watch.end(), await watch.held(1)) == (None, None)
    for _ in range(3):
        await watch.look()
    assert watch.end() == {"server": "s", "position": 2, "hash": "b", "losses": 0}
    assert chain.asked == 1
    held = {"type": "journal", "server": "s", "position": 2, "hash": "b", "losses": 0}
    assert await watch.held(2) == held
    assert await watch.held(3) == {**held, "position": 3, "hash": None}


async def test_a_lost_end_is_told_until_it_is_acknowledged() -> None:
    chain = MemoryChain("a", "b", "c", "went on")
    chain.lost = LOST
    watch = JournalEndWatch(chain)
    await watch.look()
    assert watch.continuation() == LOST
    assert (await watch.held(9) or {})["losses"] == 1
    assert await watch.acknowledge(3, BY) is False
    assert watch.continuation() == LOST
    assert await watch.acknowledge(4, BY) is True
    assert watch.continuation() is None
