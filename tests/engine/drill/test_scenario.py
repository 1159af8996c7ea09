"""Scenario files: what they may hold, and how mistakes in them are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.errors import InvalidInput, PlanFileError
from engine.plan.loader import load_plans
from tests.engine.drill.golden import ROOT

HEAD = """\
format: "1"
id: small
plan: coal_mine
title: 小演练
start: "2026-11-03T08:00:00+08:00"
end_day: 1
people:
  duty: {roles: [duty_officer]}
open: {by: duty, title: 试, division: "141033", occurred_minutes_ago: 9, received_minutes_ago: 5}
"""


def scenario(tmp_path: Path, steps: str, head: str = HEAD) -> Path:
    path = tmp_path / "small.yaml"
    path.write_text(f"{head}steps:\n{steps}", encoding="utf-8")
    return path


WRONG = {
    "a step without a day": ('  - {at: "09:00", by: duty, do: {command: x}}\n', "day"),
    "an unquoted clock time": ("  - {day: 1, at: 9:00, by: duty, do: {command: x}}\n", "at"),
    "a person nobody knows": ('  - {day: 1, at: "09:00", by: boss, do: {}}\n', "boss"),
    "nothing to do": ('  - {day: 1, at: "09:00", by: duty}\n', "do"),
    "an unknown key": ('  - {day: 1, at: "09:00", by: duty, doo: {}}\n', "doo"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_step_is_told_with_file_line_and_word(tmp_path: Path, case: str) -> None:
    steps, word = WRONG[case]
    with pytest.raises(PlanFileError) as wrong:
        load_scenario(scenario(tmp_path, steps))
    assert "small.yaml" in wrong.value.sentence()
    assert word in wrong.value.sentence()
    assert wrong.value.line >= 1


UNRUNNABLE = {
    "a command nobody knows": (
        '  - {day: 1, at: "09:00", by: duty, do: {command: activate}}\n',
        "unknown_command",
    ),
    "a command with a wrong field": (
        '  - {day: 1, at: "09:00", by: duty, do: {command: add_log_entry, txt: x}}\n',
        "bad_value",
    ),
    "a step before the start": (
        '  - {day: 1, at: "07:00", by: duty, do: {command: add_log_entry, text: x}}\n',
        "step_outside",
    ),
    "a report nobody owes": (
        '  - {day: 1, at: "09:00", submit: {obligation: daily_news}}\n',
        "obligation_not_found",
    ),
}


@pytest.mark.parametrize("case", UNRUNNABLE)
def test_a_step_that_cannot_run_stops_the_drill_with_its_place(tmp_path: Path, case: str) -> None:
    steps, code = UNRUNNABLE[case]
    plans = load_plans(ROOT / "plans")
    with pytest.raises(InvalidInput) as wrong:
        run(load_scenario(scenario(tmp_path, steps)), plans)
    assert wrong.value.code == code


def test_a_refusal_that_was_not_expected_is_a_mismatch(tmp_path: Path) -> None:
    steps = '  - {day: 1, at: "09:00", by: duty, do: {command: end_response}}\n'
    drill = run(load_scenario(scenario(tmp_path, steps)), load_plans(ROOT / "plans"))
    assert [mismatch.kind for mismatch in drill.mismatches] == ["unexpected_refusal"]


def test_an_expected_refusal_that_does_not_come_is_a_mismatch(tmp_path: Path) -> None:
    steps = (
        '  - {day: 1, at: "09:00", by: duty, do: {command: add_log_entry, text: x}, '
        "refused: role_required}\n"
    )
    drill = run(load_scenario(scenario(tmp_path, steps)), load_plans(ROOT / "plans"))
    assert [mismatch.kind for mismatch in drill.mismatches] == ["missing_refusal"]


def test_a_report_sent_though_none_is_owed_is_a_mismatch(tmp_path: Path) -> None:
    steps = (
        '  - {day: 1, at: "09:00", submit: {obligation: province_phone, '
        "reporters: city_emergency_bureau}}\n"
    )
    drill = run(load_scenario(scenario(tmp_path, steps)), load_plans(ROOT / "plans"))
    assert [mismatch.kind for mismatch in drill.mismatches] == ["nothing_owed"]


def test_a_scenario_for_an_unknown_plan_is_refused(tmp_path: Path) -> None:
    path = scenario(tmp_path, "  []\n", HEAD.replace("coal_mine", "coal_mines"))
    with pytest.raises(InvalidInput) as wrong:
        run(load_scenario(path), load_plans(ROOT / "plans"))
    assert "coal_mine" in wrong.value.sentence()
