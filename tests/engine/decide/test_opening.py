"""Opening an incident: under which plan, by whom, when, where, with which figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.errors import InvalidInput, NotAllowed, StateRefuses, ZhibanError
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YICHENG, Person, Story


def refused(story: Story, person: Person, **fields: Any) -> ZhibanError:
    """The refusal to open; nothing is stored and no number is used up."""
    with pytest.raises(ZhibanError) as refusal:
        person.opens(**fields)
    assert not story.journal.log
    assert story.desk.opens(exercise=True).after.number.endswith("-0001")
    return refusal.value


@pytest.fixture
def story(tell: Tell) -> Story:
    return tell("production_safety", "2021-11-08 09:00")


# ── by whom ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", ["office_director", "commander", "chief_commander"])
def test_the_desk_and_the_posts_of_the_plan_open_incidents(story: Story, role: str) -> None:
    (event,) = story.desk.opens(division=QUWO).events
    assert (event.type, event.role, event.clause) == ("incident_opened", "duty_officer", "1.5")
    assert story.post(role).opens(division=QUWO).events[0].role == role


@pytest.mark.parametrize(
    "person",
    [
        lambda story: story.person("大屏", "viewer"),
        lambda story: story.person("管理员", "admin"),
        lambda story: story.reporter(QUWO),
        lambda story: story.person("粮食办主任", "grain:office_director"),
    ],
)
def test_nobody_else_does(story: Story, person: Callable[[Story], Person]) -> None:
    refusal = refused(story, person(story), division=QUWO)
    assert isinstance(refusal, NotAllowed)
    assert refusal.code == "opening_role_required"


def test_the_controller_opens_exercises_only(story: Story) -> None:
    controller = story.person("导调员", "controller")
    assert refused(story, controller, division=QUWO).code == "exercise_only"
    opened = controller.opens(division=QUWO, exercise=True)
    assert opened.events[0].role == "controller"


@pytest.mark.parametrize("own", [QUWO, None])
def test_a_county_opens_incidents_of_its_own_division_only(tell: Tell, own: str | None) -> None:
    story = tell("grain", "2021-11-08 09:00")
    county = story.post("county_headquarters", own)
    refusal = refused(story, county, division=YICHENG, counties_in_emergency=[QUWO, YICHENG])
    assert isinstance(refusal, NotAllowed)
    assert refusal.code == "outside_division"


def test_a_county_opens_an_incident_of_its_own(tell: Tell) -> None:
    story = tell("grain", "2021-11-08 09:00")
    assert story.county(QUWO).opens(division=QUWO).events[0].role == "county_headquarters"


# ── malformed ───────────────────────────────────────────────────────────────


def wrong_input(story: Story, **fields: Any) -> InvalidInput:
    refusal = refused(story, story.desk, **{"division": QUWO, **fields})
    assert isinstance(refusal, InvalidInput)
    return refusal


def test_an_unknown_plan_is_answered_with_those_there_are(story: Story) -> None:
    refusal = wrong_input(story, plan="production_safty")
    assert (refusal.code, refusal.field) == ("unknown_plan", "plan")
    assert "最接近的是：production_safety" in refusal.sentence()


@pytest.mark.parametrize("division", ["141001", "140000", "曲沃县", "999999"])
def test_an_unknown_division_is_answered_with_those_there_are(story: Story, division: str) -> None:
    refusal = wrong_input(story, division=division)
    assert (refusal.code, refusal.field) == ("unknown_division", "division")
    assert "141021 曲沃县" in refusal.sentence()


def test_the_city_itself_is_a_division_too(story: Story) -> None:
    assert story.desk.opens(division="141000").after.division == "141000"
    assert story.view["division_name"] == "临汾市"


@pytest.mark.parametrize(
    ("instants", "code", "field"),
    [
        ({"received": "09:01"}, "future_instant", "occurred_at"),
        ({"occurred": "08:00", "received": "09:01"}, "future_instant", "received_at"),
        ({"occurred": "08:30", "received": "08:29"}, "instants_reversed", "received_at"),
    ],
)
def test_it_happened_before_it_was_received_and_both_before_now(
    story: Story, instants: dict[str, str], code: str, field: str
) -> None:
    refusal = wrong_input(story, **instants)
    assert (refusal.code, refusal.field) == (code, field)


def test_it_may_be_opened_in_the_instant_in_which_it_happens(story: Story) -> None:
    after = story.desk.opens(division=QUWO).after
    assert after.occurred_at == after.received_at == after.opened_at


def test_a_wrong_figure_refuses_the_whole_opening(story: Story) -> None:
    refusal = wrong_input(story, deaths=-1)
    assert (refusal.code, refusal.field) == ("out_of_range", "facts.deaths")


# ── which plan governs ──────────────────────────────────────────────────────


@pytest.mark.parametrize("sector", ["煤矿", "coal_mine"])
def test_of_a_coal_mine_the_special_plan_governs(story: Story, sector: str) -> None:
    """PS 1.5."""
    refusal = refused(story, story.desk, division=QUWO, sector=sector)
    assert isinstance(refusal, StateRefuses)
    assert (refusal.code, refusal.clause) == ("special_plan_governs", "1.5")
    assert "煤矿" in refusal.sentence()


def test_a_mine_that_the_city_does_not_supervise_is_not_under_the_coal_plan(tell: Tell) -> None:
    """CM 1.4."""
    coal = tell("coal_mine", "2021-11-08 09:00")
    refusal = refused(coal, coal.desk, division=QUWO, sector="煤矿", supervised_by_city=False)
    assert (refusal.code, refusal.clause) == ("plan_does_not_cover", "1.4")


def test_an_unknown_sector_excludes_nothing(tell: Tell) -> None:
    for plan_id in ("production_safety", "coal_mine"):
        assert tell(plan_id).desk.opens(division=QUWO).after.plan == plan_id


def test_another_sector_is_not_under_the_coal_plan(tell: Tell) -> None:
    coal = tell("coal_mine", "2021-11-08 09:00")
    assert refused(coal, coal.desk, division=QUWO, sector="化工").code == "plan_does_not_cover"
