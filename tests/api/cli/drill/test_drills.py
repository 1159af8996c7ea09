"""`zhiban drill`: check, cover, many seeds, spreadsheets; what is printed and how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.server_journal.changed_by import ChangedBy
from api.store.database.connections import Database
from api.store.scenarios.records import ScenarioRecords
from tests.engine.drill.golden import ROOT
from tests.support.cli import zhiban

BAD = ROOT / "tests" / "engine" / "drill" / "bad_scenarios"
SMALL = ("--repeat", "12", "--out")


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """The plans with one scenario."""
    folder = tmp_path / "plans"
    shutil.copytree(ROOT / "plans", folder, ignore=shutil.ignore_patterns("drills"))
    (folder / "drills").mkdir()
    shutil.copy(ROOT / "plans" / "drills" / "coal_roof_fall.yaml", folder / "drills")
    return folder


def test_the_library_passes_the_check(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "drill", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "个情景：0 处错误。" in done.stdout


def test_every_fault_of_every_file_is_printed_and_nothing_is_played(tmp_path: Path) -> None:
    files = [str(BAD / "unknown_plan.yaml"), str(BAD / "unknown_place.yaml"), "grain_run"]
    done = zhiban(tmp_path, "drill", "check", *files)
    assert done.returncode == 1
    first, second, summary = done.stdout.splitlines()
    assert first.startswith(f"{files[0]}:12：") and second.startswith(f"{files[1]}:26：")
    assert summary == "检查了 3 个情景：2 处错误。"
    played = zhiban(tmp_path, "drill", "run", files[0], "--out", "out")
    assert played.returncode == 1
    assert f"{files[0]}:12：" in played.stderr
    assert not (tmp_path / "out").exists()


def test_what_is_missing_is_printed_and_a_scenario_for_it_written(
    tmp_path: Path, few: Path
) -> None:
    plans = {"ZHIBAN_PLANS_DIR": str(few)}
    done = zhiban(tmp_path, "drill", "cover", "coal_mine", "--write", "more.yaml", **plans)
    assert done.returncode == 1, done.stderr
    assert "升降和转换: 7/36 (19 %)" in done.stdout
    assert "✗ IV → II  四级响应 → 二级响应" in done.stdout
    shutil.copy(tmp_path / "more.yaml", few / "drills" / "more.yaml")
    again = zhiban(tmp_path, "drill", "cover", "coal_mine", "--language", "en", **plans)
    assert again.returncode == 0, again.stdout
    assert "Moves: 36/36 (100 %)" in again.stdout
    assert "✗" not in again.stdout


def test_where_no_way_is_found_it_says_why_and_writes_no_file(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "plans", tmp_path / "plans")
    (tmp_path / "plans" / "coverage.yaml").unlink()
    plans = {"ZHIBAN_PLANS_DIR": str(tmp_path / "plans")}
    done = zhiban(tmp_path, "drill", "cover", "grain", "--write", "more.yaml", **plans)
    assert done.returncode == 1, done.stderr
    assert "建议的最短情景" not in done.stdout
    assert "? closed → I  没有找到办法：办结 → Ⅰ级（国家级）。" in done.stdout
    assert "（closed）" not in done.stdout
    assert not (tmp_path / "more.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("run", "coal_roof_fall", "--out", "a_file/out"), "路径里有一段是文件，不是文件夹"),
        (("cover", "coal_mine", "--write", "nowhere/more.yaml"), "没有这个文件或文件夹"),
        (("export", "coal_roof_fall", "nowhere/list.xlsx"), "没有这个文件或文件夹"),
        (("serve", "coal_roof_fall", "--sheet", "nowhere/a.html", "--port", "0"), "没有这个"),
        (("check", "a" * 300), "名字太长"),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else "",
)
def test_a_file_that_cannot_be_read_or_written_is_named_with_the_reason(
    tmp_path: Path, few: Path, arguments: tuple[str, ...], why: str
) -> None:
    (tmp_path / "a_file").write_text("", encoding="utf-8")
    done = zhiban(tmp_path, "drill", *arguments, ZHIBAN_PLANS_DIR=str(few))
    assert done.returncode == 1, done.stdout
    assert "打不开或写不了 " in done.stderr and why in done.stderr
    assert any(one in done.stderr for one in arguments if "/" in one or one.startswith("aaa"))
    assert "Traceback" not in done.stderr


def test_the_timeline_of_a_run_says_that_it_is_an_exercise(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "drill", "run", "coal_roof_fall", "--out", "out")
    assert done.returncode == 0, done.stderr
    head = (tmp_path / "out" / "timeline.txt").read_text(encoding="utf-8").partition("\n")[0]
    assert head.startswith("演练《") and head in done.stdout.splitlines()


def keep(folder: Path, name: str, text: str, *, draft: bool = False) -> None:
    """Keep a scenario in the office's database, as the console does."""
    with closing(Database.open(f"sqlite:///{folder / 'zhiban.db'}", create=False)) as database:
        kept = ScenarioRecords(database, database.write)
        by = ChangedBy("赵导调", "page", datetime(2026, 11, 1, tzinfo=UTC))
        kept.save(name, text, by, title=name, draft=draft, seen=0)


