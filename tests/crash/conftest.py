"""Offices with accounts, made once and copied for each test of a fault."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.crash.nodes import Node
from tests.crash.office import NAMES, Office
from tests.crash.servers import Servers
from tests.support.postgres import PostgresServer, running_postgres

Open = Callable[[str], Office]


@pytest.fixture
def open_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """Starts servers, and kills them at the end."""
    with ExitStack() as running:

        def start(url: str, tokens: dict[str, str]) -> Office:
            node = Node(tmp_path, "--database-url", url)
            running.callback(node.kill)
            assert node.wait_until(), node.log_tail()
            office = Office(node, tokens)
            running.callback(office.client.close)
            return office

        yield start


@pytest.fixture(scope="module")
def founded_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A database file with accounts, and their tokens."""
    folder = tmp_path_factory.mktemp("founded")
    file = folder / "zhiban.db"
    servers = Servers(folder, f"sqlite:///{file}", 1, 1.0, False, real_clock=True)
    tokens = asyncio.run(servers.found_office(NAMES))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file, tokens


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL that these tests may stop."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def founded_database(
    own_postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, str]]:
    """A database with accounts, and their tokens."""
    name = own_postgres.clone()
    folder = tmp_path_factory.mktemp("founded")
    servers = Servers(folder, own_postgres.url(name), 1, 1.0, False, real_clock=True)
    return name, asyncio.run(servers.found_office(NAMES))


@pytest.fixture
def on_sqlite(
    founded_file: tuple[Path, dict[str, str]], tmp_path: Path, open_office: Callable[..., Office]
) -> tuple[Office, Path]:
    """A running office and its file."""
    template, tokens = founded_file
    file = Path(shutil.copy(template, tmp_path / "zhiban.db"))
    return open_office(f"sqlite:///{file}", tokens), file


@pytest.fixture
def on_postgres(
    own_postgres: PostgresServer,
    founded_database: tuple[str, dict[str, str]],
    open_office: Callable[..., Office],
) -> tuple[Office, str]:
    """A running office and its database's name."""
    template, tokens = founded_database
    name = own_postgres.clone(template)
    return open_office(own_postgres.url(name), tokens), name


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few MiB; without the right to mount one, None is not an answer: it fails."""
    with _mounted(tmp_path / "disk") as folder:
        yield folder


@pytest.fixture
def small_disk_of_postgres(own_postgres: PostgresServer) -> Iterator[Path]:
    """Another, where the database server may keep tables."""
    with _mounted(own_postgres.folder / "disk") as folder:
        shutil.chown(folder, own_postgres.folder.stat().st_uid)
        (folder / "tables").mkdir(mode=0o700)
        shutil.chown(folder / "tables", own_postgres.folder.stat().st_uid)
        yield folder


@contextmanager
def _mounted(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        yield folder
        return
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)
