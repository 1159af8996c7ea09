"""Bodies of requests about scenarios."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Body
from pydantic import Field, StringConstraints

from api.http.request_bodies import Closed
from api.scenarios.shapes import ScenarioDraft

Step = Annotated[str, StringConstraints(max_length=200)] | Annotated[int, Field(ge=0, le=100_000)]
ScenarioId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]


class Note(Closed):
    """The comment above a key or an entry."""

    place: Annotated[list[Step], Field(max_length=2)]
    text: Annotated[str, StringConstraints(max_length=4000)]


class ScenarioBody(Closed):
    """A scenario as data, as it is to be; `notes` are the comments above its entries."""

    scenario: ScenarioDraft
    notes: Annotated[tuple[Note, ...], Field(max_length=5000)] = ()
    compare: ScenarioId | None = None
    """Whose lines and comments are kept where nothing has changed; for a copy the original."""


class TryScenario(Closed):
    """A scenario to be played by the program alone."""

    scenario: ScenarioDraft
    seed: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None


class ReadScenario(Closed):
    """A file in Base64; `compare` names the scenario that it would change."""

    file: Annotated[str, StringConstraints(min_length=1, max_length=1_000_000)]
    kind: Literal["yaml", "xlsx"]
    compare: ScenarioId | None = None


ScenarioBodyBody = Annotated[ScenarioBody, Body()]
TryScenarioBody = Annotated[TryScenario, Body()]
ReadScenarioBody = Annotated[ReadScenario, Body()]
