"""Who holds command: taking it over, handing it to a superior, getting it back."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    """A level III response; the county holds command."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, division=QUWO)
    story.commander.activates("III")
    return story


def test_the_city_takes_over_from_the_county(safety: Story) -> None:
    """PS 5.3.2(2)."""
    (event,) = safety.commander.does("assume_command", reason="到达现场").events
    assert (event.type, event.clause) == ("command_assumed", "5.3.2(2)、5.3.3")
    assert (event.data["previous"], event.data["held_by"]) == ("county", "city")
    refusal = safety.commander.is_refused("command_unchanged", "assume_command")
    assert refusal.facts["holder"] == "市指挥部"


def test_the_county_may_be_given_it_again(safety: Story) -> None:
    safety.commander.does("assume_command")
    safety.commander.does("assume_command", to="county")
    assert safety.incident.held_by == "county"


def test_command_is_handed_to_the_province_and_on_to_the_state_and_comes_back(
    safety: Story,
) -> None:
    """PS 2.2; never a change of level."""
    safety.desk.does("hand_over_command", to="province")
    safety.desk.does("hand_over_command", to="state")
    assert safety.view["command"] == {"held_by": "state", "name": "国家指挥部", "superior": True}
    (event,) = safety.desk.does("return_command").events
    assert (event.data["previous"], event.data["held_by"]) == ("state", "city")
    assert safety.place == "III"


def test_it_may_come_back_to_the_county(safety: Story) -> None:
    safety.desk.does("hand_over_command", to="province")
    safety.desk.does("return_command", to="county")
    assert safety.incident.held_by == "county"


@pytest.mark.parametrize(
    ("held_by", "command", "to", "code"),
    [
        ("county", "assume_command", "province", "command_not_theirs"),
        ("county", "hand_over_command", "city", "command_not_theirs"),
        ("county", "return_command", "city", "command_not_theirs"),
        ("county", "return_command", "county", "command_unchanged"),
        ("county", "assume_command", "county", "command_unchanged"),
        ("province", "assume_command", "city", "command_not_theirs"),
        ("province", "return_command", "state", "command_not_theirs"),
        ("province", "return_command", "province", "command_unchanged"),
        ("province", "hand_over_command", "province", "command_unchanged"),
        ("province", "hand_over_command", "county", "command_not_theirs"),
        ("county", "hand_over_command", "army", "holder_not_found"),
    ],
)
def test_each_command_goes_its_own_way_only(
    safety: Story, held_by: str, command: str, to: str, code: str
) -> None:
    if held_by != "county":
        safety.desk.does("hand_over_command", to=held_by)
    safety.commander.is_refused(code, command, to=to)


def test_the_refusal_names_clause_and_holders(safety: Story) -> None:
    refusal = safety.commander.is_refused("command_not_theirs", "assume_command", to="province")
    assert refusal.clause == "5.3.2(2)、5.3.3"
    assert refusal.sentence() == (
        "指挥权现在由“县级指挥部”掌握；“省级指挥部”是上级指挥机构，不能“接管指挥权”。"
    )
    assert refusal.allowed


def test_command_is_taken_over_only_while_responding(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=3, division=QUWO)
    refusal = story.commander.is_refused("not_here", "assume_command")
    assert refusal.clause == "5.3.2(2)、5.3.3"
    assert "研判" in refusal.sentence()


def test_the_office_director_holds_no_command(safety: Story) -> None:
    safety.director.is_refused("role_required", "assume_command")
    safety.director.is_refused("role_required", "hand_over_command", to="province")


def test_after_the_end_command_may_still_come_back(safety: Story) -> None:
    safety.desk.does("hand_over_command", to="province")
    safety.commander.confirms_all_end_conditions()
    safety.commander.ends()
    safety.desk.does("return_command")
    assert safety.incident.held_by == "city"
