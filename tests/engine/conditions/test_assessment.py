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
