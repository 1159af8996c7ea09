"""Back to the version before: it opens the database if the schema is the same, else it refuses.

The newer version is this program with another number, so that it writes whatever a version
writes down of itself.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.api.town import Town, opening, settle
from tests.support.cli import zhiban
from tests.support.server import ServerProcess, free_port, start_zhiban

NEWER = "99.0.0"
RUN_NEWER = [
    sys.executable,
    "-c",
    f"import api; api.__version__ = {NEWER!r}; from api.cli import main; main()",
]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a newer server that was stopped: database, heads, a backup."""
    folder = tmp_path_factory.mktemp("newer")
    port = free_port()
    heads = {"ZHIBAN_HEAD_FILE": "heads.jsonl"}
    server = ServerProcess(
        [*RUN_NEWER, "serve", "--port", str(port)], port=port, folder=folder, env=heads
    )
    try:
        server.wait_until_live()
        town = Town(server)
        assert town.get("/api/health/ready", None).json()["version"] == NEWER
        settle(town, ("duty",))
        assert town.post("/api/incidents", opening("coal_mine")).status_code == 201
    finally:
        assert server.stop() == 0, server.log_tail()
    env = {name: value for name, value in os.environ.items() if not name.startswith("ZHIBAN_")}
    for command in (["backup", "newer.backup"], ["journal", "head"]):
        done = subprocess.run(
            [*RUN_NEWER, *command], cwd=folder, env=env, capture_output=True, check=True
        )
    (folder / "head.json").write_bytes(done.stdout)
    return folder


def test_the_version_before_opens_a_database_of_its_own_schema(left: Path, tmp_path: Path) -> None:
    whole = zhiban(left, "journal", "verify", "--head", "head.json", "--backup", "newer.backup")
    assert whole.returncode == 0, whole.stdout + whole.stderr
    assert NEWER in (left / "head.json").read_text()
    (tmp_path / "zhiban.db").write_bytes((left / "zhiban.db").read_bytes())
    server = start_zhiban(tmp_path)
    try:
        town = Town(server)
        body = {"name": "duty", "password": "correct horse battery staple"}
        town.tokens["duty"] = town.post("/api/session", body, None).json()["token"]
        (incident,) = town.get("/api/incidents").json()["incidents"]
        assert town.command(incident, "add_log_entry", text="退回旧版以后").status_code == 200
    finally:
        assert server.stop() == 0, server.log_tail()
    assert zhiban(tmp_path, "journal", "verify").returncode == 0


def test_the_version_before_restores_a_backup_of_its_own_schema(left: Path, tmp_path: Path) -> None:
    done = zhiban(tmp_path, "restore", str(left / "newer.backup"))
    assert done.returncode == 0, done.stderr
    assert zhiban(tmp_path, "journal", "verify").returncode == 0


@pytest.mark.parametrize("command", ["serve", "backup .", "journal verify", "db upgrade"])
def test_a_newer_schema_is_refused_and_left_alone(left: Path, tmp_path: Path, command: str) -> None:
    database = tmp_path / "zhiban.db"
    database.write_bytes((left / "zhiban.db").read_bytes())
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    done = zhiban(tmp_path, *command.split(), ZHIBAN_PORT=str(free_port()))
    assert done.returncode == 1, done.stdout
    assert "9999" in done.stderr
    assert "Traceback" not in done.stderr
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert {file.name for file in tmp_path.iterdir()} <= {
        "zhiban.db",
        "zhiban.db-wal",
        "zhiban.db-shm",
    }
