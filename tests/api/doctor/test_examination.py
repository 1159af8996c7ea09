"""Installations that are really broken, each in one way, and what the doctor says of them."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from api.doctor.examination import examine
from api.doctor.row import Row
from api.settings import SHIPPED_PLANS, Settings
from api.store.backup.backup_folder import REHEARSED, name_of, note_rehearsal
from engine.clock import SystemClock
from engine.messages import CATALOGUES
from tests.api.town import found_town, opening
from tests.support.cli import zhiban

Break = Callable[[Path], dict[str, str] | None]
"""Breaks the installation in a folder, and may give settings."""

WELL = {
    "ZHIBAN_HEAD_FILE": "heads.jsonl",
    "ZHIBAN_BACKUP_FOLDER": "backups",
    "ZHIBAN_KEY_FILE": "server.key",
    # One plan, because checking all of them takes a second.
    "ZHIBAN_PLANS_DIR": "plans",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole installation: database with an incident, key, heads, a backup, settings."""
    folder = tmp_path_factory.mktemp("office")
    assert zhiban(folder, "key", "create", "server.key").returncode == 0
    for name in ("coal_mine", "jurisdictions"):
        shutil.copytree(SHIPPED_PLANS / name, folder / "plans" / name)
    town = found_town(folder, names=("duty",), env=WELL)
    try:
        assert town.post("/api/incidents", opening("coal_mine")).status_code == 201
    finally:
        assert town.server.stop() == 0
    (folder / "heads.jsonl").write_text(zhiban(folder, "journal", "head", **WELL).stdout)
    (folder / "backups").mkdir()
    assert zhiban(folder, "backup", "backups").returncode == 0
    note_rehearsal(folder / "backups", "zhiban.backup", datetime.now(UTC))
    lines = "".join(f"{name}={value}\n" for name, value in WELL.items())
    (folder / ".env").write_text(lines)
    (folder / ".env").chmod(0o600)
    return folder


