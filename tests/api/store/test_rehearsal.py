"""Rehearsing a restore: what the newest backup is worth, and what the database has beyond it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import delete

from api.store.backup.backup import back_up
from api.store.database.connections import Database
from api.store.database.rows import EVENT
from api.store.journal.incident_cache import IncidentCache
from api.store.rehearsal import behind, newest_in, rehearse
from tests.api.store.backing import refusal, silent
from tests.api.store.desk import PLANS, START, Desk, unit_of_work
from tests.api.store.forging import tamper


def test_the_newest_backup_of_a_folder_is_restored_verified_and_removed(
    told: Database,
    backup: Path,
    states: IncidentCache,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch, kept = tmp_path / "scratch", tmp_path / "kept"
    scratch.mkdir()
    kept.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    shutil.copy(backup, kept / "zhiban-20261101T030000Z.backup")
    (kept / "zhiban-20261001T030000Z.backup").write_bytes(b"older and broken")
    seconds = count()
    done = rehearse(newest_in(kept), PLANS, silent, lambda: float(next(seconds)))
    assert done.verdict.findings == ()
    assert (done.verdict.incidents, done.verdict.events) == (2, done.manifest.head.cursor)
    assert (done.restoring_seconds, done.verifying_seconds) == (1.0, 1.0)
    assert list(scratch.iterdir()) == []
    assert behind(done.manifest, told).entries == 0
    with unit_of_work(told, states) as journal:
        desk.log(journal, "incident-0001")
    later = behind(done.manifest, told)
    assert (later.entries, later.findings) == (1, ())


def test_a_database_that_lost_what_the_backup_has_is_told(told: Database, backup: Path) -> None:
    done = rehearse(backup, PLANS, silent, lambda: 0.0)
    tamper(told, lambda connection: connection.execute(delete(EVENT).where(EVENT.c.cursor > 3)))
    (found,) = behind(done.manifest, told).findings
    assert (found.what, found.facts["end"]) == ("truncated", 3)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def overwrite(file: Path) -> None:
    file.write_bytes(b"no backup at all" * 100)


@pytest.mark.parametrize(
    ("spoil", "code"),
    [(cut, "backup_damaged"), (overwrite, "backup_unknown"), (Path.unlink, "backup_absent")],
)
def test_a_broken_backup_fails_the_rehearsal_and_leaves_nothing(
    spoil: Callable[[Path], None],
    code: str,
    quiet_backup: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    spoil(quiet_backup)
    refusal(lambda: rehearse(newest_in(quiet_backup), PLANS, silent, lambda: 0.0), code)
    assert list(scratch.iterdir()) == []


def test_a_folder_without_a_backup_is_told(tmp_path: Path) -> None:
    (tmp_path / ".night.backup.x.part").touch()
    refusal(lambda: newest_in(tmp_path), "backup_absent")


@pytest.fixture
def quiet_backup(sqlite_template: Path, tmp_path: Path) -> Path:
    """A backup of a database in which nothing has happened."""
    database = Database.open(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'quiet.db')}")
    try:
        back_up(database, tmp_path / "quiet.backup", START, silent)
    finally:
        database.close()
    return tmp_path / "quiet.backup"
