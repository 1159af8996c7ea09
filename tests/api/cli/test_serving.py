"""The command line on servers, databases and settings: what it prints and how it ends."""

import contextlib
import json
import re
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from tests.api.town import PASSWORD, Town, eventually
from tests.support.cli import zhiban
from tests.support.server import ZHIBAN, ServerProcess, free_port, http_client, start_zhiban

PLANS = Path(__file__).parents[3] / "plans"


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_said_with_the_way_out(tmp_path: Path, command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = zhiban(tmp_path, command, "--port", port)
    assert done.returncode == 1, done.stderr
    assert f"127.0.0.1 的端口 {port} 已被另一个程序占用" in done.stderr
    assert "--port" in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_address_of_another_machine_is_said_with_the_way_out(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "serve", "--host", "192.0.2.1", "--port", str(free_port()))
    assert done.returncode == 1, done.stderr
    assert "不能在 192.0.2.1 的端口" in done.stderr
    assert "--host" in done.stderr


def test_an_account_from_the_command_line_signs_in(tmp_path: Path) -> None:
    made = zhiban(
        tmp_path, "user", "add", "zhang", "--role", "duty_officer", "--role", "coal_mine:commander",
        "--password-stdin", typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    twice = zhiban(
        tmp_path, "user", "add", "zhang", "--role", "viewer", "--password-stdin",
        typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert twice.returncode == 1
    assert "已经存在" in twice.stderr
    token = zhiban(tmp_path, "token", "create", "wall", "--role", "viewer", "--days", "7")
    assert token.returncode == 0
    server = start_zhiban(tmp_path)
    try:
        town = Town(server, {"wall": token.stdout.strip()})
        assert town.get("/api/session", None).json()["setup_required"] is False
        sign_in = {"name": "zhang", "password": PASSWORD}
        assert town.post("/api/session", sign_in, None).status_code == 200
        assert town.get("/api/plans", "wall").status_code == 200
        assert town.get("/api/session", "wall").json()["roles"] == ["viewer"]
    finally:
        assert server.stop() == 0


def forge(file: Path) -> None:
    """Change an entry as somebody with a database tool would, guards removed and put back."""
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        guards = database.execute(wanted).fetchall()
        for name, _ in guards:
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE event SET actor = 'somebody else' WHERE seq = 1")
        for _, guard in guards:
            database.execute(guard)


def test_journals_are_verified_and_exported(tmp_path: Path) -> None:
    for name in ("duty", "viewer"):
        zhiban(
            tmp_path, "user", "add", name, "--role", "duty_officer", "--password-stdin",
            typed=f"{PASSWORD}\n",
        )  # fmt: skip
    town = Town(start_zhiban(tmp_path))
    body = {"name": "duty", "password": PASSWORD}
    town.tokens["duty"] = town.post("/api/session", body, None).json()["token"]
    incident = town.open()
    journal = town.journal(incident)
    assert town.server.stop() == 0
    exported = zhiban(tmp_path, "journal", "export", incident["number"])
    assert [json.loads(line) for line in exported.stdout.splitlines()] == journal
    assert zhiban(tmp_path, "journal", "export", "CM-1999-0001").returncode == 2
    whole = zhiban(tmp_path, "journal", "verify")
    assert whole.returncode == 0, whole.stdout
    forge(tmp_path / "zhiban.db")
    broken = zhiban(tmp_path, "journal", "verify")
    assert broken.returncode == 1
    named = f"{incident['number']}（{incident['id']}）"
    assert broken.stdout.splitlines() == [
        f"{named} 第 1 条：内容被改过，与写下时的哈希不符。〔altered〕",
        f"共 1 处有问题；核对了 1 个事件、{len(journal)} 条记录。",
    ]
    shorter = {
        "epoch": "other",
        "cursor": 99,
        "hash": "",
        "digest": "",
        "at": "2026-11-23T08:00:00Z",
    }
    published = json.dumps(shorter | {"epoch": head_of(tmp_path)["epoch"]})
    cut = zhiban(tmp_path, "journal", "verify", "--head", published).stdout.splitlines()
    assert cut[1].startswith(f"整个数据库：末尾缺了编号 {len(journal) + 1} 至 99 的记录，")
    assert cut[1].endswith("2026-11-23T08:00:00Z 公布、到编号 99 为止的记录头。〔truncated〕")
    foreign = zhiban(
        tmp_path, "journal", "verify", "--head", json.dumps(shorter), LANG="en_GB.UTF-8"
    )
    assert foreign.stdout.isascii()
    assert "shown by the head published at 2026-11-23T08:00:00Z" in foreign.stdout


def head_of(folder: Path) -> dict[str, Any]:
    """The head of a folder's database."""
    found: dict[str, Any] = json.loads(zhiban(folder, "journal", "head").stdout)
    return found


def test_a_database_that_cannot_be_is_told_in_one_sentence(tmp_path: Path) -> None:
    wrong = {"mysql://x": 2, "sqlite:///nowhere/zhiban.db": 1, "postgresql://127.0.0.1:1/x": 1}
    for url, code in wrong.items():
        done = zhiban(tmp_path, "serve", "--port", "0", "--database-url", url)
        assert done.returncode == code
        assert "Traceback" not in done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (("--database-url", "mysql://x"), "数据库地址“mysql://x”不对"),
        (("--database-url", "sqlite:///nowhere/zhiban.db"), "文件夹 nowhere 不存在"),
        (("--clock-start", "yesterday"), "ZHIBAN_CLOCK_START"),
        (("--clock-start", "0001-01-01T00:00:00+08:00"), "ZHIBAN_CLOCK_START"),
    ],
)
def test_a_wrong_setting_is_told_before_a_taken_port(
    tmp_path: Path, setting: tuple[str, str], told: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = zhiban(tmp_path, "serve", "--port", port, *setting)
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_clock_that_stands_is_said_aloud(tmp_path: Path) -> None:
    start = "2021-07-19T08:00:00+08:00"
    server = start_zhiban(tmp_path, "--clock-start", start, "--clock-speed", "0")
    try:
        eventually(lambda: "时钟停在 2021-07-19T00:00:00Z，不会走" in server.log_tail())
    finally:
        assert server.stop() == 0


def test_a_server_does_not_start_without_a_plan(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "serve", "--port", "0", ZHIBAN_PLANS_DIR="nowhere")
    assert done.returncode == 1
    assert "nowhere 里没有预案" in done.stderr


def test_a_file_that_is_no_journal_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.tsv").write_text("2021-11-08\t大宁县\n")
    done = zhiban(tmp_path, "plan", "replay", str(PLANS / "grain"), "--journal", "ledger.tsv")
    assert done.returncode == 2
    assert done.stderr.startswith("ledger.tsv 第 1 行不是处置记录")


def test_a_misspelt_setting_is_told(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "plan", "show", "grain", ZHIBAN_DATABASE_URI="sqlite:///x.db")
    assert "ZHIBAN_DATABASE_URL" in done.stderr
    (tmp_path / ".env").write_text("ZHIBAN_PROT=8000\n")
    assert "ZHIBAN_PORT" in zhiban(tmp_path, "plan", "show", "grain").stderr


def test_what_watching_reads_from_the_environment_is_no_misspelt_setting(tmp_path: Path) -> None:
    given = {"ZHIBAN_TOKEN": "x", "ZHIBAN_URL": "http://127.0.0.1:8000"}
    assert zhiban(tmp_path, "plan", "show", "grain", **given).stderr == ""
    told = zhiban(tmp_path, "plan", "show", "grain", ZHIBAN_TOKENS="x").stderr
    assert "ZHIBAN_TOKEN。" in told
    wrong = zhiban(tmp_path, "watch", **given | {"ZHIBAN_URL": "desk"})
    assert (wrong.returncode, "“desk”" in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    "name",
    ["plans_dir", "plan_texts", "head_file", "deadman_file", "deadman_url", "clock_start",
     "language", "fault", "allowed_origins"],
)  # fmt: skip
def test_an_empty_value_of_what_may_be_left_out_is_none_at_all(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(f"ZHIBAN_{name.upper()}", "")
    assert getattr(Settings(_env_file=None), name) == Settings.model_fields[name].default


def test_an_empty_address_of_the_database_is_no_reason_to_make_another(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "db", "upgrade", ZHIBAN_DATABASE_URL="")
    assert done.returncode != 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", ["https://desk", "17", '{"a": 1}'])
def test_a_list_that_is_none_is_told_with_its_setting(tmp_path: Path, words: str) -> None:
    done = zhiban(tmp_path, "plan", "show", "grain", ZHIBAN_ALLOWED_ORIGINS=words)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "ZHIBAN_ALLOWED_ORIGINS" in done.stderr
    given = '["https://desk"]'
    assert zhiban(tmp_path, "plan", "show", "grain", ZHIBAN_ALLOWED_ORIGINS=given).returncode == 0


def test_the_demo_has_accounts_and_exercises_under_way(tmp_path: Path) -> None:
    port = free_port()
    server = ServerProcess([ZHIBAN, "demo", "--port", str(port)], port=port, folder=tmp_path)
    try:
        server.wait_until_live()
        words = eventually(lambda: "127.0.0.1" in server.log_tail() and server.log_tail())
        password = re.search(r"│ duty +│ (\S+)", words)
        assert password
        assert "duty_officer" not in words  # posts and places by their names
        assert "1410" not in words
        with http_client(server.url) as client:
            body = {"name": "duty", "password": password[1]}
            assert client.post("/api/session", json=body).status_code == 200
            incidents = client.get("/api/incidents").json()["incidents"]
        assert len(incidents) == 3
        assert all(view["exercise"] for view in incidents)
        assert any(view["stage"] == "responding" for view in incidents)
    finally:
        assert server.stop() == 0


COMMANDS_WITH_SETTINGS = [
    ("serve", "--port", "0"),
    ("plan", "show", "grain"),
    ("plan", "check"),
    ("user", "add", "zhang", "--role", "viewer", "--password-stdin"),
    ("journal", "verify"),
    ("db", "upgrade"),
    ("drill", "run", "nowhere.yaml"),
]


@pytest.mark.parametrize("command", COMMANDS_WITH_SETTINGS)
def test_a_dotenv_that_is_not_utf8_is_told_with_the_way_out(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    written = "ZHIBAN_PORT=8000\n# 值班室的设置\n".encode("gbk")
    (tmp_path / ".env").write_bytes(written)
    done = zhiban(tmp_path, *command, typed=f"{PASSWORD}\n")
    assert done.returncode == 2, done.stderr
    assert f"{tmp_path / '.env'} 的第 2 行不是 UTF-8 文字" in done.stderr
    assert "另存为 UTF-8" in done.stderr
    assert done.stderr.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == [".env"]


@pytest.mark.parametrize("command", COMMANDS_WITH_SETTINGS[:2])
def test_a_dotenv_that_cannot_be_read_is_told_in_one_sentence(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    # A file that not even root can read.
    (tmp_path / ".env").symlink_to("/proc/self/mem")
    done = zhiban(tmp_path, *command, typed=f"{PASSWORD}\n")
    assert done.returncode == 2, done.stderr
    assert f"{tmp_path / '.env'} 读不了（" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_dotenv_of_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ZHIBAN_PORT=x\n# 值班室\n", encoding="utf-8-sig")
    done = zhiban(tmp_path, "plan", "show", "grain")
    assert done.returncode == 2
    assert "ZHIBAN_PORT" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "gbk"])
def test_no_code_page_of_a_console_ends_a_command(tmp_path: Path, encoding: str) -> None:
    told = zhiban(tmp_path, "plan", "show", "grain", PYTHONIOENCODING=encoding)
    assert told.returncode == 0, told.stderr
    wrong = zhiban(tmp_path, "plan", "show", "nowhere", PYTHONIOENCODING=encoding)
    assert wrong.returncode in (1, 2)
    assert "Traceback" not in told.stderr + wrong.stderr
    assert wrong.stderr
    help_ = zhiban(tmp_path, "--help", PYTHONIOENCODING=encoding)
    assert (help_.returncode, help_.stderr) == (0, "")
