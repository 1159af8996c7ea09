"""The production safety plan file against the text of the plan, clause by clause.

What is asserted was read off the plan (临政办发〔2021〕19号) and the two orders, not off the
plan file; where the text is silent the assumption (`A1`, …) is named.
"""

from typing import Any

import pytest

from engine.plan.clauses import Difference, differences
from engine.plan.expressions import Band
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
OFFICE, COMMANDER, CHIEF = ("office_director",), ("commander",), ("chief_commander",)
MEMBERS_OF_ANNEX_2 = {
    "市委宣传部", "市发展改革委", "市工信局", "市公安局", "市民政局", "市财政局", "市人社局",
    "市规划和自然资源局", "市生态环境局", "市交通局", "市水利局", "市农业农村局", "市卫健委",
    "市应急局", "市国资委", "市能源局", "市气象局", "临汾银保监分局", "国网临汾供电公司",
    "临汾军分区战备建设处", "武警临汾支队", "市消防救援支队", "侯马车务段", "联通临汾分公司",
    "移动临汾分公司", "电信临汾分公司",
}  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(PLANS / "production_safety")


# ── identity and clauses ────────────────────────────────────────────────────


def test_the_plan_is_document_19_of_2021_for_all_17_divisions(plan: Plan) -> None:
    assert (plan.id, plan.number_prefix, plan.version) == ("production_safety", "PS", "2021.5")
    assert plan.document.number == "临政办发〔2021〕19号"
    assert plan.zone == "Asia/Shanghai"
    assert plan.jurisdiction.code == "141000"
    assert len(plan.division_by_code) == 17
    assert "141001" not in plan.division_by_code


def test_clause_1_5_makes_it_the_general_plan_beside_any_special_one(plan: Plan) -> None:
    assert plan.coverage.special is False
    assert plan.coverage.when is None
    assert plan.coverage.citation == "1.5"


def test_every_clause_is_cited_by_a_rule_or_listed_as_not_encoded_with_a_reason(plan: Plan) -> None:
    known = {clause.number for clause in plan.clauses}
    excused = {clause for entry in plan.not_encoded for clause in entry.clause}
    cited = {clause for clause in cited_by_rules(plan) if ":" not in clause}
    assert cited <= known
    assert known - cited == excused


def test_every_article_cited_is_of_a_law_that_the_plan_lists(plan: Plan) -> None:
    laws = {clause.partition(":")[0] for clause in cited_by_rules(plan) if ":" in clause}
    assert laws == {law.id for law in plan.laws} == {"order_493", "order_21"}


def test_the_hashes_are_those_of_the_text_and_a_changed_clause_is_named(plan: Plan) -> None:
    plan, texts = plan_and_texts(plan)
    assert differences(plan, texts) == ()
    changed = {**texts, "5.3.2(4)": texts["5.3.2(4)"] + "改"}
    assert differences(plan, changed) == (Difference("5.3.2(4)", "changed"),)


def test_only_headings_and_the_unprinted_chart_of_annex_4_have_no_hash(plan: Plan) -> None:
    bare = {clause.number for clause in plan.clauses if clause.sha256 is None}
    assert bare <= {"1", "4", "5", "6", "7", "8", "附件4"}


def test_every_reading_is_used_by_a_rule_and_interprets_a_known_clause(plan: Plan) -> None:
    assert {a.id for a in plan.assumptions} == assumptions_used(plan)
    assert unknown_assumption_clauses(plan) == set()
    assert all(a.text_en for a in plan.assumptions)


def test_everything_that_users_see_has_an_english_name(plan: Plan) -> None:
    assert without_english(plan) == []


# ── who (2.1, 2.2, annex 2) ─────────────────────────────────────────────────


def test_clause_2_1_names_two_commanders_and_two_office_directors(plan: Plan) -> None:
    assert len(plan.role_by_id["commander"].holders) == 2
    assert plan.role_by_id["office_director"].holders == (
        "市应急局主要负责人",
        "市工信局主要负责人",
    )
    assert set(plan.role_by_id) == {
        "office_director", "commander", "chief_commander", "on_site_commander",
    }  # fmt: skip


