"""The database suffers under a running server: said clearly, survived, over when it is over."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from subprocess import run

import pytest

from api.store.database.connections import WRITE_LOCK
from tests.crash.nodes import Program
from tests.crash.office import Office
from tests.support.postgres import PostgresServer

OnFile = tuple[Office, Path]
OnServer = tuple[Office, str]
Start = Callable[..., Office]

NEWER = "UPDATE alembic_version SET version_num = 'r9999'"


@contextmanager
def elsewhere(file: Path) -> Iterator[sqlite3.Connection]:
    """Another program that has the file open."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        yield connection


def test_a_locked_file(on_sqlite: OnFile) -> None:
    office, file = on_sqlite
    assert office.log("before").is_success
    with elsewhere(file) as other:
        other.execute("BEGIN IMMEDIATE")
        office.suffers("database_locked", "Another program held")
    office.recovers()


def test_a_file_that_is_gone_and_comes_back(on_sqlite: OnFile) -> None:
    office, file = on_sqlite
    away = file.with_name("away.db")
    file.rename(away)
    office.suffers("database_absent", "There is no database", reads=False)
    assert not file.exists()
    away.rename(file)
    office.recovers()


def test_a_file_that_was_replaced(on_sqlite: OnFile) -> None:
    office, file = on_sqlite
    other = shutil.copy(file, file.with_name("other.db"))
    Path(other).replace(file)
    office.suffers("database_replaced", "replaced", reads=False)


def test_a_file_with_a_newer_schema(on_sqlite: OnFile) -> None:
    office, file = on_sqlite
    with elsewhere(file) as other:
        known = other.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        other.execute(NEWER)
        office.suffers("database_newer", "newer schema")
        other.execute("UPDATE alembic_version SET version_num = ?", [known])
    office.recovers()


def test_a_disk_that_is_full(
    small_disk: Path, founded_file: tuple[Path, dict[str, str]], open_office: Start
) -> None:
    if not small_disk.is_mount():
        pytest.fail("mounting a small disk takes root")
    template, tokens = founded_file
    file = shutil.copy(template, small_disk / "zhiban.db")
    office = open_office(f"sqlite:///{file}", tokens)
    assert office.log("before").is_success
    filler = fill_up(small_disk)
    office.suffers("database_full", "is full")
    filler.unlink()
    office.recovers()


def fill_up(disk: Path) -> Path:
    """Leave not a byte of the disk free; the file that takes it all."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as full, pytest.raises(OSError, match="No space"):
        while full.write(bytes(4096)):
            pass
    return filler


def test_a_file_that_can_only_be_read(
    small_disk: Path, founded_file: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:
    """It cannot become so under a server that has it open; a server that starts says so."""
    file = Path(shutil.copy(founded_file[0], small_disk / "zhiban.db"))
    if small_disk.is_mount():
        run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    else:
        assert os.geteuid() != 0
        file.chmod(0o444)
        small_disk.chmod(0o555)
    place = ("--port", "0", "--database-url", f"sqlite:///{file}")
    program = Program(tmp_path, "serve", *place)
    assert program.wait(60) == 1
    assert "只能读不能写" in program.log_tail()
    assert "Traceback" not in program.log_tail()


def test_postgresql_that_was_stopped(on_postgres: OnServer, own_postgres: PostgresServer) -> None:
    office, _ = on_postgres
    assert office.log("before").is_success
    own_postgres.stop()
    office.suffers("database_unreachable", "cannot be reached", reads=False)
    own_postgres.start()
    office.recovers()


def test_connections_that_were_cut_are_not_noticed(
    on_postgres: OnServer, own_postgres: PostgresServer
) -> None:
    office, name = on_postgres
    cut(own_postgres, name)
    assert office.log("after the cut").is_success
    office.recovers()


def test_a_disk_of_postgresql_that_is_full(
    small_disk_of_postgres: Path, on_postgres: OnServer, own_postgres: PostgresServer
) -> None:
    """Its tables cannot grow; the log that it writes ahead is on another disk."""
    if not small_disk_of_postgres.is_mount():
        pytest.fail("mounting a small disk takes root")
    office, name = on_postgres
    with own_postgres.connect(name) as admin:
        where = small_disk_of_postgres / "tables"
        admin.execute(f"CREATE TABLESPACE small LOCATION '{where}'")  # type: ignore[arg-type]
        for table in ("event", "meta"):
            admin.execute(f"ALTER TABLE {table} SET TABLESPACE small")  # type: ignore[arg-type]
        assert office.log("before").is_success
        filler = fill_up(small_disk_of_postgres)
        office.suffers("database_full", "is full")
        filler.unlink()
        office.recovers()
        for table in ("event", "meta"):
            admin.execute(  # type: ignore[call-overload]
                f"ALTER TABLE {table} SET TABLESPACE pg_default"
            )
        admin.execute("DROP TABLESPACE small")


def test_a_database_that_others_lock(on_postgres: OnServer, own_postgres: PostgresServer) -> None:
    office, name = on_postgres
    with own_postgres.connect(name) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [WRITE_LOCK])
        office.suffers("database_locked", "Another program held")
    office.recovers()


def test_a_database_that_can_only_be_read(
    on_postgres: OnServer, own_postgres: PostgresServer
) -> None:
    """As after a failover to a standby that nobody has promoted yet."""
    office, name = on_postgres
    only_read = f"ALTER DATABASE {name} SET default_transaction_read_only"
    with own_postgres.connect("postgres") as admin:
        admin.execute(f"{only_read} = on")  # type: ignore[arg-type]
        cut(own_postgres, name)
        office.suffers("database_read_only", "can be read but not written")
        admin.execute(f"{only_read} = off")  # type: ignore[arg-type]
    cut(own_postgres, name)
    office.recovers()


def test_a_database_with_a_newer_schema(
    on_postgres: OnServer, own_postgres: PostgresServer
) -> None:
    office, name = on_postgres
    with own_postgres.connect(name) as other:
        found = other.execute("SELECT version_num FROM alembic_version").fetchone()
        assert found
        other.execute(NEWER)
        office.suffers("database_newer", "newer schema")
        other.execute("UPDATE alembic_version SET version_num = %s", [found[0]])
    office.recovers()


def test_a_database_that_is_gone_and_comes_back(
    on_postgres: OnServer, own_postgres: PostgresServer
) -> None:
    office, name = on_postgres
    with own_postgres.connect("postgres") as admin:
        # Nobody gets in while it is renamed.
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")  # type: ignore[arg-type]
        cut(own_postgres, name)
        admin.execute(f"ALTER DATABASE {name} RENAME TO away")  # type: ignore[arg-type]
        office.suffers("database_absent", "There is no database", reads=False)
        admin.execute(f"ALTER DATABASE away RENAME TO {name}")  # type: ignore[arg-type]
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")  # type: ignore[arg-type]
    office.recovers()


def cut(server: PostgresServer, database: str) -> None:
    """End all sessions of the database."""
    with server.connect("postgres") as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = %s",
            [database],
        )
