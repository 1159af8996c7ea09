"""To which audience an account belongs: the widest of its roles, a post's division, drills."""

from __future__ import annotations

from typing import Any

import pytest

from api.access.account_audience import Audiences
from api.access.audience import DESK, VIEWER, Audience
from api.access.reach import Reach
from engine.incident.actors import Actor
from engine.memory import FixedPlans
from tests.engine.made_up import plan_of
from tests.engine.stories import real_plans

PROVINCE = """
    jurisdiction:
      code: "990000"
      name: 某省
      divisions:
        - {code: "990100", name: 甲市}
        - {code: "990101", name: 子县, parent: "990100"}
        - {code: "990102", name: 丑县, parent: "990100"}
        - {code: "990200", name: 乙市, parent: "990000"}
        - {code: "990201", name: 寅县, parent: "990200"}
"""
OWN, OTHER, CITY = "141021", "141081", "141000"
COUNTY = "grain:county_headquarters"
REPORTER = Audience("reporter", frozenset({OWN}))
AUDIENCES = Audiences(FixedPlans(real_plans()))


def account(*roles: str, division: str | None = OWN, unit: str | None = None) -> Actor:
    return Actor("x", frozenset(roles), division=division, unit=unit)


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({"duty_officer"}, DESK),
        ({"viewer", "grain:office_director"}, DESK),
        ({"controller"}, DESK),
        ({"admin"}, DESK),
        ({"auditor"}, DESK),
        ({"viewer"}, VIEWER),
        ({"viewer", "reporter"}, VIEWER),
        (set(), VIEWER),
        ({"reporter"}, REPORTER),
        ({COUNTY}, Audience("reporter", divisions=frozenset({OWN}))),
        ({COUNTY, "reporter"}, Audience("reporter", frozenset({OWN}), frozenset({OWN}))),
        ({COUNTY, "viewer"}, Audience("viewer", divisions=frozenset({OWN}))),
        ({COUNTY, "duty_officer"}, DESK),
        ({COUNTY, "grain:office_director"}, DESK),
        ({"evaluator"}, Audience("reporter", exercises=True)),
        ({"evaluator", "viewer"}, Audience("viewer", exercises=True)),
        ({"evaluator", "controller"}, DESK),
    ],
)
def test_the_widest_role_decides(roles: set[str], expected: Audience) -> None:
    assert AUDIENCES.of(account(*roles)) == expected


def test_a_setting_lets_the_posts_of_divisions_see_everything() -> None:
    wide = Audiences(FixedPlans(real_plans()), divisions_see_all=True)
    assert wide.of(account(COUNTY)) == DESK
    assert wide.of(account("evaluator")) == Audience("reporter", exercises=True)


def test_a_post_of_a_division_without_a_division_sees_nothing() -> None:
    seen = AUDIENCES.of(account(COUNTY, division=None))
    assert not seen.sees(Reach(False, frozenset({OWN}), frozenset({OWN})))


def test_a_division_stands_for_those_below_it() -> None:
    city = AUDIENCES.of(account(COUNTY, division=CITY))
    assert city.divisions >= {CITY, OWN, OTHER}
    assert AUDIENCES.of(account(COUNTY)).divisions == {OWN}


def test_a_division_between_stands_for_its_own_counties_only() -> None:
    """In a plan of a province, whose cities have counties."""
    plan = plan_of(jurisdiction=PROVINCE)
    audiences = Audiences(FixedPlans({plan.id: plan}))
    city = audiences.of(account("made_up:county_post", division="990100"))
    assert city.divisions == {"990100", "990101", "990102"}
    province = audiences.of(account("made_up:county_post", division="990000"))
    assert len(province.divisions) == 6


ELSEWHERE = Reach(False, frozenset({OTHER}), frozenset({OTHER}))
REACHED: dict[str, Reach] = {
    "its own": Reach(False, frozenset({OWN}), frozenset({OWN})),
    "named in a figure": Reach(False, frozenset({OTHER}), frozenset({OTHER, OWN})),
    "owes a report": Reach(False, frozenset({OTHER, OWN}), frozenset({OTHER})),
}


@pytest.mark.parametrize("reach", REACHED.values(), ids=REACHED)
def test_a_post_of_a_division_sees_whole_what_has_reached_it(reach: Reach) -> None:
    county = AUDIENCES.of(account(COUNTY))
    assert county.sees(reach)
    assert county.at(reach) == DESK


def test_of_the_rest_it_sees_what_its_other_roles_see() -> None:
    assert not AUDIENCES.of(account(COUNTY)).sees(ELSEWHERE)
    assert AUDIENCES.of(account(COUNTY, "viewer")).at(ELSEWHERE) == VIEWER
    reporting = AUDIENCES.of(account(COUNTY, "reporter", unit="某局"))
    assert not reporting.sees(ELSEWHERE)
    theirs = Reach(False, frozenset({OTHER, "某局"}), frozenset({OTHER}))
    assert reporting.at(theirs) == Audience("reporter", frozenset({OWN, "某局"}))


def test_a_figure_that_names_the_division_of_a_reporter_shows_it_nothing() -> None:
    assert not AUDIENCES.of(account("reporter")).sees(REACHED["named in a figure"])


def test_an_evaluator_sees_exercises_only() -> None:
    evaluator = AUDIENCES.of(account("evaluator"))
    assert evaluator.at(Reach(exercise=True)) == DESK
    assert not evaluator.sees(REACHED["its own"])


def test_audiences_that_see_different_things_have_different_keys() -> None:
    """The key is kept with a reply to an Idempotency-Key."""
    different: list[Any] = [
        DESK,
        VIEWER,
        REPORTER,
        *(AUDIENCES.of(account(*roles)) for roles in ((COUNTY,), ("evaluator",))),
        AUDIENCES.of(account(COUNTY, division=OTHER)),
        AUDIENCES.of(account(COUNTY, "viewer")),
    ]
    assert len({audience.key for audience in different}) == len(different)
