"""The checker on plans made wrong in one place, beyond the files in `tests/plans/broken`."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from engine.incident.commands import COMMANDS
from engine.plan.clauses import hash_clause
from engine.plan.model import ActCommand, LifecycleCommand
from engine.plan_checks import check, check_folder, has_errors
from tests.engine.plan_checks.wrong import DAILY, I_WHEN, II_WHEN, codes, found
from tests.support.plan_files import PLANS, SMALL, small_plan, small_text

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
    assert (finding.code, finding.facts["value"]) == ("text_unhashed", "1")
    assert f'sha256: "{finding.facts["sha256"]}"' in finding.sentence()


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