def test_annex_2_has_26_member_units_of_which_the_body_merges_two(plan: Plan) -> None:
    members = [unit for unit in plan.units if unit.member]
    assert {unit.name for unit in members} == MEMBERS_OF_ANNEX_2
    assert len(members) == 26
    in_the_body = [unit.name for unit in members if "2.1" in unit.clause]
    assert len(in_the_body) == 25
    assert "市国资委" not in in_the_body


def test_clause_2_2_blocks_levels_while_a_superior_holds_command(plan: Plan) -> None:
    assert plan.command.initial == "county"
    superiors = {holder.id: holder.superior for holder in plan.command.holders}
    assert superiors == {"county": False, "city": False, "province": True, "state": True}
    assert set(plan.command.blocked_while_superior_holds) == {
        "activate_response",
        "adjust_response",
    }
    assert "2.2" in plan.command.clause
    assert plan.command.assumption == ("A21",)


# ── classes (annex 1, order 493 art. 3) ─────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"deaths": 0}, None),
        ({"deaths": 1}, "ordinary"),
        ({"deaths": 2}, "ordinary"),
        ({"deaths": 3}, "relatively_serious"),
        ({"deaths": 9}, "relatively_serious"),
        ({"deaths": 10}, "serious"),
        ({"deaths": 29}, "serious"),
        ({"deaths": 30}, "especially_serious"),
        ({"serious_injuries": 1}, "ordinary"),
        ({"serious_injuries": 9}, "ordinary"),
        ({"serious_injuries": 10}, "relatively_serious"),
        ({"serious_injuries": 49}, "relatively_serious"),
        ({"serious_injuries": 50}, "serious"),
        ({"serious_injuries": 99}, "serious"),
        ({"serious_injuries": 100}, "especially_serious"),
        ({"direct_loss_yuan": 0}, None),
        ({"direct_loss_yuan": 1}, "ordinary"),
        ({"direct_loss_yuan": 9_999_999}, "ordinary"),
        ({"direct_loss_yuan": 10_000_000}, "relatively_serious"),
        ({"direct_loss_yuan": 49_999_999}, "relatively_serious"),
        ({"direct_loss_yuan": 50_000_000}, "serious"),
        ({"direct_loss_yuan": 99_999_999}, "serious"),
        ({"direct_loss_yuan": 100_000_000}, "especially_serious"),
    ],
)
def test_annex_1_includes_the_lower_number_and_excludes_the_upper_one(
    plan: Plan, facts: dict[str, Any], expected: str | None
) -> None:
    assert class_of(plan, "severity", **facts) == expected


def test_annex_1_joins_its_columns_by_or_and_the_highest_class_counts(plan: Plan) -> None:
    facts = {"deaths": 1, "serious_injuries": 12, "direct_loss_yuan": 60_000_000}
    assert class_of(plan, "severity", **facts) == "serious"


def test_an_event_without_casualties_and_loss_has_no_class_by_a1(plan: Plan) -> None:
    nothing = {"deaths": 0, "serious_injuries": 0, "direct_loss_yuan": 0}
    assert class_of(plan, "severity", **nothing) is None


def test_the_missing_count_as_deaths_only_in_what_the_class_may_rise_to_by_a3(plan: Plan) -> None:
    assert class_of(plan, "severity", deaths=2, missing=2) == "ordinary"
    (projection,) = plan.projections
    assert (projection.scale, projection.replace) == ("severity", "deaths")
    assert set(projection.by_sum_of) == {"deaths", "missing"}
    assert "附件1" in projection.clause
    assert projection.assumption == ("A3",)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"at_risk": 9}, None),
        ({"at_risk": 10}, "major_hazard"),
        ({"trapped": 2}, None),
        ({"trapped": 3}, "major_hazard"),
        ({"missing": 3}, "major_hazard"),
        ({"trapped": 1, "missing": 2}, "major_hazard"),
        ({"evacuated": 499}, None),
        ({"evacuated": 500}, "major_hazard"),
        ({"severe_pollution": True}, "major_hazard"),
        ({"critical_site_endangered": True}, "major_hazard"),
        ({"other_major_hazard": True}, "major_hazard"),
        ({"severe_pollution": False, "deaths": 5}, None),
    ],
)
def test_order_21_article_26_defines_the_major_hazard_accident(
    plan: Plan, facts: dict[str, Any], expected: str | None
) -> None:
    assert class_of(plan, "hazard", **facts) == expected


