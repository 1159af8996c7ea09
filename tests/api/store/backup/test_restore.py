"""What a restore makes of a backup, and what it leaves alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from api.store.accounts.accounts import Accounts
from api.store.backup.backup import back_up
from api.store.backup.restore import examine, restore
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.journal_heads import compare, published
from api.store.integrity.verify import verify
from api.store.journal.incident_cache import IncidentCache
from api.store.server_journal.journal import entries
from engine.ports import PlanLibrary
from tests.api.store.backing import contents, refusal, silent
from tests.api.store.desk import START, Desk, unit_of_work

ONE = "incident-0001"


def test_what_was_backed_up_on_either_is_restored_on_either(
    told: Database, backup: Path, target: Database, plans: PlanLibrary, tmp_path: Path
) -> None:
    manifest = restore(backup, target, silent)
    assert manifest.source == told.dialect
    assert contents(target) == contents(told)
    with told.reading() as before, target.reading() as after:
        told_before, told_after = verify(before, plans), verify(after, plans)
        assert told_after == replace(told_before, changes=told_before.changes + 2)
        assert told_after.findings == ()
        begun, last = entries(after, after=None, before=None, limit=2)[::-1]
        assert (begun["type"], last["type"]) == ("journal_begun", "database_restored")
        assert last["data"]["seq"] == manifest.head.server_seq == told_before.changes
    account = Accounts(target, target.write).verify("zhang", "correct horse battery")
    assert account is not None and account.roles == {"duty_officer"}


def test_after_a_restore_another_epoch_begins_and_the_old_one_is_known(
    told: Database, backup: Path, target: Database
) -> None:
    before = published(told, START)
    restore(backup, target, silent)
    after = published(target, START)
    assert after.epoch != before.epoch
    assert (after.cursor, after.digest) == (before.cursor, before.digest)
    with target.reading() as connection:
        assert schema_version.ended_epochs(connection) == {before.epoch: before.cursor}


def test_an_older_schema_is_backed_up_as_it_is_and_migrated_when_restored(
    told: Database,
    target: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, before_it = contents(told), schema_version.newest()
    with newer_program(tmp_path, monkeypatch):
        manifest = back_up(told, tmp_path / "old.backup", START, silent)
        assert manifest.schema == before_it
        beside = {"meta", "server_event", "chain_link"}
        assert dict(manifest.tables).keys() == before.keys() | beside
        restore(tmp_path / "old.backup", target, silent)
        assert schema_version.current(target) == "9999"
        with target.reading() as connection:
            rows = connection.execute(text("SELECT nickname FROM account")).all()
        assert [row.nickname for row in rows] == ["—", "—"]
        newer = tmp_path / "new.backup"
        assert back_up(target, newer, START, silent).schema == "9999"
    refusal(lambda: examine(newer, silent), "backup_schema_newer")
    with pytest.raises(StoreUnavailable) as refused:
        back_up(target, tmp_path / "never.backup", START, silent)
    assert refused.value.code == "database_newer"


@contextmanager
def newer_program(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As if this program brought one migration more."""
    migrations = folder / "migrations"
    shutil.copytree(schema_version.MIGRATIONS, migrations)
    (migrations / "versions" / "r9999_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f'revision, down_revision = "9999", "{schema_version.newest()}"\n'
        "def upgrade():\n"
        '    column = sa.Column("nickname", sa.String(), server_default="—", nullable=False)\n'
        '    op.add_column("account", column)\n',
        encoding="utf-8",
    )
    try:
        with monkeypatch.context() as patched:
            patched.setattr(schema_version, "MIGRATIONS", migrations)
            forget_the_revisions()
            yield
    finally:
        # Also after a failure: the tests behind this one are about the program as it is.
        forget_the_revisions()


def forget_the_revisions() -> None:
    schema_version.revisions.cache_clear()


def test_a_database_that_holds_anything_is_not_written_over(told: Database, backup: Path) -> None:
    before = contents(told)
    error = refusal(lambda: restore(backup, told, silent), "restore_not_empty")
    assert (error.facts["incidents"], error.facts["accounts"]) == (2, 2)
    assert contents(told) == before


def test_with_replace_the_database_goes_back(
    told: Database, backup: Path, states: IncidentCache, desk: Desk
) -> None:
    before, head = contents(told), published(told, START)
    with unit_of_work(told, states) as journal:
        desk.open(journal)
        desk.log(journal, ONE)
    lost = published(told, START)
    restore(backup, told, silent, replace=True)
    assert contents(told) == before
    with told.reading() as connection:
        found = list(compare(connection, [head, lost]))
    gone = f"{head.epoch}, {head.cursor + 1}–{lost.cursor}"
    assert found == [IntegrityFinding("restored", None, None, gone)]


def test_a_database_that_was_only_prepared_counts_as_empty(
    backup: Path, sqlite_template: Path, tmp_path: Path
) -> None:
    prepared = shutil.copy(sqlite_template, tmp_path / "prepared.db")
    with closing(Database.open(f"sqlite:///{prepared}")) as database:
        restore(backup, database, silent)
        assert published(database, START).cursor == examine(backup, silent).head.cursor


def test_a_database_that_another_program_has_open_is_left_alone(
    backup: Path, target: Database
) -> None:
    other = Database.open(url_of(target))
    with other.writing():
        pass
    refusal(lambda: restore(backup, target, silent), "restore_in_use")
    other.close()
    restore(backup, target, silent)


def url_of(database: Database) -> str:
    return database._writer.url.render_as_string(hide_password=False)


PARTS_BEFORE_THE_FAULT = 12
"""Of the parts that are told while a backup is checked and written; empty tables are none."""


def test_a_restore_that_fails_on_its_way_changes_nothing(told: Database, backup: Path) -> None:
    before = contents(told)
    seen: list[int] = []

    def fail(rows: int) -> None:
        """Once while checking, then in the middle of writing."""
        seen.append(rows)
        if len(seen) > PARTS_BEFORE_THE_FAULT:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(backup, told, fail, replace=True)
    assert contents(told) == before
