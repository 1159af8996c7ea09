"""What the facts recommend under the city's plans: every threshold below, at and above (A1–A6)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.conditions.criteria import criteria, judged, may_rise, recommended
from engine.conditions.evaluation import Situation, current_class
from tests.engine.made_up import plan_of
from tests.engine.stories import QUWO, YAODU, real_plans

ACCIDENTS = ["production_safety", "coal_mine"]
COUNTIES = [code for code in real_plans()["grain"].division_by_code if code != YAODU]

TENSE = ["sales_up", "stock_down", "panic"]
URGENT = ["panic_buying_wide", "supply_tight", "local_sold_out", "public_quite_panicked"]
CRITICAL = ["mass_panic_buying", "supply_very_tight", "citywide_sold_out", "public_extreme_panic"]


def level(plan_id: str, **facts: Any) -> str | None:
    """The position that the facts recommend."""
    return recommended(judged(Situation(real_plans()[plan_id], facts)))


def met(plan_id: str, **facts: Any) -> dict[str, bool | None]:
    """Every criterion's answer."""
    answers = judged(Situation(real_plans()[plan_id], facts))
    return {answer.criterion.id: answer.met for answer in answers}


# ── accidents ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("deaths", "expected"),
    [(0, None), (1, "IV"), (2, "IV"), (3, "III"), (9, "III"), (10, "II"), (29, "II"), (30, "I")],
)
def test_deaths_recommend(plan_id: str, deaths: int, expected: str | None) -> None:
    assert level(plan_id, deaths=deaths) == expected


@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("injuries", "expected"),
    [(0, None), (1, "IV"), (9, "IV"), (10, "III"), (49, "III"), (50, "II"), (99, "II"), (100, "I")],
)
def test_serious_injuries_recommend(plan_id: str, injuries: int, expected: str | None) -> None:
    assert level(plan_id, serious_injuries=injuries) == expected


@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("yuan", "expected"),
    [
        (0, None),
        (1, "IV"),
        (9_999_999, "IV"),
        (10_000_000, "III"),
        (49_999_999, "III"),
        (50_000_000, "II"),
        (99_999_999, "II"),
        (100_000_000, "I"),
    ],
)
def test_losses_recommend(plan_id: str, yuan: int, expected: str | None) -> None:
    assert level(plan_id, direct_loss_yuan=yuan) == expected


@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize("fact", ["at_risk", "trapped", "missing"])
@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (0, None),
        (1, "IV"),
        (2, "IV"),
        (3, "III"),
        (9, "III"),
        (10, "II"),
        (29, "II"),
        (30, "I"),
        (35, "I"),
    ],
)
def test_people_in_danger_recommend(
    plan_id: str, fact: str, people: int, expected: str | None
) -> None:
    assert level(plan_id, **{fact: people}) == expected


@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("at_risk", "trapped", "missing", "expected"),
    [
        (1, 1, 0, "IV"),
        (1, 1, 1, "III"),
        (3, 3, 3, "III"),
        (3, 3, 4, "II"),
        (9, 10, 10, "II"),
        (10, 10, 10, "I"),
    ],
)
def test_at_risk_trapped_and_missing_are_added_up(
    plan_id: str, at_risk: int, trapped: int, missing: int, expected: str
) -> None:
    """A2."""
    assert level(plan_id, at_risk=at_risk, trapped=trapped, missing=missing) == expected


@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_deaths_are_not_added_to_the_missing(plan_id: str) -> None:
    """A3: neither 2 + 2 by class nor by people in danger."""
    assert level(plan_id, deaths=2, missing=2) == "IV"


@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_nobody_hurt_nothing_lost_nobody_at_risk_recommends_nothing(plan_id: str) -> None:
    """A1."""
    zero = dict.fromkeys(
        ["deaths", "serious_injuries", "direct_loss_yuan", "at_risk", "trapped", "missing"], 0
    )
    assert level(plan_id, **zero) is None
    assert set(met(plan_id, **zero).values()) == {False, None}


@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_highest_level_met_counts_and_all_are_listed(plan_id: str) -> None:
    """A6."""
    answers = met(plan_id, deaths=3, trapped=35)
    assert level(plan_id, deaths=3, trapped=35) == "I"
    assert {name for name, answer in answers.items() if answer} == {
        "iii_class",
        "ii_people",
        "i_people",
    }


