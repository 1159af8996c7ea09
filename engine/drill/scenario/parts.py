"""Who takes part in a drill, how an incident begins, and what a step does."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from engine.instants import from_text, within_calendar
from engine.plan.cadences import ClockTime
from engine.plan.part import Id, Part, Text


def wrong(code: str) -> PydanticCustomError:
    """A validation error that has its own sentence in the catalogues."""
    return PydanticCustomError(code, "see the catalogues")


def _exists(words: str) -> str:
    """Refuse an instant that no calendar has, such as 2026-11-31, and one too far away."""
    try:
        instant = from_text(words)
    except ValueError:
        raise wrong("scenario_no_such_instant") from None
    if not within_calendar(instant):
        raise wrong("scenario_instant_outside_calendar")
    return words


Instant = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d$"),
    AfterValidator(_exists),
]


class Person(Part):
    """Somebody who takes part: general roles and posts of the plan."""

    roles: tuple[Text, ...] = Field(min_length=1)
    division: Text | None = None
    unit: Text | None = None


class Caller(Part):
    """The person who tells the duty desk of the event."""

    name: Text
    post: Text = ""
    phone: Text = ""


class Opening(Part):
    """How the incident begins: minutes before the start, place and first figures.

    `kind` is a kind of event of the plan, `place` says in words where in the division.
    """

    by: Id
    title: Text
    division: Text
    kind: Id | None = None
    place: Text = ""
    caller: Caller | None = None
    occurred_minutes_ago: int = Field(ge=0, le=60 * 24 * 365)
    received_minutes_ago: int = Field(ge=0, le=60 * 24 * 365)
    facts: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _received_after_it_occurred(self) -> Self:
        if self.received_minutes_ago > self.occurred_minutes_ago:
            raise wrong("scenario_occurred_late")
        return self


class After(Part):
    """So many minutes after the start, an inject that was given, or an incident's opening."""

    start: Literal[True] | None = None
    inject: Id | None = None
    incident: Id | None = None
    minutes: int = Field(ge=0, le=60 * 24 * 366)

    @model_validator(mode="after")
    def _one_thing(self) -> After:
        if sum(one is not None for one in (self.start, self.inject, self.incident)) != 1:
            raise wrong("scenario_after_what")
        return self


class Moment(Part):
    """A clock time on a day of the scenario, from 1."""

    day: int = Field(ge=1, le=3660)
    time: ClockTime


class IncidentOpening(Opening):
    """One of several incidents: its own plan, and when it is opened; by default at the start."""

    plan: Id
    at: Moment | None = None
    after: After | None = None

    @model_validator(mode="after")
    def _one_time(self) -> IncidentOpening:
        if self.at is not None and self.after is not None:
            raise wrong("scenario_opened_when")
        return self


class Submission(Part):
    """Reporters send the open slot of an obligation, each by itself.

    With `due`, the slot that was due at this clock time of the step's day, or of `due_day`. Without
    it, of the reporter's open slots the one whose due instant is nearest to the step: ten minutes
    after 15:00 that is the one of 15:00, and not tomorrow's.

    Without `kind`, the report is of the obligation's own kind. Without `content`, every
    field that the plan requires is filled with a text that says it is a drill's.
    """

    obligation: Id
    reporters: tuple[Text, ...] | Text = "all"
    except_: tuple[Text, ...] = Field(default=(), alias="except")
    spread_minutes: int = Field(default=0, ge=0, le=24 * 60)
    due: ClockTime | None = None
    due_day: int | None = Field(default=None, ge=1, le=3660)
    kind: Text | None = None
    content: dict[str, Text] | None = None

    @model_validator(mode="after")
    def _day_of_a_time(self) -> Submission:
        if self.due_day is not None and self.due is None:
            raise wrong("scenario_due_day")
        return self


class Step(Part):
    """One thing that happens: a command by a person, or reports by reporters.

    `incident` is the key of one of several incidents, by default the first.
    """

    day: int | None = Field(default=None, ge=1, le=3660)
    days: tuple[int, int] | None = None
    at: ClockTime
    incident: Id | None = None
    by: Id | None = None
    do: dict[str, Any] | None = None
    submit: Submission | None = None
    refused: Text | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Step:
        if (self.day is None) == (self.days is None):
            raise wrong("scenario_day_or_days")
        if (self.do is None) == (self.submit is None):
            raise wrong("scenario_do_or_submit")
        if self.do is not None and self.by is None:
            raise wrong("scenario_do_needs_by")
        if self.days is not None and not 1 <= self.days[0] <= self.days[1] <= 3660:
            raise wrong("scenario_days_order")
        return self

    @property
    def span(self) -> range:
        """The days on which the step happens."""
        first, last = self.days or (self.day or 1, self.day or 1)
        return range(first, last + 1)
