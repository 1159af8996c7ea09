"""The coal mine plan file against the text of the plan, clause by clause.

Read off 临政办发〔2021〕27号 and the two orders, not off the plan file. Its annexes were never
published: what rests on annex 4 is the reading A23 and is tested to say so.
"""

from typing import Any

import pytest

from engine.conditions.evaluation import Situation, holds
from engine.plan.clauses import Difference, differences
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.plans.reading import (
    OPENING,
    PLANS,
    assumptions_used,
    authority,
    cited_by_rules,
    class_of,
    criteria_met,
    level_met,
    may,
    plan_and_texts,
    row,
    unknown_assumption_clauses,
    without_english,
)

LEVELS = ("IV", "III", "II", "I")
RISES = [(low, high) for n, low in enumerate(LEVELS) for high in LEVELS[n + 1 :]]
OFFICE, COMMANDER = ("office_director",), ("commander",)
CHIEF, ON_SITE = ("chief_commander",), ("on_site_commander",)
MINE_SAFETY = "provincial_mine_safety_administration"
MEMBERS_OF_2_1 = {
    "市委宣传部", "市公安局", "市规划和自然资源局", "市交通局", "市卫健委", "市应急管理局",
    "市能源局", "山西煤监局临汾监察分局", "市消防救援支队", "市气象局",
    "山西省煤炭地质144勘查院", "移动临汾分公司", "联通临汾分公司", "电信临汾分公司",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLANS / "coal_mine")


# ── identity and clauses ────────────────────────────────────────────────────


def test_the_plan_is_document_27_of_2021_for_all_17_divisions(plan: Plan) -> None:
    assert (plan.id, plan.number_prefix, plan.version) == ("coal_mine", "CM", "2021.5")
    assert plan.document.number == "临政办发〔2021〕27号"
    assert len(plan.division_by_code) == 17


@pytest.mark.parametrize(
    ("facts", "covered", "excluded"),
    [
        ({"sector": "煤矿", "supervised_by_city": True}, True, False),
        ({"sector": "coal_mine", "supervised_by_city": False}, True, True),
        ({"sector": "煤炭开采"}, True, None),
        ({"sector": "化工", "supervised_by_city": True}, False, False),
        ({}, None, None),
    ],
)
def test_clause_1_4_covers_coal_mines_that_linfen_supervises_wherever_they_lie(
    plan: Plan, facts: dict[str, Any], covered: bool | None, excluded: bool | None
) -> None:
    coverage, situation = plan.coverage, Situation(plan, facts)
    assert coverage.special
    assert coverage.citation == "1.4"
    assert coverage.when is not None
    assert coverage.excludes_when is not None
    assert holds(coverage.when, situation) is covered
    assert holds(coverage.excludes_when, situation) is excluded


def test_the_event_code_names_its_scheme_and_not_a_standard_that_was_not_checked(
    plan: Plan,
) -> None:
    assert plan.coverage.event_code is not None
    assert plan.coverage.event_code.startswith("12A00")
    assert "GB/T" not in plan.coverage.event_code


def test_every_clause_is_cited_by_a_rule_or_listed_as_not_encoded_with_a_reason(plan: Plan) -> None:
    known = {clause.number for clause in plan.clauses}
    excused = {clause for entry in plan.not_encoded for clause in entry.clause}
    cited = {clause for clause in cited_by_rules(plan) if ":" not in clause}
    assert cited <= known
    assert known - cited == excused


def test_the_four_annexes_are_listed_without_a_hash_for_they_were_not_published(plan: Plan) -> None:
    bare = {clause.number for clause in plan.clauses if clause.sha256 is None}
    assert {"附件1", "附件2", "附件3", "附件4"} <= bare
    assert bare <= {"1", "4", "5", "6", "7", "8", "附件1", "附件2", "附件3", "附件4"}


def test_the_hashes_are_those_of_the_text_and_a_changed_clause_is_named(plan: Plan) -> None:
    plan, texts = plan_and_texts(plan)
    assert differences(plan, texts) == ()
    assert differences(plan, {**texts, "5.3.6": "改"}) == (Difference("5.3.6", "changed"),)
    assert differences(plan, {**texts, "附件4": "终于找到"}) == (Difference("附件4", "unhashed"),)


