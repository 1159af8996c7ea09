"""Copy rows from one database into another, of either kind.

Tables are read from the databases, not from `tables`, so an older schema is copied with all
its columns. Values travel as SQLite stores them, instants as text of fixed width, so a
table's sum is the same in both databases.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    MetaData,
    Select,
    Table,
    event,
    select,
    true,
)
from sqlalchemy.exc import DBAPIError
from typing_extensions import override

from api.store.database.rows import to_json
from api.store.database.tables import Instant, instant_text
from engine.instants import from_text

ROWS_AT_ONCE = 1000
FILES_AT_ONCE = 16
FILES = frozenset({"attachment_part", "kept_document"})
"""Tables that hold files: a row may have megabytes, so they are read a few at once."""

MANIFEST = "zhiban_backup"
NOT_DATA = frozenset({"alembic_version", MANIFEST})
"""Tables that describe the file; migrations and archives write them."""

Rows = Sequence[dict[str, Any]]
Put = Callable[[Table, Rows], object]
Advance = Callable[[int], object]
"""Called from time to time with the number of rows done since the last call."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A table's number of rows, and the sum of their sha256, independent of order."""

    rows: int
    sha256: str


class Unreadable(Exception):
    """The source could not be read because of `error`; the target is not at fault."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error))
        self.error = error


class InstantText(Instant):
    """An instant of PostgreSQL as the text that SQLite stores."""

    cache_ok = True

    @override
    def process_bind_param(self, value: Any | None, dialect: Dialect) -> Any:
        return super().process_bind_param(value and from_text(value), dialect)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        return value and instant_text(value)


def tables_of(connection: Connection) -> dict[str, Table]:
    """All tables with data, referenced tables first."""
    metadata = MetaData()
    event.listen(metadata, "column_reflect", _take_instants_as_text)
    metadata.reflect(connection)
    return {one.name: one for one in metadata.sorted_tables if one.name not in NOT_DATA}


def _take_instants_as_text(_inspector: Any, _table: Table, column: Any) -> None:
    if isinstance(column["type"], DateTime):
        column["type"] = InstantText()


def copy(
    source: Connection,
    target: Connection,
    put: Put,
    advance: Advance,
    into: Sequence[str],
    which: Callable[[Table], ColumnElement[bool]] = lambda table: true(),
) -> dict[str, Sum]:
    """Copy the named tables in order; `put` writes rows into the target's.

    `which` are the rows of a table that are copied, all of them by default.
    """
    there, here = tables_of(source), tables_of(target)

    def rows(name: str) -> Sum:
        of = there[name]
        return _read(source, of, advance, lambda values: put(here[name], values), which(of))

    return {name: rows(name) for name in into}


def sums(connection: Connection, advance: Advance) -> dict[str, Sum]:
    """The sums of all tables of an archive."""
    tables = tables_of(connection).items()
    return {name: _read(connection, one, advance, lambda values: None) for name, one in tables}


def _read(
    connection: Connection,
    of: Table,
    advance: Advance,
    take: Callable[[Rows], object],
    which: ColumnElement[bool] | None = None,
) -> Sum:
    """Read a table once and sum it up; `take` gets its rows in batches."""
    wanted = select(*(of.c[name] for name in sorted(of.c.keys())))
    wanted = wanted if which is None else wanted.where(which)
    rows, total = 0, 0
    for page in _pages(connection, wanted, FILES_AT_ONCE if of.name in FILES else ROWS_AT_ONCE):
        total += sum(_number(row) for row in page)
        take(page)
        rows += len(page)
        advance(len(page))
    return Sum(rows, f"{total % 2**256:064x}")


def _number(row: dict[str, Any]) -> int:
    return int.from_bytes(hashlib.sha256(to_json(row).encode()).digest(), "big")


def _pages(connection: Connection, wanted: Select[Any], rows: int) -> Iterator[Rows]:
    try:
        found = connection.execute(wanted, execution_options={"yield_per": rows})
        for several in found.mappings().partitions():
            page = [dict(row) for row in several]
            yield page
    except DBAPIError as error:
        raise Unreadable(error) from error
