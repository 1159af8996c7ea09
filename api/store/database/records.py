"""What keeps records of one sort in the database: it reads by itself, and writes by a writer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from api.store.database.connections import Database

T = TypeVar("T")


class Write(Protocol):
    """Runs work in a write transaction: `Database.write` or `Writer.write`."""

    def __call__(self, work: Callable[[Connection], T], /) -> T: ...


class DatabaseRecords:
    """Records of one sort. Thread-safe; every call may block."""

    def __init__(self, database: Database, write: Write) -> None:
        self._database = database
        self._write = write
