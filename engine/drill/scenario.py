"""What a scenario file holds, and how one is read.

A scenario is data beside the plans: people with roles, how the incident is opened, and
steps, each at a day (from 1, the day of the start) and a clock time in the plan's zone:

    {day: 1, at: "02:30", by: director, do: {command: activate_response, level: "IV"}}
    {days: [2, 9], at: "14:30", submit: {obligation: county_daily, reporters: all,
                                         except: ["141030"], spread_minutes: 20}}
    {day: 3, at: "09:00", by: duty, do: {...}, refused: role_required}

`submit` lets each reporter send the open slot of an obligation by itself, spread over
some minutes; `refused` says that the command must be refused with this code, and a drill
in which it is accepted has failed. Files are read with the same strictness as plans.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationError, model_validator
from pydantic import TypeAdapter as Adapter
from pydantic_core import PydanticCustomError

from engine.drill.scenario_names import unknown_names
from engine.errors import PlanFileError
from engine.instants import at_clock, from_text, local_day, within_calendar
from engine.plan.cadences import ClockTime
from engine.plan.form_faults import form_faults
from engine.plan.model import Plan
from engine.plan.part import Id, Part, Text
from engine.plan.plan_files import read
from engine.plan.yaml_tree import parse, plain


def _wrong(code: str) -> PydanticCustomError:
    """A validation error that has its own sentence in the catalogues."""
    return PydanticCustomError(code, "see the catalogues")


def _exists(words: str) -> str:
    """Refuse an instant that no calendar has, such as 2026-11-31, and one too far away."""
    try:
        instant = from_text(words)
    except ValueError:
        raise _wrong("scenario_no_such_instant") from None
    if not within_calendar(instant):
        raise _wrong("scenario_instant_outside_calendar")
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
            raise _wrong("scenario_due_day")
        return self


class Step(Part):
    """One thing that happens: a command by a person, or reports by reporters."""

    day: int | None = Field(default=None, ge=1, le=3660)
    days: tuple[int, int] | None = None
    at: ClockTime
    by: Id | None = None
    do: dict[str, Any] | None = None
    submit: Submission | None = None
    refused: Text | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Step:
        if (self.day is None) == (self.days is None):
            raise _wrong("scenario_day_or_days")
        if (self.do is None) == (self.submit is None):
            raise _wrong("scenario_do_or_submit")
        if self.do is not None and self.by is None:
            raise _wrong("scenario_do_needs_by")
        if self.days is not None and not 1 <= self.days[0] <= self.days[1] <= 3660:
            raise _wrong("scenario_days_order")
        return self

    @property
    def span(self) -> range:
        """The days on which the step happens."""
        first, last = self.days or (self.day or 1, self.day or 1)
        return range(first, last + 1)


class Scenario(Part):
    """A whole scenario; `digest` of the file is set by the reader."""

    format: Annotated[str, StringConstraints(pattern=r"^1$")]
    id: Id
    plan: Id
    title: Text
    title_en: Text | None = None
    start: Instant
    end_day: int = Field(ge=1, le=3660)
    seed: int = Field(default=1, ge=0)
    people: dict[Id, Person] = Field(min_length=1)
    open: Opening
    steps: tuple[Step, ...] = ()

    @property
    def begins(self) -> datetime:
        """The first instant of the scenario, aware, in UTC."""
        return from_text(self.start)

    def instant(self, zone: str, day: int, clock: str) -> datetime:
        """The instant of a clock time on the n-th day (from 1)."""
        return at_clock(self._day(zone, day), clock, zone)

    def ends(self, zone: str) -> datetime:
        """The end of the last day."""
        return at_clock(self._day(zone, self.end_day), "24:00", zone)

    def _day(self, zone: str, day: int) -> date:
        return local_day(self.begins, zone) + timedelta(days=day - 1)


_ADAPTER = Adapter(Scenario)


def load_scenario(path: Path, plans: Mapping[str, Plan] | None = None) -> Scenario:
    """Read a scenario file; with `plans`, every name in it is looked up in them too.

    Raises `PlanFileError` with every wrong line: file, line and remedy.
    """
    faults: list[PlanFileError] = []
    tree = parse(read(path), str(path), faults)
    scenario = None
    try:
        scenario = _ADAPTER.validate_python(plain(tree))
    except ValidationError as wrong:
        faults += form_faults(wrong, Scenario, tree, str(path), faults)
    if scenario is not None:
        faults += unknown_names(scenario, tree, plans)
    if scenario is None or faults:
        raise PlanFileError.of_all(faults)
    return scenario
