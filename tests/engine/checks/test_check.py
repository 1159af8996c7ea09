"""The checker on plans made wrong in one place, beyond the files in `tests/plans/broken`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import get_args

import pytest

from engine.checks import Finding, check, check_folder, has_errors
from engine.commands import COMMANDS
from engine.plan.clauses import hash_clause
from engine.plan.model import ActCommand, LifecycleCommand
from tests.support.plan_files import PLANS, SMALL, small_plan, small_source, small_text

II_WHEN = "{fact: deaths, at_least: 1, below: 10}"
I_WHEN = "{fact: deaths, at_least: 10}"
DAILY = 'cadence: {daily: ["15:00"]}'


def found(*changes: tuple[str, str]) -> list[Finding]:
    return check(*small_source(*changes))


def codes(*changes: tuple[str, str]) -> list[str]:
    return [finding.code for finding in found(*changes)]


# ── findings ────────────────────────────────────────────────────────────────


def test_a_plan_can_be_checked_without_its_file() -> None:
    (finding,) = check(small_plan((I_WHEN, "{fact: deaths, at_least: 12}")))
    assert (finding.code, finding.file, finding.line) == ("hole", "small", 1)
    assert finding.severity == "error"
    assert finding.clause == "1"


def test_findings_come_in_the_order_of_the_file() -> None:
    lines = [f.line for f in found(("by: chief", "by: chef"), ("unit: bureau", "unit: burea"))]
    assert lines == sorted(lines)
    assert len(lines) == 2


def test_only_errors_make_a_plan_unusable() -> None:
    doubtful = found(("units: [", "units: [{id: idle, name: 闲局}, "))
    assert [f.severity for f in doubtful] == ["warning"]
    assert not has_errors(doubtful)
    assert has_errors(found(("by: chief", "by: chef")))


def test_a_counter_example_is_told_in_both_languages() -> None:
    (finding,) = found((I_WHEN, "{fact: deaths, at_least: 12}"))
    assert finding.counter_example("en") == [
        "the incident is opened, at “assessing”",
        "facts recorded: 死亡人数 10 人",
        "response levels: none",
    ]


def test_what_leans_on_a_wrong_name_is_checked_once_the_name_is_right() -> None:
    wrong_name = (II_WHEN, "{fact: death, at_least: 1, below: 5}")
    assert codes(wrong_name) == ["undefined"]
    assert codes((II_WHEN, "{fact: deaths, at_least: 1, below: 5}")) == ["hole"]


# ── folders and texts ───────────────────────────────────────────────────────


def test_a_file_a_plans_folder_and_a_folder_of_plans_can_be_checked(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        text = small_text(("id: small", f"id: {name}"), ("prefix: SM", f"prefix: {name.upper()}"))
        (tmp_path / name / "plan.yaml").write_text(text, encoding="utf-8")
    assert check_folder(tmp_path) == []
    assert check_folder(tmp_path / "one") == []
    assert check_folder(tmp_path / "two" / "plan.yaml") == []


def test_a_file_that_does_not_load_is_a_finding_and_the_others_are_still_checked(
    tmp_path: Path,
) -> None:
    for name, text in {"bad": "a: [", "one": small_text(("by: chief", "by: chef"))}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.yaml").write_text(text, encoding="utf-8")
    assert [f.code for f in check_folder(tmp_path)] == ["plan_not_yaml", "undefined"]


def test_an_empty_folder_is_told_that_there_is_no_plan(tmp_path: Path) -> None:
    assert [f.code for f in check_folder(tmp_path)] == ["plan_missing"]
    assert [f.code for f in check_folder(tmp_path / "nowhere")] == ["plan_missing"]


def test_a_fact_that_only_a_special_plan_asks_for_is_used() -> None:
    alone = check_folder(PLANS / "production_safety")
    assert "unused" not in {finding.code for finding in alone}


def test_with_the_texts_changed_missing_and_new_clauses_name_the_rules_on_them() -> None:
    texts = {"1": "启动的条文", "2": "报告的条文", "4": "总结的条文"}
    old, new = hash_clause("启动的条文"), hash_clause("旧的条文")
    index = [
        ('{number: "1", heading: 启动}', f'{{number: "1", heading: 启动, sha256: "{old}"}}'),
        ('{number: "2", heading: 报告}', f'{{number: "2", heading: 报告, sha256: "{new}"}}'),
        ('{number: "3", heading: 目的}', f'{{number: "3", heading: 目的, sha256: "{new}"}}'),
    ]
    file = SMALL.with_name("with_texts.yaml")
    file.write_text(small_text(*index), encoding="utf-8")
    try:
        findings = check_folder(file, {"small": texts})
    finally:
        file.unlink()
    said = {finding.code: finding for finding in findings}
    assert set(said) == {"text_changed", "text_missing", "text_new"}
    changed = said["text_changed"]
    assert changed.facts["value"] == "2"
    assert changed.facts["count"] == 3
    assert "daily(" in changed.sentence()
    assert said["text_missing"].facts["value"] == "3"
    assert said["text_new"].facts["value"] == "4"


def test_texts_may_be_given_as_markdown(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(small_text(), encoding="utf-8")
    markdown = "## 1 启动\n\n文字。\n\n## 2 报告\n\n## 3 目的\n"
    (finding,) = check_folder(tmp_path, {"small": markdown})
    assert (finding.code, finding.facts["value"]) == ("text_changed", "1")


# ── clauses ─────────────────────────────────────────────────────────────────


def test_an_item_may_be_cited_where_the_index_lists_no_items() -> None:
    assert codes(('reminders: {clause: "2"}', 'reminders: {clause: "2(3)"}')) == []


def test_a_clause_with_others_below_it_need_not_be_cited() -> None:
    below = '{number: "2", heading: 报告}, {number: "2.1", heading: 日报}'
    rules = [('    clause: "2"', '    clause: "2.1"')]
    changes = [('{number: "2", heading: 报告}', below), *rules]
    changes += [('reminders: {clause: "2"}', 'reminders: {clause: "2.1"}')]
    changes += [('notice_minutes: 60, clause: "2"', 'notice_minutes: 60, clause: "2.1"')]
    assert codes(*changes) == []


# ── lifecycle ───────────────────────────────────────────────────────────────


def test_the_desk_alone_is_somebody() -> None:
    assert codes(("by: chief, clause", "desk: true, clause")) == []


def test_a_row_that_covers_its_own_target_leads_elsewhere_only() -> None:
    both = "from: responding, to: [I, II]"
    one = '  - {on: adjust_response, from: I, to: II, by: chief, clause: "1"}\n'
    assert codes(("from: II, to: I", both), (one, "")) == []


def test_the_trail_to_two_rows_is_the_shortest_way() -> None:
    double = '\n  - {on: end_response, from: I, to: ended, by: chief, clause: "1"}\nacts:'
    (finding,) = found(("\nacts:", double))
    assert finding.counter_example() == [
        "开立事件，处于“研判”",
        "启动响应（总指挥，1）→ 一级",
        "结束响应（总指挥，1）→ 响应结束",
    ]


# ── classes and conditions ──────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("at_least: 1, below: 10", "at_least: 10"),
        ("at_least: 1, at_most: 9", "at_least: 10"),
        ("at_least: 1, at_most: 9", "above: 9"),
        ("above: 0, below: 10", "above: 9"),
    ],
)
def test_bounds_that_meet_in_whole_numbers_leave_no_hole(low: str, high: str) -> None:
    changes = ((II_WHEN, f"{{fact: deaths, {low}}}"), (I_WHEN, f"{{fact: deaths, {high}}}"))
    assert codes(*changes) == []


@pytest.mark.parametrize(
    ("low", "high", "wrong"),
    [
        ("at_least: 1, below: 10", "at_least: 10", []),
        ("at_least: 1, at_most: 10", "above: 10", []),
        ("at_least: 1, at_most: 9", "at_least: 10", ["hole"]),
        ("at_least: 1, below: 10", "above: 10", ["hole"]),
        ("at_least: 1, at_most: 10", "at_least: 10", ["overlap"]),
    ],
)
def test_between_two_whole_numbers_a_percentage_may_lie(
    low: str, high: str, wrong: list[str]
) -> None:
    percent = ("kind: count, unit: 人", 'kind: percent, unit: "%"')
    changes = ((II_WHEN, f"{{fact: deaths, {low}}}"), (I_WHEN, f"{{fact: deaths, {high}}}"))
    assert codes(percent, *changes) == wrong


def test_a_figure_may_fall_as_matters_get_worse() -> None:
    changes = (
        (II_WHEN, "{fact: deaths, at_least: 3, below: 7}"),
        (I_WHEN, "{fact: deaths, below: 3}"),
    )
    assert codes(*changes) == []
    changes = (
        (II_WHEN, "{fact: deaths, at_least: 4, below: 7}"),
        (I_WHEN, "{fact: deaths, below: 3}"),
    )
    assert codes(*changes) == ["hole"]


def test_an_open_lower_band_is_right_when_a_reading_says_that_the_highest_counts() -> None:
    reading = (
        "\nend_conditions:",
        '\nassumptions: [{id: A6, clause: "1", text: 取高。}]\nend_conditions:',
    )
    open_ended = (
        '{fact: deaths, at_least: 1, below: 10}, clause: "1"',
        '{fact: deaths, at_least: 1}, clause: "1", assumption: A6',
    )
    assert codes(reading, open_ended) == []


def test_sums_and_counts_are_walked_like_facts() -> None:
    facts = (
        "\nlevels:",
        '\n  - {id: missing, name: 失联, kind: count, unit: 人, clause: "1"}\n'
        '  - {id: towns, name: 受灾县, kind: divisions, clause: "1"}\n'
        'derived:\n  - {id: people, name: 合计, sum_of: [deaths, missing], clause: "1"}\n'
        '  - {id: count, name: 县数, count_of: towns, clause: "1"}\nlevels:',
    )
    summed = (
        (II_WHEN, "{any: [{fact: people, at_least: 1, below: 9}, {fact: count, at_least: 1}]}"),
        (I_WHEN, "{fact: people, at_least: 10}"),
    )
    findings = found(facts, *summed)
    assert [f.code for f in findings] == ["hole"]
    assert "合计 9" in findings[0].sentence()
    beyond = (
        (II_WHEN, "{any: [{fact: people, at_least: 1}, {fact: count, at_least: 2}]}"),
        (I_WHEN, "{fact: people, at_least: 10}"),
    )
    assert "never_met" not in codes(facts, *beyond)


def test_levels_may_depend_on_where_the_incident_is() -> None:
    placed = "{all: [{fact: deaths, at_least: 10}, {in: [II, I]}]}"
    (finding,) = found((I_WHEN, placed))
    assert (finding.code, finding.severity) == ("lag", "warning")
    assert "当前处于研判" in finding.sentence()


def test_a_condition_that_a_person_judges_can_be_met_but_leaves_open_what_else() -> None:
    judged = "{all: [{fact: deaths, at_least: 10}, {judgement: 某局}]}"
    (finding,) = found((I_WHEN, judged))
    assert (finding.code, finding.severity) == ("lag", "warning")
    assert "某局认为不需要" in finding.sentence()


def test_a_lag_that_the_conditions_concerned_declare_together_is_right() -> None:
    reading = '\nassumptions: [{id: G7, clause: "1", text: 由人决定。}]\nend_conditions:'
    judged = '{all: [{fact: deaths, at_least: 10}, {judgement: 某局}]}, clause: "1", assumption: G7'
    low = f'{II_WHEN}, clause: "1"'
    changes = (("\nend_conditions:", reading), (low, f"{low}, assumption: G7"))
    assert codes(*changes, (f'{I_WHEN}, clause: "1"', judged)) == []


FACTS = (
    "\nlevels:",
    '\n  - {id: wild, name: 失控, kind: flag, clause: "1"}\n'
    '  - {id: people, name: 总人数, kind: count, unit: 人, clause: "1"}\n'
    "derived:\n"
    '  - {id: share, name: 占比, percent_of: people, part: deaths, clause: "1"}\n'
    '  - {id: grave, name: 严重, when: {fact: deaths, at_least: 12}, clause: "1"}\nlevels:',
)
SHARED = (
    f"{{any: [{II_WHEN}, {{fact: share, at_least: 1, below: 5}}, {{lasting: wild, hours: 3}}]}}"
)


def test_a_percentage_has_its_holes_too() -> None:
    high = "{any: [{fact: grave, is: true}, {fact: deaths, at_least: 10}, {fact: share, above: 5}]}"
    (finding,) = found(FACTS, (II_WHEN, SHARED), (I_WHEN, high))
    assert finding.code == "hole"
    assert "占比 5 %" in finding.sentence()


def test_a_derived_flag_stands_for_its_condition() -> None:
    high = "{any: [{fact: grave, is: true}, {fact: share, at_least: 5}]}"
    (finding,) = found(FACTS, (II_WHEN, SHARED), (I_WHEN, high))
    assert finding.code == "hole"
    assert "死亡人数 10 人" in finding.sentence()


def test_what_lasts_is_true_meanwhile() -> None:
    high = "{any: [%s, {fact: share, at_least: 5}, {fact: grave, is: true}, %s]}"
    never = "{all: [{lasting: wild, hours: 3}, {fact: wild, is: false}]}"
    assert codes(FACTS, (II_WHEN, SHARED), (I_WHEN, high % (I_WHEN, "{judgement: 某局}"))) == []
    assert codes(FACTS, (II_WHEN, never), (I_WHEN, high % (II_WHEN, I_WHEN))) == ["never_met"]


def test_a_condition_that_asks_for_more_may_lift_what_another_says() -> None:
    flag = ("\nlevels:", '\n  - {id: wild, name: 失控, kind: flag, clause: "1"}\nlevels:')
    more = "{all: [{fact: deaths, at_least: 8}, {fact: wild, is: true}]}"
    assert codes(flag, (I_WHEN, f"{{any: [{I_WHEN}, {more}]}}")) == []


# ── reports ─────────────────────────────────────────────────────────────────

SECOND = (
    "\nreminders:",
    "\n  - {{id: second, name: 快报, series: round, reporters: {reporters}, "
    "recipients: government, "
    'at: {at}, when: {when}, cadence: {{daily: ["10:00"]}}, clause: "2"}}\nreminders:',
)
FIRST = (
    "recipients: government\n    at: responding",
    "series: round\n    recipients: government\n    at: II",
)


def second(
    at: str = "II", when: str = I_WHEN, reporters: str = "{units: bureau}"
) -> tuple[str, str]:
    return SECOND[0], SECOND[1].format(at=at, when=when, reporters=reporters)


def test_the_same_report_is_asked_twice_only_of_one_reporter_at_one_place() -> None:
    assert codes(FIRST, second()) == ["asked_twice"]
    assert codes(FIRST, second(at="I")) == []
    assert codes(FIRST, second(reporters="{divisions: all}")) == []


def test_who_is_on_a_list_and_who_is_off_it_are_different_reporters() -> None:
    towns = ("\nlevels:", '\n  - {id: towns, name: 名单, kind: divisions, clause: "1"}\nlevels:')
    on_it = ("reporters: {units: bureau}", "reporters: {divisions_in: towns}")
    off_it = second(reporters="{divisions: all, divisions_not_in: towns}")
    assert codes(towns, on_it, FIRST, off_it) == []
    assert codes(towns, on_it, FIRST, second(reporters="{divisions: all}")) == ["asked_twice"]


def test_the_trail_of_a_double_report_holds_facts_with_which_both_are_owed() -> None:
    (finding,) = found(FIRST, second())
    assert finding.counter_example()[1:] == [
        "启动响应（总指挥，1）→ 二级",
        "记录情况：死亡人数 10 人",
        "同时应报：“日报”和“快报”",
    ]


def test_a_cadence_that_returns_at_any_hour_always_has_a_next_instant() -> None:
    for cadence in (
        "{every_hours: 7}",
        '{every_days: 366, at: "24:00"}',
        '{daily: ["00:00", "24:00"]}',
    ):
        assert codes((DAILY, f"cadence: {cadence}")) == [], cadence


def test_a_zone_with_summer_time_has_its_instants_too() -> None:
    zone = ("Asia/Shanghai", "Europe/Berlin")
    assert codes(zone, (DAILY, 'cadence: {daily: ["02:30", "03:15"]}')) == []


# ── bounds ──────────────────────────────────────────────────────────────────


def test_many_cadences_are_checked_up_to_a_limit() -> None:
    report = (
        "\n  - {{id: r{n}, name: 报{n}, reporters: {{units: bureau}}, recipients: government, "
        'at: responding, cadence: {{every_hours: {n}}}, clause: "2"}}'
    )
    many = "".join(report.format(n=n) for n in range(1, 70))
    assert set(codes(("\nreminders:", many + "\nreminders:"))) == {"too_many_cadences"}


def test_many_thresholds_are_looked_at_in_bounded_time() -> None:
    bands = ", ".join(
        f"{{fact: deaths, at_least: {n * 20}, below: {n * 20 + 9}}}" for n in range(1, 190)
    )
    criteria = ", ".join(
        f'{{id: c{i}, text: 条件{i}, when: {{any: [{bands}]}}, clause: "1"}}' for i in range(25)
    )
    old = small_text().partition("criteria: [")[2].partition("]\n")[0]
    began = time.process_time()
    assert "not_proved" in codes((old, criteria))
    assert time.process_time() - began < 20


def test_classes_that_lean_on_classes_do_not_grow_without_measure() -> None:
    first = "classes: [{id: c, name: 类, when: {fact: deaths, at_least: 1}}]"
    scales = f'\nscales:\n  - {{id: s0, name: 零, {first}, clause: "1"}}\n'
    scales += "".join(
        f"  - {{id: s{n}, name: 级{n}, classes: [{{id: c, name: 类, when: {{all: ["
        f'{{scale: s{n - 1}, is: c}}, {{scale: s{n - 1}, is: c}}]}}}}], clause: "1"}}\n'
        for n in range(1, 40)
    )
    used = (I_WHEN, "{any: [{fact: deaths, at_least: 10}, {scale: s39, is: c}]}")
    began = time.process_time()
    codes(("\nlevels:", scales + "levels:"), used)
    assert time.process_time() - began < 20


# ── orders by telephone ─────────────────────────────────────────────────────


def test_whatever_a_plan_rules_can_be_recorded_for_posts_that_never_sign_in() -> None:
    ruled = {*get_args(LifecycleCommand), *get_args(ActCommand)}
    assert ruled <= set(COMMANDS)
    assert all("on_behalf_of" in COMMANDS[command].model_fields for command in ruled)


def test_what_was_not_tried_in_every_case_is_not_called_proved() -> None:
    flags = "".join(
        f'\n  - {{id: f{n}, name: 情况{n}, kind: flag, clause: "1"}}' for n in range(20)
    )
    every = ", ".join(f"{{fact: f{n}, is: true}}" for n in range(20))
    some = ", ".join(f"{{fact: f{n}, is: false}}" for n in range(20))
    facts = ("\nlevels:", f"{flags}\nlevels:")
    high = f"{{all: [{I_WHEN}, {every}]}}"
    assert codes(facts, (I_WHEN, f"{{any: [{I_WHEN}, {high}]}}")) == ["not_proved"]
    report = (DAILY, f"{DAILY}\n    when: {{all: [{every}, {some}]}}")
    assert "never_met" not in codes(facts, report)
    assert "not_proved" in codes(facts, report)


DEPUTY = (
    'name: 总指挥, clause: "1"}]',
    'name: 总指挥, clause: "1"}, {id: deputy, name: 副总指挥, clause: "1"}]',
)
BOTH_OPEN = (
    '  - {on: activate_response, from: assessing, to: [II, I], by: chief, clause: "1"}',
    "  - {on: activate_response, from: assessing, to: [II, I], by: [chief, deputy], "
    'signatures: all, clause: "1", assumption: A1}',
)
READINGS = (
    "end_conditions: [",
    'assumptions: [{id: A1, clause: "1", text: 甲。}, {id: A7, clause: "1", text: 乙。}]\n'
    "end_conditions: [",
)


def up(assumption: str) -> tuple[str, str]:
    row = '{on: adjust_response, from: II, to: I, by: chief, clause: "1"'
    return row + "}", f"{row}, assumption: {assumption}}}"


def down(assumption: str) -> tuple[str, str]:
    row = '{on: adjust_response, from: I, to: II, by: chief, clause: "1"'
    return row + "}", f"{row}, assumption: {assumption}}}"


def test_a_weaker_way_that_a_reading_of_its_own_declares_is_meant() -> None:
    assert codes(DEPUTY, BOTH_OPEN, READINGS, up("A7"), down("A7")) == []


def test_a_reading_that_the_stronger_row_shares_declares_no_weaker_way_up() -> None:
    assert codes(DEPUTY, BOTH_OPEN, READINGS, up("A1"), down("A7")) == ["weaker_way"]
    assert codes(DEPUTY, BOTH_OPEN, READINGS, up("A7"), down("A1")) == []


def test_going_down_alone_from_a_level_that_two_open_is_doubtful_until_declared() -> None:
    both_raise = (
        up("A1")[0],
        up("A1")[1].replace("by: chief", "by: [chief, deputy], signatures: all"),
    )
    weaker = [f for f in found(DEPUTY, BOTH_OPEN, READINGS, both_raise) if f.code == "weaker_way"]
    assert [finding.facts["needed"] for finding in weaker] == [2]
    assert "二级" in weaker[0].sentence()
