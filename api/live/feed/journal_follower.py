"""The journal follower publishes, in cursor order, what any node has committed.

Theory of operation. The follower stands at a mark: the last published event. Commits of this
node come through `accept`, with their states. A commit that follows the mark directly is
published at once. A gap shows that another node has committed in between. Then, when
`woken`, and every `poll_s` seconds, the follower reads the journal from the mark and
publishes what it finds. Own commits in that page are dropped when their turn comes. Nothing
is published while a page is read, so no event is missing or doubled, whichever way it came.

If the event at the mark has left the journal, the database has lost commits (a fail-over to
a standby that had not received them). Then everything restarts with another epoch.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog

from api.live.feed.incident_board import Committed
from engine.errors import ZhibanError

log = structlog.get_logger("zhiban.follow")

Mark = tuple[int, str]
"""The cursor of an event and its hash; `(0, "")` before the first."""


class OwnCommit(Committed, Protocol):
    """A commit of this node, which knows the hash that it follows."""

    @property
    def first_cursor(self) -> int:
        """The cursor of its first event."""
        ...

    @property
    def follows(self) -> str:
        """The hash of the event before it."""
        ...


class News(Protocol):
    """What the database holds after a mark."""

    @property
    def epoch(self) -> str:
        """The id that tells this database's cursors from another's."""
        ...

    @property
    def access(self) -> str:
        """A value that changes whenever sign-ins end."""
        ...

    @property
    def went_back(self) -> bool:
        """Whether the event at the mark is gone."""
        ...

    @property
    def commits(self) -> Sequence[Committed]:
        """The commits after the mark, in cursor order."""
        ...

    @property
    def more(self) -> bool:
        """Whether there are more commits than these."""
        ...


class Peers(Protocol):
    """The other nodes on the same database. A lost wake-up only costs time."""

    @property
    def listening(self) -> bool:
        """Whether wake-ups arrive; without them the poll finds what is new."""
        ...

    def start(self, woken: Callable[[], None]) -> None:
        """Start listening; `woken` is called in the event loop when there may be news."""
        ...

    async def stop(self) -> None:
        """Stop listening."""
        ...

    def tell(self, cursor: int) -> None:
        """Wake the other nodes: this node has committed up to `cursor`."""
        ...


class NoPeers:
    """For a database with one writing machine; the poll finds another program's commits."""

    listening = True

    def start(self, woken: Callable[[], None]) -> None:
        """Do nothing: no peer sends wake-ups."""

    async def stop(self) -> None:
        """Do nothing."""

    def tell(self, cursor: int) -> None:
        """Do nothing: there is no peer."""


class JournalFollower:
    """Publishes to `publish`; lives in one event loop.

    `look` reads the database. `restart` returns the new epoch and mark after lost commits.
    `access_changed` is called when sign-ins have ended on any node.
    """

    def __init__(
        self,
        epoch: str,
        mark: Mark,
        look: Callable[[Mark], Awaitable[News]],
        publish: Callable[[Sequence[Committed]], None],
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
        """The cursor of the last published event."""
        return self._mark[0]

    @property
    def reads(self) -> bool:
        """Whether the last read of the database succeeded."""
        return self._looks_well

    def woken(self) -> None:
        """Read the database soon."""
        self._news.set()

    def accept(self, commits: Sequence[OwnCommit]) -> None:
        """Take commits of this node, in order."""
        self._own.extend(commits)
        if not self._reading.locked():
            self._take_own()

    async def run(self) -> None:
        """Follow until cancelled. After a failed read the next poll tries again."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), self._poll_s)
            self._news.clear()
            try:
                await self.catch_up()
            except Exception as error:
                if self._looks_well:
                    # A fault with a sentence needs no traceback.
                    trace = None if isinstance(error, ZhibanError) else error
                    log.warning("following_stopped", why=str(error), exc_info=trace)
                self._looks_well = False
            else:
                if not self._looks_well:
                    log.info("following_again", cursor=self.cursor)
                self._looks_well = True

    async def catch_up(self) -> None:
        """Publish everything committed so far, by any node."""
        async with self._reading:
            while await self._read_on():
                pass
            self._take_own()

    async def _read_on(self) -> bool:
        """Publish one page; whether there are more."""
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
        """Check on a change, and once more: a socket may have been connecting meanwhile."""
        changed = access != self._access
        if changed or self._check_again:
            await self._access_changed()
        self._access, self._check_again = access, changed

    def _take_own(self) -> None:
        """Publish own commits as long as no cursor before them is missing."""
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

    def _pass_on(self, commits: Sequence[Committed]) -> None:
        self._mark = _end(commits[-1])
        self._publish(commits)


def _end(commit: Committed) -> Mark:
    """The last event of a commit."""
    cursor, event = list(commit.numbered())[-1]
    return cursor, event.hash
