"""When reports are owed, as a plan file says it: one mapping, told by its key.

    {daily: ["10:00", "16:00"]}              these clock times every day
    {every_days: 2, at: "15:00"}             every second day, counted from the activation day
    {every_hours: 6}                         from the instant the duty arises
    {within_minutes: 60}                     once, that long after the duty arises
    {within_minutes: 60, of: occurred}       that long after it happened (or was `received`)
    {within_minutes: 30, on_change_of: [x]}  that long after each change of a figure
    {within_minutes: 120, after_report_of: x}  that long after each report of another duty
    {times_per_day: 2}                       so often a day, no clock times given
    {immediately: true}                      once, 立即: a deadline without a number
    {same_day: "24:00", on_change_of: [deaths]}   each time a figure changes, that day
    {after_last: county_daily, minutes: 120} that long after another duty's last time of a day

Clock times are in the plan's zone and quoted, "HH:MM"; "24:00" is the end of the day.
The instants themselves are computed in `engine.reporting.due_instants`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from engine.plan.part import Id, Ids, Part, Ref, kinds_of

ClockTime = Annotated[str, StringConstraints(pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")]
"""A quoted clock time, "HH:MM", in the plan's zone."""


class Daily(Part):
    """Owed at these clock times every day."""

    daily: tuple[ClockTime, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _ascending(self) -> Daily:
        if list(self.daily) != sorted(set(self.daily)):
            raise ValueError("clock times ascend and differ")
        return self


class EveryDays(Part):
    """Owed every n-th day at one clock time, counted from an anchor day."""

    every_days: int = Field(ge=2, le=366)
    at: ClockTime


class EveryHours(Part):
    """Owed every n hours from the instant the duty arises."""

    every_hours: int = Field(ge=1, le=24 * 31)


class Within(Part):
    """Owed once, this many minutes after the duty arises.

    `of` says what it is counted from: `occurred`, the instant it happened, `received`, the
    instant the report came in, or `arising`, the instant the duty was entered. With the
    first two, a duty that a later figure makes (the class rises) counts from when the
    office received that figure: nobody can be late for what nobody could know.
    With `on_change_of` it is owed after each change of one of these facts instead, with
    `after_report_of` after each report of that other obligation is submitted: the next
    rung of a cascade. Who has handed that report in and owes this one owes it alone.
    """

    within_minutes: int = Field(ge=1, le=60 * 24 * 31)
    of: Literal["occurred", "received", "arising"] = "arising"
    on_change_of: Annotated[Ids, Ref("fact")] = ()
    after_report_of: Annotated[Id | None, Ref("report")] = None

    @property
    def once(self) -> bool:
        """Owed once when the duty arises, not again and again for something else."""
        return not self.on_change_of and self.after_report_of is None


class TimesPerDay(Part):
    """Owed so often a day where the text gives no clock times.

    The day is cut into as many equal parts and one report is owed by the end of each:
    a reading, so the obligation has to name the assumption.
    """

    times_per_day: Literal[1, 2, 3, 4, 6, 8, 12, 24]

    @property
    def clocks(self) -> tuple[str, ...]:
        """The ends of the parts of the day, "HH:MM"."""
        step = 24 // self.times_per_day
        return tuple(f"{step * n:02d}:00" for n in range(1, self.times_per_day + 1))


class Immediately(Part):
    """Owed once, at once (立即). No number is invented: it never counts as late."""

    immediately: Literal[True]


class SameDay(Part):
    """Owed on the day of each change of one of these facts, by the clock time."""

    same_day: ClockTime
    on_change_of: Annotated[Ids, Ref("fact")] = Field(min_length=1)


class AfterLast(Part):
    """Owed this many minutes after the last clock time of another duty on its days."""

    after_last: Annotated[Id, Ref("report")]
    minutes: int = Field(ge=1, le=60 * 24)


def _kind(value: Any) -> str | None:
    if isinstance(value, Part):
        return _KIND_OF_TYPE.get(type(value))
    if not isinstance(value, dict):
        return None
    return next((key for key in _KEYS if key in value), None)


Cadence = Annotated[
    Annotated[Daily, Tag("daily")]
    | Annotated[EveryDays, Tag("every_days")]
    | Annotated[EveryHours, Tag("every_hours")]
    | Annotated[Within, Tag("within_minutes")]
    | Annotated[TimesPerDay, Tag("times_per_day")]
    | Annotated[Immediately, Tag("immediately")]
    | Annotated[SameDay, Tag("same_day")]
    | Annotated[AfterLast, Tag("after_last")],
    Discriminator(
        _kind,
        custom_error_type="not_a_cadence",
        custom_error_message=(
            "not a cadence; one of daily, times_per_day, every_days, every_hours, within_minutes, "
            "immediately, same_day, after_last"
        ),
    ),
]

RECURRING = (Daily, EveryDays, EveryHours, TimesPerDay, AfterLast)
"""Cadences that go on without a new cause: what is owed may be owed with nothing new to say."""

_KIND_OF_TYPE = kinds_of(Cadence)
_KEYS = tuple(_KIND_OF_TYPE.values())
"""A cadence is told by the key that its kind is named after."""