def test_every_reading_is_used_by_a_rule_and_interprets_a_known_clause(plan: Plan) -> None:
    assert {a.id for a in plan.assumptions} == assumptions_used(plan)
    assert unknown_assumption_clauses(plan) == set()
    assert "A18" not in assumptions_used(plan)  # 5.3.6 itself says who ends level IV


def test_everything_that_users_see_has_an_english_name(plan: Plan) -> None:
    assert without_english(plan) == []


# ── who (2.1, 2.3) ──────────────────────────────────────────────────────────


def test_clause_2_1_names_one_commander_and_two_office_directors(plan: Plan) -> None:
    assert plan.role_by_id["commander"].holders == ("市政府分管副市长",)
    assert plan.role_by_id["office_director"].holders == (
        "市应急管理局主要负责人",
        "市能源局主要负责人",
    )


def test_clause_2_3_makes_the_vice_mayor_commander_on_the_scene_too(plan: Plan) -> None:
    assert plan.role_by_id["on_site_commander"].holders == ("市政府分管副市长",)
    assert "2.3" in plan.role_by_id["on_site_commander"].clause


def test_clause_2_1_has_14_member_units(plan: Plan) -> None:
    members = [unit for unit in plan.units if unit.member]
    assert len(members) == 14
    assert {unit.name for unit in members} == MEMBERS_OF_2_1


def test_the_mine_safety_body_is_found_by_its_name_of_2021(plan: Plan) -> None:
    assert "山西煤监局" in plan.unit_by_id[MINE_SAFETY].aliases


def test_clause_2_2_blocks_levels_while_a_superior_holds_command(plan: Plan) -> None:
    assert plan.command.initial == "county"
    assert [h.id for h in plan.command.holders if h.superior] == ["province", "state"]
    assert "activate_response" in plan.command.blocked_while_superior_holds
    assert "adjust_response" in plan.command.blocked_while_superior_holds


# ── classes (annex 3 = order 493 art. 3) and criteria (annex 4, A23) ────────


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"deaths": 0}, None),
        ({"deaths": 1}, "ordinary"),
        ({"deaths": 3}, "relatively_serious"),
        ({"deaths": 10}, "serious"),
        ({"deaths": 30}, "especially_serious"),
        ({"serious_injuries": 9}, "ordinary"),
        ({"serious_injuries": 10}, "relatively_serious"),
        ({"serious_injuries": 50}, "serious"),
        ({"serious_injuries": 100}, "especially_serious"),
        ({"direct_loss_yuan": 0}, None),
        ({"direct_loss_yuan": 10_000_000}, "relatively_serious"),
        ({"direct_loss_yuan": 50_000_000}, "serious"),
        ({"direct_loss_yuan": 100_000_000}, "especially_serious"),
    ],
)
def test_clause_1_5_classes_are_those_of_order_493_article_3(
    plan: Plan, facts: dict[str, Any], expected: str | None
) -> None:
    assert class_of(plan, "severity", **facts) == expected
    assert "order_493:3" in plan.scale_by_id["severity"].clause


@pytest.mark.parametrize(
    ("people", "level"),
    [(0, None), (1, "IV"), (2, "IV"), (3, "III"), (9, "III"), (10, "II"), (29, "II"), (30, "I")],
)
@pytest.mark.parametrize("state", ["at_risk", "trapped", "missing"])
def test_annex_4_as_read_by_a23_counts_people_like_the_general_plan(
    plan: Plan, state: str, people: int, level: str | None
) -> None:
    assert level_met(plan, **{state: people}) == level


def test_annex_4_as_read_by_a23_leaves_level_ii_without_an_upper_bound(plan: Plan) -> None:
    assert criteria_met(plan, trapped=35) == {"ii_people", "i_people"}
    assert criteria_met(plan, beyond_city_capacity=True) == {"ii_capacity"}


def test_every_criterion_says_that_annex_4_is_an_assumption_of_medium_confidence(
    plan: Plan,
) -> None:
    criteria = [criterion for level in plan.levels for criterion in level.criteria]
    assert len(criteria) == 13
    for criterion in criteria:
        assert criterion.citation == "附件4"
        assert "A23" in criterion.assumption
        assert criterion.confidence == "M"


