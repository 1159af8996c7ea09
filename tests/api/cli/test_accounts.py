"""Accounts by the command line on the server: one person, a reason, and an alarm for a day."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.cli import zhiban

PASSWORD = "correct horse battery"


def done(folder: Path, *arguments: str) -> str:
    ended = zhiban(folder, *arguments, typed=PASSWORD + "\n")
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def entries(folder: Path) -> list[tuple[str, str, str | None, dict[str, object]]]:
    wanted = "SELECT type, way, reason, data FROM server_event WHERE type <> 'plan_stored'"
    with closing(sqlite3.connect(folder / "zhiban.db")) as database:
        rows = database.execute(f"{wanted} ORDER BY seq").fetchall()
    return [(type_, way, reason, json.loads(data)) for type_, way, reason, data in rows]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a database that has a duty officer and an administrator."""
    for name, role in (("duty", "duty_officer"), ("anna", "admin")):
        done(tmp_path, "user", "add", name, "--role", role, "--password-stdin")
    return tmp_path


def test_what_the_command_line_changes_is_told_with_its_reason(office: Path) -> None:
    done(office, "user", "disable", "DUTY", "--reason", "手机丢了")
    done(office, "user", "enable", "duty")
    done(office, "user", "rename", "duty", "duty 1")
    token = done(office, "token", "create", "wall", "--role", "viewer", "--reason", "大屏").strip()
    told = entries(office)
    assert [(type_, way, reason) for type_, way, reason, _ in told] == [
        ("account_created", "setup", None),
        ("account_created", "setup", None),
        ("account_disabled", "command_line", "手机丢了"),
        ("account_enabled", "command_line", None),
        ("account_renamed", "command_line", None),
        ("account_created", "command_line", "大屏"),
        ("token_created", "command_line", "大屏"),
    ]
    assert token not in repr(told)
    assert PASSWORD not in repr(told)
    assert "服务器日志" in done(office, "journal", "verify")


def test_accounts_are_listed_and_names_that_read_alike_are_named(office: Path) -> None:
    with closing(sqlite3.connect(office / "zhiban.db")) as database, database:
        database.execute(
            "INSERT INTO account (name, roles, disabled, created_at, folded) "
            "VALUES ('Duty', '[\"viewer\"]', 1, '2026-11-23T00:00:00.000000Z', 'duty')"
        )
    listed = done(office, "user", "list").splitlines()
    assert listed[:3] == ["Duty  viewer  （已停用）", "anna  admin", "duty  duty_officer"]
    assert "Duty、duty" in listed[3]


def test_a_row_that_was_edited_by_hand_is_found(office: Path) -> None:
    with closing(sqlite3.connect(office / "zhiban.db")) as database, database:
        database.execute("UPDATE account SET roles = '[\"admin\"]' WHERE name = 'duty'")
    ended = zhiban(office, "journal", "verify")
    assert ended.returncode == 1
    assert "服务器日志：账号“duty”与日志不符（roles）" in ended.stdout


def test_an_entry_that_was_edited_by_hand_is_found(office: Path) -> None:
    with closing(sqlite3.connect(office / "zhiban.db")) as database, database:
        database.execute("DROP TRIGGER server_event_no_update")
        database.execute("UPDATE server_event SET actor = 'somebody' WHERE seq = 2")
    ended = zhiban(office, "journal", "verify")
    assert ended.returncode == 1
    assert "服务器日志第 2 条：内容被改过" in ended.stdout


def test_an_account_that_is_not_there_is_told(office: Path) -> None:
    ended = zhiban(office, "user", "disable", "nobody")
    assert ended.returncode == 1
    assert "没有名为“nobody”的账号" in ended.stderr
