"""The one writer: a thread that commits everything waiting as one batch (group commit).

A sync to the disk costs some milliseconds whatever it carries, so all jobs that wait run
one after another in one transaction, are committed once, and only then answered. What a
caller was told is on the disk.

Jobs do not disturb each other; `api.store.batches` says what happens to one that fails.
A job may run twice, so it has to decide from the journal it is given, not from what it
saw before.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import threading
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from time import monotonic
from typing import TypeVar

from sqlalchemy import Connection

from api.store.batches import Batches, Listener
from api.store.database import Database
from api.store.errors import StoreUnavailable
from api.store.states import States
from api.store.tickets import Job, Settled, Ticket, hand_out

T = TypeVar("T")

QUEUE_LIMIT = 2000
"""Jobs that may wait; more are refused at once instead of answered too late."""

BATCH_LIMIT = 256
"""Jobs in one transaction, so that a long queue is answered in steps."""

Observer = Callable[[int, float], object]
"""Told how many jobs a batch had, and the seconds from its begin to its commit or failure."""

LOG = logging.getLogger(__name__)


class Writer:
    """The writer's thread and its queue. `start` it, `close` it at the end.

    `trouble` is why the latest batch could not be written, None if it was.
    """

    def __init__(
        self, database: Database, states: States, *, queue_limit: int = QUEUE_LIMIT
    ) -> None:
        self._batches = Batches(database, states)
        self._queue_limit = queue_limit
        self._waiting: SimpleQueue[Ticket | None] = SimpleQueue()
        self._entrance = threading.Lock()
        self._closing = False
        self._observe: Observer = lambda jobs, seconds: None
        self.trouble: StoreUnavailable | None = None
        self._thread = threading.Thread(target=self._work, name="zhiban-writer", daemon=True)

    def listen(self, listener: Listener) -> None:
        """Have `listener` called after each commit, in order, before callers are answered.

        It is called on the writer's thread and has to be quick; its errors are logged.
        """
        self._batches.listener = listener

    def observe(self, observer: Observer) -> None:
        """Have `observer` told after each batch, on the writer's thread; it must not fail."""
        self._observe = observer

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """Refuse new jobs, finish those that wait, and stop. Blocks until then."""
        with self._entrance:
            if not self._closing:
                self._waiting.put(None)
            self._closing = True
        if self._thread.is_alive():
            self._thread.join()

    @property
    def waiting(self) -> int:
        """How many jobs wait for the next batch."""
        return self._waiting.qsize()

    # asking -----------------------------------------------------------------------------

    def submit(self, job: Job[T]) -> asyncio.Future[T]:
        """Queue a job from an event loop; the future ends after the commit.

        Raises `StoreUnavailable` at once if too many wait or the writer is closed.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue(Ticket(job, future, loop))
        return future

    def run(self, job: Job[T]) -> T:
        """Queue a job from a thread and wait for the commit."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a job cannot wait for the writer that runs it")
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        self._queue(Ticket(job, future, None))
        return future.result()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on the transaction itself; the twin of `Database.write`."""
        return self.run(lambda journal: work(journal.connection))

    def _queue(self, ticket: Ticket) -> None:
        with self._entrance:
            if self._closing:
                raise StoreUnavailable("writer_closed")
            if self._waiting.qsize() >= self._queue_limit:
                raise StoreUnavailable("writer_full", limit=self._queue_limit)
            self._waiting.put(ticket)

    # the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        while batch := self._next_batch():
            started = monotonic()
            try:
                ends = self._batches.settle(batch)
            except BaseException as error:
                LOG.exception("the writer failed in a way nobody foresaw")
                # Told as another error: this one could end the loop of whoever waits.
                failed = StoreUnavailable("writer_failed", why=type(error).__name__)
                ends = [Settled(ticket, error=failed) for ticket in batch]
            self._observe(len(batch), monotonic() - started)
            self.trouble = _trouble(ends)
            hand_out(ends)
        self._batches.close()

    def _next_batch(self) -> list[Ticket]:
        """Everything that waits, up to the limit; nothing when it is time to stop.

        After the last ticket comes None: it is put back, to be found at the end again.
        """
        batch: list[Ticket] = []
        while not batch or (len(batch) < BATCH_LIMIT and self._waiting.qsize()):
            ticket = self._waiting.get()
            if ticket is None:
                self._waiting.put(None)
                break
            if not ticket.future.cancelled():
                batch.append(ticket)
        return batch


def _trouble(ends: Iterable[Settled]) -> StoreUnavailable | None:
    refusals = (end.error for end in ends if isinstance(end.error, StoreUnavailable))
    return next(refusals, None)
