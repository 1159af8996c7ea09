"""Runs of format "2": several incidents, injects with figures, simulated people and reporters."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from weakref import ref

import pytest

from engine.drill.evaluation import evaluate
from engine.drill.outcome import Run
from engine.drill.runner import journal_lines, run
from engine.drill.scenario import load_scenario
from engine.errors import InvalidInput
from engine.incident.events import first_bad_entry
from tests.engine.stories import real_plans

TWO = """\
format: "2"
id: two
title: 夜间两起
start: "2026-11-03T22:10:00+08:00"
end_day: 4
people:
  duty: {roles: [duty_officer]}
  director: {roles: ["coal_mine:office_director"]}
  commander: {roles: ["coal_mine:commander"]}
incidents:
  mine: {plan: coal_mine, by: duty, title: 冒顶, division: "141033", occurred_minutes_ago: 25,
         received_minutes_ago: 6, facts: {trapped: 2}}
  run: {plan: grain, by: duty, title: 抢购, division: "141081", occurred_minutes_ago: 25,
        received_minutes_ago: 6, after: {inject: five, minutes: 30}}
injects:
  - {id: five, incident: mine, at: {day: 1, time: "22:40"}, to: duty, means: phone, text: 五人被困,
     facts: {trapped: 5}, source: 矿调度室, expected: {action: 建议三级, by: director,
     do: {command: recommend_activation, level: "III"}, within_minutes: 30, clause: "5.3.2"}}
  - {id: nudge, incident: mine, when: {missing: response_activated, since: five, minutes: 60},
     text: 上级来电询问}
  - {id: press, incident: mine, on_state: {place: III, minutes: 10}, text: 记者到场}
simulated:
  reporters: {punctuality: 50, absent: 20, late_minutes: [1, 200], wrong_figures: 30}
  duty: {does: [injects, measures], wrong_figures: 50}
  director: {does: [injects], answer_minutes: [5, 40], absent: 10}
  commander: {does: [decisions, measures, groups], refuses: 20}
steps:
  - {day: 1, at: "22:20", by: director, do: {command: activate_response, level: "IV"}}
  - {day: 2, at: "09:00", by: duty, do: {command: link_incidents, other: "@run"}}
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """The scenario with 30 seeds."""
    file = tmp_path_factory.mktemp("two") / "two.yaml"
    file.write_text(TWO, encoding="utf-8")
    plans = real_plans()
    script = load_scenario(file, plans)
    return [run(script, plans, seed) for seed in range(30)]


def test_each_incident_runs_under_its_own_plan(runs: list[Run]) -> None:
    for drill in runs:
        assert [one.plan.id for one in drill.every] == ["coal_mine", "grain"]
        assert drill.mismatches == ()
        opened = [one.events[0].recorded_at.strftime("%H:%M") for one in drill.every]
        assert opened == ["14:10", "15:10"]
        shapes = [event.to_json() for event in drill.others[0].events]
        assert first_bad_entry(drill.others[0].incident.id, shapes) is None
        assert list(journal_lines(drill.others[0])) == shapes


def test_an_incident_is_named_by_its_key_in_commands(runs: list[Run]) -> None:
    assert [list(one.incident.links) for one in runs[0].every] == [["two-0002"], ["two-0001"]]


def test_seeds_really_differ_and_the_same_seed_gives_the_same_bytes(runs: list[Run]) -> None:
    assert len({drill.incident.hash for drill in runs}) == len(runs)
    late = Counter(
        sum(slot.state == "submitted_late" for one in drill.every for slot in one.slots)
        for drill in runs
    )
    assert len(late) > 2
    again = run(runs[7].scenario, {one.plan.id: one.plan for one in runs[7].every}, 7)
    assert [one.incident.hash for one in again.every] == [
        one.incident.hash for one in runs[7].every
    ]


