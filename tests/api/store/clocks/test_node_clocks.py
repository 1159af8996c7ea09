"""Signs of life, marks and words, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from api.store.clocks.node_clocks import STEPS_KEPT, ClockMark, NodeClock, NodeClocks
from api.store.database.connections import Database

NOON = datetime(2026, 11, 23, 12, 0, 0, 250_000, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def clocks(database: Database) -> Iterator[NodeClocks]:
    yield NodeClocks(database, database.write)


def sign(node: str, at: datetime = NOON, condition: str = "trusted") -> NodeClock:
    return NodeClock(node, at, at + HOUR, condition, None)


def mark(node: str, kind: str = "jumped", moved: timedelta = HOUR) -> ClockMark:
    return ClockMark(node, kind, NOON, NOON + moved, moved)


def test_a_node_has_one_sign_and_it_is_its_last(clocks: NodeClocks) -> None:
    assert clocks.signs() == []
    for found in (sign("b"), sign("a"), sign("b", NOON + HOUR, "distrusted")):
        assert clocks.put(found) == 0
    assert clocks.signs() == [sign("a"), sign("b", NOON + HOUR, "distrusted")]
    assert clocks.signs()[1].ahead == HOUR


def test_marks_are_numbered_and_the_newest_come_first(clocks: NodeClocks) -> None:
    assert clocks.last_mark() == 0
    assert clocks.put(sign("a"), [mark("a"), mark("a", "distrusted", -HOUR)]) == 2
    assert clocks.add(mark("b")) == 3
    found = clocks.marks(2)
    assert [(one.id, one.node, one.moved) for one in found] == [(3, "b", HOUR), (2, "a", -HOUR)]
    assert clocks.last_mark() == 3


def test_steps_of_a_clock_that_is_never_still_do_not_fill_the_disk(clocks: NodeClocks) -> None:
    first = [mark("a", "distrusted"), *[mark("a", "stepped")] * 3]
    clocks.put(sign("a"), first)
    clocks.put(sign("a"), [mark("a", "stepped")] * STEPS_KEPT)
    found = clocks.marks(2 * STEPS_KEPT)
    assert len(found) == STEPS_KEPT + 1
    assert (found[0].id, found[-1].kind) == (STEPS_KEPT + 4, "distrusted")


def test_a_word_is_found_by_the_node_that_it_names_once(clocks: NodeClocks) -> None:
    clocks.add(mark("a", "word"))
    spoken = ClockMark("b", "word", NOON, NOON, timedelta(days=-3653), "zhang", "已核对")
    number = clocks.add(spoken)
    clocks.add(mark("b"))
    (found,) = clocks.words("b", 0)
    assert (found.id, found.account, found.reason) == (number, "zhang", "已核对")
    assert found.moved == timedelta(days=-3653)
    assert clocks.words("b", number) == []


def test_time_that_went_back_takes_later_signs_with_it(clocks: NodeClocks) -> None:
    clocks.put(sign("gone", NOON + 24 * HOUR))
    clocks.put(sign("early", NOON - HOUR))
    clocks.put(sign("a", NOON), [mark("a", "trusted", -HOUR)], back=True)
    assert [one.node for one in clocks.signs()] == ["a", "early"]


def test_an_empty_journal_has_no_last_entry(clocks: NodeClocks) -> None:
    assert clocks.last_entry() is None
