"""From jobs to commits: one transaction for a batch, and what to do when it fails.

    attempt together ── all well ──────────────────────────────▶ commit, tell, answer
        ├── a job failed before it changed anything ───────────▶ only its caller hears of it
        ├── the transaction could not be begun ────────────────▶ all are refused
        ├── the connection was lost while committing ──────────▶ look whether it is stored
        └── anything else ─▶ roll back, attempt each job alone ▶ commit, or its own error

No threads here and no queue; `api.store.writer` has both.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from api.faults import reached
from api.store import schema
from api.store.appended import Appended
from api.store.database import Database
from api.store.errors import StoreUnavailable
from api.store.failures import reason, unavailable
from api.store.journal import SqlJournal
from api.store.rows import EVENT
from api.store.statements import LAST
from api.store.states import Mark, States, mark_of
from api.store.tickets import Settled, Ticket

Listener = Callable[[Sequence[Appended]], None]

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

    def __init__(self, database: Database, states: States) -> None:
        self._database = database
        self._states = states
        self.listener: Listener | None = None
        self._line: Connection | None = None
        self._look_at = 0.0

    def settle(self, batch: Sequence[Ticket]) -> list[Settled]:
        """Run all jobs of the batch; every ticket with its end. Raises nothing."""
        try:
            return self._attempt(batch)
        except StoreUnavailable as refusal:
            return [Settled(ticket, error=refusal) for ticket in batch]
        except _Spoiled as spoiled:
            if len(batch) == 1:
                return [Settled(batch[0], error=spoiled.error)]
            LOG.info("a batch of %d is run one by one: %s", len(batch), reason(spoiled.error))
        except Exception as error:
            LOG.warning("a batch of %d was rolled back: %s", len(batch), reason(error))
        return self._one_by_one(batch)

    def _one_by_one(self, batch: Sequence[Ticket]) -> list[Settled]:
        """Each job in a transaction of its own; once none can be begun, none is tried."""
        ends: list[Settled] = []
        refusal: StoreUnavailable | None = None
        for ticket in batch:
            if refusal is not None:
                ends.append(Settled(ticket, error=refusal))
                continue
            try:
                ends += self._attempt([ticket])
            except StoreUnavailable as error:
                refusal = error
                ends.append(Settled(ticket, error=error))
            except _Spoiled as spoiled:
                ends.append(Settled(ticket, error=spoiled.error))
            except DBAPIError as error:
                LOG.error("a job could not be written: %s", reason(error))
                ends.append(Settled(ticket, error=unavailable(error, self._database.where)))
            except Exception as error:
                ends.append(Settled(ticket, error=error))
        return ends

    def _attempt(self, batch: Sequence[Ticket], *, first: bool = True) -> list[Settled]:
        """One transaction. Raises `StoreUnavailable` if it cannot be begun or was lost."""
        journal: SqlJournal | None = None
        done = False
        try:
            with self._turn() as (connection, last):
                self._look_at_schema(connection)
                journal = SqlJournal(connection, self._states, last)
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
    def _turn(self) -> Iterator[tuple[Connection, Mark]]:
        """A write transaction, on one connection as long as all goes well; the last event."""
        if self._line is None:
            self._line = self._database.line()
        try:
            with self._database.turn(self._line, LAST) as found:
                yield self._line, mark_of(found)
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
            schema.refuse_newer(connection, self._database.where)
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

    def _tell(self, appended: Sequence[Appended]) -> None:
        if self.listener is None or not appended:
            return
        try:
            self.listener(tuple(appended))
        except Exception:
            LOG.exception("a listener failed; what it was told of is stored")


def _run(journal: SqlJournal, ticket: Ticket) -> Settled:
    """One job. Raises if the transaction cannot be used for others any more."""
    before = journal.changes
    try:
        return Settled(ticket, value=ticket.job(journal))
    except DBAPIError:
        raise
    except Exception as error:
        if journal.changes != before:
            raise _Spoiled(error) from error
        return Settled(ticket, error=error)