@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_what_nobody_has_reported_leaves_a_criterion_unknown(plan_id: str) -> None:
    """A6."""
    assert set(met(plan_id).values()) == {None}
    answers = met(plan_id, deaths=0)
    assert answers["iv_class"] is None
    assert answers["iv_people"] is None


@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_judgements_stay_with_people(plan_id: str) -> None:
    answers = met(plan_id, deaths=100, trapped=100)
    assert {answers[f"{name}_judgement"] for name in ("iv", "iii", "ii", "i")} == {None}


@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_beyond_the_citys_capacity_recommends_level_two(plan_id: str) -> None:
    assert level(plan_id, beyond_city_capacity=True) == "II"
    assert level(plan_id, beyond_city_capacity=False) is None


@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("facts", "severity", "hazard"),
    [
        ({"at_risk": 9, "trapped": 0, "missing": 0}, None, None),
        ({"at_risk": 10}, None, "major_hazard"),
        ({"trapped": 3}, None, "major_hazard"),
        ({"trapped": 1, "missing": 1}, None, None),
        ({"trapped": 1, "missing": 2}, None, "major_hazard"),
        ({"evacuated": 499}, None, None),
        ({"evacuated": 500}, None, "major_hazard"),
        ({"severe_pollution": True}, None, "major_hazard"),
        ({"deaths": 2}, "ordinary", None),
        ({"deaths": 2, "serious_injuries": 10}, "relatively_serious", None),
    ],
)
def test_the_report_class_and_the_level_are_two_values(
    plan_id: str, facts: dict[str, Any], severity: str | None, hazard: str | None
) -> None:
    """Order 21 article 26 is not annex 3."""
    situation = Situation(real_plans()[plan_id], facts)
    assert current_class(situation, "severity") == severity
    assert current_class(situation, "hazard") == hazard


@pytest.mark.parametrize("plan_id", ACCIDENTS)
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"deaths": 2, "missing": 2}, [("relatively_serious", "III")]),
        ({"deaths": 2, "missing": 0}, []),
        ({"deaths": 3, "missing": 1}, []),
        ({"deaths": 0, "missing": 1}, [("ordinary", "IV")]),
        ({"deaths": 9, "missing": 1}, [("serious", "II")]),
        ({"deaths": 1, "missing": 29}, [("especially_serious", "I")]),
        ({"deaths": 2}, []),
        ({}, []),
    ],
)
def test_deaths_with_the_missing_show_what_the_class_may_rise_to(
    plan_id: str, facts: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """A3."""
    rises = may_rise(Situation(real_plans()[plan_id], facts))
    assert [(rise.class_id, rise.position) for rise in rises] == expected
    assert all(rise.projection.citation for rise in rises)


@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_the_missing_alone_show_it_too_while_deaths_are_unknown(plan_id: str) -> None:
    """Unknown is not zero; but a sum is at least its known part."""
    (rise,) = may_rise(Situation(real_plans()[plan_id], {"missing": 3}))
    assert rise.class_id == "relatively_serious"


# ── grain ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (-10, None),
        (0, None),
        (29.99, None),
        (30, "III.tense"),
        (49.99, "III.tense"),
        (50, "III.urgent"),
        (99.99, "III.urgent"),
        (100, "III.critical"),
        (100.01, "III.critical"),
    ],
)
def test_the_rise_of_prices_recommends(percent: float, expected: str | None) -> None:
    """A5."""
    assert level("grain", price_rise_percent=percent) == expected


@pytest.mark.parametrize(
    ("count", "symptoms", "expected"),
    [
        (1, TENSE, "III.tense"),
        (2, TENSE, "III.tense"),
        (3, TENSE, "IV"),
        (2, URGENT, "IV"),
        (3, URGENT, "III.urgent"),
        (8, URGENT, "III.urgent"),
        (9, URGENT, "IV"),
        (8, CRITICAL, "IV"),
        (9, CRITICAL, "III.critical"),
        (16, CRITICAL, "III.critical"),
        (9, TENSE + URGENT + CRITICAL, "III.critical"),
        (3, TENSE + URGENT + CRITICAL, "III.urgent"),
        (1, TENSE[:2], "IV"),
        (9, CRITICAL[:3], "IV"),
        (0, TENSE, None),
    ],
)
def test_counties_recommend_together_with_the_symptoms_of_their_band(
    count: int, symptoms: list[str], expected: str | None
) -> None:
    """A4, G7; one county in emergency is level IV by itself."""
    assert level("grain", counties_in_emergency=COUNTIES[:count], symptoms=symptoms) == expected


