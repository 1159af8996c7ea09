"""What an evaluation finds: nothing that was still open at the end is dropped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from engine.drill.distribution import sample
from engine.drill.evaluation import Evaluation, evaluate, ledger, timeline
from engine.drill.runner import Run, run
from engine.drill.scenario import load_scenario
from engine.plan.model import Plan
from tests.engine.drill.golden import play
from tests.engine.stories import real_plans

HEAD = """\
format: "1"
id: left_alone
plan: {plan}
title: 无人处置
start: "2026-11-03T08:00:00+08:00"
end_day: {days}
people:
  duty: {{roles: [duty_officer]}}
  office: {{roles: ["coal_mine:office_director"]}}
open:
  by: duty
  title: 试
  division: "141033"
  occurred_minutes_ago: 9
  received_minutes_ago: 5
  facts: {{{facts}}}
steps:
"""


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    return real_plans()


def played(
    folder: Path, plans: dict[str, Plan], facts: str, steps: str, days: int = 3
) -> tuple[Run, Evaluation]:
    file = folder / "left_alone.yaml"
    file.write_text(HEAD.format(plan="coal_mine", days=days, facts=facts) + steps, "utf-8")
    found = run(load_scenario(file, plans), plans)
    return found, evaluate(found)


LOG = '  - {day: 1, at: "08:30", by: duty, do: {command: add_log_entry, text: 无}}\n'


def test_a_level_that_nobody_opens_is_found_although_the_lag_never_ends(
    tmp_path: Path, plans: dict[str, Plan]
) -> None:
    _, evaluation = played(tmp_path, plans, "deaths: 12", LOG)
    (lag,) = [one for one in evaluation.findings if one.kind.startswith("level_lags")]
    assert lag.kind == "level_lags_on"
    assert lag.facts["place"] == "assessing"
    assert lag.facts["minutes"] == (64 * 60)
    assert lag.entries == (1,)


def test_a_lag_names_where_it_began_and_the_entries_that_show_it(
    tmp_path: Path, plans: dict[str, Plan]
) -> None:
    steps = (
        '  - {day: 1, at: "09:10", by: office, do: {command: activate_response, level: "IV", '
        "reason: 先启动}}\n"
    )
    run_, evaluation = played(tmp_path, plans, "deaths: 12", steps, days=1)
    (lag,) = [one for one in evaluation.findings if one.kind.startswith("level_lags")]
    assert lag.facts["place"] == "assessing"
    assert lag.facts["minutes"] == 16 * 60
    assert {one.seq for one in run_.events} >= set(lag.entries)


def test_a_first_report_that_is_never_sent_is_counted_and_found(
    tmp_path: Path, plans: dict[str, Plan]
) -> None:
    run_, evaluation = played(tmp_path, plans, "deaths: 1", LOG, days=1)
    immediate = [slot for slot in run_.slots if slot.immediately and slot.submitted_at is None]
    assert immediate
    found = {
        one.facts["slot"]: one
        for one in evaluation.findings
        if one.kind in ("immediate_missing", "immediate_open")
    }
    assert {slot.id for slot in immediate} <= found.keys()
    missing = evaluation.measured["reports_missing"]
    assert isinstance(missing, int)
    assert missing >= len(immediate)
    assert all(one.clause for one in found.values())


def test_a_first_report_that_comes_after_its_last_reminder_is_no_report_on_time(
    tmp_path: Path, plans: dict[str, Plan]
) -> None:
    """Measured as it is judged: the counts are those of the table (A32)."""
    sent = '  - {day: 1, at: "AT", submit: {obligation: first_city_government}}\n'
    counts = []
    for at in ("08:20", "09:30"):
        run_, evaluation = played(tmp_path, plans, "deaths: 1", sent.replace("AT", at), days=1)
        kept = sample(run_)
        names = ("reports_on_time", "reports_late", "reports_missing")
        counts.append([evaluation.measured[name] for name in names])
        assert sum(kept.late.values()) == evaluation.measured["reports_late"]
        assert sum(kept.missing.values()) == evaluation.measured["reports_missing"]
    in_time, late = counts
    assert isinstance(in_time[0], int) and isinstance(in_time[1], int)
    assert late == [in_time[0] - 1, in_time[1] + 1, in_time[2]]


def test_findings_are_data(tmp_path: Path, plans: dict[str, Plan]) -> None:
    _, evaluation = played(tmp_path, plans, "deaths: 12", LOG)
    shapes = [one.to_json() for one in evaluation.findings]
    assert all({"kind", "at", "clause", "entries"} <= shape.keys() for shape in shapes)
    report = next(one for one in shapes if one["kind"] == "report_missing")
    assert {"slot", "reporter", "obligation", "due", "clause"} <= report.keys()


GRAIN = """\
format: "1"
id: late_report
plan: grain
title: 迟报
start: "2026-11-03T08:00:00+08:00"
end_day: 2
people:
  duty: {roles: [duty_officer]}
  office: {roles: ["grain:office_director"]}
  chief: {roles: ["grain:chief_commander"]}
open: {by: duty, title: 试, division: "141002", occurred_minutes_ago: 9, received_minutes_ago: 5}
steps:
  - {day: 1, at: "09:00", by: office, do: {command: recommend_activation, level: "III",
     sub_state: tense, reason: 试}}
  - {day: 1, at: "09:10", by: chief, do: {command: activate_response, level: "III",
     sub_state: tense, reason: 试}}
"""
LATE = '  - {day: DAY, at: "AT", submit: {obligation: county_daily, reporters: ["141033"]MORE}}\n'


@pytest.mark.parametrize(
    ("day", "at", "more", "settled"),
    [
        (1, "15:10", "", [3]),
        (2, "14:30", "", [4]),
        (2, "14:30", ', due: "15:00", due_day: 1', [3]),
        (2, "14:30", ', due: "16:00"', []),
    ],
    ids=["ten minutes late", "the nearest", "the one of yesterday", "one that is not owed"],
)
def test_a_report_settles_the_slot_that_is_meant(
    tmp_path: Path, plans: dict[str, Plan], day: int, at: str, more: str, settled: list[int]
) -> None:
    file = tmp_path / "late_report.yaml"
    step = LATE.replace("DAY", str(day)).replace("AT", at).replace("MORE", more)
    file.write_text(GRAIN + step, "utf-8")
    found = run(load_scenario(file, plans), plans)
    sent = [one for one in found.slots if one.obligation == "county_daily" and one.submitted_at]
    assert [one.due_at.day for one in sent] == settled
    kinds = [one.kind for one in found.mismatches]
    assert kinds == ([] if settled else ["nothing_owed"])


def test_the_record_names_posts_and_laws_in_the_reader_s_language() -> None:
    mine = play("mine_fire_handed_up")
    english = [*timeline(mine, "en"), *ledger(mine, "en")]
    assert any(
        "Commander of the Municipal Headquarters: activate, refused." in one for one in english
    )
    assert not [one for one in english if "：" in one]
    grain = play("grain_run")
    for one in (*english, *timeline(mine), *ledger(mine), *timeline(grain), *timeline(grain, "en")):
        assert not re.search(r"order_\d|\d  *duty:|role_required|\w:[a-z]", one), one
