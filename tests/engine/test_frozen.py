"""Changing a field of a frozen value."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pytest

from engine.frozen import replace
from engine.incident.state import Incident
from tests.engine.conftest import Tell
from tests.engine.drill.golden import play
from tests.engine.stories import QUWO


@dataclass(frozen=True, slots=True)
class Checked:
    """A value that looks at itself when it is made."""

    number: int

    def __post_init__(self) -> None:
        assert self.number > 0


def opened(tell: Tell) -> Incident:
    """An incident as it is at the beginning."""
    story = tell("grain")
    story.desk.opens(price_rise_percent=35, division=QUWO)
    return story.incident


def test_it_gives_what_the_standard_library_gives_and_leaves_the_old_value_alone() -> None:
    (slot, *_) = play("coal_roof_fall").slots
    changed = replace(slot, state="ended", reason="why not")
    assert changed == dataclasses.replace(slot, state="ended", reason="why not")
    assert slot.state != "ended"
    assert changed.due_at is slot.due_at


def test_a_value_without_slots_is_changed_in_the_same_way(tell: Tell) -> None:
    incident = opened(tell)
    changed = replace(incident, title="另一个", seq=99)
    assert changed == dataclasses.replace(incident, title="另一个", seq=99)
    assert (incident.title, incident.seq) != (changed.title, changed.seq)
    assert changed.facts is incident.facts
    with pytest.raises(dataclasses.FrozenInstanceError):
        changed.seq = 100  # type: ignore[misc]


def test_a_field_that_is_not_there_is_refused(tell: Tell) -> None:
    (slot, *_) = play("coal_roof_fall").slots
    with pytest.raises(KeyError, match="stat"):
        replace(slot, stat="ended")
    with pytest.raises(KeyError, match="stat"):
        replace(opened(tell), stat="ended")


def test_a_value_that_checks_itself_is_not_changed_behind_its_back() -> None:
    with pytest.raises(TypeError, match="Checked checks itself"):
        replace(Checked(1), number=-1)