@pytest.mark.parametrize(
    ("counties", "symptoms", "expected"),
    [
        ([YAODU], CRITICAL, "III.critical"),
        ([YAODU], TENSE, "IV"),
        ([YAODU], [], "IV"),
        ([YAODU, *COUNTIES[:2]], URGENT, "IV"),
        ([YAODU, *COUNTIES[:2]], TENSE, "III.tense"),
        ([YAODU, *COUNTIES[:8]], URGENT, "III.urgent"),
        ([YAODU, *COUNTIES[:8]], CRITICAL, "III.critical"),
    ],
)
def test_yaodu_alone_reaches_the_critical_band_and_is_never_one_of_the_counties(
    counties: list[str], symptoms: list[str], expected: str
) -> None:
    assert level("grain", counties_in_emergency=counties, symptoms=symptoms) == expected


def test_counties_without_word_of_symptoms_leave_the_band_unknown() -> None:
    assert met("grain", counties_in_emergency=[QUWO])["tense_counties"] is None
    assert met("grain", counties_in_emergency=[QUWO])["urgent_counties"] is False
    assert met("grain", counties_in_emergency=[QUWO])["county_state"] is True


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"beyond_county_capacity": True}, None),
        ({"city_deems_municipal": True}, None),
        ({"beyond_county_capacity": True, "city_deems_municipal": True}, "III.tense"),
        ({"beyond_city_capacity": True}, None),
        ({"beyond_city_capacity": True, "city_deems_provincial": True}, "III.critical"),
        ({"county_deems": True}, "IV"),
        ({"county_deems": False}, None),
    ],
)
def test_what_is_beyond_capacity_needs_the_governments_word_too(
    facts: dict[str, Any], expected: str | None
) -> None:
    assert level("grain", **facts) == expected


def test_prices_and_counties_in_conflict_take_the_highest() -> None:
    facts = {"price_rise_percent": 35, "counties_in_emergency": COUNTIES[:9], "symptoms": CRITICAL}
    assert level("grain", **facts) == "III.critical"
    assert met("grain", **facts)["tense_price"] is True


def test_the_province_and_the_state_are_never_computed() -> None:
    everything = {
        "price_rise_percent": 900,
        "counties_in_emergency": [YAODU, *COUNTIES],
        "symptoms": TENSE + URGENT + CRITICAL,
        "beyond_county_capacity": True,
        "city_deems_municipal": True,
        "beyond_city_capacity": True,
        "city_deems_provincial": True,
        "county_deems": True,
    }
    assert level("grain", **everything) == "III.critical"


# ── mechanics ───────────────────────────────────────────────────────────────


def test_criteria_come_lowest_position_first() -> None:
    for plan in real_plans().values():
        positions = [position for position, _ in criteria(plan)]
        assert positions == sorted(positions, key=plan.positions.index)


def test_every_criterion_of_a_plan_is_judged_once() -> None:
    for plan in real_plans().values():
        ids = [answer.criterion.id for answer in judged(Situation(plan, {}))]
        assert len(ids) == len(set(ids)) == len(list(criteria(plan)))


def test_a_projection_reads_the_scale_with_the_sum_in_place_of_the_figure() -> None:
    plan = plan_of(
        projections="""
            projections:
              - id: all_dead
                text: 若伤者不治
                scale: severity
                replace: dead
                by_sum_of: [dead, hurt]
                clause: "1"
        """
    )
    (rise,) = may_rise(Situation(plan, {"dead": 1, "hurt": 2}))
    assert (rise.class_id, rise.position) == ("large", None)
    assert may_rise(Situation(plan, {"dead": 3, "hurt": 100})) == []
