"""Databases of earlier versions under this program, on SQLite and on PostgreSQL.

What was open stays open, every report that was owed is owed at the same instant, nobody loses
his account, and the journal is whole. `tests.upgrade.make` keeps the database of a version.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.api.town import Town
from tests.support.cli import zhiban
from tests.support.postgres import PostgresServer
from tests.support.server import ServerProcess, start_zhiban
from tests.upgrade import kept

LATER_S = 60
"""The server starts so many seconds after the old one had told what it knew."""
MOST_BYTES = 300_000
"""All databases that are kept, together: they are in everybody's checkout."""


OLDEST = min(kept.names(), key=lambda name: str(kept.told(name)["at"]))


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the kind that is asked for, which holds nothing yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'zhiban.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.clone()
    yield server.url(name)
    server.drop(name)


@contextmanager
def served(folder: Path, url: str, told: dict[str, Any]) -> Iterator[ServerProcess]:
    """A server of today on the database, on the evening when the old one was left."""
    wanted = datetime.fromisoformat(told["at"]) + timedelta(seconds=LATER_S)
    shift = (wanted - datetime.now(UTC)).total_seconds()
    clock = folder / "clock.json"
    clock.write_text(json.dumps({"wall_s": shift, "synchronised": True}))
    env = {"ZHIBAN_DATABASE_URL": url, "ZHIBAN_CLOCK_SHIFT": str(clock)}
    server = start_zhiban(folder, env=env)
    try:
        yield server
    finally:
        assert server.stop() == 0, server.log_tail()


def rows(found: list[dict[str, Any]], parts: tuple[str, ...]) -> list[dict[str, Any]]:
    """The parts that are compared, by id."""
    shown = [{name: one[name] for name in parts} for one in found]
    return sorted(shown, key=lambda one: str(one["id"]))


# On PostgreSQL the oldest alone: it takes every step that any other takes.
@pytest.mark.parametrize(
    ("name", "database"),
    [*((name, "sqlite") for name in kept.names()), (OLDEST, "postgresql")],
    indirect=["database"],
)
def test_an_office_goes_on_after_an_upgrade(name: str, database: str, tmp_path: Path) -> None:
    told = kept.told(name)
    if database.startswith("sqlite"):
        kept.unpack(kept.database_of(name), tmp_path / "zhiban.db")
    else:
        archive = kept.unpack(kept.archive_of(name), tmp_path / "old.backup")
        done = zhiban(tmp_path, "restore", str(archive), ZHIBAN_DATABASE_URL=database)
        assert done.returncode == 0, done.stderr
    with served(tmp_path, database, told) as server:
        town = Town(server)
        body = {"name": kept.OFFICER, "password": kept.PASSWORD}
        signed_in = town.post("/api/session", body, None)
        assert signed_in.status_code == 200, signed_in.text
        town.tokens["duty"] = signed_in.json()["token"]
        incidents = town.get("/api/incidents?limit=100").json()["incidents"]
        assert rows(incidents, kept.INCIDENT) == rows(told["incidents"], kept.INCIDENT)
        slots = town.get("/api/report-slots?limit=500").json()["slots"]
        assert rows(slots, kept.SLOT) == rows(told["slots"], kept.SLOT)
        for incident in incidents:
            logged = town.command(incident, "add_log_entry", text="升级以后的第一条")
            assert logged.status_code == 200, logged.text
    done = zhiban(tmp_path, "journal", "verify", ZHIBAN_DATABASE_URL=database)
    assert done.returncode == 0, done.stdout


def test_databases_that_are_kept_are_of_all_plans_and_small() -> None:
    files = list(kept.KEPT.iterdir())
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    assert len(files) == 3 * len(kept.names())
    for name in kept.names():
        told = kept.told(name)
        plans = {one["plan"]["id"] for one in told["incidents"] if not one["exercise"]}
        assert plans == {"production_safety", "coal_mine", "grain"}
        assert {one["state"] for one in told["slots"]} >= {"owed", "submitted"}
