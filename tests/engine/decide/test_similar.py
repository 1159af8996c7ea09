"""Open incidents that an opening may be the same as."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from engine.decide.similar import MOST, NEAR, areas_of, similar
from engine.incident.state import KindOfEvent, Told
from engine.plan.model import Division, Jurisdiction
from tests.engine.conftest import Tell

AREA = Jurisdiction(
    code="991000",
    name="某市",
    divisions=(
        Division(code="991100", name="甲区"),
        Division(code="991101", name="甲区东镇", parent="991100"),
        Division(code="991200", name="乙县"),
    ),
)


def test_areas_overlap_upwards_and_downwards() -> None:
    assert areas_of(AREA, "991101") == {"991101", "991100", "991000"}
    assert areas_of(AREA, "991100") == {"991100", "991101", "991000"}
    assert areas_of(AREA, "991200") == {"991200", "991000"}


def test_the_whole_area_and_an_unsaid_one_overlap_with_all() -> None:
    assert areas_of(AREA, "991000") is None
    assert areas_of(AREA, None) is None


def test_a_division_of_elsewhere_has_no_area_here() -> None:
    assert areas_of(AREA, "141021") == frozenset()


def test_the_nearest_come_first_and_those_a_day_apart_are_left_out(tell: Tell) -> None:
    opened = tell("production_safety").desk.opens().after
    at = opened.occurred_at
    hours = (23, 0, -5, 24, 25, -25)
    known = [replace(opened, id=str(h), occurred_at=at + timedelta(hours=h)) for h in hours]
    assert [one.id for one in similar(known, opened.plan, None, at)] == ["0", "-5", "23", "24"]
    assert timedelta(hours=24) == NEAR


def test_another_plan_is_another_matter(tell: Tell) -> None:
    opened = tell("production_safety").desk.opens().after
    assert similar([opened], "grain", None, opened.occurred_at) == []
    assert similar([opened], None, None, opened.occurred_at) == [opened]


def test_no_more_are_offered_than_can_be_read(tell: Tell) -> None:
    opened = tell("production_safety").desk.opens().after
    assert len(similar([opened] * 30, opened.plan, None, opened.occurred_at)) == MOST


def test_one_kind_under_two_plans_is_alike(tell: Tell) -> None:
    opened = tell("coal_mine").desk.opens().after
    kind = KindOfEvent("coal_mine", "煤矿", None, "1.4")
    mine = replace(opened, told_at_opening=Told(kind))
    assert similar([mine], "production_safety", "coal_mine", mine.occurred_at) == [mine]
    assert similar([mine], "production_safety", "fire", mine.occurred_at) == []