def test_people_err_and_correct_refuse_and_miss(runs: list[Run]) -> None:
    figures = [
        [event.data for event in drill.events if event.type == "facts_recorded"] for drill in runs
    ]
    wrong = [data for data in figures if data[0]["facts"] != {"trapped": 5}]
    assert 5 < len(wrong) < 25
    assert all(data[1]["facts"] == {"trapped": 5} for data in wrong)
    assert all(data[1]["corrects"] for data in wrong)
    kinds = [Counter(event.type for event in drill.events) for drill in runs]
    assert {kind["activation_recommended"] for kind in kinds} == {0, 1}
    assert any(kind["activation_refused"] for kind in kinds)
    assert any(kind["response_activated"] == 2 for kind in kinds)
    corrections = [
        event
        for drill in runs
        for event in drill.events
        if event.type == "report_submitted" and event.data["kind"] == "correction"
    ]
    assert corrections


def test_an_inject_follows_from_what_people_did(runs: list[Run]) -> None:
    for drill in runs:
        given = {entry.id: entry.at for entry in drill.injects}
        third = drill.incident.highest == "III"
        assert ("press" in given) is third
        moves = [event for event in drill.events if event.type == "response_activated"]
        in_time = any(
            given["five"] <= event.recorded_at <= given["five"] + timedelta(minutes=60)
            for event in moves
        )
        assert ("nudge" in given) is not in_time


def test_measures_and_groups_are_done_by_those_who_may(runs: list[Run]) -> None:
    third = next(drill for drill in runs if drill.incident.highest == "III")
    assert len(third.incident.measures) > 10
    assert len(third.incident.groups) == len(third.plan.groups)
    assert third.refusals == ()


def test_a_step_for_an_incident_that_was_never_opened_is_a_mismatch(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    words = TWO.replace("{inject: five, minutes: 30}", "{inject: nudge, minutes: 9000}")
    words += '  - {day: 1, at: "23:00", incident: run, by: duty, do: {command: add_log_entry, '
    file.write_text(words + "text: 话}}\n", encoding="utf-8")
    plans = real_plans()
    drill = run(load_scenario(file, plans), plans, 1)
    assert [one.kind for one in drill.mismatches].count("not_opened") == 2


def test_what_differs_is_told_where_the_first_incident_was_never_opened(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    never = ", after: {inject: five, minutes: 9000}}"
    words = TWO.replace("facts: {trapped: 2}}", "facts: {trapped: 2}" + never)
    words = words.replace(", after: {inject: five, minutes: 30}}", "}")
    file.write_text(words, encoding="utf-8")
    plans = real_plans()
    drill = run(load_scenario(file, plans), plans, 1)
    assert drill.key == "run" and drill.others == ()
    assert {one.kind for one in drill.mismatches} == {"not_opened"}
    assert {one.facts["incident"] for one in drill.mismatches} == {"mine"}


def test_a_drill_in_which_nothing_is_opened_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "two.yaml"
    never = ", after: {inject: five, minutes: 9000}}"
    words = TWO.replace("facts: {trapped: 2}}", "facts: {trapped: 2}" + never)
    words = words.replace("{inject: five, minutes: 30}", "{incident: mine, minutes: 1}")
    file.write_text(words, encoding="utf-8")
    plans = real_plans()
    with pytest.raises(InvalidInput) as refusal:
        run(load_scenario(file, plans), plans, 1)
    assert refusal.value.code == "nothing_opened"
    assert "mine、run" in refusal.value.sentence()


def test_a_run_that_keeps_no_states_is_the_same_run(tmp_path: Path) -> None:
    plans = real_plans()
    file = tmp_path / "two.yaml"
    file.write_text(TWO, encoding="utf-8")
    script = load_scenario(file, plans)
    kept, lean = run(script, plans, 3), run(script, plans, 3, keep_states=False)
    assert [len(one.states) for one in kept.every] == [len(one.events) for one in kept.every]
    for one, other in zip(kept.every, lean.every, strict=True):
        assert other == replace(one, states=(), others=other.others)
        assert evaluate(other) == evaluate(one)


def test_a_run_with_a_refusal_is_gone_when_nobody_holds_it() -> None:
    """Many repeats leave nothing that only the garbage collector finds."""
    plans = real_plans()
    script = load_scenario(Path("plans/drills/dust_explosion_refused.yaml"), plans)
    gc.collect()
    gc.disable()
    try:
        lean = run(script, plans, keep_states=False)
        assert lean.refusals
        last = ref(lean.incident)
        del lean
        assert last() is None
    finally:
        gc.enable()
