"""What is no backup, no whole one, or not what the journal says."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from api import __version__
from api.store.backup.archive import Manifest, against, open_archive
from api.store.backup.backup import back_up
from api.store.backup.restore import examine, restore
from api.store.backup.table_copy import sums
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.database.rows import EVENT, SLOT
from api.store.integrity.finding import IntegrityFinding
from api.store.journal.incident_cache import IncidentCache
from tests.api.store.backing import refusal, silent, target_of
from tests.api.store.desk import START, Desk, unit_of_work
from tests.api.store.forging import rewrite, tamper
from tests.support.postgres import PostgresServer

ONE, TWO = "incident-0001", "incident-0002"


def sql(statement: str) -> Callable[[Path], None]:
    """Change a backup past its guards."""

    def change(file: Path) -> None:
        with closing(sqlite3.connect(file)) as connection, connection:
            for action in ("update", "delete"):
                connection.execute(f"DROP TRIGGER event_no_{action}")
            connection.execute(statement)

    return change


def cut(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def scratch(file: Path) -> None:
    """One letter of what somebody reported."""
    content = file.read_bytes()
    assert content.count("正常".encode()) >= 1
    file.write_bytes(content.replace("正常".encode(), "失常".encode(), 1))


DAMAGE = {
    "an entry": (sql("UPDATE event SET actor = 'x' WHERE seq = 2"), f"altered {ONE} 2"),
    "a letter": (scratch, "altered"),
    "an instant": (sql("UPDATE event SET recorded_at = 'x' WHERE seq = 3"), f"altered {ONE} 3"),
    "bytes": (sql("UPDATE event SET actor = x'ff' WHERE seq = 4"), f"altered {ONE} 4"),
    "an instant, in bytes": (
        sql("UPDATE event SET occurred_at = x'ff' WHERE seq = 2"),
        f"altered {ONE} 2",
    ),
    "two entries": (
        sql("UPDATE event SET actor = iif(seq = 3, x'ff', 'x') WHERE seq IN (2, 3)"),
        f"altered {ONE} 2",
    ),
    "a number": (sql("UPDATE event SET seq = 'x' WHERE cursor = 3"), "gap"),
    "an entry gone": (sql("DELETE FROM event WHERE cursor = 3"), "gap"),
    "the tail": (sql("DELETE FROM event WHERE cursor > 5"), "removed"),
    "a password": (sql("UPDATE account SET password = 'x'"), "account"),
    "a slot": (sql("DELETE FROM report_slot WHERE rowid = 1"), "report_slot"),
    "a table": (sql("DROP TABLE counter"), "counter"),
    "half a file": (cut, ""),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    damage: str, copied_backup: Path, tmp_path: Path
) -> None:
    change, words = DAMAGE[damage]
    change(copied_backup)
    with closing(Database.open(f"sqlite:///{tmp_path / 'target.db'}")) as target:
        error = refusal(lambda: restore(copied_backup, target, silent), "backup_damaged")
        assert words in error.facts["why"]
        assert schema_version.current(target) is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "backup_absent"),
        (b"", "backup_unknown"),
        (b"no database" * 99, "backup_unknown"),
    ],
)
def test_what_is_no_backup_is_refused(content: bytes | None, code: str, tmp_path: Path) -> None:
    file = tmp_path / "what.backup"
    if content is not None:
        file.write_bytes(content)
    refusal(lambda: examine(file, silent), code)


def test_a_database_is_no_backup(sqlite_template: Path) -> None:
    refusal(lambda: examine(sqlite_template, silent), "backup_unknown")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("json_set(manifest, '$.format', 2)", "backup_format_newer"),
        ("json_set(manifest, '$.schema', '9999')", "backup_schema_newer"),
        ("json_remove(manifest, '$.head')", "backup_unknown"),
        ("json_set(manifest, '$.head.cursor', 1)", "backup_damaged"),
        ("'{'", "backup_unknown"),
    ],
)
def test_a_manifest_that_is_not_ours_is_refused(copied_backup: Path, words: str, code: str) -> None:
    sql("UPDATE zhiban_backup SET manifest = " + words)(copied_backup)  # noqa: S608
    refusal(lambda: examine(copied_backup, silent), code)


def test_a_chain_made_anew_is_found_by_its_first_entry(
    told: Database, backup: Path, states: IncidentCache, desk: Desk
) -> None:
    with unit_of_work(told, states) as journal:
        desk.log(journal, TWO)
    with told.reading() as connection:
        assert list(against(connection, backup)) == []
        at = connection.scalar(
            EVENT.select().with_only_columns(EVENT.c.cursor).where(
                EVENT.c.incident == ONE, EVENT.c.seq == 4
            )
        )  # fmt: skip
    tamper(told, lambda c: rewrite(c, ONE, 4))
    with told.reading() as connection:
        assert list(against(connection, backup)) == [IntegrityFinding("rewritten", ONE, 4, str(at))]


def test_a_backup_gives_the_same_sums_again(backup: Path) -> None:
    with open_archive(backup) as (archive, manifest):
        assert isinstance(manifest, Manifest)
        assert sums(archive, silent) == manifest.tables
        assert manifest.program == manifest.head.program == __version__


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_an_instant_of_the_ledger_that_is_none_is_named_when_it_does_not_fit(
    dialect: str, told: Database, tmp_path: Path, postgres_server: PostgresServer
) -> None:
    """SQLite keeps it as it is; PostgreSQL has columns for instants."""
    slot = f"{ONE}.follow_up_daily.city_emergency_bureau"
    broken = update(SLOT).where(SLOT.c.id.startswith(slot))
    with told.writing() as connection:
        name = connection.scalars(select(SLOT.c.id).where(SLOT.c.id.startswith(slot))).first()
        assert connection.execute(broken.values(opens_at=text("'x'"))).rowcount > 0
    back_up(told, tmp_path / "broken.backup", START, silent)
    with target_of("postgresql", tmp_path, postgres_server) as target:
        error = refusal(
            lambda: restore(tmp_path / "broken.backup", target, silent), "backup_damaged"
        )
        assert error.facts["why"].startswith(f"report_slot {name}: ")
        assert schema_version.current(target) is None
