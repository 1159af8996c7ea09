"""How long a measure may take, as a plan file says it: one mapping.

    {minutes: 30}                 that long after the measure begins to apply
    {minutes: 60, of: received}   that long after the office was told (or it `occurred`)
    {days: 7}                     to the end of the seventh day after the day it is counted from
    {months: 12}                  to the end of the day of the same number, that many months on

`of` has the words of report obligations. The instants themselves are computed in
`engine.measures.time_limits`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from engine.plan.part import Part


class TimeLimit(Part):
    """One length of time, and what it is counted from.

    `of` is `arising`, the instant at which the measure came to apply (its level was opened,
    its condition met), `received`, when the report of the incident came in, or `occurred`,
    when it happened. With the last two, a measure whose condition a later figure meets
    counts from when the office received that figure: nobody can be late for what nobody
    could know. Days and months are the calendar's in the plan's zone; the day that they
    are counted from is none of them, and the last is whole.
    """

    minutes: int | None = Field(default=None, ge=1, le=60 * 24 * 31)
    days: int | None = Field(default=None, ge=1, le=3660)
    months: int | None = Field(default=None, ge=1, le=120)
    of: Literal["occurred", "received", "arising"] = "arising"

    @model_validator(mode="after")
    def _one_length(self) -> TimeLimit:
        if len(self.lengths) != 1:
            raise ValueError("a time limit has one of minutes, days, months")
        return self

    @property
    def lengths(self) -> dict[str, int]:
        """The lengths given, by their keys; in a plan that loads there is just one."""
        given = {"minutes": self.minutes, "days": self.days, "months": self.months}
        return {key: number for key, number in given.items() if number is not None}