def test_the_criteria_are_those_of_the_general_plan_so_that_a23_is_what_it_says(plan: Plan) -> None:
    general = load_plan(PLANS / "production_safety")
    for mine, other in zip(plan.levels, general.levels, strict=True):
        assert [c.when for c in mine.criteria] == [c.when for c in other.criteria]
    assert [s.classes for s in plan.scales] == [s.classes for s in general.scales]


# ── authority (5.3.1 to 5.3.6) ──────────────────────────────────────────────

OPENS = {
    "IV": ((), (), OFFICE),
    "III": (OFFICE, (), COMMANDER),
    "II": (COMMANDER, (), CHIEF),
    "I": (COMMANDER, (), CHIEF),
}


@pytest.mark.parametrize("source", OPENING)
@pytest.mark.parametrize(
    ("level", "clause"), [("IV", "5.3.1"), ("III", "5.3.2"), ("II", "5.3.3"), ("I", "5.3.4")]
)
def test_clause_5_3_opens_any_level_directly_by_its_own_authority(
    plan: Plan, source: str, level: str, clause: str
) -> None:
    rule = row(plan, "activate_response", source, level)
    assert rule is not None
    assert authority(plan, "activate_response", source, level) == OPENS[level]
    assert rule.citation == clause
    assert rule.recommendation_required is False


@pytest.mark.parametrize("command", ["activate_response", "adjust_response"])
@pytest.mark.parametrize(("low", "high"), RISES)
def test_clause_5_3_5_raising_needs_the_authority_of_the_level_reached_by_a7(
    plan: Plan, command: str, low: str, high: str
) -> None:
    rule = row(plan, command, low, high)
    assert rule is not None
    assert authority(plan, command, low, high) == OPENS[high]
    assert "5.3.5" in rule.clause
    assert "A7" in rule.assumption


@pytest.mark.parametrize(("low", "high"), RISES)
def test_clause_5_3_5_lowering_belongs_to_the_activator_of_the_level_left_by_a7(
    plan: Plan, low: str, high: str
) -> None:
    rule = row(plan, "adjust_response", high, low)
    assert rule is not None
    assert (rule.recommended_by, rule.approved_by) == ((), ())
    assert rule.by == OPENS[high][2]
    assert "5.3.5" in rule.clause
    assert row(plan, "activate_response", high, low) is None


@pytest.mark.parametrize(
    ("level", "ender"), [("IV", OFFICE), ("III", ON_SITE), ("II", ON_SITE), ("I", ON_SITE)]
)
def test_clause_5_3_6_the_on_site_commander_ends_what_others_opened(
    plan: Plan, level: str, ender: tuple[str, ...]
) -> None:
    rule = row(plan, "end_response", level, "ended")
    assert rule is not None
    assert (rule.by, rule.requires_end_conditions, rule.citation) == (ender, True, "5.3.6")


def test_clause_4_2_warning_stands_before_any_level_and_the_desk_may_issue_it(plan: Plan) -> None:
    for command, source, target in (
        ("issue_warning", "assessing", "warning"),
        ("lift_warning", "warning", "assessing"),
    ):
        rule = row(plan, command, source, target)
        assert rule is not None
        assert (rule.by, rule.desk, rule.citation) == (OFFICE, True, "4.2")


def test_acts_that_change_no_level_belong_to_the_posts_that_the_clauses_name(plan: Plan) -> None:
    commanders = {"commander", "chief_commander", "on_site_commander"}
    assert may(plan, "assume_command") == (commanders, False)  # 5.3.2(2)
    assert may(plan, "hand_over_command") == (commanders, True)  # 2.2
    assert may(plan, "return_command") == (commanders, True)  # A21
    assert may(plan, "form_group") == (commanders, True)  # 2.3
    assert may(plan, "change_group") == (commanders, False)  # 2.3
    on_duty = {"office_director", "commander", "on_site_commander"}
    assert may(plan, "confirm_end_condition") == (on_duty, True)  # 5.3.6
