"""The shipped scenarios: they run as written, and together they visit all of the plans.

`golden/library.tsv` keeps one line an incident; `python -m tests.engine.drill.golden` rewrites it.
"""

from __future__ import annotations

import pytest

from engine.drill.coverage.exclusions import load_exclusions
from engine.drill.coverage.items import KINDS
from engine.drill.coverage.table import coverage, missing_of
from engine.drill.outcome import Run
from engine.drill.runner import run
from engine.instants import local_day
from engine.plan.model import Plan
from tests.engine.drill.golden import GOLDEN, ROOT, fingerprints, library
from tests.engine.stories import real_plans

PLANS = dict(real_plans())


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    return library()


def test_there_are_twelve_and_more_with_titles_in_both_languages(runs: dict[str, Run]) -> None:
    assert len(runs) >= 12
    for drill in runs.values():
        assert drill.scenario.title and drill.scenario.title_en
        assert all(inject.text_en for inject in drill.scenario.injects)


def test_each_goes_as_it_says(runs: dict[str, Run]) -> None:
    assert {name: drill.mismatches for name, drill in runs.items() if drill.mismatches} == {}


def test_each_is_the_golden_one(runs: dict[str, Run]) -> None:
    golden = (GOLDEN / "library.tsv").read_text(encoding="utf-8").splitlines()
    assert fingerprints(runs) == golden


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.id)
def test_together_they_visit_all_that_can_be_visited(runs: dict[str, Run], plan: Plan) -> None:
    """If this fails: `zhiban drill cover PLAN --write FILE` writes the scenario that is missing."""
    excluded = load_exclusions(ROOT / "plans" / "coverage.yaml", PLANS)[plan.id]
    parts = coverage(plan, runs.values(), excluded)
    assert {kind: items for kind, items in missing_of(parts).items() if items} == {}
    assert [item for part in parts for item in part.wrongly_excluded] == []
    assert [part.kind for part in parts] == list(KINDS)


def test_one_scenario_alone_does_not_visit_all(runs: dict[str, Run]) -> None:
    parts = {part.kind: part for part in coverage(PLANS["coal_mine"], [runs["coal_roof_fall"]])}
    assert (parts["moves"].visited, parts["moves"].total) == (7, 36)
    assert (parts["measures"].visited, parts["measures"].total) == (4, 38)


@pytest.mark.parametrize("name", ["dust_explosion_refused", "collapse_month_end"])
def test_other_seeds_differ_and_go_as_the_scenario_says(runs: dict[str, Run], name: str) -> None:
    script = runs[name].scenario
    others = [run(script, PLANS, seed) for seed in range(2, 12)]
    assert [one.mismatches for one in others] == [()] * 10
    late = {sum(slot.state == "submitted_late" for slot in one.slots) for one in others}
    assert len(late) > 2


def test_the_year_of_the_gas_outburst_has_a_29_february(runs: dict[str, Run]) -> None:
    slots = runs["gas_outburst_leap_day"].slots
    days = {local_day(slot.due_at, "Asia/Shanghai").isoformat() for slot in slots}
    assert {"2028-02-28", "2028-02-29", "2028-03-01"} <= days


def test_the_silent_county_never_reports(runs: dict[str, Run]) -> None:
    own = [s for s in runs["grain_silent_county"].slots if s.reporter == "141032"]
    assert len(own) > 5
    assert not any(slot.submitted_at for slot in own)
    given = [entry.id for entry in runs["grain_silent_county"].injects]
    assert "silent" in given
