"""Wake the other nodes on one PostgreSQL after a commit, and be woken by them.

Two connections outside any transaction. One sends NOTIFY with the head cursor, at most once
every few milliseconds: a NOTIFY inside the transaction would lock the whole cluster at each
commit. The other LISTENs. A notification's content is not trusted; it only says that it is
worth reading the journal. A lost connection is made again, and then the journal is read too.

Asyncio, unlike the rest of the store: both connections only wait.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import structlog
from psycopg import AsyncConnection

from api.monitoring.repetition import FaultLog
from api.store.database.connections import Database
from api.store.database.driver_errors import reason
from api.store.errors import StoreUnavailable

CHANNEL = "zhiban"
SECONDS_BETWEEN_NOTIFIES = 0.003
FIRST_PAUSE_S = 0.1
LONGEST_PAUSE_S = 2.0
"""Between attempts to connect again; the poll goes on meanwhile."""

KEEPALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
"""A host that vanished without a word is noticed within some ten seconds."""

log = structlog.get_logger("zhiban.store")


class PostgresPeers:
    """`api.live.feed.journal_follower.Peers` by LISTEN and NOTIFY. For one event loop."""

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
        faults = FaultLog(log, "connection_lost")
        while True:
            try:
                connection = await self._connect(purpose)
                pause = FIRST_PAUSE_S
                faults.succeeded()
                try:
                    await use(connection)
                finally:
                    await connection.close()
            except (psycopg.Error, OSError) as error:
                faults.failed(
                    StoreUnavailable("connection_lost", purpose=purpose, why=reason(error))
                )
            finally:
                lost()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _connect(self, purpose: str) -> AsyncConnection:
        options = self._options | {"application_name": f"zhiban {purpose}"}
        return await AsyncConnection.connect(**options, autocommit=True)
