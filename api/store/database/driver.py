"""The few statements that every command needs, handed to the driver as they are.

Between a statement and the driver SQLAlchemy spends several times what the driver itself
takes, and most of a single command is spent there. So the statements of `api.store.journal.journal`
are compiled once, their rows become the driver's values here, and the driver's own cursor
runs them, in the transaction of a SQLAlchemy connection. Everything else goes by SQLAlchemy.

What goes wrong is told as SQLAlchemy tells it: `DBAPIError`, with `connection_invalidated`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.sql.dml import UpdateBase

DIALECTS: Mapping[str, Dialect] = {
    "sqlite": pysqlite.dialect(),
    "postgresql": psycopg.dialect(paramstyle="format"),  # type: ignore[no-untyped-call]
}
"""Both write the values by position."""


@dataclass(frozen=True, slots=True)
class CompiledStatement:
    """A statement as the driver takes it, and how a row becomes its values."""

    sql: str
    pick: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    changed: tuple[tuple[int, Callable[[Any], Any]], ...]

    def values(self, row: Mapping[str, Any]) -> list[Any]:
        """The values in their order. Raises `ValueError` for a naive instant."""
        values = list(self.pick(row))
        for place, change in self.changed:
            values[place] = change(values[place])
        return values


@cache
def ready(dialect: str, statement: UpdateBase, names: tuple[str, ...]) -> CompiledStatement:
    """A statement that writes the columns with these names."""
    compiled = statement.compile(dialect=DIALECTS[dialect], column_keys=list(names))
    order = compiled.positiontup or []
    kinds = [compiled.binds[name].type.dialect_impl(DIALECTS[dialect]) for name in order]
    ways = [kind.bind_processor(DIALECTS[dialect]) for kind in kinds]
    changed = tuple((place, way) for place, way in enumerate(ways) if way is not None)
    return CompiledStatement(str(compiled), itemgetter(*order), changed)


@cache
def question(dialect: str, wanted: Select[Any]) -> str:
    """A question without parameters as the driver takes it."""
    compiled = wanted.compile(dialect=DIALECTS[dialect], compile_kwargs={"literal_binds": True})
    return str(compiled)


class Driver:
    """The driver's connection below a SQLAlchemy connection, in its present transaction.

    On PostgreSQL each statement keeps its cursor as long as the connection lives, and with
    it what psycopg has found out about its values. A cursor on SQLite costs nothing, and
    one that is kept may keep the file open.
    """

    def __init__(self, connection: Connection) -> None:
        below = connection.connection
        self._connection = connection
        self._dialect = connection.dialect
        self._in_file = connection.dialect.name == "sqlite"
        self._driver: Any = below.dbapi_connection
        self._cursors: dict[str, Any] = below.info.setdefault("cursors", {})

    @contextmanager
    def together(self) -> Iterator[None]:
        """Do some things whose outcome is asked for afterwards only.

        On PostgreSQL they are sent without waiting for each other's answers.
        """
        waiting = nullcontext() if self._in_file else self._driver.pipeline()
        try:
            with waiting:
                yield
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(None, error) from error

    def do(self, sql: str, values: Sequence[Any] = ()) -> Any:
        """Run SQL of the driver's own; its cursor."""
        cursor = self._cursor(sql)
        try:
            cursor.execute(sql, values)
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(sql, error) from error
        return cursor

    def ask(self, wanted: Select[Any]) -> Any:
        """Ask a question without parameters; the cursor, for `rows`."""
        return self.do(question(self._dialect.name, wanted))

    def rows(self, cursor: Any) -> list[tuple[Any, ...]]:
        """All rows of an answer, as the driver gives them."""
        try:
            found: list[tuple[Any, ...]] = cursor.fetchall()
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(None, error) from error
        return found

    def put(self, statement: UpdateBase, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Write rows, at least one, all of the same columns; the cursor, for its `rowcount`.

        `together` counts only one `put` of a statement.
        """
        one = ready(self._dialect.name, statement, tuple(rows[0]))
        if len(rows) == 1:
            return self.do(one.sql, one.values(rows[0]))
        cursor = self._cursor(one.sql)
        try:
            cursor.executemany(one.sql, [one.values(row) for row in rows])
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(one.sql, error) from error
        return cursor

    def _cursor(self, sql: str) -> Any:
        if self._in_file:
            return self._driver.cursor()
        found = self._cursors.get(sql)
        if found is None:
            found = self._cursors[sql] = self._driver.cursor()
        return found

    def _told(self, sql: str | None, error: Any) -> StatementError:
        """The driver's error as SQLAlchemy's; a connection that is lost is given up."""
        # A pipeline that breaks off says neither that nor how; the connection knows.
        lost = self._dialect.is_disconnect(error, self._driver, None) or (
            not self._in_file and self._driver.closed
        )
        if lost:
            self._connection.invalidate(error)
            # Those that wait in the pool were most likely lost with it.
            self._connection.engine.dispose()
        told: StatementError = DBAPIError.instance(
            sql,
            None,
            error,
            self._dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=self._dialect,
        )
        return told
