"""Events and their hash chain: what is altered, removed or reordered shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.evolve.event_handlers import HANDLERS
from engine.incident.events import (
    EVENT_TYPES,
    GENESIS,
    BadEntry,
    Draft,
    Event,
    digest,
    first_bad_entry,
    seal,
)
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO

NOW = datetime(2021, 11, 8, 1, tzinfo=UTC)


def journal(length: int = 6) -> list[dict[str, Any]]:
    """A chain of log entries as they are stored."""
    found: list[Event] = []
    for number in range(1, length + 1):
        draft = Draft(
            "log_entry_added", NOW, "值班员", "duty_officer", None, {"text": f"第{number}条"}
        )
        previous = found[-1].hash if found else GENESIS
        found.append(seal(draft, "x", number, previous, NOW))
    return [event.to_json() for event in found]


def test_a_sealed_draft_has_its_place_and_its_chain() -> None:
    first, second = journal(2)
    assert (first["seq"], first["id"], first["prev_hash"]) == (1, "x.1", GENESIS)
    assert (second["seq"], second["id"], second["prev_hash"]) == (2, "x.2", first["hash"])
    assert first["hash"] == digest(first)
    assert len(first["hash"]) == 64


def test_an_event_survives_its_json() -> None:
    for shape in journal():
        assert Event.from_json(json.loads(json.dumps(shape))).to_json() == shape
        assert Event.from_json({**shape, "cursor": 99}).to_json() == shape


def test_the_json_is_the_contracts() -> None:
    (shape,) = journal(1)
    assert list(shape) == [
        "seq",
        "id",
        "type",
        "incident",
        "occurred_at",
        "recorded_at",
        "actor",
        "role",
        "clause",
        "data",
        "prev_hash",
        "hash",
    ]
    assert shape["occurred_at"] == "2021-11-08T01:00:00Z"


def test_a_whole_journal_has_no_bad_entry() -> None:
    assert first_bad_entry("x", journal()) is None
    assert first_bad_entry("x", []) is None
    numbered = [{**shape, "cursor": 100 + n} for n, shape in enumerate(journal())]
    assert first_bad_entry("x", numbered) is None


Damage = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def altered(field: str, value: Any) -> Damage:
    return lambda shapes: [*shapes[:2], {**shapes[2], field: value}, *shapes[3:]]


@pytest.mark.parametrize(
    ("damage", "seq", "why"),
    [
        (altered("actor", "别人"), 3, "altered"),
        (altered("role", "admin"), 3, "altered"),
        (altered("type", "entry_struck"), 3, "altered"),
        (altered("clause", "5.3"), 3, "altered"),
        (altered("data", {"text": "另一条"}), 3, "altered"),
        (altered("data", {"text": "第3条", "more": None}), 3, "altered"),
        (altered("occurred_at", "2021-11-08T01:00:01Z"), 3, "altered"),
        (altered("recorded_at", "2021-11-08T02:00:00Z"), 3, "altered"),
        (altered("incident", "y"), 3, "altered"),
        (altered("id", "x.9"), 3, "altered"),
        (altered("hash", "0" * 64), 3, "altered"),
        (altered("prev_hash", "0" * 64), 3, "chain"),
        (altered("seq", 4), 3, "gap"),
        (lambda shapes: [*shapes[:2], *shapes[3:]], 3, "gap"),
        (lambda shapes: shapes[1:], 1, "gap"),
        (lambda shapes: [shapes[0], shapes[2], shapes[1], *shapes[3:]], 2, "gap"),
        (lambda shapes: [*shapes[:3], shapes[2], *shapes[3:]], 4, "gap"),
    ],
)
def test_whatever_is_altered_removed_or_reordered_shows(damage: Damage, seq: int, why: str) -> None:
    assert first_bad_entry("x", damage(journal())) == BadEntry("x", seq, why)


def test_an_entry_altered_and_hashed_anew_breaks_the_chain_after_it() -> None:
    shapes = journal()
    shapes[2]["data"] = {"text": "另一条"}
    shapes[2]["hash"] = digest(shapes[2])
    assert first_bad_entry("x", shapes) == BadEntry("x", 4, "chain")


def test_an_entry_removed_and_the_rest_numbered_anew_breaks_the_chain() -> None:
    shapes = journal()
    del shapes[2]
    for number, shape in enumerate(shapes, 1):
        shape["seq"] = number
    assert first_bad_entry("x", shapes) == BadEntry("x", 3, "chain")


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none() | st.lists(st.booleans())))
def test_the_digest_does_not_depend_on_the_order_of_keys(data: dict[str, Any]) -> None:
    backwards = dict(reversed(data.items()))
    assert digest({"data": data}) == digest({"data": backwards})
    assert digest(json.loads(json.dumps({"data": data}))) == digest({"data": data})


def test_what_is_no_number_is_never_hashed() -> None:
    with pytest.raises(ValueError, match="JSON"):
        digest({"data": float("nan")})


def test_every_type_of_event_but_the_first_is_applied() -> None:
    assert set(HANDLERS) == set(EVENT_TYPES) - {"incident_opened"}
    assert len(EVENT_TYPES) == len(set(EVENT_TYPES))


def test_the_chain_of_a_real_story_is_whole_and_shows_one_changed_digit(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    story.director.activates("IV")
    story.clock.passes(days=1)
    shapes = [event.to_json() for event in story.events]
    assert len(shapes) > 5
    assert first_bad_entry(story.incident_id, shapes) is None
    shapes[0]["data"] = {**shapes[0]["data"], "facts": {"deaths": 1}}
    assert first_bad_entry(story.incident_id, shapes) == BadEntry(story.incident_id, 1, "altered")
