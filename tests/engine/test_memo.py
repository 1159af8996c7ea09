"""What was kept is what would be made anew: views say the same, whatever came before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest

import api.access.reporter_slots  # noqa: F401  (what it keeps is looked at as well)
from engine.evolve.apply import apply
from engine.frozen import replace
from engine.incident.state import Incident
from engine.memo import MAKERS, BoundedCache, BoundedDict
from engine.presentation.incident_view import changed_parts, incident_view
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


def test_a_bounded_dictionary_drops_what_was_set_longest_ago() -> None:
    kept = BoundedDict[str, int](2)
    kept["a"], kept["b"] = 1, 2
    kept["a"] = 3
    kept["c"] = 4
    assert dict(kept) == {"a": 3, "c": 4}
    kept.move_to_end("a")
    kept["d"] = 5
    assert dict(kept) == {"a": 3, "d": 5}
    assert kept.pop("a") == 3
    kept["e"] = 6
    assert dict(kept) == {"d": 5, "e": 6}


def test_setting_an_entry_again_drops_no_other() -> None:
    kept = BoundedDict[str, int](2)
    kept["a"], kept["b"] = 1, 2
    kept["b"] = 3
    assert dict(kept) == {"a": 1, "b": 3}


def test_a_bounded_dictionary_stands_many_threads() -> None:
    kept = BoundedDict[int, int](8)

    def work(start: int) -> None:
        for number in range(start, 20_000, 4):
            kept[number % 50] = number
            kept.pop((number + 7) % 50, None)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert 0 < len(kept) <= 8


def test_what_was_made_again_is_no_longer_the_oldest() -> None:
    last = BoundedCache[object](2)
    part = (object(),)
    first, second = last.get(1, part, object), last.get(2, part, object)
    again = last.get(1, (object(),), object)
    last.get(3, part, object)
    assert again is not first
    assert last.get(2, part, object) is not second


def test_only_so_many_are_kept_and_the_oldest_goes_first() -> None:
    last = BoundedCache[object](2)
    part = (object(),)
    first, second = last.get(1, part, object), last.get(2, part, object)
    assert last.get(1, part, object) is first
    last.get(3, part, object)
    assert last.get(2, part, object) is second
    assert last.get(1, part, object) is not first


def test_equal_parts_that_are_not_the_same_do_not_count() -> None:
    last = BoundedCache[object]()
    first = last.get(1, ([],), object)
    assert last.get(1, ([],), object) is not first
