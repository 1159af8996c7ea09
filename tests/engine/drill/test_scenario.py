"""Scenario files: what they may hold, and how mistakes in them are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.drill.evaluation import mismatches_in_words
from engine.drill.runner import run
from engine.drill.scenario import load_scenario, read_scenario
from engine.errors import InvalidInput, PlanFileError
from engine.plan.loader import load_plan
from tests.engine.drill.golden import ROOT
from tests.engine.stories import real_plans
from tests.support.plan_files import OTHERS

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
    plans = real_plans()
    with pytest.raises(InvalidInput) as wrong:
        run(load_scenario(scenario(tmp_path, steps)), plans)
    assert wrong.value.code == code


HERE = {
    "a start that no calendar has": (
        ("2026-11-03T08", "2026-11-31T08"),
        5,
        "small.yaml:5：start 的 2026-11-31T08:00:00+08:00 不是日历上有的时间。",
    ),
    "a start before the calendar": (
        ("2026-11-03T08", "1848-11-03T08"),
        5,
        "small.yaml:5：start 的 1848-11-03T08:00:00+08:00 超出范围。",
    ),
    "a person nobody knows": (("by: duty, title", "by: boss, title"), 9, "“boss”不是people 里的人"),
    "a role nobody has": (("[duty_officer]", "[duty_oficer]"), 8, "最接近的是：duty_officer。"),
    "a post nobody has": (
        ("[duty_officer]", '["coal_mine:comander"]'),
        8,
        "最接近的是：coal_mine:commander。",
    ),
    "a unit nobody has": (
        ("{roles: [duty_officer]}", "{roles: [reporter], unit: city_energy_burau}"),
        8,
        "最接近的是：city_energy_bureau。",
    ),
    "a division nobody has": (('"141033"', '"141039"'), 9, "“141039”不是本预案的行政区划代码"),
    "a plan nobody has": (("plan: coal_mine", "plan: coal_mines"), 3, "最接近的是：coal_mine。"),
    "a fact nobody has": (
        ("received_minutes_ago: 5", "received_minutes_ago: 5, facts: {death: 1}"),
        9,
        "最接近的是：deaths。",
    ),
    "a reporter taken out that nobody has": (
        ("  []", '  - {day: 1, at: "09:00", submit: {obligation: province_phone, except: ["9"]}}'),
        11,
        "steps[0].submit.except[0] 的“9”不是本预案的单位或行政区划代码",
    ),
    "a duty nobody has": (
        ("  []", '  - {day: 1, at: "09:00", submit: {obligation: province_fone}}'),
        11,
        "最接近的是：province_phone。",
    ),
    "a command nobody knows": (
        ("  []", '  - {day: 1, at: "09:00", by: duty, do: {command: end_respons}}'),
        11,
        "最接近的是：end_response。",
    ),
    "a field nobody knows": (
        ("  []", '  - {day: 1, at: "09:00", by: duty, do: {command: add_log_entry, txt: x}}'),
        11,
        "“txt”不是这个动作的一项",
    ),
    "a code of refusal that does not exist": (
        (
            "  []",
            '  - {day: 1, at: "09:00", by: duty, refused: rol_required, '
            "do: {command: end_response}}",
        ),
        11,
        "最接近的是：role_required。",
    ),
    "a step after the end": (
        ("  []", '  - {day: 2, at: "09:00", by: duty, do: {command: end_response}}'),
        11,
        "steps[0] 的时间（第 2 天 09:00）不在推演之内",
    ),
    "a step of no day": (
        ("  []", '  - {at: "09:00", by: duty, do: {command: end_response}}'),
        11,
        "steps[0] 要写 day（某一天）或 days",
    ),
}


@pytest.mark.parametrize("case", HERE)
def test_a_wrong_name_is_told_with_file_line_and_the_nearest_before_the_drill(
    tmp_path: Path, case: str
) -> None:
    (old, new), line, words = HERE[case]
    whole = f"{HEAD}steps:\n  []\n"
    assert old in whole
    path = tmp_path / "small.yaml"
    path.write_text(whole.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PlanFileError) as wrong:
        load_scenario(path, real_plans())
    assert wrong.value.line == line
    assert words in wrong.value.sentence()
    assert "{" not in wrong.value.sentence("en").replace("{fact", "")
    assert wrong.value.sentence("en") != wrong.value.sentence()


def test_all_wrong_lines_of_a_scenario_are_told_at_once(tmp_path: Path) -> None:
    head = HEAD.replace('"141033"', '"141039"').replace("[duty_officer]", "[duty_oficer]")
    path = scenario(tmp_path, "  []\n", head)
    with pytest.raises(PlanFileError) as wrong:
        load_scenario(path, real_plans())
    assert [fault.line for fault in wrong.value.every] == [8, 9]


FIRE = """\
format: "1"
id: fire
plan: enterprise_fire
title: 着火
start: "2026-11-03T08:00:00+08:00"
end_day: 1
people:
  duty: {roles: [duty_officer]}
  safety: {roles: ["enterprise_fire:safety_director"]}
  production: {roles: ["enterprise_fire:production_director"]}
