"""An assessment that was kept says what a new one would say."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from engine.conditions.assessment import assessment
from engine.evolve.apply import apply
from engine.frozen import replace
from engine.incident.state import Incident
from tests.engine.drill.golden import SCENARIOS, play
from tests.engine.stories import Story


@pytest.mark.parametrize("name", SCENARIOS)
def test_after_each_entry_of_a_drill_the_kept_assessment_is_the_right_one(name: str) -> None:
    drill = play(name)
    incident: Incident | None = None
    kept = set()
    for event in drill.events:
        incident = apply(drill.plan, incident, event)
        # Another incident, with the same figures in another mapping: nothing can have been kept.
        anew = replace(incident, id="another", facts=MappingProxyType(dict(incident.facts)))
        found = assessment(drill.plan, incident, "zh")
        assert found == assessment(drill.plan, anew, "zh")
        kept.add(id(found))
    assert 1 < len(kept) < len(drill.events) / 2


def test_each_language_has_its_own() -> None:
    story = Story("production_safety")
    story.desk.opens(deaths=3)
    chinese = assessment(story.plan, story.incident, "zh")
    english = assessment(story.plan, story.incident, "en")
    assert chinese["recommendation"]["level"] == english["recommendation"]["level"]
    assert chinese["recommendation"]["name"] != english["recommendation"]["name"]


def _asked(story: Story) -> tuple[str | None, bool]:
    found = assessment(story.plan, story.incident, "zh")["recommendation"]
    return found["level"], found["settled"]


def _ended(**figures: int) -> Story:
    """A response at III that has been ended."""
    story = Story("production_safety")
    story.desk.opens(**figures)
    story.director.recommends("III")
    story.commander.activates("III")
    story.commander.confirms_all_end_conditions()
    story.commander.ends()
    return story


def test_what_the_response_dealt_with_asks_for_no_level_after_its_end() -> None:
    story = _ended(deaths=3)
    assert _asked(story) == (None, True)
    met = assessment(story.plan, story.incident, "zh")["recommendation"]["criteria"]
    assert {one["level"] for one in met if one["met"]} == {"III"}
    story.desk.records(deaths=4)
    assert _asked(story) == (None, True)
    story.director.closes()
    assert _asked(story) == (None, True)


def test_a_figure_that_is_graver_than_at_the_end_recommends_opening_again() -> None:
    story = _ended(deaths=3)
    story.director.closes()
    story.desk.records(deaths=10)
    assert _asked(story) == ("II", False)
    story.commander.recommends("II")
    story.chief.approves()
    story.commander.activates("II")
    assert _asked(story) == ("II", False)


def test_a_response_without_figures_recommends_by_the_first_that_come_after_its_end() -> None:
    story = _ended()
    assert _asked(story) == (None, True)
    story.desk.records(deaths=3)
    assert _asked(story) == ("III", False)


def test_nothing_is_recommended_for_what_is_void() -> None:
    story = Story("production_safety")
    story.desk.opens(deaths=3)
    story.desk.does("void_incident", reason="误建")
    assert _asked(story) == (None, True)
