"""The follower: the one that publishes, in cursor order, what any node has committed.

Theory of operation. The follower stands at a mark, the last event that was published.
Commits of this node come by `accept`, with their states at hand. One that begins right
after the mark is published at once. One that begins later shows that another node has
committed in between; then, when `woken`, and every `poll_s` seconds the journal is read
from the mark on and published from there, this node's own commits among it, which are
dropped when their turn comes. While a page is read nothing is published, so there is
neither gap nor double, whichever way an event comes.

If the event at the mark is not in the journal any more, the database has lost commits (a
fail-over to a standby that had not received them): then everything begins afresh, with
another epoch.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from api.live.board import Commit

log = structlog.get_logger("zhiban.follow")

Mark = tuple[int, str]
"""The cursor of an event and its hash; `(0, "")` before the first."""


class OwnCommit(Commit, Protocol):
    """A commit of this node, which knows what it was put after."""

    @property
    def first_cursor(self) -> int:
        """The cursor of its first event."""
        ...

    @property
    def follows(self) -> str:
        """The hash of the event before it."""
        ...


class News(Protocol):
    """What the database has after a mark."""

    @property
    def epoch(self) -> str:
        """Tells this database's cursors from another's."""
        ...

    @property
    def access(self) -> str:
        """Another value whenever sign-ins have been ended."""
        ...

    @property
    def went_back(self) -> bool:
        """Whether the event at the mark is gone."""
        ...

    @property
    def commits(self) -> Sequence[Commit]:
        """What came after the mark, in cursor order."""
        ...

    @property
    def more(self) -> bool:
        """Whether there is more than these."""
        ...


class Peers(Protocol):
    """The other nodes on the same database. Losing a wake-up only costs time."""

    @property
    def listening(self) -> bool:
        """Whether wake-ups come in; without them the poll finds what is new."""
        ...

    def start(self, woken: Callable[[], None]) -> None:
        """Begin to listen; `woken` is called in the loop when it is worth looking."""
        ...

    async def stop(self) -> None:
        """Listen no more."""
        ...

    def tell(self, cursor: int) -> None:
        """Wake the others: this node has committed up to `cursor`."""
        ...


class NoPeers:
    """A database that this machine alone writes to: another program is found by the poll."""

    listening = True

    def start(self, woken: Callable[[], None]) -> None:
        """Nobody will wake us."""

    async def stop(self) -> None:
        """Nothing to stop."""

    def tell(self, cursor: int) -> None:
        """Nobody to wake."""


class Follower:
    """Publishes to `publish`; lives in one event loop.

    `look` asks the database. `restart` begins afresh after lost commits and gives the new
    epoch and mark. `access_changed` is told that sign-ins have been ended somewhere.
    """

    def __init__(
        self,
        epoch: str,
        mark: Mark,
        look: Callable[[Mark], Awaitable[News]],
        publish: Callable[[Sequence[Commit]], None],
        restart: Callable[[News], Awaitable[tuple[str, Mark]]],
        access_changed: Callable[[], Awaitable[None]],
        poll_s: float,
    ) -> None:
        self._epoch, self._mark = epoch, mark
        self._look, self._publish, self._restart = look, publish, restart
        self._access_changed = access_changed
        self._poll_s = poll_s
        self._access: str | None = None
        self._check_again = False
        self._own: deque[OwnCommit] = deque()
        self._news = asyncio.Event()
        self._reading = asyncio.Lock()
        self._looks_well = True

    @property
    def cursor(self) -> int:
        """The last event that was published."""
        return self._mark[0]

    @property
    def reads(self) -> bool:
        """Whether the last look at the database succeeded."""
        return self._looks_well

    def woken(self) -> None:
        """Look at the database soon."""
        self._news.set()

    def accept(self, commits: Sequence[OwnCommit]) -> None:
        """Take commits of this node, in order."""
        self._own.extend(commits)
        if not self._reading.locked():
            self._take_own()

    async def run(self) -> None:
        """Follow for ever. A database that is away is asked again at the next poll."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._poll_s)
            self._news.clear()
            try:
                await self.catch_up()
            except Exception as error:
                if self._looks_well:
                    log.warning("following_stopped", why=str(error), exc_info=error)
                self._looks_well = False
            else:
                if not self._looks_well:
                    log.info("following_again", cursor=self.cursor)
                self._looks_well = True

    async def catch_up(self) -> None:
        """Publish everything that is committed by now, by whomever."""
        async with self._reading:
            while await self._read_on():
                pass
            self._take_own()

    async def _read_on(self) -> bool:
        """One page; whether there is more."""
        news = await self._look(self._mark)
        if news.went_back or news.epoch != self._epoch:
            log.error("journal_went_back", cursor=self.cursor, epoch=news.epoch)
            self._own.clear()
            self._epoch, self._mark = await self._restart(news)
        elif news.commits:
            self._pass_on(news.commits)
        await self._check_access(news.access)
        return news.more

    async def _check_access(self, access: str) -> None:
        """On a change, and once more: a socket may have been on its way in meanwhile."""
        changed = access != self._access
        if changed or self._check_again:
            await self._access_changed()
        self._access, self._check_again = access, changed

    def _take_own(self) -> None:
        """Publish own commits as far as nothing is missing before them."""
        mark, ready = self._mark, []
        while self._own:
            commit = self._own[0]
            end = _end(commit)
            if end[0] > mark[0]:
                if (commit.first_cursor - 1, commit.follows) != mark:
                    self._news.set()
                    break
                ready.append(commit)
                mark = end
            self._own.popleft()
        if ready:
            self._pass_on(ready)

    def _pass_on(self, commits: Sequence[Commit]) -> None:
        self._mark = _end(commits[-1])
        self._publish(commits)


def _end(commit: Commit) -> Mark:
    """The last event of a commit."""
    cursor, event = list(commit.numbered())[-1]
    return cursor, event.hash
