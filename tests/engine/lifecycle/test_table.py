"""The lifecycle table against section 6.B: who opens, approves, adjusts and ends what."""

from __future__ import annotations

import itertools

import pytest

from engine.errors import PlanProblem
from engine.lifecycle.table import Lifecycle, expand, lifecycle_of
from engine.plan.model import Plan
from tests.engine.made_up import plan_of
from tests.engine.stories import real_plans

PLANS = ["production_safety", "coal_mine", "grain"]
BEFORE = ["assessing", "warning"]
AFTER = ["ended", "closed"]

OPENED = {
    # (recommended by, approved by, opened by)
    "production_safety": {
        "IV": ((), (), ("office_director",)),
        "III": (("office_director",), (), ("commander",)),
        "II": (("commander",), ("chief_commander",), ("commander",)),
        "I": (("commander",), ("chief_commander",), ("commander",)),
    },
    "coal_mine": {
        "IV": ((), (), ("office_director",)),
        "III": (("office_director",), (), ("commander",)),
        "II": (("commander",), (), ("chief_commander",)),
        "I": (("commander",), (), ("chief_commander",)),
    },
    "grain": {
        "IV": ((), (), ("county_headquarters",)),
        "III.tense": (("office_director",), (), ("chief_commander",)),
        "III.urgent": (("office_director",), (), ("chief_commander",)),
        "III.critical": (("office_director",), (), ("chief_commander",)),
        "II": ((), (), ("province",)),
        "I": ((), (), ("state",)),
    },
}

ENDED_BY = {
    "production_safety": {
        "IV": "office_director",
        "III": "commander",
        "II": "chief_commander",
        "I": "chief_commander",
    },
    "coal_mine": {
        "IV": "office_director",
        "III": "on_site_commander",
        "II": "on_site_commander",
        "I": "on_site_commander",
    },
    "grain": {
        "IV": "county_headquarters",
        "III.tense": "chief_commander",
        "III.urgent": "chief_commander",
        "III.critical": "chief_commander",
        "II": "province",
        "I": "state",
    },
}


def table(plan_id: str) -> Lifecycle:
    return lifecycle_of(real_plans()[plan_id])


@pytest.mark.parametrize("plan_id", PLANS)
def test_any_level_may_be_opened_directly_by_those_whom_the_plan_names(plan_id: str) -> None:
    """No need to climb (5.3); after the end and during the casualty watch too (A19)."""
    for position, who in OPENED[plan_id].items():
        for source in [*BEFORE, *AFTER]:
            step = table(plan_id).step("activate_response", source, position)
            assert step is not None, (source, position)
            row = step.row
            assert (row.recommended_by, row.approved_by, row.by) == who


@pytest.mark.parametrize("plan_id", PLANS)
def test_raising_belongs_to_the_activator_of_the_target(plan_id: str) -> None:
    """A7, by either command."""
    positions = real_plans()[plan_id].positions
    for low, high in itertools.combinations(positions, 2):
        for command in ("activate_response", "adjust_response"):
            step = table(plan_id).step(command, low, high)
            assert step is not None, (command, low, high)
            row = step.row
            assert (row.recommended_by, row.approved_by, row.by) == OPENED[plan_id][high]


@pytest.mark.parametrize("plan_id", PLANS)
def test_lowering_belongs_to_the_activator_of_the_level_being_left(plan_id: str) -> None:
    """A7; only by adjusting, and nobody has to approve it again."""
    positions = real_plans()[plan_id].positions
    for low, high in itertools.combinations(positions, 2):
        assert table(plan_id).step("activate_response", high, low) is None
        step = table(plan_id).step("adjust_response", high, low)
        assert step is not None, (high, low)
        assert step.row.by == OPENED[plan_id][high][2]
        assert step.row.approved_by == ()


@pytest.mark.parametrize("plan_id", PLANS)
def test_each_level_is_ended_by_the_one_whom_the_plan_names(plan_id: str) -> None:
    for position, role in ENDED_BY[plan_id].items():
        step = table(plan_id).step("end_response", position, "ended")
        assert step is not None
        assert step.row.by == (role,)


def test_only_in_grain_level_four_two_and_one_end_without_conditions_of_the_city() -> None:
    without = {
        (plan_id, position)
        for plan_id in PLANS
        for position in real_plans()[plan_id].positions
        for step in table(plan_id).steps_from(position, "end_response")
        if not step.row.requires_end_conditions
    }
    assert without == {("grain", "IV"), ("grain", "II"), ("grain", "I")}


