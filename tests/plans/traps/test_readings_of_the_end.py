"""What recorded figures say against the end of a response (A31), as data."""

from __future__ import annotations

from typing import Any

import pytest

from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import Story
from tests.plans.traps.marks import reading
from tests.plans.traps.telling import COAL, GRAIN, SAFETY, at, edited

ENDS = [
    (SAFETY, "III", "site_controlled", {"trapped": 5}, {"trapped": 0}),
    (COAL, "III", "all_found", {"trapped": 5}, {"trapped": 0}),
    (COAL, "III", "all_found", {"missing": 1}, {"missing": 0}),
    (GRAIN, "III.tense", "prices_steady", {"price_rise_percent": 30}, {"price_rise_percent": 29}),
    (
        GRAIN,
        "III.tense",
        "state_lifted",
        {"counties_in_emergency": ["141021"]},
        {"counties_in_emergency": []},
    ),
]
CLAUSES = ["PS 5.3.5", "CM 5.3.6", "GR 4.7"]
DECISION = {"document": "临政函〔2021〕8号", "reason": "经搜救七日仍未找到"}


def ended_by(story: Story) -> Any:
    return story.chief if story.plan.id == GRAIN else story.commander


def running(tell: Tell, plan: Any, place: str, known: dict[str, Any]) -> Story:
    story = at(tell(plan), place)
    story.clock.to("10:00")
    story.desk.records(source="现场指挥部", **known)
    return story


@reading("A31", clause=CLAUSES)
@pytest.mark.parametrize(("plan_id", "place", "condition", "known", "newer"), ENDS)
def test_a_condition_that_the_figures_contradict_is_not_confirmed_until_they_change(
    tell: Tell,
    plan_id: str,
    place: str,
    condition: str,
    known: dict[str, Any],
    newer: dict[str, Any],
) -> None:
    story = running(tell, plan_id, place, known)
    refusal = story.director.is_refused(
        "condition_contradicted", "confirm_end_condition", condition=condition
    )
    assert refusal.facts["figures"].endswith("（现场指挥部，2021-11-08 10:00:00+08:00）")
    (shown,) = [c for c in story.view["end_conditions"] if c["id"] == condition]
    (against,) = shown["contradicted_by"]
    assert (against["source"], against["seq"]) == ("现场指挥部", story.incident.seq)
    story.desk.records(**newer)
    (shown,) = [c for c in story.view["end_conditions"] if c["id"] == condition]
    assert shown["contradicted_by"] == []
    story.director.does("confirm_end_condition", condition=condition)
    assert condition in story.incident.end_conditions


@reading("A31", clause=CLAUSES)
@pytest.mark.parametrize(("plan_id", "place", "condition", "known", "newer"), ENDS)
def test_what_is_learnt_after_the_tick_stands_against_the_end(
    tell: Tell,
    plan_id: str,
    place: str,
    condition: str,
    known: dict[str, Any],
    newer: dict[str, Any],
) -> None:
    story = at(tell(plan_id), place)
    story.director.confirms_all_end_conditions()
    story.desk.records(**known)
    ender = ended_by(story) if plan_id != COAL else story.on_site
    assert "end_response" not in {option["command"] for option in story.view["allowed"]}
    ender.is_refused("condition_contradicted", "end_response")
    story.desk.records(**newer)
    ender.ends()
    assert story.place == "ended"


@reading("A31", clause=["CM 5.3.6"])
def test_a_decision_to_stop_frees_what_it_covers_and_nothing_that_comes_later(tell: Tell) -> None:
    story = running(tell, COAL, "III", {"missing": 1})
    fields = {"condition": "all_found"}
    story.director.does("confirm_end_condition", **fields, stop_decision=DECISION)
    assert story.events[-1].data["stop_decision"] == DECISION
    assert DECISION["document"] in sentence(story.plan, story.events[-1])
    story.director.does("confirm_end_condition", condition="threat_removed")
    story.desk.records(missing=2)
    story.on_site.is_refused("condition_contradicted", "end_response")
    story.director.does("confirm_end_condition", **fields, stop_decision=DECISION)
    story.on_site.ends()
    assert story.place == "ended"


@reading("A31", clause=["CM 5.3.6"])
def test_striking_the_decision_takes_its_effect_back(tell: Tell) -> None:
    story = running(tell, COAL, "III", {"missing": 1})
    story.director.does("confirm_end_condition", condition="all_found", stop_decision=DECISION)
    story.desk.strikes(story.events[-1].seq)
    assert not story.incident.stop_decisions
    story.director.is_refused(
        "condition_contradicted", "confirm_end_condition", condition="all_found"
    )


@reading("A31", clause=CLAUSES)
@pytest.mark.parametrize(
    ("plan_id", "place", "condition"),
    [
        (SAFETY, "III", "site_controlled"),
        (COAL, "III", "all_found"),
        (GRAIN, "III.tense", "state_lifted"),
    ],
)
def test_unknown_figures_do_not_stand_in_the_way(
    tell: Tell, plan_id: str, place: str, condition: str
) -> None:
    story = at(tell(plan_id), place)
    story.director.does("confirm_end_condition", condition=condition)


@reading("A31", clause=["CM 5.3.6"])
def test_which_figures_contradict_is_a_line_of_the_plan_file(tell: Tell) -> None:
    trapped_only = edited(
        COAL, ("{fact: at_risk, at_least: 1}, {fact: trapped, at_least: 1}, ", "")
    )
    story = running(tell, trapped_only, "III", {"trapped": 5})
    story.director.does("confirm_end_condition", condition="all_found")
