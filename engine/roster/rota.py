"""Who is on duty at an instant, and where nobody is.

Shifts may overlap: a leader for a week beside officers by day and by night. A gap falls to
those who are named for it beforehand, usually a duty telephone; it stays a gap all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from engine.roster.shift import DUTY_POSTS, REQUIRED, DutyPost, Member, Shift


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which nobody has the duty, from `begins_at` until just before `ends_at`."""

    post: DutyPost
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who is on duty at an instant.

    `by_default` are the duties that no shift gives to anybody, so that they fall to those who
    are named for it. `until` is the next instant at which a shift begins or ends; None if no
    shift is known that does.
    """

    leader: tuple[Member, ...] = ()
    duty_officers: tuple[Member, ...] = ()
    standby: tuple[Member, ...] = ()
    by_default: tuple[DutyPost, ...] = ()
    until: datetime | None = None

    def of(self, post: DutyPost) -> tuple[Member, ...]:
        """Who has this duty."""
        held = {
            "leader": self.leader,
            "duty_officers": self.duty_officers,
            "standby": self.standby,
        }
        return held[post]


@dataclass(frozen=True)
class Roster:
    """The shifts of some span, and to whom gaps fall.

    `known` are the contacts that there are: whoever was removed from the address book is
    nobody, and his shift has a gap. None knows everybody. A roster that is not `kept`, because
    the office has never entered a shift, has no gaps.
    """

    shifts: Sequence[Shift] = ()
    defaults: Mapping[DutyPost, tuple[Member, ...]] = field(default_factory=dict)
    known: Collection[str] | None = None
    kept: bool = True

    def on_duty(self, at: datetime) -> OnDuty:
        """Who is on duty at the instant. It has to lie in the span that was read."""
        held: dict[DutyPost, tuple[Member, ...]] = {}
        by_default = []
        for post in DUTY_POSTS:
            members = {
                member.contact: member
                for shift in self.shifts
                if shift.covers(at)
                for member in self._present(shift.of(post))
            }
            if not members and self.defaults.get(post):
                by_default.append(post)
                members = {one.contact: one for one in self._present(self.defaults[post])}
            held[post] = tuple(members.values())
        return OnDuty(**held, by_default=tuple(by_default), until=self._changes_after(at))

    def gaps(
        self, begin: datetime, end: datetime, posts: Collection[DutyPost] = REQUIRED
    ) -> list[Gap]:
        """Where nobody has a duty between two instants, by time; those that touch are one."""
        if not self.kept:
            return []
        found = [gap for post in posts for gap in self._gaps_of(post, begin, end)]
        return sorted(found, key=lambda gap: (gap.begins_at, DUTY_POSTS.index(gap.post)))

    def shift_of(self, contacts: Collection[str], after: datetime) -> Shift | None:
        """The shift that one of these contacts has at the instant, or the next one."""
        theirs = (
            shift
            for shift in self.shifts
            if shift.ends_at > after
            and any(one.contact in contacts for held in shift.members.values() for one in held)
        )
        return min(theirs, key=lambda shift: (shift.starts_at, shift.id), default=None)

    # ── Parts ───────────────────────────────────────────────────────────────────────

    def _present(self, members: Sequence[Member]) -> Iterator[Member]:
        return (one for one in members if self.known is None or one.contact in self.known)

    def _gaps_of(self, post: DutyPost, begin: datetime, end: datetime) -> Iterator[Gap]:
        manned = (
            shift
            for shift in self.shifts
            if shift.meets(begin, end) and any(self._present(shift.of(post)))
        )
        reached = begin
        for shift in sorted(manned, key=lambda one: one.starts_at):
            if shift.starts_at > reached:
                yield Gap(post, reached, shift.starts_at)
            reached = max(reached, shift.ends_at)
        if reached < end:
            yield Gap(post, reached, end)

    def _changes_after(self, at: datetime) -> datetime | None:
        edges = (edge for shift in self.shifts for edge in (shift.starts_at, shift.ends_at))
        return min((edge for edge in edges if edge > at), default=None)