@pytest.fixture
def here(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of it, as the present folder."""
    folder = tmp_path / "copy"
    shutil.copytree(office, folder)
    monkeypatch.chdir(folder)
    for name in [*os.environ]:
        if name.startswith("ZHIBAN_"):
            monkeypatch.delenv(name)
    yield folder


def examined(language: str = "zh") -> dict[str, Row]:
    """The rows by code."""
    return {row.code: row for row in examine(Settings(), SystemClock().now, language)}


def sql(folder: Path, *statements: str) -> None:
    """What somebody with a database tool does, past the guards."""
    with closing(sqlite3.connect(folder / "zhiban.db")) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            database.execute(statement)


def given(**settings: str) -> Break:
    """Nothing but these settings."""
    return lambda folder: {f"ZHIBAN_{name.upper()}": value for name, value in settings.items()}


def torn(folder: Path) -> None:
    """Damage pages in the middle of the database's file."""
    with (folder / "zhiban.db").open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xff" * 20 * 4096)


def no_database(folder: Path) -> None:
    (folder / "zhiban.db").write_bytes(b"no database" * 99)


def old_backup(**ago: float) -> Break:
    def work(folder: Path) -> None:
        (only,) = (folder / "backups").glob("*.backup")
        only.rename(only.with_name(name_of(datetime.now(UTC) - timedelta(**ago))))

    return work


def rehearsed_long_ago(folder: Path) -> None:
    note_rehearsal(folder / "backups", "zhiban.backup", datetime.now(UTC) - timedelta(days=16))


def never_rehearsed(folder: Path) -> None:
    (folder / "backups" / REHEARSED).unlink()


def waiting_entries(folder: Path) -> None:
    """An entry of long ago that no head covers."""
    sql(
        folder,
        "UPDATE event SET recorded_at = '2020-01-01 00:00:00.000000'",
    )
    head = json.loads((folder / "heads.jsonl").read_text().splitlines()[-1])
    head |= {"cursor": 0, "hash": ""}
    (folder / "heads.jsonl").write_text(json.dumps(head) + "\n")


def other_plan(folder: Path) -> dict[str, str]:
    """A plan with a word in it that no plan has."""
    plan = folder / "other" / "grain"
    plan.mkdir(parents=True)
    (plan / "plan.yaml").write_text("nonsense: 1\n")
    return {"ZHIBAN_PLANS_DIR": "other"}


def empty_plans(folder: Path) -> dict[str, str]:
    (folder / "other").mkdir()
    return {"ZHIBAN_PLANS_DIR": "other"}


@dataclass(frozen=True)
class Broken:
    """One way to break an installation, and the row that it has to give."""

    code: str
    state: str
    broken: Break


def edit(name: str, line: str) -> Break:
    """One more line in a file."""

    def work(folder: Path) -> None:
        with (folder / name).open("a") as file:
            file.write(line)

    return work


def failed_message(folder: Path) -> dict[str, str]:
    """A robot whose last message was refused."""
    sql(
        folder,
        """INSERT INTO calls
           (id, exercise, state, started_at, answer_by, exhausts_at, entries)
           VALUES ('c', 0, 'open', '2026-01-01 00:00:00.000000', '2026-01-01 00:05:00.000000',
                   '2026-01-01 01:00:00.000000', '[]')""",
        """INSERT INTO outbox
           (id, call, kind, exercise, step, channel, due_at, next_at, state, tries, settled,
            sent_at, outcome)
           VALUES ('o', 'c', 'call', 0, 0, 'wecom', '2026-01-01 00:00:00.000000',
                   '2026-01-01 00:00:00.000000', 'done', 1, 1, '2026-01-01 00:00:01.000000',
                   'failed')""",
    )
    return {"ZHIBAN_WECOM_KEY": "k3y"}


def of_another(folder: Path) -> dict[str, str] | None:
    """A database of another account than ours."""
    if os.geteuid():
        return {"ZHIBAN_DATABASE_URL": "sqlite:////etc/passwd"}
    os.chown(folder / "zhiban.db", 12_345, -1)
    return None


def restored(folder: Path) -> None:
    """A backup in place of a journal that had gone on."""
    (backup,) = (folder / "backups").glob("*.backup")
    done = zhiban(folder, "restore", str(backup), "--replace", "--reason", "测试")
    assert done.returncode == 0, done.stderr


HTTPS = "https://127.0.0.1:1"
TABLE = [
    Broken("settings_unknown", "warn", edit(".env", "ZHIBAN_HEDA_FILE=x\n")),
    Broken("settings_for_tests", "fail", given(fault="before_commit")),
    Broken("settings_oidc_client", "fail", given(oidc_issuer=HTTPS)),
    Broken("settings_in_the_clear", "warn", given(host="192.0.2.1")),
    Broken(
        "settings_cookie_needs_https",
        "fail",
        given(public_url="http://127.0.0.1:1", secure_cookie="true"),
    ),
    Broken("settings_cookie_not_secure", "warn", given(public_url=HTTPS)),
    Broken("settings_any_proxy", "warn", given(trusted_proxies="*")),
    Broken("settings_proxy_elsewhere", "warn", given(host="192.0.2.1", public_url=HTTPS)),
    Broken(
        "settings_host_refused",
        "fail",
        given(public_url=HTTPS, allowed_hosts='["zhiban.example"]'),
    ),
    Broken("files_open", "fail", lambda folder: (folder / "zhiban.db").chmod(0o644)),
    Broken("files_open", "fail", lambda folder: (folder / ".env").chmod(0o644)),
    Broken("files_key", "fail", lambda folder: (folder / "server.key").chmod(0o640)),
    Broken("files_key", "fail", lambda folder: (folder / "server.key").unlink()),
    Broken("files_unwritable", "fail", given(deadman_file="/proc/alive")),
    Broken("files_unwritable", "fail", given(log_file="nowhere/zhiban.log")),
    Broken("files_of_another", "warn", of_another),
    Broken("clock_not_kept", "warn", given(clock_shift="nobody.json")),
    Broken(
        "clock_doubted",
        "fail",
        lambda folder: sql(folder, "UPDATE node_clock SET condition = 'distrusted'"),
    ),
    Broken(
        "clock_before_journal",
        "fail",
        lambda folder: sql(folder, "UPDATE event SET recorded_at = '2126-01-01 00:00:00.000000'"),
    ),
    Broken("database_away", "fail", lambda folder: (folder / "zhiban.db").unlink()),
    Broken("database_away", "fail", given(database_url="postgresql://127.0.0.1:1/zhiban")),
    Broken("database_away", "fail", given(database_url="mysql://nothing")),
    Broken("database_away", "fail", no_database),
    Broken("database_damaged", "fail", torn),
    Broken(
        "database_ahead",
        "fail",
        lambda folder: sql(folder, "UPDATE alembic_version SET version_num = '9999'"),
    ),
    Broken(
        "database_behind",
        "warn",
        lambda folder: sql(folder, "UPDATE alembic_version SET version_num = '0001'"),
    ),
    Broken("database_born_real", "fail", given(clock_speed="10")),
    Broken(
        "database_born_exercise",
        "fail",
        lambda folder: sql(folder, "UPDATE meta SET value = 'exercise' WHERE key = 'born'"),
    ),
    Broken(
        "database_without_accounts",
        "warn",
        lambda folder: sql(folder, "DELETE FROM session", "DELETE FROM account"),
    ),
    Broken("database_lost_its_end", "fail", restored),
    Broken("proxy_unreachable", "fail", given(public_url="http://127.0.0.1:1")),
    Broken("channels_none", "warn", given()),
    Broken("channels_half_set", "fail", given(mail_host="mail.example")),
    Broken("channels_untried", "warn", given(wecom_key="k3y")),
    Broken("channels_failed", "fail", failed_message),
    Broken("plans_none", "fail", empty_plans),
    Broken("plans_none", "fail", given(plans_dir="nowhere")),
    Broken("plans_faulty", "fail", other_plan),
    Broken("heads_unset", "warn", given(head_file="")),
    Broken("heads_none", "fail", lambda folder: (folder / "heads.jsonl").unlink()),
    Broken("heads_none", "fail", edit("heads.jsonl", "no head\n")),
    Broken("heads_behind", "fail", waiting_entries),
    Broken("heads_differ", "fail", lambda f: sql(f, "UPDATE event SET hash = 'another'")),
    Broken("rehearsal_late", "warn", rehearsed_long_ago),
    Broken("rehearsal_none", "warn", never_rehearsed),
    Broken("backups_unset", "warn", given(backup_folder="")),
    Broken("backups_unreadable", "fail", given(backup_folder="nowhere")),
    Broken("backups_none", "fail", lambda f: next((f / "backups").glob("*.backup")).unlink()),
    Broken("backups_late", "warn", old_backup(hours=30)),
    Broken("backups_old", "fail", old_backup(days=8)),
]


@pytest.mark.parametrize("one", TABLE, ids=lambda one: one.code)
def test_what_is_broken_is_found_and_can_be_mended(
    here: Path, monkeypatch: pytest.MonkeyPatch, one: Broken
) -> None:
    for name, value in (one.broken(here) or {}).items():
        monkeypatch.setenv(name, value)
    before = {file.name: file.stat().st_mtime_ns for file in here.iterdir()}
    row = examined()[one.code]
    assert row.state == one.state
    assert row.remedy("zh") and row.remedy("en")
    assert row.sentence("zh") != row.sentence("en") or "problem" in row.facts
    after = {file.name: file.stat().st_mtime_ns for file in here.iterdir()}
    assert {n: t for n, t in after.items() if not n.endswith(("-wal", "-shm"))} == before


def test_a_whole_installation_has_nothing_to_mend(here: Path) -> None:
    found = examined()
    faults = {code for code, row in found.items() if row.state != "ok"}
    # An office without a means to reach people, on a machine whose clock nobody may keep.
    assert faults <= {"channels_none", "clock_not_kept"}
    assert {row.check for row in found.values()} == {
        *("settings", "files", "disk", "database", "clock", "plans", "channels", "heads"),
        *("backups", "proxy", "fonts"),
    }


ELSEWHERE = {
    *("proxy_not_ready", "proxy_other_version", "proxy_changes_host", "proxy_without_websocket"),
    *("proxy_shows_metrics", "proxy_without_hsts", "disk_full", "disk_scarce", "fonts_missing"),
    *("clock_no_zones", "settings_unreadable", "settings_wrong"),
}
"""Broken in `test_proxy`, and in `tests.api.cli.test_doctor`."""


def test_every_fault_that_has_a_remedy_is_provoked() -> None:
    beginning = "doctor.remedy."
    known = {key.removeprefix(beginning) for key in CATALOGUES["zh"] if key.startswith(beginning)}
    assert known == {one.code for one in TABLE} | ELSEWHERE
