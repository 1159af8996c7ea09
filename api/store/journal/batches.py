"""From jobs to commits: one transaction for a batch, and what to do when it fails.

    attempt together ── all well ──────────────────────────────▶ commit, tell, answer
        ├── a job failed before it changed anything ───────────▶ only its caller hears of it
        ├── the transaction could not be begun ────────────────▶ all are refused
        ├── the connection was lost while committing ──────────▶ look whether it is stored
        └── anything else ─▶ roll back, attempt each job alone ▶ commit, or its own error

No threads here and no queue; `api.store.journal.writer` has both.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from api.fault_injection import reached
from api.store.database import schema_version
from api.store.database.chain_links import Tail
from api.store.database.connections import Database
from api.store.database.driver_errors import reason, unavailable
from api.store.database.rows import EVENT
from api.store.database.statements import BEFORE
from api.store.errors import StoreUnavailable
from api.store.journal.commit import Commit
from api.store.journal.incident_cache import IncidentCache, Mark, mark_of, tail_in
from api.store.journal.jobs import JobResult, WriteJob
from api.store.journal.journal import SqlJournal

Listener = Callable[[Sequence[Commit]], None]

SECONDS_BETWEEN_LOOKS = 1.0
"""How often the schema is asked for its version."""

LOG = logging.getLogger(__name__)


class _Spoiled(Exception):
    """A job failed after it had changed something, with `error`."""

    def __init__(self, error: Exception) -> None:
        super().__init__(repr(error))
        self.error = error


class Batches:
    """Runs batches of jobs against the database; used by one thread only."""

    def __init__(self, database: Database, states: IncidentCache) -> None:
        self._database = database
        self._states = states
        self.listener: Listener | None = None
        self._line: Connection | None = None
        self._look_at = 0.0

    def settle(self, batch: Sequence[WriteJob]) -> list[JobResult]:
        """Run all jobs of the batch; every ticket with its end. Raises nothing."""
        try:
            return self._attempt(batch)
        except StoreUnavailable as refusal:
            return [JobResult(ticket, error=refusal) for ticket in batch]
        except _Spoiled as spoiled:
            if len(batch) == 1:
                return [JobResult(batch[0], error=spoiled.error)]
            LOG.info("a batch of %d is run one by one: %s", len(batch), reason(spoiled.error))
        except Exception as error:
            LOG.warning("a batch of %d was rolled back: %s", len(batch), reason(error))
        return self._one_by_one(batch)

    def _one_by_one(self, batch: Sequence[WriteJob]) -> list[JobResult]:
        """Each job in a transaction of its own; once none can be begun, none is tried."""
        ends: list[JobResult] = []
        refusal: StoreUnavailable | None = None
        for ticket in batch:
            if refusal is not None:
                ends.append(JobResult(ticket, error=refusal))
                continue
            try:
                ends += self._attempt([ticket])
            except StoreUnavailable as error:
                refusal = error
                ends.append(JobResult(ticket, error=error))
            except _Spoiled as spoiled:
                ends.append(JobResult(ticket, error=spoiled.error))
            except DBAPIError as error:
                LOG.error("a job could not be written: %s", reason(error))
                ends.append(JobResult(ticket, error=unavailable(error, self._database.where)))
            except Exception as error:
                ends.append(JobResult(ticket, error=error))
        return ends

    def _attempt(self, batch: Sequence[WriteJob], *, first: bool = True) -> list[JobResult]:
        """One transaction. Raises `StoreUnavailable` if it cannot be begun or was lost."""
        journal: SqlJournal | None = None
        done = False
        try:
            with self._turn() as (connection, last, tail):
                self._look_at_schema(connection)
                journal = SqlJournal(connection, self._states, last, tail)
                ends = [_run(journal, ticket) for ticket in batch]
                journal.flush()
                done = True
                reached("before_commit")
        except Exception as error:
            if journal is None:
                self._not_begun(error, first)
                return self._attempt(batch, first=False)
            journal.dropped()
            if not (done and self._stored_all_the_same(journal, error)):
                raise
        reached("after_commit")
        journal.committed()
        self._tell(journal.appended)
        return ends

    @contextmanager
    def _turn(self) -> Iterator[tuple[Connection, Mark, Tail]]:
        """A write transaction, on one connection as long as all goes well.

        With it come the last event and the last link of the chain.
        """
        if self._line is None:
            self._line = self._database.line()
        try:
            with self._database.turn(self._line, BEFORE) as found:
                yield self._line, mark_of(found), tail_in(found)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection back."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def _look_at_schema(self, connection: Connection) -> None:
        """Once a second: nothing is written into a schema that this program does not know."""
        if monotonic() >= self._look_at:
            schema_version.refuse_newer(connection, self._database.where)
            self._look_at = monotonic() + SECONDS_BETWEEN_LOOKS

    def _not_begun(self, error: Exception, first: bool) -> None:
        """Return if another try makes sense: a pooled connection had died of old age."""
        if not isinstance(error, DBAPIError):
            raise error
        if not (first and error.connection_invalidated):
            raise unavailable(error, self._database.where) from error

    def _stored_all_the_same(self, journal: SqlJournal, error: Exception) -> bool:
        """Whether a commit that was not confirmed has happened.

        Raises `StoreUnavailable` (`database_unsure`) if that cannot be found out. Asked under
        the writers' lock, because the server may still be at it: its transaction holds the
        lock until it has ended, one way or the other.
        """
        if not isinstance(error, DBAPIError) or not error.connection_invalidated:
            return False
        unsure = unavailable(error, self._database.where, "database_unsure")
        if journal.last is None:
            raise unsure from error
        cursor, expected = journal.last
        try:
            with self._database.writing() as connection:
                found = connection.scalar(select(EVENT.c.hash).where(EVENT.c.cursor == cursor))
        except StoreUnavailable:
            raise unsure from error
        return bool(found == expected)

    def _tell(self, appended: Sequence[Commit]) -> None:
        if self.listener is None or not appended:
            return
        try:
            self.listener(tuple(appended))
        except Exception:
            LOG.exception("a listener failed; what it was told of is stored")


def _run(journal: SqlJournal, ticket: WriteJob) -> JobResult:
    """One job. Raises if the transaction cannot be used for others any more."""
    before = journal.changes
    try:
        return JobResult(ticket, value=ticket.job(journal))
    except DBAPIError:
        raise
    except Exception as error:
        if journal.changes != before:
            raise _Spoiled(error) from error
        return JobResult(ticket, error=error)