def test_scenarios_of_the_office_count_and_a_draft_does_not(tmp_path: Path, few: Path) -> None:
    roof = (few / "drills" / "coal_roof_fall.yaml").read_text(encoding="utf-8")
    (few / "drills" / "coal_roof_fall.yaml").unlink()
    assert zhiban(tmp_path, "db", "upgrade").returncode == 0
    plans = {"ZHIBAN_PLANS_DIR": str(few)}
    keep(tmp_path, "our_roof", roof)
    keep(tmp_path, "our_draft", "format: '2'\n", draft=True)
    keep(tmp_path, "our_old", roof.replace("plan: coal_mine", "plan: coal_pit"))
    done = zhiban(tmp_path, "drill", "cover", "coal_mine", **plans)
    assert "自带的情景 0 个；本单位的：our_roof。" in done.stdout
    assert "升降和转换: 7/36 (19 %)" in done.stdout
    assert "没有算进来：our_old。" in done.stderr and "our_draft" not in done.stderr
    own = tmp_path / "ours"
    own.mkdir()
    empty = zhiban(tmp_path, "drill", "cover", "coal_mine", "--also", str(own), **plans)
    assert (empty.returncode, str(own) in empty.stderr) == (2, True)
    shutil.copy(ROOT / "plans" / "drills" / "coal_mine_walk.yaml", own)
    more = zhiban(
        tmp_path, "drill", "cover", "coal_mine", "--also", str(own), "--language", "en", **plans
    )
    assert "coal_mine_walk、our_roof" in more.stdout
    assert "Moves: 7/36" not in more.stdout


def test_a_scenario_of_the_office_is_played_and_nothing_is_left_behind(tmp_path: Path) -> None:
    roof = ROOT / "plans" / "drills" / "coal_roof_fall.yaml"
    assert zhiban(tmp_path, "db", "upgrade").returncode == 0
    keep(tmp_path, "our_roof", roof.read_text(encoding="utf-8"))
    left = tmp_path / "tmp"
    left.mkdir()
    # Started exactly: a forked one has chosen its folder for such files already.
    done = zhiban(tmp_path, "drill", "check", "our_roof", TMPDIR=str(left), PYTHONHASHSEED="0")
    assert (done.returncode, list(left.iterdir())) == (0, []), done.stderr


def test_a_file_is_not_overwritten_and_one_plan_is_named(tmp_path: Path, few: Path) -> None:
    plans = {"ZHIBAN_PLANS_DIR": str(few)}
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")
    for arguments in (("coal_mine", "--write", "mine.yaml"), ("--write", "new.yaml"), ("coal",)):
        done = zhiban(tmp_path, "drill", "cover", *arguments, **plans)
        assert done.returncode == 2, done.stdout
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "new.yaml").exists()


def test_many_seeds_give_the_same_whatever_the_jobs_the_locale_and_the_zone(
    tmp_path: Path,
) -> None:
    one = zhiban(tmp_path, "drill", "run", "storm_two_incidents", *SMALL, "one", PYTHONHASHSEED="1")
    elsewhere = {"LANG": "tr_TR.UTF-8", "LC_ALL": "C", "TZ": "America/St_Johns"}
    two = zhiban(
        tmp_path,
        *("drill", "run", "storm_two_incidents", *SMALL, "two", "--jobs", "2", "--language", "zh"),
        **elsewhere,
        PYTHONHASHSEED="2",
        ZHIBAN_LANGUAGE="zh",
    )
    assert (one.returncode, two.returncode) == (0, 0), one.stderr + two.stderr
    for name in ("distribution.json", "distribution.tsv", "distribution.svg"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    found = json.loads((tmp_path / "one" / "distribution.json").read_text(encoding="utf-8"))
    assert (found["runs"], found["first_seed"], found["mismatched"]) == (12, 1, 0)
    assert len(found["load"]) == 24
    assert found["digest"] in one.stdout
    assert "迟报：洪洞县" in one.stdout
    assert one.stderr == ""


ENDED = """
import multiprocessing, os, signal
from pathlib import Path
import typer
from api.cli.drill.drill_files import scenario_text
from api.cli.drill.drill_repeats import repeat

plans = Path("plans")

def lose_one(steps):
    multiprocessing.active_children()[0].kill()

def interrupt(steps):
    os.kill(os.getpid(), signal.SIGINT)

for end in (lose_one, interrupt):
    try:
        repeat(plans, scenario_text(plans, "coal_roof_fall"), range(1, 3000), 2, end)
    except typer.Exit as ended:
        print(ended.exit_code, "left:", len(multiprocessing.active_children()))
"""


def test_many_seeds_end_with_a_sentence_and_leave_no_process() -> None:
    command = [sys.executable, "-c", ENDED]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout.splitlines() == ["1 left: 0", "130 left: 0"]
    first, second = done.stderr.splitlines()
    assert "--jobs" in first
    assert second.startswith(("推演已中断", "Interrupted"))


def test_a_scenario_goes_out_as_a_spreadsheet_and_comes_back(tmp_path: Path) -> None:
    out = zhiban(tmp_path, "drill", "export", "mine_flood_night.xlsx")
    assert out.returncode == 0, out.stderr
    named = zhiban(tmp_path, "drill", "export", "mine_flood_night", "named.xlsx")
    assert named.returncode == 0
    back = zhiban(tmp_path, "drill", "import", "mine_flood_night.xlsx")
    assert back.returncode == 0, back.stderr
    checked = zhiban(tmp_path, "drill", "check", "mine_flood_night.yaml")
    assert checked.returncode == 0, checked.stdout
    for arguments in (
        ("export", "mine_flood_night.xlsx"),
        ("import", "named.xlsx", "mine_flood_night.yaml"),
        ("export", "mine_flood_night", "msel.csv"),
        ("export", "nobody.xlsx"),
    ):
        assert zhiban(tmp_path, "drill", *arguments).returncode == 2
    (tmp_path / "bad.xlsx").write_bytes(b"no workbook")
    bad = zhiban(tmp_path, "drill", "import", "bad.xlsx")
    assert bad.returncode == 1 and "没有写情景文件" in bad.stderr
    assert not (tmp_path / "bad.yaml").exists()
