"""Bodies of requests about evaluations."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from api.http.request_bodies import Closed, Reason
from engine.evaluation.records import Grade, Points
from engine.input_types import Instant, Name, Required, Words

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""Made by the page, so that a retry writes nothing twice."""

IncidentId = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,3}(\.[0-9]{1,3}){0,2}$")]
SheetId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
About = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,20}:.{1,120}$")]
Line = Annotated[Required, StringConstraints(max_length=500)]


class NewRemark(Closed):
    """What was seen at `at`. Without `incident` it is about the drill as a whole."""

    key: Key
    incident: IncidentId | None = None
    at: Instant
    text: Required
    number: Number | None = None
    entry: int | None = None


class NewScore(Closed):
    """A score of an item; null points: it does not apply."""

    incident: IncidentId | None = None
    sheet: SheetId
    number: Number
    points: Points | None
    note: Words = ""


class NewGrade(Closed):
    """The overall grade, with the reason."""

    incident: IncidentId | None = None
    grade: Grade
    reason: Reason


class SettleImprovement(Closed):
    """That an improvement is done, with what was done; or that it is not done after all."""

    done: bool = True
    note: Line


class SaveImprovement(Closed):
    """What has to get better. `about` is that of a row of the table, by which it is known again."""

    key: Key
    incident: IncidentId | None = None
    about: About | None = None
    finding: Line
    action: Line
    owner: Name
    due: date
    done: bool = False