open:
  by: duty
  title: 试
  division: "990001"
  occurred_minutes_ago: 9
  received_minutes_ago: 5
  facts: {hazard: tank_farm, burning_area: 10, affected_plants: ["990002", "990003"]}
steps:
  - {day: 1, at: "08:10", by: safety, do: {command: activate_response, level: "II", reason: 火}}
  - {day: 1, at: "08:11", by: production, do: {command: activate_response, level: "II", reason: 火}}
  - {day: 1, at: "10:05", submit: {obligation: affected_two_hours}}
"""


def test_everybody_on_a_list_reports(tmp_path: Path) -> None:
    """Who owes is on a list among the facts; `reporters: all` means those on it now."""
    plan = load_plan(OTHERS[0].parents[1] / "enterprise_fire")
    path = tmp_path / "fire.yaml"
    path.write_text(FIRE, encoding="utf-8")
    drill = run(load_scenario(path, {plan.id: plan}), {plan.id: plan})
    assert drill.mismatches == ()
    sent = [e.data["reporter"] for e in drill.events if e.type == "report_submitted"]
    assert sent == ["990002", "990003"]


def test_a_report_of_everybody_that_nobody_owes_is_a_mismatch(tmp_path: Path) -> None:
    steps = '  - {day: 1, at: "09:00", submit: {obligation: province_phone}}\n'
    plans = real_plans()
    drill = run(load_scenario(scenario(tmp_path, steps), plans), plans)
    assert [mismatch.kind for mismatch in drill.mismatches] == ["nobody_owes"]


def test_a_refusal_that_was_not_expected_is_a_mismatch(tmp_path: Path) -> None:
    steps = '  - {day: 1, at: "09:00", by: duty, do: {command: end_response}}\n'
    drill = run(load_scenario(scenario(tmp_path, steps)), real_plans())
    assert [mismatch.kind for mismatch in drill.mismatches] == ["unexpected_refusal"]
    (words,) = mismatches_in_words(drill)
    assert words.startswith("第 1 天 09:00 的“结束响应”被拒绝")


def test_an_expected_refusal_that_does_not_come_is_a_mismatch(tmp_path: Path) -> None:
    steps = (
        '  - {day: 1, at: "09:00", by: duty, do: {command: add_log_entry, text: x}, '
        "refused: role_required}\n"
    )
    drill = run(load_scenario(scenario(tmp_path, steps)), real_plans())
    assert [mismatch.kind for mismatch in drill.mismatches] == ["missing_refusal"]


def test_a_report_sent_though_none_is_owed_is_a_mismatch(tmp_path: Path) -> None:
    steps = (
        '  - {day: 1, at: "09:00", submit: {obligation: province_phone, '
        "reporters: city_emergency_bureau}}\n"
    )
    drill = run(load_scenario(scenario(tmp_path, steps)), real_plans())
    assert [mismatch.kind for mismatch in drill.mismatches] == ["nothing_owed"]
    assert list(mismatches_in_words(drill)) == [
        "第 1 天 09:00：市应急管理局没有待报的“电话快报省应急厅”"
    ]


def test_a_scenario_for_an_unknown_plan_is_refused(tmp_path: Path) -> None:
    path = scenario(tmp_path, "  []\n", HEAD.replace("coal_mine", "coal_mines"))
    with pytest.raises(InvalidInput) as wrong:
        run(load_scenario(path), real_plans())
    assert "coal_mine" in wrong.value.sentence()


def test_the_scenario_of_the_how_to_runs_as_it_stands() -> None:
    page = (ROOT / "docs" / "how-to" / "write-a-scenario.md").read_text(encoding="utf-8")
    words = page.split("```yaml\n")[1].split("```")[0]
    plans = real_plans()
    drill = run(read_scenario(words.encode(), "small_drill.yaml", plans), plans)
    assert drill.mismatches == ()
    assert [entry.id for entry in drill.injects] == ["water_rises"]
    assert drill.incident.level == "III"
