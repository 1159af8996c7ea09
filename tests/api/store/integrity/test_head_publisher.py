"""The server publishes its journal's head by itself, and what is cut off shows against it."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from api.store.integrity.head_publisher import append
from tests.api.monitoring.watchdog.office import figure, tamper
from tests.api.town import Town, eventually, found_town
from tests.support import forks
from tests.support.server import ZHIBAN

HEAD = json.dumps({"epoch": "e0", "cursor": 7, "hash": "0" * 64, "digest": "1" * 64, "at": "…"})


@contextmanager
def publishing(folder: Path, file: Path) -> Iterator[Town]:
    """A town that publishes its head ten times a second."""
    env = {"ZHIBAN_HEAD_FILE": str(file), "ZHIBAN_HEAD_S": "0.1", "ZHIBAN_LOG_FORMAT": "json"}
    town = found_town(folder, env=env)
    try:
        yield town
    finally:
        assert town.server.stop() == 0, town.server.log_tail()


def heads(file: Path) -> list[dict[str, Any]]:
    whole, _, _ = file.read_text().rpartition("\n") if file.exists() else ("", "", "")
    return [json.loads(line) for line in whole.splitlines()]


def verified(folder: Path, file: Path) -> subprocess.CompletedProcess[str]:
    command = [ZHIBAN, "journal", "verify", "--head", str(file)]
    return forks.run(command, cwd=folder)


def result(town: Town, name: str) -> float:
    return figure(town, f'zhiban_heads_published_total{{result="{name}"}}')


def test_a_tail_that_is_cut_off_shows_against_what_the_server_published(tmp_path: Path) -> None:
    file = tmp_path / "heads.jsonl"
    with publishing(tmp_path, file) as town:
        incident = town.open()
        for _ in range(3):
            assert town.command(incident, "add_log_entry", text="话").status_code == 200
        cursor = len(town.journal(incident))
        eventually(lambda: any(one["cursor"] == cursor for one in heads(file)))
        unchanged = result(town, "unchanged")
        eventually(lambda: result(town, "unchanged") >= unchanged + 3)
        found = heads(file)
        assert (
            len({(one["cursor"], one["server_seq"]) for one in found})
            == len(found)
            == result(town, "written")
        )
        assert verified(tmp_path, file).returncode == 0
    tamper(tmp_path, "DROP TRIGGER event_no_delete")
    with closing(sqlite3.connect(tmp_path / "zhiban.db")) as database, database:
        database.execute("DELETE FROM event WHERE cursor > ?", [cursor - 2])
    told = verified(tmp_path, file)
    assert told.returncode == 1
    assert f"末尾缺了编号 {cursor - 1} 至 {cursor} 的记录" in told.stdout


def test_a_file_that_cannot_be_written_is_told_and_counted_and_in_nobodys_way(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "heads"
    folder.mkdir()
    with publishing(tmp_path, folder) as town:
        eventually(lambda: result(town, "failed") >= 3)
        town.open()
        assert town.get("/api/health/ready", None).status_code == 200
        (line,) = [
            line
            for line in town.server.log.read_text().splitlines()
            if "head_not_published" in line
        ]
        assert "Is a directory" in json.loads(line)["why"]
        folder.rmdir()
        eventually(lambda: heads(folder))
        eventually(lambda: "head_published_again" in town.server.log.read_text())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        (f"{HEAD}\n", f"{HEAD}\n"),
        (f"{HEAD}\n{HEAD[:60]}", f"{HEAD}\n"),
        (f"{HEAD}\n{HEAD[:5]}", f"{HEAD}\n"),
        (HEAD[:60], ""),
        (HEAD, f"{HEAD}\n"),
        ("ZHIBAN_PORT=8000", "ZHIBAN_PORT=8000\n"),
        ("x" * 10_000, "x" * 10_000 + "\n"),
    ],
)
def test_half_a_head_that_a_power_cut_has_left_is_taken_away_and_nothing_else(
    tmp_path: Path, before: str, after: str
) -> None:
    file = tmp_path / "heads.jsonl"
    file.write_text(before)
    append(file, HEAD)
    assert file.read_text() == f"{after}{HEAD}\n"


def test_a_new_file_may_be_fetched_by_another_account_whatever_the_umask(tmp_path: Path) -> None:
    """The unit of the how-to has a umask of 0077, and the fetching account is not the service's."""
    file, kept = tmp_path / "heads.jsonl", tmp_path / "kept.jsonl"
    before = os.umask(0o077)
    try:
        append(file, '{"epoch": "1"}')
        kept.write_text('{"epoch": "1"}\n', "utf-8")
        append(kept, '{"epoch": "2"}')
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o644
    assert kept.stat().st_mode & 0o777 == 0o600, "what somebody has chosen stays"
