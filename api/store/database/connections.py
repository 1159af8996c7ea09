"""The database: engines for SQLite and PostgreSQL, and the two kinds of transaction.

`writing` is a transaction under the one lock that all writers of this database take, in any
program, so the order of cursors is the order of commits. The lock is BEGIN IMMEDIATE on SQLite
and an advisory lock on PostgreSQL. `reading` is a read-only snapshot: all its queries see the
same state. Synchronous; callers in an event loop use threads.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, Select, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, TimeoutError

from api.monitoring.redaction import HIDDEN, redacted, secret_parameters
from api.store.database.driver import Driver
from api.store.database.driver_errors import reason, unavailable
from api.store.errors import StoreUnavailable, UrlWrong

T = TypeVar("T")

WAIT_SECONDS = 5.0
"""Real seconds to wait for a lock or a connection before giving up."""

WRITE_LOCK = 0x5A48_4942_414E
"""The advisory lock of all writers on PostgreSQL ("ZHIBAN")."""

READERS = 16
"""Connections for reading that may be open at once."""

WAL_TRIES = 100

LOG_KEPT = 64 * 1024 * 1024
"""Bytes that SQLite's log keeps on the disk after it has been written back. A long reader, such
as a backup, lets it grow; without a limit it would stay as large as it ever was."""

BACKUP_ID = 0x5A48424B
"""What SQLite files that are backups say they are ("ZHBK"); see `api.store.backup.archive`."""

ARCHIVE_ID = 0x5A484152
"""The same of files that hold archived incidents ("ZHAR"); see `api.store.retention`."""


LOOKS = 10
"""How often PostgreSQL is asked who else is there, a tenth of a second apart: a connection
that has been closed goes on being listed until its process has ended."""


class Database:
    """An open database. Make it with `Database.open`; `close` it at the end."""

    def __init__(self, url: URL, wait_seconds: float) -> None:
        self.dialect = url.get_backend_name()
        in_file = self.dialect == "sqlite"
        named = in_file and "uri" not in url.query
        self._file = Path(str(url.database)) if named else None
        self._inode = 0
        self.where = str(url.database) if in_file else shown(url)
        self._writer, self._reader = _engines(url, wait_seconds)
        on_server = self.dialect == "postgresql"
        alone = {"isolation_level": "AUTOCOMMIT"} if on_server else {}
        self._asker = self._reader.execution_options(**alone)
        self._wait_ms = round(wait_seconds * 1000)
        self._connect_timeout = _connect_timeout(wait_seconds)

    @classmethod
    def open(cls, url: str, *, create: bool = True, wait_seconds: float = WAIT_SECONDS) -> Database:
        """Open `sqlite:///file` (made if `create`) or `postgresql://…` and try it.

        Folders are never made. Raises `StoreUnavailable`.
        """
        place = _place(url)
        if place.get_backend_name() == "sqlite":
            _check_file(place, create)
        database = cls(place, wait_seconds)
        try:
            database.check()
        except StoreUnavailable:
            database.close()
            raise
        return database

    def check(self) -> None:
        """Ask the database one thing. Raises `StoreUnavailable` if it does not answer."""
        with self.asking() as connection:
            if self.dialect == "postgresql":
                encoding = connection.scalar(text("SHOW server_encoding"))
                if encoding != "UTF8":
                    facts = {"where": self.where, "found": encoding}
                    raise StoreUnavailable("database_encoding", **facts)
            else:
                kind = connection.scalar(text("PRAGMA application_id"))
                if kind in _NO_DATABASES:
                    raise StoreUnavailable(_NO_DATABASES[kind], where=self.where)

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A write transaction under the writers' lock; driver errors pass unchanged."""
        with closing(self.line()) as connection, self.turn(connection):
            yield connection

    def line(self) -> Connection:
        """A connection for `turn` after `turn`, to be closed as soon as one has failed."""
        self._same_file()
        return self._writer.connect()

    @contextmanager
    def turn(
        self, line: Connection, first: Select[Any] | None = None
    ) -> Iterator[list[tuple[Any, ...]]]:
        """A write transaction under the writers' lock, on a connection given by `line`.

        It comes with the answer to a `first` question, asked under the lock but sent along
        with it: to PostgreSQL that is one way there and back instead of three.
        """
        self._same_file()
        with line.begin():
            bare = Driver(line)
            with bare.together():
                if self.dialect == "postgresql":
                    bare.do(_TAKE_LOCK, (f"{self._wait_ms}ms", WRITE_LOCK))
                asked = None if first is None else bare.ask(first)
            yield [] if asked is None else bare.rows(asked)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """`begin`, with trouble told as `StoreUnavailable`. For programs without a writer."""
        try:
            with self.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise unavailable(error, self.where) from error

    def reading(self) -> AbstractContextManager[Connection]:
        """A read-only snapshot. Raises `StoreUnavailable`."""
        return self._connected(self._reader)

    def asking(self) -> AbstractContextManager[Connection]:
        """For one question, where a snapshot would only cost two more round trips."""
        return self._connected(self._asker)

    def _same_file(self) -> None:
        """Raise `StoreUnavailable` if the file has been deleted, moved away or replaced.

        Whoever has it open would go on writing into it, for nobody to read again.
        """
        if self._file is None:
            return
        try:
            found = os.stat(self._file).st_ino  # noqa: PTH116
        except OSError:
            raise StoreUnavailable("database_absent", where=self.where) from None
        self._inode = self._inode or found
        if found != self._inode:
            raise StoreUnavailable("database_replaced", where=self.where)

    @contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        self._same_file()
        try:
            with engine.connect() as connection:
                yield connection
        except DBAPIError as error:
            raise unavailable(error, self.where) from error
        except TimeoutError as error:
            raise StoreUnavailable("readers_full", limit=READERS) from error

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in a write transaction of its own; `Writer.write` is its twin."""
        with self.writing() as connection:
            return work(connection)

    def in_use(self) -> bool:
        """Whether another program has the database open now, as far as can be told.

        To be asked before anything else: connections of our own are closed, and what
        another thread of this program has open counts as another's.
        """
        self.close()
        if self._file is not None:
            return _is_open(self._file)
        if self.dialect == "sqlite":
            return False
        with self.asking() as connection:
            for _ in range(LOOKS):
                if not connection.scalar(_OTHERS):
                    return False
                connection.execute(_A_MOMENT)
        return True

    def maintain(self, *statements: str) -> None:
        """Run statements that no transaction may hold, one after the other.

        Raises `StoreUnavailable`.
        """
        try:
            if self._file is not None:
                with closing(sqlite3.connect(self._file, isolation_level=None)) as alone:
                    for statement in statements:
                        alone.execute(statement)
                return
            with self._writer.connect() as connection:
                alone_too = connection.execution_options(isolation_level="AUTOCOMMIT")
                for statement in statements:
                    alone_too.exec_driver_sql(statement)
        except (sqlite3.Error, DBAPIError) as error:
            why = {"where": self.where, "why": reason(error)}
            raise StoreUnavailable("database_failed", **why) from error
        finally:
            self.close()

    def connection_options(self) -> dict[str, Any]:
        """What psycopg needs to know for a connection outside of the pools."""
        _, options = self._writer.dialect.create_connect_args(self._writer.url)
        return {**options, "connect_timeout": self._connect_timeout}

    def close(self) -> None:
        """Close all connections that are not in use."""
        self._writer.dispose()
        self._reader.dispose()


_NO_DATABASES = {BACKUP_ID: "database_is_backup", ARCHIVE_ID: "database_is_archive"}

_TAKE_LOCK = "SELECT set_config('lock_timeout', %s, true), pg_advisory_xact_lock(%s)"

_A_MOMENT = text("SELECT pg_sleep(0.1)")

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name LIKE 'zhiban%' AND pid <> pg_backend_pid()"
)


def _is_open(file: Path) -> bool:
    """Whether another connection has the file open, if only idly.

    In WAL mode each holds a shared lock as long as it lives, so the whole file can be
    locked only when there is no other.
    """
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False


def _place(url: str) -> URL:
    try:
        place = make_url(url)
    except ArgumentError:
        # Nobody knows where the password of such an address ends.
        scheme, _, rest = url.partition(":")
        known = f"{scheme}:{HIDDEN}@{rest.rpartition('@')[2]}" if "@" in rest else url
        raise UrlWrong("database_url_wrong", url=redacted(known)) from None
    if place.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return place.set(drivername="postgresql+psycopg")
    in_memory = place.database in (None, "", ":memory:")
    if place.drivername in ("sqlite", "sqlite+pysqlite") and not in_memory:
        return place.set(drivername="sqlite+pysqlite")
    raise UrlWrong("database_url_wrong", url=shown(place))


def shown(place: URL) -> str:
    """An address without its password, also where that stands among the parameters."""
    hidden = dict.fromkeys(secret_parameters(place.query), HIDDEN)
    return place.update_query_dict(hidden).render_as_string(hide_password=True)


def check_address(url: str) -> None:
    """Raise what is wrong with an address in itself, without looking for the database there.

    `UrlWrong` if it can be none, `StoreUnavailable` if a file's folder is missing.
    """
    place = _place(url)
    if place.get_backend_name() == "sqlite" and "uri" not in place.query:
        _in_folder(place)


def file_of(url: str) -> Path | None:
    """The file of a SQLite database, there or not; None for a server. Raises `UrlWrong`."""
    place = _place(url)
    named = place.get_backend_name() == "sqlite" and "uri" not in place.query
    return Path(place.database) if named and place.database else None


def _in_folder(place: URL) -> Path:
    """The file that an address names; its folder is there, which is never made."""
    file = Path(place.database or "")
    if not file.parent.is_dir():
        raise StoreUnavailable("database_folder_missing", folder=str(file.parent))
    return file


def _check_file(place: URL, create: bool) -> None:
    if "uri" in place.query:
        return
    file = _in_folder(place)
    if not file.exists():
        if not create:
            raise StoreUnavailable("database_absent", where=str(file))
        _make(file)
    for place_ in (file, file.parent):
        if not os.access(place_, os.W_OK):
            raise StoreUnavailable(
                "database_read_only", where=str(file), why=f"{place_}: {os.strerror(errno.EACCES)}"
            )


def _make(file: Path) -> None:
    """An empty file, which is an empty database, for the owner alone; connecting makes none."""
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise StoreUnavailable(
            "database_unreachable", where=str(file), why=error.strerror or str(error)
        ) from None


def _engines(place: URL, wait_seconds: float) -> tuple[Engine, Engine]:
    """One engine for the writers' transactions, one for snapshots.

    Parameters are hidden in messages: they hold people's names and what happened to them.
    """
    pools: dict[str, Any] = {"pool_timeout": wait_seconds, "pool_size": READERS, "max_overflow": 0}
    pools["hide_parameters"] = True
    if place.get_backend_name() == "sqlite":
        wait: dict[str, Any] = {"timeout": wait_seconds}
        writer = create_engine(place, connect_args=wait, hide_parameters=True)
        reader = create_engine(place, connect_args=wait, **pools)
        prepare_sqlite(writer, "IMMEDIATE", ("synchronous=FULL", f"journal_size_limit={LOG_KEPT}"))
        event.listen(writer, "connect", _enter_wal)
        prepare_sqlite(reader, "DEFERRED", ("query_only=ON",))
        return writer, reader
    timeout = _connect_timeout(wait_seconds)
    wait = {"connect_timeout": timeout, "application_name": "zhiban"}
    writer = create_engine(place, connect_args=wait, hide_parameters=True)
    reader = create_engine(
        place,
        connect_args=wait,
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
        **pools,
    )
    return writer, reader


def _connect_timeout(wait_seconds: float) -> int:
    """Whole seconds, as libpq has it, and no fewer than it takes."""
    return max(2, round(wait_seconds))


def prepare_sqlite(engine: Engine, begin: str, pragmas: tuple[str, ...]) -> None:
    """Take transactions into our own hands: the driver would begin only at an INSERT."""

    def connected(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    def began(connection: Connection) -> None:
        Driver(connection).do(f"BEGIN {begin}")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", began)


def _enter_wal(connection: sqlite3.Connection, _record: Any) -> None:
    """Have the file keep a write-ahead log, once and for all.

    Changing the mode does not wait for others who use the file; beginning a transaction
    does, so that is what waits here when two programs start on a new file at once.
    """
    for _ in range(WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    connection.execute("PRAGMA journal_mode=WAL")
