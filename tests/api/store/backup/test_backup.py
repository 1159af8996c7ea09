"""What is in a backup, and what its file is."""

from __future__ import annotations

import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text, update

from api.store.backup.backup import back_up
from api.store.backup.restore import examine
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.database.rows import EVENT
from api.store.errors import StoreUnavailable
from api.store.integrity.journal_heads import published
from api.store.journal.incident_cache import IncidentCache
from tests.api.store.backing import refusal, silent
from tests.api.store.desk import START, Desk, unit_of_work
from tests.api.store.forging import tamper

ONE = "incident-0001"


def test_the_manifest_says_what_is_there(told: Database, backup: Path) -> None:
    manifest = examine(backup, silent)
    assert manifest.schema == schema_version.newest()
    assert manifest.head == published(told, START)
    assert manifest.tables["event"].rows == manifest.head.cursor
    assert manifest.tables["account"].rows == 2
    assert manifest.rows == sum(one.rows for one in manifest.tables.values())


def test_what_is_committed_meanwhile_is_not_in_it(
    told: Database, states: IncidentCache, desk: Desk, tmp_path: Path
) -> None:
    before = published(told, START)
    written: list[int] = []

    def write(rows: int) -> None:
        """Called between one table and the next, in the middle of the backup."""
        with unit_of_work(told, states) as journal:
            desk.log(journal, ONE)
        written.append(rows)

    manifest = back_up(told, tmp_path / "busy.backup", START, write)
    assert len(written) > 3
    assert manifest.head == before
    assert published(told, START).cursor == before.cursor + len(written)
    assert examine(tmp_path / "busy.backup", silent) == manifest


def test_a_backup_is_one_file_for_its_owner_alone(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    around = [file.name for file in backup.parent.iterdir() if "backup" in file.name]
    assert around == [backup.name]


def test_a_backup_never_overwrites(told: Database, backup: Path) -> None:
    before = backup.read_bytes()
    refusal(lambda: back_up(told, backup, START, silent), "backup_exists")
    assert backup.read_bytes() == before


def test_a_name_that_somebody_else_takes_meanwhile_stays_theirs(
    told: Database, tmp_path: Path
) -> None:
    file = tmp_path / "taken.backup"
    refusal(lambda: back_up(told, file, START, lambda rows: file.touch()), "backup_exists")
    assert file.read_bytes() == b""
    assert not [one for one in tmp_path.iterdir() if one.suffix == ".part"]


def test_a_folder_that_is_not_there_is_told(told: Database, tmp_path: Path) -> None:
    error = refusal(
        lambda: back_up(told, tmp_path / "nowhere" / "x", START, silent), "backup_unwritable"
    )
    assert "No such file" in error.facts["why"]


def test_a_database_without_tables_has_nothing_to_back_up(empty_url: str, tmp_path: Path) -> None:
    with closing(Database.open(empty_url)) as empty, pytest.raises(StoreUnavailable) as refused:
        back_up(empty, tmp_path / "empty.backup", START, silent)
    assert refused.value.code == "database_absent"
    assert not (tmp_path / "empty.backup").exists()


def test_a_broken_journal_is_not_backed_up_and_its_first_bad_entry_is_named(
    told: Database, tmp_path: Path
) -> None:
    place = update(EVENT).where(EVENT.c.incident == ONE, EVENT.c.seq >= 3)
    tamper(told, lambda c: c.execute(place.values(actor="x")))
    file = tmp_path / "broken.backup"
    error = refusal(lambda: back_up(told, file, START, silent), "backup_of_damaged")
    assert (error.facts["what"], error.facts["incident"], error.facts["seq"]) == ("altered", ONE, 3)
    assert not [one for one in tmp_path.iterdir() if "backup" in one.name]


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_an_entry_that_cannot_be_read_is_named_as_well(
    dialect: str, told: Database, tmp_path: Path
) -> None:
    place = update(EVENT).where(EVENT.c.incident == ONE, EVENT.c.seq == 3)
    tamper(told, lambda c: c.execute(place.values(recorded_at=text("'x'"))))
    error = refusal(lambda: back_up(told, tmp_path / "b", START, silent), "backup_of_damaged")
    assert (error.facts["what"], error.facts["incident"], error.facts["seq"]) == ("altered", ONE, 3)


def test_a_backup_is_not_used_as_a_database(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(StoreUnavailable) as refused:
        Database.open(f"sqlite:///{backup}")
    assert refused.value.code == "database_is_backup"
    assert backup.read_bytes() == before
