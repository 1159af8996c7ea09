"""The one writer: a thread that commits everything waiting as one batch (group commit).

A sync to the disk costs some milliseconds whatever it carries, so all jobs that wait run
one after another in one transaction, are committed once, and only then answered. What a
caller was told is on the disk.

Jobs do not disturb each other; `api.store.journal.batches` says what happens to one that fails.
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

from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.journal.batches import Batches, Listener
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.jobs import Job, JobResult, WriteJob, hand_out

T = TypeVar("T")

QUEUE_LIMIT = 2000
"""The longest queue; more jobs are refused at once instead of answered too late."""

BATCH_LIMIT = 256
"""Jobs in one transaction, so that a long queue is answered in steps."""

Observer = Callable[[int, float], object]
"""Called with a batch's number of jobs, and the seconds from its begin to its end."""

LOG = logging.getLogger(__name__)


class Writer:
    """The writer's thread and its queue. `start` it, `close` it at the end.

    `trouble` is why the latest batch could not be written, None if it was.
    """

    def __init__(
        self, database: Database, states: IncidentCache, *, queue_limit: int = QUEUE_LIMIT
    ) -> None:
        self._batches = Batches(database, states)
        self._queue_limit = queue_limit
        self._waiting: SimpleQueue[WriteJob | None] = SimpleQueue()
        self._entrance = threading.Lock()
        self._closing = False
        self._observe: Observer = lambda jobs, seconds: None
        self.trouble: StoreUnavailable | None = None
        self._thread = threading.Thread(target=self._work, name="zhiban-writer", daemon=True)

    def listen(self, listener: Listener) -> None:
        """Call `listener` after each commit, in order, before callers are answered.

        It runs on the writer's thread and has to be quick; its errors are logged.
        """
        self._batches.listener = listener

    def observe(self, observer: Observer) -> None:
        """Call `observer` after each batch, on the writer's thread; it must not fail."""
        self._observe = observer

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def close(self) -> None:
        """Refuse new jobs, finish the waiting ones, and stop. Blocks until then."""
        with self._entrance:
            if not self._closing:
                self._waiting.put(None)
            self._closing = True
        if self._thread.is_alive():
            self._thread.join()

    @property
    def waiting(self) -> int:
        """The number of jobs that wait for the next batch."""
        return self._waiting.qsize()

    # asking -----------------------------------------------------------------------------

    def submit(self, job: Job[T]) -> asyncio.Future[T]:
        """Queue a job from an event loop; the future ends after the commit.

        Raises `StoreUnavailable` at once if too many wait or the writer is closed.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._queue(WriteJob(job, future, loop))
        return future

    def run(self, job: Job[T]) -> T:
        """Queue a job from a thread and wait for the commit.

        Raises `RuntimeError` in the writer's own thread, and what the job raises.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a job cannot wait for the writer that runs it")
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        self._queue(WriteJob(job, future, None))
        return future.result()

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` on the transaction itself; the twin of `Database.write`."""
        return self.run(lambda journal: work(journal.connection))

    def _queue(self, ticket: WriteJob) -> None:
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
                ends = [JobResult(ticket, error=failed) for ticket in batch]
            self._observe(len(batch), monotonic() - started)
            self.trouble = _trouble(ends)
            hand_out(ends)
        self._batches.close()

    def _next_batch(self) -> list[WriteJob]:
        """All waiting jobs, up to the limit; nothing when the writer stops.

        After the last job comes None: it is put back, to be found again at the end.
        """
        batch: list[WriteJob] = []
        while not batch or (len(batch) < BATCH_LIMIT and self._waiting.qsize()):
            ticket = self._waiting.get()
            if ticket is None:
                self._waiting.put(None)
                break
            if not ticket.future.cancelled():
                batch.append(ticket)
        return batch


def _trouble(ends: Iterable[JobResult]) -> StoreUnavailable | None:
    refusals = (end.error for end in ends if isinstance(end.error, StoreUnavailable))
    return next(refusals, None)
