"""Coverage, differences between editions, and replays under an amended plan."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from engine.plan.loader import load_plan, load_plans
from engine.plan.model import Plan
from engine.review.coverage import markdown, table, totals
from engine.review.difference import difference
from engine.review.replay import replay
from tests.engine.drill.golden import ROOT, SCENARIOS, play

PLANS = load_plans(ROOT / "plans")


def amended(tmp_path: Path, plan: str, old: str, new: str) -> Plan:
    """The shipped plan with one passage of its file replaced."""
    shutil.copytree(ROOT / "plans" / "jurisdictions", tmp_path / "jurisdictions")
    shutil.copytree(ROOT / "plans" / plan, tmp_path / plan)
    file = tmp_path / plan / "plan.yaml"
    words = file.read_text(encoding="utf-8")
    assert old in words
    file.write_text(words.replace(old, new, 1), encoding="utf-8")
    return load_plan(file)


@pytest.mark.parametrize("plan", PLANS)
def test_every_leaf_clause_is_encoded_or_excused(plan: str) -> None:
    summed = totals(PLANS[plan])
    assert summed.open == 0
    assert summed.encoded + summed.not_encoded == summed.leaves


def test_a_clause_is_found_from_its_rule_and_the_rule_from_its_clause() -> None:
    rows = {row.number: row for row in table(PLANS["grain"])}
    assert "reports.county_half_day" in rows["4.3.3(3)"].rules
    assert rows["1.1"].status == "not_encoded"
    assert rows["1.1"].why


def test_the_table_has_a_line_for_each_clause() -> None:
    plan = PLANS["coal_mine"]
    lines = list(markdown(plan))
    assert sum(line.startswith("| ") for line in lines) == len(plan.clauses) + 2


@pytest.mark.parametrize("plan", PLANS)
def test_an_edition_does_not_differ_from_itself(plan: str) -> None:
    assert difference(PLANS[plan], PLANS[plan]) == []


def test_a_moved_deadline_is_the_only_difference(tmp_path: Path) -> None:
    new = amended(tmp_path, "grain", 'cadence: {daily: ["15:00"]}', 'cadence: {daily: ["14:00"]}')
    changes = difference(PLANS["grain"], new)
    assert [(c.area, c.subject, c.kind) for c in changes] == [
        ("deadline", "county_daily cadence", "changed")
    ]
    assert changes[0].after == {"daily": ["14:00"]}


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_drill_replayed_under_its_own_plan_deviates_in_nothing(scenario: str) -> None:
    drill = play(scenario)
    assert replay(drill.plan, drill.plan, drill.events) == []


def test_a_replay_lists_each_deadline_that_would_have_moved(tmp_path: Path) -> None:
    """紧张 and 紧急 owed 12 days of county reports; each is dropped at 15:00, added at 14:00."""
    new = amended(tmp_path, "grain", 'cadence: {daily: ["15:00"]}', 'cadence: {daily: ["14:00"]}')
    found = replay(PLANS["grain"], new, play("grain_run").events)
    counties = [d for d in found if d.subject.startswith("county_daily ")]
    assert {d.kind for d in counties} == {"deadline_added", "deadline_dropped"}
    assert sum(d.kind == "deadline_added" for d in counties) == 12 * 17
    assert sum(d.kind == "deadline_dropped" for d in counties) == 12 * 17


def test_a_replay_lists_an_act_that_another_authority_would_have_had(tmp_path: Path) -> None:
    drill = play("coal_roof_fall")
    new = amended(
        tmp_path,
        "coal_mine",
        "to: [ended], by: [office_director]",
        "to: [ended], by: [commander]",
    )
    found = replay(PLANS["coal_mine"], new, drill.events)
    assert [(d.kind, d.before, d.after) for d in found] == [
        ("authority", "office_director", "commander")
    ]
