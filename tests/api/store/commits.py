"""Watching the writer: what it committed, and keeping it busy while others queue up."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from api.store.database.connections import Database
from api.store.journal.commit import Commit
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.ports import PlanLibrary
from tests.api.store.desk import snapshot


class Commits:
    """A listener that keeps what it was told, one entry a commit."""

    def __init__(self, writer: Writer) -> None:
        self.told: list[Sequence[Commit]] = []
        writer.listen(self.told.append)

    @property
    def cursors(self) -> list[int]:
        return [c for commit in self.told for step in commit for c, _ in step.numbered()]


@contextmanager
def held(writer: Writer) -> Iterator[None]:
    """Keep the writer busy, so that everything submitted inside waits together."""
    busy, free = threading.Event(), threading.Event()

    def hold(journal: SqlJournal) -> None:
        busy.set()
        free.wait()

    with ThreadPoolExecutor(1) as thread:
        holding = thread.submit(writer.run, hold)
        busy.wait()
        try:
            yield
        finally:
            free.set()
        holding.result()


def heads(database: Database, plans: PlanLibrary) -> tuple[int, list[str]]:
    """The head cursor, and the numbers of the incidents that are really stored."""
    with snapshot(database, plans) as reader:
        return reader.head(), [i.number for i in reader.incidents(limit=1000).items[::-1]]
