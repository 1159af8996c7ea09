"""Changing a field of a frozen value."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pytest

from engine.values import replace
from tests.engine.drill.golden import play


@dataclass(frozen=True, slots=True)
class Checked:
    """A value that looks at itself when it is made."""

    number: int

    def __post_init__(self) -> None:
        assert self.number > 0


def test_it_gives_what_the_standard_library_gives_and_leaves_the_old_value_alone() -> None:
    (slot, *_) = play("coal_roof_fall").slots
    changed = replace(slot, state="ended", reason="why not")
    assert changed == dataclasses.replace(slot, state="ended", reason="why not")
    assert slot.state != "ended"
    assert changed.due_at is slot.due_at


def test_a_field_that_is_not_there_is_refused() -> None:
    (slot, *_) = play("coal_roof_fall").slots
    with pytest.raises(KeyError, match="stat"):
        replace(slot, stat="ended")


def test_a_value_that_checks_itself_is_not_changed_behind_its_back() -> None:
    with pytest.raises(TypeError, match="Checked checks itself"):
        replace(Checked(1), number=-1)
