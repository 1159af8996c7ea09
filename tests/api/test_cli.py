"""The command line, as a user runs it: what it prints and how it ends."""

import contextlib
import json
import re
import shutil
import socket
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import Settings
from engine.plan.loader import load_plans
from tests.api.town import PASSWORD, Town, eventually
from tests.support.server import ZHIBAN, ServerProcess, free_port, start_zhiban

PLANS = Path(__file__).parents[2] / "plans"


def zhiban(
    folder: Path, *arguments: str, typed: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run `zhiban ARGUMENTS` in a folder, in Chinese unless told otherwise."""
    return subprocess.run(
        [ZHIBAN, *arguments],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **env},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_help_is_useful_by_itself(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "--help")
    assert done.returncode == 0
    groups = ("plan", "drill", "journal", "user", "token", "db")
    for command in ("serve", "demo", "backup", "restore", *groups):
        assert re.search(rf"^  {command} +\S", done.stdout, re.MULTILINE)
    english = zhiban(tmp_path, "--help", LANG="en_GB.UTF-8")
    assert "Exit codes: 0 done" in english.stdout
    assert zhiban(tmp_path, "serve", "--help").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("sing",),
        ("serve", "--port", "many"),
        ("serve", "--clock-start", "2021-07-19T08:00:00"),
        ("serve", "--clock-start", "yesterday"),
        ("plan", "show", "flood"),
        ("watch", "--url", "127.0.0.1:8000", "--token", "x"),
        ("plan", "check", "nowhere"),
        ("drill", "run", "flood"),
        ("user", "add"),
        ("user", "add", "li", "--role", "king", "--password-stdin"),
        ("user", "add", "li", "--role", "reporter", "--password-stdin"),
        ("user", "add", "li", "--role", "grain:county_headquarters", "--password-stdin"),
        ("user", "add", "li", "--role", "reporter", "--division", "141O21", "--password-stdin"),
        ("user", "add", "li", "--role", "reporter", "--unit", "市公安", "--password-stdin"),
        ("token", "create", "scene", "--role", "reporter"),
        ("token", "create", "wall"),
    ],
)
def test_wrong_usage_ends_with_two_and_says_why(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = zhiban(tmp_path, *arguments, typed=f"{PASSWORD}\n")
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_the_plans_have_no_errors(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "plan", "check")
    assert done.returncode == 0, done.stdout
    assert "0 个错误" in done.stdout


def test_checking_plans_loads_neither_a_server_nor_a_database(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "plan", "check", PYTHONPROFILEIMPORTTIME="1")
    loaded = {
        line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()
    }
    assert {"typer", "engine", "yaml"} <= loaded
    assert loaded.isdisjoint({"fastapi", "uvicorn", "sqlalchemy", "alembic", "apscheduler"})


def test_a_new_plan_passes_and_plays_as_its_last_words_say(tmp_path: Path) -> None:
    new = ("plan", "new", "flood_control", "--title", "某市防汛应急预案", "--folder", "mine")
    done = zhiban(tmp_path, *new, "--levels", "3")
    assert done.returncode == 0, done.stderr
    assert "zhiban plan check mine/flood_control" in done.stdout
    checked = zhiban(tmp_path, "plan", "check", "mine/flood_control")
    assert "0 个错误，0 个提醒" in checked.stdout
    played = zhiban(
        tmp_path, "drill", "run", "mine/flood_control/drill.yaml", ZHIBAN_PLANS_DIR="mine"
    )
    assert played.returncode == 0, played.stdout
    again = zhiban(tmp_path, *new)
    assert again.returncode == 2
    assert "已经有了" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("Flood-Control", "--title", "x"), "可以用：flood_control"),
        (("drills", "--title", "x"), "不能作预案的编号"),
        (("fire_plan", "--title", " "), "不能作预案的名称"),
        (("fire_plan", "--title", "a\nb"), "不能作预案的名称"),
        (("fire_plan", "--title", "x", "--levels", "6"), "--levels"),
        (("fire_plan", "--title", "x", "--prefix", "fp"), "2 至 6 个大写字母"),
        (("f2", "--title", "x"), "2 至 6 个大写字母"),
        (("fire_plan", "--title", "x", "--prefix", "GR"), "《临汾市粮食应急预案》"),
        (("fire_plan", "--title", "x", "--jurisdiction", "linfeng"), "最接近的是：linfen"),
        (("fire_plan",), "--title"),
    ],
)
def test_a_new_plan_that_cannot_be_is_refused_with_a_remedy(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    shutil.copytree(PLANS, tmp_path / "plans")
    done = zhiban(tmp_path, "plan", "new", *arguments, "--folder", "plans")
    assert done.returncode == 2
    assert words in done.stderr
    assert not (tmp_path / "plans" / arguments[0]).exists() or arguments[0] == "drills"


def test_a_new_plan_in_a_folder_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = zhiban(tmp_path, "plan", "new", "fire", "--title", "x", "--folder", "file/plans")
    assert done.returncode == 1
    assert "换一个文件夹" in done.stderr


def test_a_broken_plan_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "plan.yaml").write_text('format: "1"\nid: Mine\n', encoding="utf-8")
    done = zhiban(tmp_path, "plan", "check", "mine")
    assert done.returncode == 1
    assert "plan.yaml:" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "chinese", "english"),
    [
        (("sing",), "没有这个命令。可用：serve、", "No such command 'sing'."),
        (("plan", "sing"), "没有这个命令。可用：check、", "No such command 'sing'."),
        (("plan", "show"), "缺少 PLAN。", "Missing argument 'PLAN'."),
        (("user", "add", "li"), "缺少 --role。", "Missing option '--role'."),
        (("serve", "--prot", "1"), "没有 --prot 这个选项。", "No such option: --prot"),
        (
            ("serve", "--port", "many"),
            "--port 的值 'many' 类型不对。要求：整数。",
            "Invalid value for '--port': Input should be a valid integer",
        ),
        (
            ("serve", "--port", "99999"),
            "--port 的值 '99999' 超出范围。要求：不大于 65535。",
            "Invalid value for '--port': Input should be less than or equal to 65535",
        ),
        (
            ("watch", "--language", "fr"),
            "--language 不接受 fr。可用：zh、en。",
            "Invalid value for '--language': 'fr' is not one of 'zh', 'en'.",
        ),
        (
            ("journal", "verify", "--backup", "."),
            "--backup 的值不对。",
            "Invalid value for '--backup': file '.' is a directory.",
        ),
        (("plan", "show", "grain", "more"), "命令的写法不对。", "Got unexpected extra argument"),
    ],
)
def test_wrong_usage_is_told_in_chinese_first_and_in_english_where_that_is_asked_for(
    tmp_path: Path, arguments: tuple[str, ...], chinese: str, english: str
) -> None:
    done = zhiban(tmp_path, *arguments)
    usage, ours, typers, where = done.stderr.splitlines()
    assert done.returncode == 2
    assert usage.startswith("用法：zhiban ")
    assert ours.startswith(chinese)
    assert typers.startswith(english)
    assert where.startswith("详见：zhiban")
    assert where.endswith("--help")
    other = zhiban(tmp_path, *arguments, LANG="en_GB.UTF-8")
    assert other.returncode == 2
    assert other.stderr.isascii()
    assert english in other.stderr


def test_an_option_without_its_value_is_told_in_both_languages(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "serve", "--port")
    assert done.returncode == 2
    ours, typers = done.stderr.splitlines()
    assert ours == "选项 --port 的写法不对。"
    assert typers == "Option '--port' requires an argument."


def test_a_plan_is_shown_and_drawn(tmp_path: Path) -> None:
    shown = zhiban(tmp_path, "plan", "show", "coal_mine")
    assert shown.returncode == 0
    assert "临汾市煤矿生产安全事故应急预案" in shown.stdout
    assert "\n         启动：决定：市指挥部办公室主任" in shown.stdout
    drawn = zhiban(tmp_path, "plan", "diagram", "grain")
    assert drawn.returncode == 0
    assert "stateDiagram-v2" in drawn.stdout
    assert zhiban(tmp_path, "plan", "diagram", "grain", "--svg").stdout.startswith("<svg")


@pytest.mark.parametrize("plan", ["production_safety", "coal_mine", "grain"])
@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "en_GB.UTF-8"])
def test_a_shown_plan_says_who_activates_each_level_and_when_each_report_is_owed(
    tmp_path: Path, plan: str, language: str
) -> None:
    shown = zhiban(tmp_path, "plan", "show", plan, LANG=language)
    assert shown.returncode == 0, shown.stderr
    found = load_plans(PLANS)[plan]
    activations = re.findall(r"^ +(?:启动：|activation: ).+ \[.+\]$", shown.stdout, re.MULTILINE)
    assert len(activations) >= len(found.positions)
    lines = shown.stdout.splitlines()
    for report in found.reports:
        place = next(n for n, line in enumerate(lines) if line.startswith(f"  {report.id} "))
        assert lines[place].endswith(f"[{report.citation}]")
        assert found.name_of(report.recipients[0]) in lines[place + 1]
    if plan == "grain" and language.startswith("zh"):
        assert "每天 10:00、16:00 前；报 " in shown.stdout
        assert "每 2 天，15:00 前" in shown.stdout


def test_an_owner_sees_coverage_differences_and_what_would_have_been(tmp_path: Path) -> None:
    """One line of the plan changes; the command line says what that means."""
    table = zhiban(tmp_path, "plan", "coverage", "grain")
    assert table.returncode == 0
    assert "| 4.3.3(3) |" in table.stdout
    shutil.copytree(PLANS, tmp_path / "amended")
    file = tmp_path / "amended" / "grain" / "plan.yaml"
    words = file.read_text(encoding="utf-8")
    moved = words.replace('cadence: {daily: ["15:00"]}', 'cadence: {daily: ["14:00"]}', 1)
    file.write_text(moved, encoding="utf-8")
    differs = zhiban(tmp_path, "plan", "diff", str(PLANS / "grain"), str(file))
    assert differs.returncode == 1
    assert "county_daily cadence" in differs.stdout
    assert zhiban(tmp_path, "plan", "diff", str(file), str(file)).returncode == 0
    assert zhiban(tmp_path, "drill", "run", "grain_run", "--out", "played").returncode == 0
    journal = ("--journal", "played/journal.jsonl")
    same = zhiban(tmp_path, "plan", "replay", str(PLANS / "grain"), *journal)
    assert same.returncode == 0, same.stdout
    other = zhiban(tmp_path, "plan", "replay", str(file), *journal)
    assert other.returncode == 1
    assert "2026-03-05T06:00:00Z" in other.stdout


@pytest.mark.parametrize("scenario", sorted(f.stem for f in (PLANS / "drills").glob("*.yaml")))
def test_a_drill_is_played_and_written(tmp_path: Path, scenario: str) -> None:
    done = zhiban(tmp_path, "drill", "run", scenario, "--seed", "7", "--out", "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    lines = (tmp_path / "out" / "journal.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, len(lines) + 1))
    assert json.loads((tmp_path / "out" / "evaluation.json").read_text())["seed"] == 7
    again = zhiban(tmp_path, "drill", "run", scenario, "--seed", "7", "--out", "again")
    assert again.returncode == 0
    for name in ("journal.jsonl", "timeline.txt", "ledger.tsv", "evaluation.txt"):
        first, second = tmp_path / "out" / name, tmp_path / "again" / name
        assert first.read_bytes() == second.read_bytes()


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
    """Change an entry as somebody with a database tool would, guards removed."""
    with contextlib.closing(sqlite3.connect(file)) as database, database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in guards.fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE event SET actor = 'somebody else' WHERE seq = 1")


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
        assert "时钟停在 2021-07-19T00:00:00Z，不会走" in server.log_tail()
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
        with httpx.Client(base_url=server.url, trust_env=False) as client:
            body = {"name": "duty", "password": password[1]}
            assert client.post("/api/session", json=body).status_code == 200
            incidents = client.get("/api/incidents").json()["incidents"]
        assert len(incidents) == 3
        assert all(view["exercise"] for view in incidents)
        assert any(view["stage"] == "responding" for view in incidents)
    finally:
        assert server.stop() == 0
