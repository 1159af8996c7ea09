"""Which time a server goes by when its machine's clock may be wrong. Pure: readings come in.

A machine has two clocks. The wall clock tells the date and can be set, wrongly too. The
other counts seconds since the machine started and cannot be set. A step of the wall clock
shows as a difference between the two. The time line follows the wall clock as long as it
is trusted, and goes on by the counted seconds from there when it is not:

    trusted ── forward, at most `Limits.forward` in all ──▶ jumped: goes on, with an alarm
    trusted, jumped ── further forward, or backward ─────▶ distrusted: by counted seconds
    start, too far from the last sign of life ───────────▶ waiting: likewise, from that sign
    jumped, distrusted, waiting ── a person's word, or steady and synchronised ──▶ trusted

Instants are aware and in UTC; `elapsed` are seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias

Condition: TypeAlias = Literal["trusted", "jumped", "distrusted", "waiting"]
NOTHING = timedelta()
SECONDS_TO_FORGIVE_ONE = 1000
"""So many seconds after a small step a second of it is forgotten: more than any crystal drifts."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a wall clock may step, or be from the last sign of life, before it is doubted."""

    forward: timedelta = timedelta(hours=24)
    """Jumps forward of so much in all go on, with an alarm."""
    slip: timedelta = timedelta(seconds=2)
    """Corrections of so much go unnoticed: a leap second, a step of a time service."""
    behind: timedelta = timedelta(minutes=5)
    """At a start: before the last sign of life."""
    ahead: timedelta = timedelta(days=60)
    """At a start: after it. Without a person the wall clock is never trusted beyond that."""
    steady_s: float = 120.0
    """Seconds without a step after which a synchronised wall clock is trusted again."""


class Reading(NamedTuple):
    """Both clocks at one moment; `elapsed` counts on while the machine sleeps."""

    wall: datetime
    elapsed: float


@dataclass(frozen=True, slots=True)
class LastSeen:
    """What the store knows of the time before a start; each None if there is none.

    `own` is this node's sign of life, `newest` the latest of the nodes that trusted their
    clocks. `entry` is when the last journal entry was recorded. `doubted`: this node did not
    trust its clock when it gave its sign.
    """

    own: datetime | None = None
    newest: datetime | None = None
    entry: datetime | None = None
    doubted: bool = False


class TimeLine(NamedTuple):
    """The time that counts, as of one reading.

    `steps` counts the steps of the wall clock that were more than a slip. `since` is when the
    condition began; `steady_from` the elapsed seconds of the last step. `slipped` are the seconds
    of small steps that are still remembered.

    Every question for the time makes a line: a tuple and numbers take a fraction of the time
    that a dataclass and spans take.
    """

    now: datetime
    reading: Reading
    slipped: float = 0.0
    condition: Condition = "trusted"
    since: datetime | None = None
    jumped: timedelta = NOTHING
    steps: int = 0
    steady_from: float = 0.0

    @property
    def trusted(self) -> bool:
        """Whether there is no alarm about the clock."""
        return self.condition == "trusted"

    @property
    def ahead(self) -> timedelta:
        """How far the wall clock is ahead of the time that counts; negative if behind."""
        return self.reading.wall - self.now


def begin(reading: Reading, seen: LastSeen, limits: Limits) -> TimeLine:
    """The line of a server that starts: on the wall clock if that can be, else `waiting`.

    A waiting line begins at the sign of life: the true time cannot be before it.
    """
    trusted = TimeLine(reading.wall, reading, steady_from=reading.elapsed)
    most = limits.behind if seen.doubted else limits.ahead
    sign = seen.own or seen.newest
    if sign is None:
        # A database of an earlier version has no sign, and may have been quiet for months.
        sign, most = seen.entry or reading.wall, timedelta.max
    if sign - reading.wall <= limits.behind:
        if reading.wall - sign <= most:
            return trusted
        # Perhaps this node was away for long, and others were not.
        sign = max(sign, seen.newest or sign)
        if abs(reading.wall - sign) <= limits.behind:
            return trusted
    return trusted._replace(now=sign, condition="waiting", since=sign)


def advance(line: TimeLine, reading: Reading, limits: Limits) -> TimeLine:
    """The line at a later reading. `now` never goes back."""
    gone = max(0.0, reading.elapsed - line.reading.elapsed)
    step = (reading.wall - line.reading.wall).total_seconds() - gone
    slipped = _forgiven(line.slipped, gone) + step
    follows = line.condition in ("trusted", "jumped")
    if abs(slipped) <= limits.slip.total_seconds():
        now = max(line.now, reading.wall) if follows else line.now + timedelta(seconds=gone)
        return TimeLine(now, reading, slipped, *line[3:])
    going_on = line.now + timedelta(seconds=gone)
    stepped = line._replace(
        now=going_on,
        reading=reading,
        slipped=0.0,
        steps=line.steps + 1,
        steady_from=reading.elapsed,
    )
    if not follows:
        return stepped
    jumped = line.jumped + timedelta(seconds=step)
    if step > 0 and jumped <= limits.forward:
        return stepped._replace(
            now=max(line.now, reading.wall),
            condition="jumped",
            since=line.since or going_on,
            jumped=jumped,
        )
    return stepped._replace(condition="distrusted", since=going_on)


def trust(line: TimeLine) -> TimeLine:
    """Go by the wall clock from now on, even if that is back: somebody says that it is right."""
    return TimeLine(
        line.reading.wall,
        line.reading,
        steps=line.steps + 1,
        steady_from=line.steady_from,
    )


def may_be_trusted(line: TimeLine, limits: Limits) -> bool:
    """Whether a wall clock that the system calls synchronised is trusted without a person.

    It has been steady, and is no further from the line than a start would allow. A time
    service that is wrong by years needs a person as well.
    """
    if line.trusted or line.reading.elapsed - line.steady_from < limits.steady_s:
        return False
    least = -limits.behind if line.condition == "waiting" else -limits.ahead
    return least <= line.ahead <= limits.ahead


def _forgiven(slipped: float, gone: float) -> float:
    """What is still remembered of small steps after so many seconds."""
    less = gone / SECONDS_TO_FORGIVE_ONE
    return max(slipped - less, 0.0) if slipped > 0 else min(slipped + less, 0.0)