def test_hazard_class_and_level_are_two_things_nine_at_risk_open_level_iii_only(plan: Plan) -> None:
    assert level_met(plan, at_risk=9) == "III"
    assert class_of(plan, "hazard", at_risk=9) is None


# ── criteria (annex 3) ──────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("people", "level"),
    [(0, None), (1, "IV"), (2, "IV"), (3, "III"), (9, "III"), (10, "II"), (29, "II"), (30, "I")],
)
@pytest.mark.parametrize("state", ["at_risk", "trapped", "missing"])
def test_annex_3_counts_people_at_risk_trapped_or_missing(
    plan: Plan, state: str, people: int, level: str | None
) -> None:
    assert level_met(plan, **{state: people}) == level


@pytest.mark.parametrize(
    ("deaths", "level"),
    [(0, None), (1, "IV"), (2, "IV"), (3, "III"), (9, "III"), (10, "II"), (29, "II"), (30, "I")],
)
def test_annex_3_item_1_follows_the_class(plan: Plan, deaths: int, level: str | None) -> None:
    assert level_met(plan, deaths=deaths) == level


def test_annex_3_item_2_uses_the_sum_of_the_three_states_by_a2(plan: Plan) -> None:
    assert level_met(plan, at_risk=1, trapped=1, missing=1) == "III"
    assert plan.derived_by_id["people_in_danger"].assumption == ("A2",)


def test_annex_3_level_ii_item_2_has_no_upper_bound_so_35_trapped_meet_two_levels(
    plan: Plan,
) -> None:
    assert criteria_met(plan, trapped=35) == {"ii_people", "i_people"}
    (two,) = [c for c in plan.level_by_id["II"].criteria if c.id == "ii_people"]
    assert isinstance(two.when, Band)
    assert (two.when.at_least, two.when.below) == (10, None)


def test_annex_3_only_level_ii_has_the_criterion_beyond_the_citys_capacity(plan: Plan) -> None:
    assert criteria_met(plan, beyond_city_capacity=True) == {"ii_capacity"}
    assert criteria_met(plan, beyond_city_capacity=False) == set()


def test_annex_3_level_ii_has_four_items_and_the_others_three(plan: Plan) -> None:
    assert [len(level.criteria) for level in plan.levels] == [3, 3, 4, 3]
    assert {c.citation for level in plan.levels for c in level.criteria} == {"附件3"}


def test_annex_3_lets_the_office_judge_iii_and_iv_and_the_headquarters_ii_and_i(
    plan: Plan,
) -> None:
    judges = {
        level.id: criterion.when.judgement
        for level in plan.levels
        for criterion in level.criteria
        if hasattr(criterion.when, "judgement")
    }
    office, headquarters = "市指挥部办公室", "市指挥部"
    assert judges == {"IV": office, "III": office, "II": headquarters, "I": headquarters}


def test_clause_5_3_has_four_levels_and_their_colours_are_display_only_by_a22(plan: Plan) -> None:
    assert tuple(level.id for level in plan.levels) == LEVELS
    assert [level.colour for level in plan.levels] == ["blue", "yellow", "orange", "red"]
    assert all("A22" in level.assumption for level in plan.levels)


# ── authority (5.3.1 to 5.3.5; a title says who opens, approves, ends) ──────


OPENS = {
    "IV": ((), (), OFFICE),
    "III": (OFFICE, (), COMMANDER),
    "II": (COMMANDER, CHIEF, COMMANDER),
    "I": (COMMANDER, CHIEF, COMMANDER),
}


@pytest.mark.parametrize("source", OPENING)
@pytest.mark.parametrize("level", LEVELS)
def test_clause_5_3_opens_any_level_directly_by_its_own_authority(
    plan: Plan, source: str, level: str
) -> None:
    assert authority(plan, "activate_response", source, level) == OPENS[level]


