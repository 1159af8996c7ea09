"""What a `calling.yaml` names has to exist in the plans beside it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.plan.calling_loader import CALLING_FILE, rebuild_calling
from engine.plan.plan_files import PlanText
from engine.plan_checks import check_folder
from engine.plan_checks.calling import check_calling, check_source
from engine.plan_checks.finding import PlanFinding
from tests.engine.stories import real_plans
from tests.support.plan_files import PLANS

SHIPPED = (PLANS / CALLING_FILE).read_text(encoding="utf-8")


def found(text: str) -> list[PlanFinding]:
    return check_source(rebuild_calling(PlanText("calling.yaml", text.encode())), real_plans())


def test_the_shipped_rules_have_no_findings() -> None:
    assert check_calling(PLANS / CALLING_FILE, real_plans()) == []


@pytest.mark.parametrize(
    ("was", "becomes", "code", "said"),
    [
        ('levels: ["II", "I"]', 'levels: ["II", "IIV"]', "calling_unknown", "是不是“IV”"),
        ("role: commander", "role: comander", "calling_unknown", "是不是“commander”"),
        ("plans: [grain]", "plans: [grian]", "calling_unknown", "是不是“grain”"),
        ("county_two_day", "county_two_days", "calling_unknown", "是不是“county_two_day”"),
        ("assumption: Y5", "assumption: Y9", "calling_unknown", "Y9"),
        ("assumption: Y5", 'clause: "99.9"', "calling_unknown", "99.9"),
        ("id: system_alarm", "id: unsigned_order", "calling_id_twice", "unsigned_order"),
        ("  - id: Y6", "  - {id: Y7, text: 无人引用}\n  - id: Y6", "calling_unused", "Y7"),
        (
            "on: watchdog_alarm",
            "on: watchdog_alarm\n    real_only: true",
            "calling_outside",
            "real",
        ),
        ("on: order_unsigned", "on: watchdog_alarm", None, ""),
        ("on: report_overdue", "on: watchdog_alarm", "calling_outside_who", "on_duty"),
        ("on: report_overdue", "on: opened", "calling_no_report", "report_overdue"),
        ("nth: 1", "nth: 9", "calling_never", "3"),
        ("after_s: 360", "after_s: 3600", "calling_after_deadline", "3600"),
        ("after_s: 360", "after_s: 3600", "calling_rounds", "3600"),
    ],
)
def test_a_finding_names_its_line_and_what_would_be_right(
    was: str, becomes: str, code: str | None, said: str
) -> None:
    assert was in SHIPPED
    findings = found(SHIPPED.replace(was, becomes, 1))
    if code is None:
        assert findings == []
        return
    one = next(one for one in findings if one.code == code)
    assert said in one.sentence("zh")
    assert one.sentence("en").startswith(f"calling.yaml:{one.line}:")
    assert one.line > 1


def test_plan_check_reads_the_rules_of_a_folder_and_the_file_alone(tmp_path: Path) -> None:
    for name in ("grain", "jurisdictions"):
        shutil.copytree(PLANS / name, tmp_path / name)
    file = tmp_path / CALLING_FILE
    file.write_text(SHIPPED, encoding="utf-8")
    # The rules for the two plans that are not here name nothing that is.
    whole = {(one.file, one.code) for one in check_folder(tmp_path)}
    assert whole == {(str(file), "calling_unknown")}
    assert {one.code for one in check_folder(file)} == {"calling_unknown"}
    file.write_text("rules: [", encoding="utf-8")
    assert [one.code for one in check_folder(file)] == ["plan_not_yaml"]
