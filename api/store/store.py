"""The whole store, opened and closed as one; what `api.app` and `api.cli` begin with.

with Store.open(url, plans_folder) as store:   # schema brought up, plans kept
    store.writer.run(job)                      # or await store.writer.submit(job)
    with store.reading() as reader:
        reader.incidents()
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from api.store import schema
from api.store.accounts import Accounts
from api.store.archive import against
from api.store.database import Database
from api.store.heads import Head, compare
from api.store.news import News, look
from api.store.peers import PostgresPeers
from api.store.plans import StoredPlans
from api.store.reads import Reader
from api.store.sessions import Sessions
from api.store.states import Mark, States
from api.store.verify import Verdict, numbered, verify
from api.store.writer import QUEUE_LIMIT, Writer
from engine.state import Incident


class Store:
    """Everything of one database. Writes go through `writer`, which is running."""

    def __init__(self, database: Database, folder: Path, queue_limit: int) -> None:
        self.database = database
        self.plans = StoredPlans(database, folder)
        self.states = States(self.plans)
        self.writer = Writer(database, self.states, queue_limit=queue_limit)
        self.accounts = Accounts(database, self.writer.write)
        self.sessions = Sessions(database, self.writer.write)

    @classmethod
    def open(
        cls, url: str, plans_folder: Path, *, create: bool = True, queue_limit: int = QUEUE_LIMIT
    ) -> Store:
        """Open the database, bring its schema up, keep the plans' texts, start the writer.

        `create` is whether a missing SQLite file is made. Raises `StoreUnavailable`,
        `engine.errors.PlanFileError`.
        """
        database = Database.open(url, create=create)
        try:
            schema.upgrade(database)
            store = cls(database, plans_folder, queue_limit)
        except BaseException:
            database.close()
            raise
        store.writer.start()
        return store

    def close(self) -> None:
        """Finish what waits to be written, then close."""
        self.writer.close()
        self.database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """A snapshot to ask. Blocks; in an event loop use a thread."""
        with self.database.reading() as connection:
            yield Reader(connection, self.states)

    def news(self, mark: Mark) -> News:
        """What the journal has after `mark`, whoever committed it. Blocks."""
        return look(self.database, self.states, mark)

    def standing(self) -> tuple[str, Mark, list[Incident]]:
        """The epoch, the last event and the open incidents, of one snapshot."""
        with self.reading() as reader:
            return reader.epoch(), reader.mark(), reader.open_incidents()

    def went_back(self, epoch: str | None) -> None:
        """The database lost events that were seen: forget what is cached of them.

        The epoch is renewed if it is still this one (None: another node has done so).
        """
        self.states.forget()
        self.sessions.forget()
        if epoch is not None:
            schema.renew_epoch(self.database, epoch)

    def peers(self) -> PostgresPeers | None:
        """How to wake the other nodes; None where there is only the poll."""
        return PostgresPeers(self.database) if self.database.dialect == "postgresql" else None

    def verify(self, heads: Sequence[Head] = (), backups: Sequence[Path] = ()) -> Verdict:
        """Check every journal, everything derived from it, and what was kept of it elsewhere.

        Raises `StoreUnavailable`, `BackupRefused`.
        """
        with self.database.reading() as connection:
            found = verify(connection, self.plans)
            kept = [*compare(connection, heads)]
            for file in backups:
                kept += against(connection, file)
            return replace(found, findings=numbered(connection, (*found.findings, *kept)))
