"""The grain plan file against the text of the plan, clause by clause: who may do what.

Each test names the clause it reads. What is asserted here was read off the plan itself,
not off the plan file; where the text is silent, the assumption (`A4`, `G1`, …) is named.
"""

import pytest

from engine.lifecycle.table import Lifecycle
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.plans.grain import (
    CRITICAL,
    II,
    IV,
    MUNICIPAL,
    NATIONAL,
    OPENING,
    PLAN,
    TENSE,
    URGENT,
    who_may,
)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLAN)


@pytest.fixture(scope="module")
def lifecycle(plan: Plan) -> Lifecycle:
    return Lifecycle(plan)


# ── authority ───────────────────────────────────────────────────────────────


def test_the_posts_are_those_of_the_plan_and_their_holders(plan: Plan) -> None:
    """GR 2.1, 2.2, 2.4."""
    assert set(plan.role_by_id) == {
        "office_director",
        "chief_commander",
        "county_headquarters",
        "city_government",
        "province",
        "state",
    }
    assert plan.role_by_id["chief_commander"].holders == ("分管粮食工作的副市长",)
    assert plan.role_by_id["office_director"].holders == ("市发展改革委（市粮食和物资储备局）主任",)
    assert plan.role_by_id["county_headquarters"].scope == "division"
    assert {r.id for r in plan.roles if not r.signs_in} == {"province", "state"}


@pytest.mark.parametrize("source", OPENING)
@pytest.mark.parametrize(
    ("target", "role"),
    [
        (IV, "county_headquarters"),
        (TENSE, "chief_commander"),
        (URGENT, "chief_commander"),
        (CRITICAL, "chief_commander"),
        (II, "province"),
        (NATIONAL, "state"),
    ],
)
def test_any_level_and_state_opens_directly_by_its_own_authority(
    lifecycle: Lifecycle, source: str, target: str, role: str
) -> None:
    """GR 2.1(2), 3.2, 4.1 (III), 4.1, 4.4.1 (IV), 4.2 (II, I)."""
    assert who_may(lifecycle, "activate_response", source, target) == (role,)


def test_the_office_proposes_level_three_and_the_chief_may_act_without_waiting(
    plan: Plan, lifecycle: Lifecycle
) -> None:
    """GR 3.2(3), 4.1: the office 提请; 2.1(2): the headquarters decides."""
    for target in MUNICIPAL:
        step = lifecycle.step("activate_response", "assessing", target)
        assert step is not None
        assert step.row.recommended_by == ("office_director",)
        assert not step.row.recommendation_required
        assert step.row.approved_by == ()
        assert "G1" in step.row.assumption


def test_nobody_but_a_post_of_the_plan_changes_the_level(plan: Plan) -> None:
    """GR 2.1(2): a duty officer records orders and gives none."""
    assert not any(row.desk for row in plan.lifecycle)
    assert all(row.by for row in plan.lifecycle)


@pytest.mark.parametrize("command", ["activate_response", "adjust_response"])
def test_raising_is_for_the_activator_of_the_level_aimed_at(
    plan: Plan, lifecycle: Lifecycle, command: str
) -> None:
    """GR 2.1(2), 4.1, 4.2; assumption A7."""
    owner = dict.fromkeys(MUNICIPAL, "chief_commander") | {II: "province", NATIONAL: "state"}
    for low, source in enumerate(plan.positions):
        for target in plan.positions[low + 1 :]:
            assert who_may(lifecycle, command, source, target) == (owner[target],)


def test_lowering_is_for_the_activator_of_the_level_left_and_is_an_adjustment(
    plan: Plan, lifecycle: Lifecycle
) -> None:
    """The text is silent; assumption A7."""
    owner = dict.fromkeys(MUNICIPAL, "chief_commander") | {II: "province", NATIONAL: "state"}
    for high, source in enumerate(plan.positions):
        for target in plan.positions[:high]:
            assert who_may(lifecycle, "adjust_response", source, target) == (owner[source],)
            assert lifecycle.step("activate_response", source, target) is None


def test_a_warning_comes_before_any_level_and_is_lifted_by_the_same_posts(
    lifecycle: Lifecycle,
) -> None:
    """GR 3.1.2: the headquarters gives and lifts it; assumption G3."""
    for command, source, target in [
        ("issue_warning", "assessing", "warning"),
        ("lift_warning", "warning", "assessing"),
    ]:
        step = lifecycle.step(command, source, target)
        assert step is not None
        assert step.row.by == ("chief_commander", "office_director")
        assert step.row.clause[0] == "3.1.2"


def test_the_headquarters_ends_level_three_when_all_four_conditions_hold(
    plan: Plan, lifecycle: Lifecycle
) -> None:
    """GR 4.7, 2.1(2)."""
    assert [c.id for c in plan.end_conditions] == [
        "supply_stable",
        "prices_steady",
        "public_calm",
        "state_lifted",
    ]
    assert all(c.at == ("III",) and c.clause == ("4.7",) for c in plan.end_conditions)
    for source in MUNICIPAL:
        step = lifecycle.step("end_response", source, "ended")
        assert step is not None
        assert step.row.by == ("chief_commander",)
        assert step.row.requires_end_conditions
        assert "4.7" in step.row.clause


@pytest.mark.parametrize(
    ("source", "role"), [(IV, "county_headquarters"), (II, "province"), (NATIONAL, "state")]
)
def test_the_other_levels_are_ended_by_those_who_opened_them(
    lifecycle: Lifecycle, source: str, role: str
) -> None:
    """The text is silent; assumptions A17 and G2."""
    step = lifecycle.step("end_response", source, "ended")
    assert step is not None
    assert step.row.by == (role,)
    assert not step.row.requires_end_conditions


def test_the_office_closes_the_file(lifecycle: Lifecycle) -> None:
    """GR 2.2(5)."""
    for source in ("assessing", "ended"):
        assert who_may(lifecycle, "close_incident", source, "closed") == ("office_director",)
    assert lifecycle.step("close_incident", TENSE, "closed") is None


def test_under_a_superiors_lead_the_city_goes_on_and_nothing_is_blocked(plan: Plan) -> None:
    """GR 1.4.2, 4.2: the city works under the province and may still open this plan."""
    assert plan.command.initial == "county"
    assert {h.id for h in plan.command.holders if h.superior} == {"province", "state"}
    assert plan.command.blocked_while_superior_holds == ()


def test_the_acts_are_for_office_and_chief_and_the_desk_only_ticks_measures(plan: Plan) -> None:
    """GR 2.2(3), 2.3, 4.7; assumptions A12, A14."""
    by = {command: act for act in plan.acts for command in act.on}
    both = {"chief_commander", "office_director"}
    for command in ("form_group", "change_group", "complete_measure", "waive_measure"):
        assert set(by[command].by) == both
    assert set(by["confirm_end_condition"].by) == both
    assert by["set_reporters"].by == by["reanchor_cadence"].by == ("office_director",)
    assert [command for command, act in by.items() if act.desk] == ["complete_measure"]
