"""What a scenario file holds.

A scenario is data beside the plans: people with roles, how the incident is opened, and
steps, each at a day (from 1, the day of the start) and a clock time in the plan's zone:

    {day: 1, at: "02:30", by: director, do: {command: activate_response, level: "IV"}}
    {days: [2, 9], at: "14:30", submit: {obligation: county_daily, reporters: all,
                                         except: ["141030"], spread_minutes: 20}}
    {day: 3, at: "09:00", by: duty, do: {...}, refused: role_required}

`submit` lets each reporter send the open slot of an obligation by itself, spread over
some minutes; `refused` says that the command must be refused with this code, and a drill
in which it is accepted has failed.

Format "2" has `incidents` instead of `plan` and `open`: several, each under its own plan; and
beside the steps `injects` with their `branches`, and `simulated` people and reporters.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal

from pydantic import Field, model_validator

from engine.drill.scenario.inject import Branch, Inject
from engine.drill.scenario.parts import (
    IncidentOpening,
    Instant,
    Opening,
    Person,
    Step,
    wrong,
)
from engine.drill.scenario.simulated import Simulated
from engine.instants import at_clock, from_text, local_day
from engine.plan.part import Id, Part, Text

ONLY_INCIDENT = "main"
"""The key of the incident of a scenario of format "1"."""


class Scenario(Part):
    """A whole scenario. `plan` and `open` are of format "1", all from `incidents` on of "2"."""

    format: Literal["1", "2"]
    id: Id
    plan: Id | None = None
    title: Text
    title_en: Text | None = None
    start: Instant
    end_day: int = Field(ge=1, le=3660)
    seed: int = Field(default=1, ge=0)
    people: dict[Id, Person] = Field(min_length=1)
    open: Opening | None = None
    incidents: dict[Id, IncidentOpening] = Field(default_factory=dict)
    branches: dict[Id, Branch] = Field(default_factory=dict)
    injects: tuple[Inject, ...] = ()
    simulated: dict[Text, Simulated] = Field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _of_its_format(self) -> Scenario:
        if self.format == "1":
            if self.plan is None or self.open is None:
                raise wrong("scenario_one_needs_open")
            if self.incidents or self.injects or self.branches or self.simulated:
                raise wrong("scenario_one_has_two")
        elif not self.incidents or self.plan is not None or self.open is not None:
            raise wrong("scenario_two_needs_incidents")
        return self

    @cached_property
    def openings(self) -> Mapping[str, IncidentOpening]:
        """The incidents by their keys, in the order of the file; one in format "1"."""
        if self.open is None or self.plan is None:
            return self.incidents
        given = {key: getattr(self.open, key) for key in self.open.model_fields_set}
        return {ONLY_INCIDENT: IncidentOpening(plan=self.plan, **given)}

    @property
    def first_incident(self) -> str:
        """The key of the incident that is meant where none is named."""
        return next(iter(self.openings))

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

    def at(self, day: int, clock: str) -> datetime:
        """The instant of a clock time on the n-th day, by the offset that `start` is written in."""
        start = datetime.fromisoformat(self.start)
        first = start.replace(hour=0, minute=0, second=0, microsecond=0)
        hours, minutes = int(clock[:2]), int(clock[3:])
        return from_text(
            (first + timedelta(days=day - 1, hours=hours, minutes=minutes)).isoformat()
        )
