"""Databases of both kinds, made once by the migrations and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from api.store.accounts.sessions import Sessions
from api.store.backup.backup import back_up
from api.store.clocks.node_clocks import ClockMark, NodeClock, NodeClocks
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.writer import Writer
from engine.memory import FixedPlans
from engine.plan.loader import load_plan
from engine.ports import PlanLibrary
from tests.api.store.backing import cheap_accounts, silent, target_of
from tests.api.store.commits import Commits
from tests.api.store.desk import PLANS, START, Desk, story, unit_of_work
from tests.support.postgres import PostgresServer

WAIT_SECONDS = 5.0


@pytest.fixture(scope="session")
def plans() -> PlanLibrary:
    """The coal mine plan, read once."""
    return FixedPlans({"coal_mine": load_plan(PLANS / "coal_mine")})


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the tables."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """A database with the tables."""
    name = postgres_server.clone()
    _migrate(postgres_server.url(name))
    return name


def _migrate(url: str) -> None:
    database = Database.open(url)
    schema_version.upgrade(database)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Every test that takes it, or a database, runs on both kinds."""
    return str(request.param)


@pytest.fixture
def url(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database with the tables and nothing in them."""
    if dialect == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    template: Path = request.getfixturevalue("sqlite_template")
    return f"sqlite:///{shutil.copy(template, tmp_path / 'zhiban.db')}"


@pytest.fixture
def empty_url(dialect: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables; a file that is not there yet."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.clone()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open database with the tables."""
    opened = Database.open(url, wait_seconds=WAIT_SECONDS)
    yield opened
    opened.close()


@pytest.fixture
def states(plans: PlanLibrary) -> IncidentCache:
    """A cache of its own for each test."""
    return IncidentCache(plans)


@pytest.fixture
def writer(database: Database, states: IncidentCache) -> Iterator[Writer]:
    """A running writer."""
    running = Writer(database, states)
    running.start()
    yield running
    running.close()


@pytest.fixture
def desk(plans: PlanLibrary) -> Desk:
    """A desk whose clock stands still."""
    return Desk(plans)


@pytest.fixture
def commits(writer: Writer) -> Commits:
    """What the writer tells its listener."""
    return Commits(writer)


@pytest.fixture
def told(database: Database, states: IncidentCache, desk: Desk) -> Database:
    """A database with every kind of row."""
    tell(database, states, desk)
    return database


def tell(database: Database, states: IncidentCache, desk: Desk) -> None:
    """Write every kind of row."""
    with unit_of_work(database, states) as journal:
        story(desk, journal)
    accounts = cheap_accounts(database)
    accounts.create("zhang", "correct horse battery", ["duty_officer"], START)
    accounts.create("wall", None, ["viewer"], START)
    Sessions(database, database.write).create("wall", "token", START)
    ahead = timedelta(days=3653)
    mark = ClockMark("desk:8000", "distrusted", START, START + ahead, ahead, "zhang", "已核对")
    sign = NodeClock("desk:8000", START, START + ahead, "distrusted", START)
    NodeClocks(database, database.write).put(sign, [mark])


@pytest.fixture
def backup(told: Database, tmp_path: Path) -> Path:
    """A backup of it."""
    file = tmp_path / "told.backup"
    back_up(told, file, START, silent)
    return file


@pytest.fixture(scope="session")
def one_backup(
    sqlite_template: Path, plans: PlanLibrary, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A backup of a file with every kind of row, made once; not to be changed."""
    folder = tmp_path_factory.mktemp("backed-up")
    database = Database.open(f"sqlite:///{shutil.copy(sqlite_template, folder / 'zhiban.db')}")
    tell(database, IncidentCache(plans), Desk(plans))
    back_up(database, folder / "told.backup", START, silent)
    database.close()
    return folder / "told.backup"


@pytest.fixture
def copied_backup(one_backup: Path, tmp_path: Path) -> Path:
    """A copy of it for the test to spoil."""
    return Path(shutil.copy2(one_backup, tmp_path / "told.backup"))


@pytest.fixture(params=["sqlite", "postgresql"])
def target(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: PostgresServer
) -> Iterator[Database]:
    """An empty database of either kind, whichever kind the backup was made of."""
    with target_of(request.param, tmp_path, postgres_server) as found:
        yield found
