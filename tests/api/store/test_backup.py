"""What is in a backup, what a restore makes of it, and what neither of them does."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text, update

from api.store import schema
from api.store.accounts import Accounts
from api.store.archive import Manifest, against, open_archive
from api.store.backup import back_up
from api.store.copying import Sum, sums
from api.store.database import Database
from api.store.errors import BackupRefused, StoreUnavailable
from api.store.heads import compare, published
from api.store.restore import examine, restore
from api.store.rows import EVENT
from api.store.sessions import Sessions
from api.store.states import States
from api.store.verify import Finding, verify
from engine.ports import PlanLibrary
from tests.api.store.desk import START, Desk, story, unit_of_work
from tests.api.store.forging import rewrite, tamper
from tests.support.postgres import PostgresServer

ONE, TWO = "incident-0001", "incident-0002"


def silent(rows: int) -> None:
    """Nobody watches the progress."""


@pytest.fixture
def told(database: Database, states: States, desk: Desk) -> Database:
    """A database with every kind of row."""
    with unit_of_work(database, states) as journal:
        story(desk, journal)
    accounts = Accounts(database, database.write)
    accounts.create("zhang", "correct horse battery", ["duty_officer"], START)
    accounts.create("wall", None, ["viewer"], START)
    Sessions(database, database.write).create("wall", "token", START)
    return database


@pytest.fixture
def backup(told: Database, tmp_path: Path) -> Path:
    """A backup of it."""
    file = tmp_path / "told.backup"
    back_up(told, file, START, silent)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def target(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: PostgresServer
) -> Iterator[Database]:
    """An empty database of either kind, whichever kind the backup was made of."""
    with target_of(request.param, tmp_path, postgres_server) as found:
        yield found


@contextmanager
def target_of(kind: str, folder: Path, server: PostgresServer) -> Iterator[Database]:
    name = "" if kind == "sqlite" else server.clone()
    url = server.url(name) if name else f"sqlite:///{folder / 'target.db'}"
    opened = Database.open(url)
    yield opened
    opened.close()
    if name:
        server.drop(name)


def contents(database: Database, folder: Path) -> dict[str, Sum]:
    """The sums of all tables but the one that a restore changes."""
    file = folder / f"{len(list(folder.iterdir()))}.backup"
    tables = dict(back_up(database, file, START, silent).tables)
    del tables["meta"]
    return tables


# What is in it ──────────────────────────────────────────────────────────────────────────


def test_what_was_backed_up_on_either_is_restored_on_either(
    told: Database, backup: Path, target: Database, plans: PlanLibrary, tmp_path: Path
) -> None:
    manifest = restore(backup, target, silent)
    assert manifest.source == told.dialect
    assert contents(target, tmp_path) == contents(told, tmp_path)
    with told.reading() as before, target.reading() as after:
        assert verify(after, plans) == verify(before, plans)
        assert verify(after, plans).findings == ()
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
        assert schema.ended_epochs(connection) == {before.epoch: before.cursor}


def test_the_manifest_says_what_is_there(told: Database, backup: Path) -> None:
    manifest = examine(backup, silent)
    assert manifest.schema == schema.newest()
    assert manifest.head == published(told, START)
    assert manifest.tables["event"].rows == manifest.head.cursor
    assert manifest.tables["account"].rows == 2
    assert manifest.rows == sum(one.rows for one in manifest.tables.values())


def test_what_is_committed_meanwhile_is_not_in_it(
    told: Database, states: States, desk: Desk, tmp_path: Path
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


def test_an_older_schema_is_backed_up_as_it_is_and_migrated_when_restored(
    told: Database,
    target: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, before_it = contents(told, tmp_path), schema.newest()
    with newer_program(tmp_path, monkeypatch):
        manifest = back_up(told, tmp_path / "old.backup", START, silent)
        assert manifest.schema == before_it
        assert dict(manifest.tables).keys() == before.keys() | {"meta"}
        restore(tmp_path / "old.backup", target, silent)
        assert schema.current(target) == "9999"
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
    shutil.copytree(schema.MIGRATIONS, migrations)
    (migrations / "versions" / "r9999_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f'revision, down_revision = "9999", "{schema.newest()}"\n'
        "def upgrade():\n"
        '    column = sa.Column("nickname", sa.String(), server_default="—", nullable=False)\n'
        '    op.add_column("account", column)\n',
        encoding="utf-8",
    )
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", migrations)
        forget_the_revisions()
        yield
    forget_the_revisions()


def forget_the_revisions() -> None:
    schema.newest.cache_clear()
    schema.revisions.cache_clear()


# Its file ───────────────────────────────────────────────────────────────────────────────


def refusal(work: Callable[[], object], code: str) -> BackupRefused:
    with pytest.raises(BackupRefused) as refused:
        work()
    assert refused.value.code == code, refused.value
    return refused.value


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


def test_a_backup_is_not_used_as_a_database(backup: Path) -> None:
    before = backup.read_bytes()
    with pytest.raises(StoreUnavailable) as refused:
        Database.open(f"sqlite:///{backup}")
    assert refused.value.code == "database_is_backup"
    assert backup.read_bytes() == before


# What is not restored ───────────────────────────────────────────────────────────────────


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
    assert content.count("稳定".encode()) >= 1
    file.write_bytes(content.replace("稳定".encode(), "危急".encode(), 1))


DAMAGE = {
    "an entry": (sql("UPDATE event SET actor = 'x' WHERE seq = 2"), f"altered {ONE} 2"),
    "a letter": (scratch, "altered"),
    "an entry gone": (sql("DELETE FROM event WHERE cursor = 3"), "gap"),
    "the tail": (sql("DELETE FROM event WHERE cursor > 5"), "truncated"),
    "a password": (sql("UPDATE account SET password = 'x'"), "account"),
    "a slot": (sql("DELETE FROM report_slot WHERE rowid = 1"), "report_slot"),
    "a table": (sql("DROP TABLE counter"), "counter"),
    "half a file": (cut, ""),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("dialect", ["sqlite"])
def test_a_damaged_backup_is_refused_and_nothing_is_written(
    dialect: str, damage: str, backup: Path, tmp_path: Path
) -> None:
    change, words = DAMAGE[damage]
    change(backup)
    with closing(Database.open(f"sqlite:///{tmp_path / 'target.db'}")) as target:
        error = refusal(lambda: restore(backup, target, silent), "backup_damaged")
        assert words in error.facts["why"]
        assert schema.current(target) is None


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


@pytest.mark.parametrize("dialect", ["sqlite"])
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
def test_a_manifest_that_is_not_ours_is_refused(
    dialect: str, backup: Path, words: str, code: str
) -> None:
    sql("UPDATE zhiban_backup SET manifest = " + words)(backup)  # noqa: S608
    refusal(lambda: examine(backup, silent), code)


def test_a_database_that_holds_anything_is_not_written_over(
    told: Database, backup: Path, tmp_path: Path
) -> None:
    before = contents(told, tmp_path)
    error = refusal(lambda: restore(backup, told, silent), "restore_not_empty")
    assert (error.facts["incidents"], error.facts["accounts"]) == (2, 2)
    assert contents(told, tmp_path) == before


def test_with_replace_the_database_goes_back(
    told: Database, backup: Path, states: States, desk: Desk, tmp_path: Path
) -> None:
    before, head = contents(told, tmp_path), published(told, START)
    with unit_of_work(told, states) as journal:
        desk.open(journal)
        desk.log(journal, ONE)
    lost = published(told, START)
    restore(backup, told, silent, replace=True)
    assert contents(told, tmp_path) == before
    with told.reading() as connection:
        found = list(compare(connection, [head, lost]))
    gone = f"{head.epoch}, {head.cursor + 1}–{lost.cursor}"
    assert found == [Finding("restored", None, None, gone)]


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


def test_a_restore_that_fails_on_its_way_changes_nothing(
    told: Database, backup: Path, tmp_path: Path
) -> None:
    before = contents(told, tmp_path)
    seen: list[int] = []

    def fail(rows: int) -> None:
        """Once while checking, then in the middle of writing."""
        seen.append(rows)
        if len(seen) > len(before) + 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(backup, told, fail, replace=True)
    assert contents(told, tmp_path) == before


# Compared with a backup ─────────────────────────────────────────────────────────────────


def test_a_chain_made_anew_is_found_by_its_first_entry(
    told: Database, backup: Path, states: States, desk: Desk
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
        assert list(against(connection, backup)) == [Finding("rewritten", ONE, 4, str(at))]


def test_a_backup_gives_the_same_sums_again(backup: Path) -> None:
    with open_archive(backup) as (archive, manifest):
        assert isinstance(manifest, Manifest)
        assert sums(archive, silent) == manifest.tables