@pytest.mark.parametrize("plan_id", PLANS)
def test_no_step_is_ruled_twice_and_none_leads_nowhere(plan_id: str) -> None:
    lifecycle = table(plan_id)
    places = {*real_plans()[plan_id].positions, "assessing", "warning", "ended", "closed"}
    for step in lifecycle.steps:
        assert {step.source, step.target} <= places
        assert step.source != step.target
        assert lifecycle.step(step.command, step.source, step.target) is step


@pytest.mark.parametrize("plan_id", PLANS)
def test_nothing_else_leads_anywhere(plan_id: str) -> None:
    """Warning before any level; end only from a level; closing from the end or the start."""
    lifecycle = table(plan_id)
    others = {
        (step.command, step.source, step.target)
        for step in lifecycle.steps
        if step.command not in ("activate_response", "adjust_response", "end_response")
    }
    assert others == {
        ("issue_warning", "assessing", "warning"),
        ("lift_warning", "warning", "assessing"),
        ("close_incident", "ended", "closed"),
        ("close_incident", "assessing", "closed"),
    }


@pytest.mark.parametrize("plan_id", PLANS)
def test_the_machine_takes_exactly_the_steps_of_the_table(plan_id: str) -> None:
    lifecycle = table(plan_id)
    places = [*real_plans()[plan_id].positions, "assessing", "warning", "ended", "closed"]
    known = {(step.command, step.source, step.target) for step in lifecycle.steps}
    commands = sorted({step.command for step in lifecycle.steps})
    for command, source, target in itertools.product(commands, places, places):
        if (command, source, target) in known:
            assert lifecycle.take(command, source, target) == target
        else:
            with pytest.raises(PlanProblem):
                lifecycle.take(command, source, target)


def contradictory_plan() -> Plan:
    return plan_of(
        lifecycle="""
            lifecycle:
              - {on: end_response, from: low, to: ended, by: director, clause: "1"}
              - {on: end_response, from: responding, to: ended, by: commander, clause: "1"}
        """
    )


def test_a_step_that_two_rows_allow_is_refused_aloud() -> None:
    lifecycle = Lifecycle(contradictory_plan())
    with pytest.raises(PlanProblem) as refusal:
        lifecycle.step("end_response", "low", "ended")
    assert refusal.value.code == "ambiguous_transition"
    assert refusal.value.facts["count"] == 2
    assert lifecycle.step("end_response", "top", "ended") is not None


def test_a_row_with_several_commands_and_places_is_expanded_into_single_steps() -> None:
    plan = plan_of(
        lifecycle="""
            lifecycle:
              - on: [activate_response, adjust_response]
                from: [low, high]
                to: [high, top]
                by: commander
                clause: "1"
        """
    )
    steps = {(s.command, s.source, s.target) for s in expand(plan)}
    moves = [
        ("low", "high.calm"),
        ("low", "high.wild"),
        ("low", "top"),
        ("high.calm", "high.wild"),
        ("high.calm", "top"),
        ("high.wild", "high.calm"),
        ("high.wild", "top"),
    ]
    commands = ["activate_response", "adjust_response"]
    assert steps == {(c, source, target) for c in commands for source, target in moves}


def test_positions_rank_from_zero_and_stages_below_them() -> None:
    lifecycle = Lifecycle(plan_of())
    places = ["assessing", "ended", "low", "high.calm", "high.wild", "top"]
    assert [lifecycle.rank(place) for place in places] == [-1, -1, 0, 1, 2, 3]


def test_steps_from_a_place_may_be_asked_for_by_command() -> None:
    lifecycle = Lifecycle(plan_of())
    assert {s.command for s in lifecycle.steps_from("low")} == {"adjust_response", "end_response"}
    assert [s.target for s in lifecycle.steps_from("low", "end_response")] == ["ended"]
    assert lifecycle.steps_from("nowhere") == []


def test_a_plan_gets_one_lifecycle_however_often_it_is_asked_for() -> None:
    plan = plan_of()
    assert lifecycle_of(plan) is lifecycle_of(plan)
    assert lifecycle_of(plan).plan is plan
    assert lifecycle_of(plan_of()) is not lifecycle_of(plan)


def test_many_plans_each_get_their_own_lifecycle() -> None:
    plan = plan_of()
    plans = [plan.model_copy() for _ in range(70)]
    for one in [*plans, *plans]:
        assert lifecycle_of(one).plan is one
