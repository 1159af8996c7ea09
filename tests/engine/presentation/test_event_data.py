"""The data of entries: what journals hold is what the shapes declare, key by key."""

from __future__ import annotations

from collections import defaultdict

import pytest
from pydantic import ConfigDict, TypeAdapter

from docs.tables.events import journals
from engine.incident.events import EVENT_TYPES, Event
from engine.presentation.entry_data import EntryData
from engine.presentation.event_data import EVENT_DATA
from engine.presentation.event_shapes import OPEN_TO_REPORTERS, EventView
from engine.presentation.seen_by import marks

CLOSED = ConfigDict(extra="forbid", strict=True)


def by_type() -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for event in journals():
        found[event.type].append(event)
    return found


def test_every_type_of_event_has_a_shape_and_none_is_left_over() -> None:
    assert list(EVENT_DATA) == list(EVENT_TYPES)
    assert set(EVENT_TYPES) > OPEN_TO_REPORTERS


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_journals_hold_what_the_shape_declares(event_type: str) -> None:
    """A key without a decision fails here, and so does a declared one that nothing makes."""
    shape = EVENT_DATA[event_type]
    events = by_type()[event_type]
    TypeAdapter(list[shape], config=CLOSED).validate_python(  # type: ignore[valid-type]
        [_lists(event.data) for event in events]
    )
    made = {key for event in events for key in event.data}
    order = marks(EntryData).keys()
    assert made - order == marks(shape).keys() - order


def test_an_entry_has_the_fields_that_clients_are_told_of() -> None:
    event = journals()[0]
    assert event.to_json().keys() == marks(EventView).keys() - {"cursor"}


def _lists(data: object) -> object:
    """Frozen data as JSON has it."""
    if isinstance(data, dict):
        return {key: _lists(value) for key, value in data.items()}
    return [_lists(value) for value in data] if isinstance(data, list | tuple) else data