@pytest.mark.parametrize("command", ["activate_response", "adjust_response"])
@pytest.mark.parametrize(
    ("low", "high"), [(a, b) for i, a in enumerate(LEVELS) for b in LEVELS[i + 1 :]]
)
def test_clause_5_3_4_raising_needs_the_authority_of_the_level_reached_by_a7(
    plan: Plan, command: str, low: str, high: str
) -> None:
    rule = row(plan, command, low, high)
    assert rule is not None
    assert authority(plan, command, low, high) == OPENS[high]
    assert "5.3.4" in rule.clause
    assert "A7" in rule.assumption


@pytest.mark.parametrize(
    ("low", "high"), [(a, b) for i, a in enumerate(LEVELS) for b in LEVELS[i + 1 :]]
)
def test_clause_5_3_4_lowering_belongs_to_the_activator_of_the_level_left_by_a7(
    plan: Plan, low: str, high: str
) -> None:
    rule = row(plan, "adjust_response", high, low)
    assert rule is not None
    assert (rule.recommended_by, rule.approved_by, rule.by) == ((), (), COMMANDER)
    assert "5.3.4" in rule.clause
    assert rule.assumption == ("A7",)
    assert row(plan, "activate_response", high, low) is None


def test_clause_5_3_2_leaves_the_commander_free_but_5_3_3_asks_for_two_acts(plan: Plan) -> None:
    three = row(plan, "activate_response", "assessing", "III")
    two = row(plan, "activate_response", "assessing", "II")
    assert three is not None
    assert two is not None
    assert three.recommendation_required is False
    assert two.recommendation_required is True
    assert three.citation == "5.3.2"
    assert two.citation == "5.3.3"


@pytest.mark.parametrize(
    ("level", "ender"), [("IV", OFFICE), ("III", COMMANDER), ("II", CHIEF), ("I", CHIEF)]
)
def test_clause_5_3_5_who_opened_ends_and_the_conditions_come_first(
    plan: Plan, level: str, ender: tuple[str, ...]
) -> None:
    rule = row(plan, "end_response", level, "ended")
    assert rule is not None
    assert rule.by == ender
    assert rule.requires_end_conditions
    assert "5.3.5" in rule.clause
    assert ("A18" in rule.assumption) == (level == "IV")


def test_clause_4_2_warning_stands_before_any_level_and_the_desk_may_issue_it(plan: Plan) -> None:
    for command, source, target in (
        ("issue_warning", "assessing", "warning"),
        ("lift_warning", "warning", "assessing"),
    ):
        rule = row(plan, command, source, target)
        assert rule is not None
        assert (rule.by, rule.desk, rule.citation) == (OFFICE, True, "4.2")


def test_an_incident_is_closed_from_ended_and_from_assessing_only(plan: Plan) -> None:
    closing = {s: row(plan, "close_incident", s, "closed") for s in plan.places if s != "closed"}
    assert {source for source, rule in closing.items() if rule} == {"ended", "assessing"}


def test_acts_that_change_no_level_belong_to_the_posts_that_the_clauses_name(plan: Plan) -> None:
    commanders = {"commander", "chief_commander", "on_site_commander"}
    assert may(plan, "assume_command") == (commanders, False)  # 5.3.2(2), 5.3.3
    assert may(plan, "hand_over_command") == (commanders, True)  # 2.2
    assert may(plan, "return_command") == (commanders, True)  # A21
    assert may(plan, "form_group") == (commanders, True)  # 2.3
    assert may(plan, "change_group") == (commanders, False)  # 2.3
    on_duty = {"office_director", "commander", "on_site_commander"}
    assert may(plan, "complete_measure") == (on_duty, True)
    assert may(plan, "waive_measure") == (on_duty, False)
    assert may(plan, "confirm_end_condition") == (on_duty, True)  # 5.3.5
    assert may(plan, "set_reporters") == ({"office_director"}, False)  # A14
    assert may(plan, "reanchor_cadence") == ({"office_director"}, False)  # A12
