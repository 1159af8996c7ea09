"""The other nodes on one PostgreSQL: waking them after a commit, and being woken.

Two connections of their own, both outside any transaction. One sends a NOTIFY with the
head cursor, at most one every few milliseconds however many commits there were: a NOTIFY
inside the transaction would take a lock of the whole cluster at each commit. The other
LISTENs. What a notification says is not believed; it only says that it is worth looking.
A connection that is lost is made again, and then it is worth looking, too.

Asyncio, unlike the rest of the store: both connections do nothing but wait.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from psycopg import AsyncConnection

from api.store.database import Database

CHANNEL = "zhiban"
SECONDS_BETWEEN_NOTIFIES = 0.003
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0
"""Between attempts to connect again; the poll goes on meanwhile."""

KEEPALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
"""A host that vanished without a word is noticed within some ten seconds."""

LOG = logging.getLogger(__name__)


class PostgresPeers:
    """`api.live.follower.Peers` by LISTEN and NOTIFY. For one event loop."""

    def __init__(self, database: Database) -> None:
        self._options: dict[str, Any] = {**database.connection_options(), **KEEPALIVE}
        self._pending = asyncio.Event()
        self._cursor = 0
        self._own_backend = 0
        self._listening = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def listening(self) -> bool:
        """Whether the other nodes' notifications come in at present."""
        return self._listening.is_set()

    def start(self, woken: Callable[[], None]) -> None:
        """Keep both connections up; `woken` is called when there may be something new."""
        for work in (self._listen(woken), self._notify()):
            self._tasks.append(asyncio.create_task(work))

    async def stop(self) -> None:
        """Close both connections."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._listening.clear()

    def tell(self, cursor: int) -> None:
        """Have the others look, soon: this node has committed up to `cursor`."""
        self._cursor = cursor
        self._pending.set()

    async def _listen(self, woken: Callable[[], None]) -> None:
        async def listen(connection: AsyncConnection) -> None:
            await connection.execute(f"LISTEN {CHANNEL}")
            self._listening.set()
            woken()
            async for note in connection.notifies():
                if note.pid != self._own_backend:
                    woken()

        await self._keep_up("listen", listen, self._listening.clear)

    async def _notify(self) -> None:
        async def notify(connection: AsyncConnection) -> None:
            self._own_backend = connection.info.backend_pid
            while True:
                await self._pending.wait()
                told = str(self._cursor)
                await connection.execute("SELECT pg_notify(%s, %s)", (CHANNEL, told))
                # After the sending: what could not be sent is sent on the next connection.
                if told == str(self._cursor):
                    self._pending.clear()
                await asyncio.sleep(SECONDS_BETWEEN_NOTIFIES)

        await self._keep_up("notify", notify, lambda: None)

    async def _keep_up(
        self,
        purpose: str,
        use: Callable[[AsyncConnection], Awaitable[None]],
        lost: Callable[[], None],
    ) -> None:
        """Use a connection for ever; make another whenever it is lost."""
        pause = FIRST_PAUSE_S
        while True:
            try:
                connection = await self._connect(purpose)
                pause = FIRST_PAUSE_S
                try:
                    await use(connection)
                finally:
                    await connection.close()
            except (psycopg.Error, OSError) as error:
                LOG.warning("lost the connection to %s: %s", purpose, str(error).strip())
            finally:
                lost()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _connect(self, purpose: str) -> AsyncConnection:
        options = self._options | {"application_name": f"zhiban {purpose}"}
        return await AsyncConnection.connect(**options, autocommit=True)
