"""A shift: a span of time, and who has which duty in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

DutyPost = Literal["leader", "duty_officers", "standby"]
"""带班领导, 值班员 and 备班: the names by which calls and clients ask for them."""

DUTY_POSTS: tuple[DutyPost, ...] = get_args(DutyPost)
REQUIRED: tuple[DutyPost, ...] = ("leader", "duty_officers")
"""The posts that somebody has to hold at every instant; our choice (ADR 0040)."""

LONGEST = timedelta(days=31)
"""A leader may have a week or a month; more is a slip of the year."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody on duty: a contact, by the name that it had when the shift was written."""

    contact: str
    name: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift, from `starts_at` until just before `ends_at`, both in UTC."""

    id: str
    starts_at: datetime
    ends_at: datetime
    name: str | None = None
    leader: tuple[Member, ...] = ()
    duty_officers: tuple[Member, ...] = ()
    standby: tuple[Member, ...] = ()
    note: str | None = None

    def of(self, post: DutyPost) -> tuple[Member, ...]:
        """Who has this duty in the shift."""
        return self.members[post]

    @property
    def members(self) -> Mapping[DutyPost, tuple[Member, ...]]:
        """Everybody in it, by duty."""
        return {
            "leader": self.leader,
            "duty_officers": self.duty_officers,
            "standby": self.standby,
        }

    def given(self, post: DutyPost, members: tuple[Member, ...]) -> Shift:
        """The shift with others in one duty."""
        held = {**self.members, post: members}
        return replace(
            self,
            leader=held["leader"],
            duty_officers=held["duty_officers"],
            standby=held["standby"],
        )

    def covers(self, at: datetime) -> bool:
        """Whether the instant lies in it."""
        return self.starts_at <= at < self.ends_at

    def meets(self, begin: datetime, end: datetime) -> bool:
        """Whether it shares any time with the span."""
        return self.starts_at < end and begin < self.ends_at
