"""What was kept is what would be made anew: views say the same, whatever came before."""

from __future__ import annotations

from dataclasses import fields
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest

import api.live.reporters  # noqa: F401  (what it keeps is looked at as well)
from engine.incident import apply
from engine.kept import MAKERS, Last
from engine.state import Incident
from engine.values import replace
from engine.views import changed_parts, incident_view
from tests.engine.drill.golden import SCENARIOS, play
from tests.engine.stories import Story

FIELDS = frozenset(field.name for field in fields(Incident))


class Watched:
    """An incident that notes which of its fields are read, through its own methods too."""

    def __init__(self, incident: Incident) -> None:
        self._incident = incident
        self.read: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name in FIELDS:
            self.read.add(name)
            return getattr(self._incident, name)
        return vars(Incident)[name].__get__(self)


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_kept_is_made_of_no_more_than_it_says(name: str) -> None:
    drill = play(name)
    incident: Incident | None = None
    for event in drill.events:
        incident = apply(drill.plan, incident, event)
        for declared, make in MAKERS:
            watched = Watched(incident)
            languages = {"language": "en"} if "language" in signature(make).parameters else {}
            make(drill.plan, watched, **languages)
            assert watched.read - {"id"} <= set(declared), make.__qualname__


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_view_of_kept_parts_is_the_view_made_anew(name: str) -> None:
    drill = play(name)
    incident: Incident | None = None
    for event in drill.events:
        incident = apply(drill.plan, incident, event)
        # Other rows and another incident: nothing of them can have been kept.
        slots = {
            at: replace(slot, id=f"{slot.id} {event.seq}") for at, slot in incident.slots.items()
        }
        anew = replace(incident, id=f"anew {event.seq}", slots=slots)
        now = event.recorded_at
        kept, made = incident_view(drill.plan, incident, now), incident_view(drill.plan, anew, now)
        made = made | {"id": incident.id}
        for row in made["next_slots"]:
            row["id"] = row["id"].rpartition(" ")[0]
        assert kept == made


def test_a_row_is_shown_as_of_the_instant_and_not_as_of_before() -> None:
    story = Story("grain")
    story.desk.opens()
    slot = next(slot for slot in story.incident.slots.values() if slot.state == "owed")
    early = slot.opens_at - timedelta(seconds=1)
    for now, state in ((slot.opens_at, "owed"), (early, "upcoming"), (slot.opens_at, "owed")):
        rows = incident_view(story.plan, story.incident, now)["next_slots"]
        assert next(row for row in rows if row["id"] == slot.id)["state"] == state


def test_a_line_in_the_log_leaves_nearly_everything_as_it_was() -> None:
    story = Story("production_safety")
    story.desk.opens(deaths=1)
    before = incident_view(story.plan, story.incident, story.virtual.now)
    story.desk.does("add_log_entry", text="已通知各成员单位")
    after = incident_view(story.plan, story.incident, story.virtual.now)
    assert changed_parts(before, after) == {"version": story.incident.seq}
    assert before["allowed"] is after["allowed"]
    assert before["groups"] is after["groups"]


def test_only_so_many_are_kept_and_the_oldest_goes_first() -> None:
    last = Last[object](2)
    part = (object(),)
    first, second = last.get(1, part, object), last.get(2, part, object)
    assert last.get(1, part, object) is first
    last.get(3, part, object)
    assert last.get(2, part, object) is second
    assert last.get(1, part, object) is not first


def test_equal_parts_that_are_not_the_same_do_not_count() -> None:
    last = Last[object]()
    first = last.get(1, ([],), object)
    assert last.get(1, ([],), object) is not first
