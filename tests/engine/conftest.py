"""Stories that are checked once more when they have been told."""

from collections.abc import Iterator
from typing import Protocol

import pytest

from engine.plan.model import Plan
from tests.engine.stories import Story


class Tell(Protocol):
    """What the fixture `tell` gives."""

    def __call__(
        self, plan: str | Plan, start: str = "2021-11-08 09:00", *, exercises_only: bool = False
    ) -> Story:
        """Begin a story under a plan; every invariant is checked when the test is over."""


@pytest.fixture
def tell() -> Iterator[Tell]:
    """Begins stories."""
    told: list[Story] = []

    def begin(
        plan: str | Plan, start: str = "2021-11-08 09:00", *, exercises_only: bool = False
    ) -> Story:
        told.append(Story(plan, start, exercises_only=exercises_only))
        return told[-1]

    yield begin
    for story in told:
        story.holds_together()
