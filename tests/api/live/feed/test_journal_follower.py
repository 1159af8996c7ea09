"""The follower: own and foreign commits in one row, whatever the interleaving."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from hypothesis import given
from hypothesis import strategies as st

from api.live.feed.incident_board import Committed
from api.live.feed.journal_follower import JournalFollower, Mark
from engine.incident.events import Event
from engine.incident.state import Incident
from tests.api.live.events import numbered_event


@dataclass(frozen=True)
class Made:
    """A commit of some events."""

    first_cursor: int
    follows: str
    events: tuple[Event, ...]
    after: Incident | None = None

    def numbered(self) -> Iterator[tuple[int, Event]]:
        return enumerate(self.events, start=self.first_cursor)


@dataclass
class Told:
    """News, as the database would give them."""

    epoch: str
    access: str
    went_back: bool = False
    commits: Sequence[Made] = ()
    more: bool = False


@dataclass
class Journal:
    """A database of events that are committed here and elsewhere; pages hold two commits."""

    epoch: str = "one"
    access: str = "a"
    commits: list[Made] = field(default_factory=list)
    away: bool = False
    looks: int = 0

    def commit(self, several: int = 1, text: str = "") -> Made:
        head, hash_ = self.mark
        events = tuple(numbered_event(head + n, text) for n in range(1, several + 1))
        made = Made(head + 1, hash_, events)
        self.commits.append(made)
        return made

    @property
    def mark(self) -> Mark:
        if not self.commits:
            return (0, "")
        cursor, event = list(self.commits[-1].numbered())[-1]
        return (cursor, event.hash)

    def look(self, mark: Mark) -> Told:
        self.looks += 1
        if self.away:
            raise ConnectionError("away")
        hashes = dict(pair for c in self.commits for pair in c.numbered())
        if mark[0] and (mark[0] not in hashes or hashes[mark[0]].hash != mark[1]):
            return Told(self.epoch, self.access, went_back=True)
        later = [c for c in self.commits if list(c.numbered())[-1][0] > mark[0]]
        page = [trimmed(c, mark[0]) for c in later[:2]]
        return Told(self.epoch, self.access, commits=page, more=len(later) > 2)


def trimmed(commit: Made, cursor: int) -> Made:
    """What of a commit lies after the cursor."""
    gone = max(0, cursor + 1 - commit.first_cursor)
    return replace(commit, first_cursor=commit.first_cursor + gone, events=commit.events[gone:])


class Desk:
    """A follower of a journal, and what it has published."""

    def __init__(self, journal: Journal, poll_s: float = 3600) -> None:
        self.journal = journal
        self.published: list[int] = []
        self.restarts: list[str] = []
        self.checks = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.follower = JournalFollower(
            journal.epoch, (0, ""), self.look, self.take, self.restart, self.check, poll_s
        )

    async def look(self, mark: Mark) -> Told:
        told = self.journal.look(mark)
        await asyncio.sleep(0)
        await self.gate.wait()
        return told

    def take(self, commits: Sequence[Committed]) -> None:
        self.published += [cursor for commit in commits for cursor, _ in commit.numbered()]

    async def restart(self, news: object) -> tuple[str, Mark]:
        self.journal.epoch = f"after {self.journal.epoch}"
        self.restarts.append(self.journal.epoch)
        return self.journal.epoch, self.journal.mark

    async def check(self) -> None:
        self.checks += 1

    @property
    def whole(self) -> bool:
        """Whether everything was published, once and in order."""
        return self.published == list(range(1, self.journal.mark[0] + 1))


async def turns(several: int = 20) -> None:
    for _ in range(several):
        await asyncio.sleep(0)


async def until(there: Callable[[], bool]) -> None:
    for _ in range(1_000_000):
        if there():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came about")


async def test_own_commits_are_published_at_once_and_without_a_look() -> None:
    desk = Desk(Journal())
    for several in (1, 3, 2):
        desk.follower.accept([desk.journal.commit(several)])
    assert desk.whole
    assert desk.journal.looks == 0


async def test_a_gap_is_read_first() -> None:
    desk = Desk(Journal())
    running = asyncio.create_task(desk.follower.run())
    desk.journal.commit(2)
    desk.follower.accept([desk.journal.commit()])
    assert desk.published == []
    await turns()
    assert desk.whole
    running.cancel()


async def test_what_was_read_already_is_not_published_again() -> None:
    desk = Desk(Journal())
    own = desk.journal.commit(2)
    await desk.follower.catch_up()
    desk.follower.accept([own])
    desk.follower.accept([desk.journal.commit()])
    assert desk.whole


async def test_commits_that_come_while_a_page_is_read_wait_for_it() -> None:
    desk = Desk(Journal())
    desk.journal.commit()
    desk.gate.clear()
    reading = asyncio.create_task(desk.follower.catch_up())
    await turns()
    desk.follower.accept([desk.journal.commit(2)])
    assert desk.published == []
    desk.gate.set()
    await reading
    assert desk.whole


async def test_a_database_that_is_away_is_asked_again() -> None:
    desk = Desk(Journal(), poll_s=0.001)
    desk.journal.commit()
    desk.journal.away = True
    running = asyncio.create_task(desk.follower.run())
    await until(lambda: not desk.follower.reads)
    desk.journal.away = False
    await until(lambda: desk.whole)
    await turns()
    assert desk.follower.reads
    running.cancel()


async def test_lost_commits_make_it_begin_afresh() -> None:
    desk = Desk(Journal())
    desk.follower.accept([desk.journal.commit(), desk.journal.commit(2)])
    desk.journal.commits.pop()
    desk.journal.commit(2, "other")
    # The number fits, the event before it does not.
    desk.follower.accept([desk.journal.commit()])
    assert desk.published == [1, 2, 3]
    await desk.follower.catch_up()
    assert desk.restarts == ["after one"]
    assert desk.follower.cursor == 4
    desk.follower.accept([desk.journal.commit()])
    assert desk.published == [1, 2, 3, 5]


async def test_another_epoch_makes_it_begin_afresh() -> None:
    desk = Desk(Journal())
    desk.follower.accept([desk.journal.commit()])
    desk.journal.epoch = "two"
    await desk.follower.catch_up()
    assert desk.restarts == ["after two"]


async def test_ended_sign_ins_are_looked_for_twice_and_only_after_a_change() -> None:
    desk = Desk(Journal())
    for expected in (1, 2, 2, 2):
        await desk.follower.catch_up()
        assert desk.checks == expected
    desk.journal.access = "b"
    for expected in (3, 4, 4):
        await desk.follower.catch_up()
        assert desk.checks == expected


STEPS = st.lists(
    st.sampled_from(["own", "own of three", "foreign", "foreign of two", "told", "wake", "turn"]),
    max_size=40,
)


@given(STEPS)
def test_neither_gap_nor_double_whatever_the_order(steps: list[str]) -> None:
    asyncio.run(play(steps))


async def play(steps: list[str]) -> None:
    desk = Desk(Journal())
    running = asyncio.create_task(desk.follower.run())
    untold: list[Made] = []
    for step in steps:
        match step:
            case "own":
                untold.append(desk.journal.commit())
            case "own of three":
                untold.append(desk.journal.commit(3))
            case "foreign":
                desk.journal.commit()
            case "foreign of two":
                desk.journal.commit(2)
            case "told" if untold:
                desk.follower.accept([untold.pop(0)])
            case "wake":
                desk.follower.woken()
            case _:
                await asyncio.sleep(0)
        head = desk.published[-1] if desk.published else 0
        assert desk.published == list(range(1, head + 1))
    desk.follower.accept(untold)
    desk.follower.woken()
    await turns(200)
    running.cancel()
    assert desk.whole
