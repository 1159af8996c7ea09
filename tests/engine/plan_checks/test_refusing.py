"""A server uses no plan that does not pass the check."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.errors import PlanFileError
from engine.plan.loader import load_plans
from engine.plan_checks import refuse_faulty
from tests.engine.drill.golden import ROOT


def test_the_shipped_plans_are_used() -> None:
    refuse_faulty(load_plans(ROOT / "plans").values(), ROOT / "plans")


def test_a_plan_with_an_unknown_role_is_refused_with_its_line(tmp_path: Path) -> None:
    for name in ("coal_mine", "jurisdictions"):
        shutil.copytree(ROOT / "plans" / name, tmp_path / name)
    file = tmp_path / "coal_mine" / "plan.yaml"
    wrong = file.read_text(encoding="utf-8").replace(
        "to: [ended], by: [office_director]", "to: [ended], by: [office_directors]"
    )
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(PlanFileError) as refusal:
        refuse_faulty(load_plans(tmp_path).values(), tmp_path)
    line = 1 + wrong[: wrong.index("office_directors")].count("\n")
    assert refusal.value.line == line
    assert "office_directors" in refusal.value.sentence()
    assert "office_director。" in refusal.value.sentence("zh")
    assert "zhiban plan check" in refusal.value.sentence("en")


def test_rules_of_calling_that_name_no_plan_are_refused_and_doubtful_ones_are_not(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "plans", tmp_path, dirs_exist_ok=True)
    file, plans = tmp_path / "calling.yaml", load_plans(tmp_path).values()
    shipped = file.read_text(encoding="utf-8")
    file.write_text(shipped.replace("after_s: 360", "after_s: 3600", 1), encoding="utf-8")
    refuse_faulty(plans, tmp_path)
    wrong = shipped.replace("coal_mine]", "coal_mines]", 1)
    file.write_text(wrong, encoding="utf-8")
    with pytest.raises(PlanFileError) as refusal:
        refuse_faulty(plans, tmp_path)
    assert refusal.value.line == 1 + wrong[: wrong.index("coal_mines]")].count("\n")
    assert "coal_mines" in refusal.value.sentence("zh")
