"""The command line on plans and drills: what it prints and how it ends."""

import json
import re
import shutil
from pathlib import Path

import pytest

from engine.plan.loader import load_plans
from engine.plan.names import party_name
from tests.api.town import PASSWORD
from tests.support.cli import zhiban

PLANS = Path(__file__).parents[3] / "plans"
PLAIN = str.maketrans("（）", "()")


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


INVENTED = """# 某市防汛应急预案

## 1 总则

### 1.1 目的

减少损失。

## 4 响应

### 4.1 分级

分三级。
"""


def test_a_new_plan_gets_its_clauses_and_hashes_from_the_official_text(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "flood.md").write_text(INVENTED, encoding="utf-8")
    hashed = zhiban(tmp_path, "plan", "hash", "texts/flood.md")
    assert hashed.returncode == 0, hashed.stderr
    lines = hashed.stdout.splitlines()
    assert lines[0] == "clauses:"
    assert re.fullmatch(
        r'  - \{number: "4.1", heading: "分级", sha256: "[0-9a-f]{64}"\}', lines[-1]
    )
    title = ("--title", "某市防汛应急预案", "--folder", "mine", "--text", "texts/flood.md")
    assert zhiban(tmp_path, "plan", "new", "flood", *title).returncode == 0
    assert lines[-1] in (tmp_path / "mine/flood/clauses.yaml").read_text(encoding="utf-8")
    checked = zhiban(tmp_path, "plan", "check", "mine/flood")
    assert "0 个错误，0 个提醒" in checked.stdout, checked.stdout


def test_a_text_that_names_a_clause_twice_or_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "twice.md").write_text(INVENTED + "\n### 4.1 又一次\n", encoding="utf-8")
    twice = zhiban(tmp_path, "plan", "hash", "twice.md")
    assert (twice.returncode, "4.1" in twice.stderr) == (2, True)
    (tmp_path / "none.md").write_text("没有标题。\n", encoding="utf-8")
    none = zhiban(tmp_path, "plan", "hash", "none.md")
    assert (none.returncode, "### 2.1" in none.stderr) == (1, True)


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
            "“--port”的值 'many' 类型不对。要求：整数。",
            "Invalid value for '--port': Input should be a valid integer",
        ),
        (
            ("serve", "--port", "99999"),
            "“--port”的值 '99999' 超出范围。要求：不大于 65535。",
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
        recipient = party_name(found, report.recipients[0], language[:2])
        assert recipient in lines[place + 1]
    ids = [*found.unit_by_id, *found.fact_by_id, *found.derived_by_id, *found.measure_by_id]
    ids += [*found.group_by_id, *found.scale_by_id, *(c.id for c in found.end_conditions)]
    assert [id_ for id_ in ids if f"({id_})" not in shown.stdout.translate(PLAIN)] == []
    if plan == "coal_mine" and language.startswith("zh"):
        assert "（warn_withdraw）" in shown.stdout
        assert "要求程度：必要时" in shown.stdout
        assert "程序按此计算：涉险、被困、失联人数合计 3 人以上、不足 10 人" in shown.stdout
        assert "成员单位：是" in shown.stdout
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
    assert "（county_daily）：时限由“每天 15:00 前”改为“每天 14:00 前”" in differs.stdout
    drilled = ("--drill", "grain_run")
    owed = zhiban(tmp_path, "plan", "diff", str(PLANS / "grain"), str(file), *drilled)
    assert "  改期：" in owed.stdout
    assert "共 204 次，如 2026-03-" in owed.stdout
    machine = zhiban(tmp_path, "plan", "diff", str(PLANS / "grain"), str(file), "--json", *drilled)
    shown = json.loads(machine.stdout)
    assert shown["changes"][0]["path"] == ["reports", "county_daily", "cadence"]
    assert shown["changes"][0]["after"] == {"daily": ["14:00"]}
    owed_otherwise = shown["drills"]["grain_run"]["duties"]
    (moved,) = [one for one in owed_otherwise if one["obligation"] == "county_daily"]
    assert (moved["kind"], len(moved["reporters"]), len(moved["dues"])) == ("moves", 17, 204)
    assert zhiban(tmp_path, "plan", "diff", str(file), str(file)).returncode == 0
    assert zhiban(tmp_path, "drill", "run", "grain_run", "--out", "played").returncode == 0
    journal = ("--journal", "played/journal.jsonl")
    same = zhiban(tmp_path, "plan", "replay", str(PLANS / "grain"), *journal)
    assert same.returncode == 0, same.stdout
    other = zhiban(tmp_path, "plan", "replay", str(file), *journal)
    assert other.returncode == 1
    assert "2026-03-05T06:00:00Z" in other.stdout


PLAYED = ("chemical_explosion", "coal_roof_fall", "grain_run", "storm_two_incidents")


@pytest.mark.parametrize("scenario", PLAYED)
def test_a_drill_is_played_and_written(tmp_path: Path, scenario: str) -> None:
    done = zhiban(tmp_path, "drill", "run", scenario, "--seed", "7", "--out", "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    # A scenario of several incidents has a folder for each.
    journal = next((tmp_path / "out").rglob("journal.jsonl"))
    lines = journal.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, len(lines) + 1))
    evaluation = json.loads((journal.parent / "evaluation.json").read_text("utf-8"))
    assert (evaluation["seed"], evaluation["exercise"]) == (7, True)
    assert all({"kind", "at", "entries", "sentence"} <= set(one) for one in evaluation["findings"])
    again = zhiban(tmp_path, "drill", "run", scenario, "--seed", "7", "--out", "again")
    assert again.returncode == 0
    for first in (file for file in (tmp_path / "out").rglob("*") if file.is_file()):
        second = tmp_path / "again" / first.relative_to(tmp_path / "out")
        assert first.read_bytes() == second.read_bytes()


def test_what_a_drill_has_written_is_not_overwritten(tmp_path: Path) -> None:
    run = ("drill", "run", "coal_roof_fall", "--out", "out")
    assert zhiban(tmp_path, *run).returncode == 0
    before = {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()}
    again = zhiban(tmp_path, *run, "--seed", "9")
    assert again.returncode == 2
    assert "out 里已经有文件" in again.stderr
    assert {one.name: one.read_bytes() for one in (tmp_path / "out").iterdir()} == before


def test_a_drill_speaks_the_plans_language_unless_asked_otherwise(tmp_path: Path) -> None:
    own = zhiban(tmp_path, "drill", "run", "coal_roof_fall", ZHIBAN_LANGUAGE="en").stdout
    assert own.startswith("演练《")
    asked = zhiban(tmp_path, "drill", "run", "coal_roof_fall", "--language", "en").stdout
    assert asked.startswith("Drill “")
    assert "Report ledger" in asked
