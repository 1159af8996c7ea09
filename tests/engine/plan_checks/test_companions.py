"""What `monitors.yaml` and evaluation sheets say is checked, with the line and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import PlanFileError
from engine.plan.companion_files import (
    load_monitors,
    load_sheets,
    monitor_files,
    read_monitors,
    read_sheet,
    sheet_files,
)
from engine.plan_checks import check_folder
from engine.plan_checks.companions import check_companions, check_monitors, check_sheet
from engine.plan_checks.finding import PlanFinding
from tests.engine.stories import real_plans
from tests.support.plan_files import PLANS

MONITORS = (PLANS / "coal_mine" / "monitors.yaml").read_text(encoding="utf-8")
SHEET = (PLANS / "evaluation" / "aqt9009_a2.yaml").read_text(encoding="utf-8")


def test_the_shipped_files_have_no_findings() -> None:
    assert check_companions(PLANS, real_plans()) == []
    assert len(monitor_files(PLANS)) == 3
    assert len(sheet_files(PLANS)) == 3


def test_the_thirteen_headings_are_there_and_no_words_are_made_up() -> None:
    sheet = load_sheets(PLANS)["aqt9009_a2"]
    assert len(sheet.headings) == 13
    assert {item.number for _, item in sheet.rows if item and item.text} == {
        "1.7",
        "2.3",
        "2.6",
        "13.6",
    }
    tabletop = load_sheets(PLANS)["aqt9009_b1"]
    assert [len(heading.items) for heading in tabletop.headings] == [10, 20]
    assert not any(item.text for _, item in tabletop.rows if item)
    assert load_sheets(PLANS)["gbt46792"].frame


def findings(folder: Path, text: str, name: str = "monitors.yaml") -> list[PlanFinding]:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return check_monitors(file, real_plans()) if "monitors" in name else check_sheet(file)


@pytest.mark.parametrize(
    ("was", "becomes", "code", "said"),
    [
        ("plan: coal_mine", "plan: coal_mien", "companion_unknown", "是不是“coal_mine”"),
        ("id: decision,", "id: level_lag,", "companion_twice", "level_lag"),
        ("kind: measure,", "only: [iii_notfy], kind: measure,", "companion_unknown", "iii_notify"),
        ("kind: report,", "only: [province], kind: report,", "companion_unknown", "province_phone"),
        ("at: [responding]", "at: [responing]", "companion_unknown", "responding"),
        ('clause: "5.3"}', 'clause: "5.33"}', "companion_unknown", "5.3"),
        ("[iii_notify, ", "[iii_notfy, ", "companion_unknown", "iii_notify"),
        ('clause: ["5.2", "5.3.1"', 'clause: ["9.9", "5.3.1"', "companion_unknown", "9.9"),
        ("minutes: 30, ours: true", "minutes: 30", "monitor_source", "ours"),
        ("minutes: 30, ", "", "monitor_minutes", "minutes"),
        ("kind: call, ", "kind: call, only: [a], ", "monitor_only", "only"),
        ("kind: call, ", "kind: calls, ", "plan_not_one_of", "call"),
        ("kind: call, ", "knid: call, ", "plan_unknown_key", "kind"),
    ],
)
def test_a_wrong_monitor_is_named_with_its_line(
    tmp_path: Path, was: str, becomes: str, code: str, said: str
) -> None:
    assert was in MONITORS
    text = MONITORS.replace(was, becomes, 1)
    line = MONITORS[: MONITORS.index(was)].count("\n") + 1
    found = findings(tmp_path, text)
    assert code in {one.code for one in found}, found
    one = next(one for one in found if one.code == code)
    assert one.line == line
    assert said in one.sentence()
    assert said in one.sentence("en") or said.startswith("是不是")


@pytest.mark.parametrize(
    ("was", "becomes", "code"),
    [
        ('number: "2.3"', 'number: "2.2"', "companion_twice"),
        (
            "text: 解除与预案一致, ",
            "",
            "sheet_judges_nothing",
        ),
        ("rule: end_as_planned", "rule: end_as_plan", "plan_not_one_of"),
    ],
)
def test_a_wrong_sheet_is_named_with_its_line(
    tmp_path: Path, was: str, becomes: str, code: str
) -> None:
    assert was in SHEET
    found = findings(tmp_path, SHEET.replace(was, becomes, 1), "sheet.yaml")
    assert [one.code for one in found] == [code]
    assert f":{found[0].line}" in found[0].sentence()
    assert found[0].line > 10


def test_a_file_may_not_say_its_own_digest(tmp_path: Path) -> None:
    file = tmp_path / "monitors.yaml"
    file.write_text(MONITORS + 'digest: "0"\n', encoding="utf-8")
    with pytest.raises(PlanFileError) as wrong:
        read_monitors(file)
    assert wrong.value.code == "plan_digest"


def test_a_path_may_lead_to_one_file(tmp_path: Path) -> None:
    assert check_folder(PLANS / "grain" / "monitors.yaml") == []
    assert check_folder(PLANS / "evaluation" / "aqt9009_b1.yaml") == []
    digest = read_sheet(PLANS / "evaluation" / "aqt9009_b1.yaml").value.digest
    assert len(digest) == 64
    assert load_monitors(tmp_path) == {}
