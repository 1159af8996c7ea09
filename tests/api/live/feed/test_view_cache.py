"""A view that was made for an answer serves the frame of the same entry, and no other."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from api.live.feed.view_cache import MOST, ViewCache
from engine.frozen import replace
from engine.incident.state import Incident
from engine.presentation.incident_view import incident_view
from tests.engine.stories import Story


def test_the_frame_of_the_same_state_gets_the_view_of_the_answer() -> None:
    story, rendered = told(), ViewCache()
    now, later = story.virtual.now, story.virtual.now + timedelta(hours=40)
    first = incident_view(story.plan, story.incident, now)
    assert first != incident_view(story.plan, story.incident, later)
    assert orjson.loads(orjson.dumps(rendered.in_json(story.plan, story.incident, now, "zh")))
    assert rendered.take(story.plan, story.incident, later) == first


def test_the_answer_of_the_same_state_gets_the_view_of_the_frame() -> None:
    story, rendered = told(), ViewCache()
    now, later = story.virtual.now, story.virtual.now + timedelta(hours=40)
    frame = rendered.take(story.plan, story.incident, now)
    answer = orjson.dumps(rendered.in_json(story.plan, story.incident, later, "zh"))
    assert orjson.loads(answer) == orjson.loads(orjson.dumps(frame))
    # Two have shown it: who comes later sees the incident as it is then.
    third = rendered.take(story.plan, story.incident, later)
    assert third == incident_view(story.plan, story.incident, later)


def test_a_view_of_a_state_that_was_rolled_back_is_not_shown() -> None:
    story, rendered = told(), ViewCache()
    rendered.take(story.plan, story.incident, story.virtual.now)
    other: Incident = replace(story.incident, title="重做的一条")
    assert rendered.take(story.plan, other, story.virtual.now)["title"] == "重做的一条"


def test_views_that_nobody_asks_for_do_not_pile_up() -> None:
    story, rendered = told(), ViewCache()
    now = story.virtual.now
    later = now + timedelta(hours=40)
    rendered.take(story.plan, story.incident, now)
    for seq in range(1, MOST + 1):
        rendered.take(story.plan, replace(story.incident, seq=story.incident.seq + seq), now)
    again = rendered.take(story.plan, story.incident, later)
    assert again == incident_view(story.plan, story.incident, later)
    assert again != incident_view(story.plan, story.incident, now)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_view_in_json_is_the_view(language: str) -> None:
    story, rendered = told(), ViewCache()
    for text in ("已核实", "再核实"):
        story.desk.does("add_log_entry", text=text)
        plan, state, now = story.plan, story.incident, story.virtual.now
        found = orjson.dumps({"it": rendered.in_json(plan, state, now, language)})
        view = incident_view(plan, state, now, language)
        assert found == orjson.dumps({"it": view})
        if language == "zh":
            assert rendered.take(plan, state, now) == view
    story.desk.records(deaths=2)
    changed = rendered.in_json(story.plan, story.incident, story.virtual.now, language)
    assert orjson.loads(orjson.dumps(changed)) == orjson.loads(
        orjson.dumps(incident_view(story.plan, story.incident, story.virtual.now, language))
    )


def told() -> Story:
    """An incident with an absence that ends, so that it looks otherwise later."""
    story = Story("production_safety")
    story.desk.opens(deaths=1)
    story.desk.orders("office_director", "activate_response", level="IV")
    until = story.virtual.now + timedelta(hours=30)
    story.director.does("record_absence", role="office_director", until=until)
    return story
