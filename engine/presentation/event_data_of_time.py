"""What the data of entries holds that the passing of time makes; see `event_data`."""

from __future__ import annotations

from typing_extensions import TypedDict

from engine.presentation.seen_by import ForAll, ForViewers


class Reminder(TypedDict, total=False):
    """Time: a slot that is still awaited."""

    slot: ForAll[str]
    """Id of the slot."""
    obligation: ForAll[str]
    """Id of the report obligation in the plan."""
    reporter: ForAll[str]
    """A division's code, or the id of a unit or post."""
    due_at: ForAll[str]
    """The slot's due instant."""
    minutes: ForAll[int]
    """Minutes from the due instant: below 0 before, 0 just after, above 0 later."""
    stage: ForAll[int]
    """How many reminders of the slot came before."""
    immediately: ForAll[bool]
    known_late: ForAll[bool]
    """It was past already when it was entered."""


class ReportDueSoon(Reminder):
    """Time: a report is due soon, or is owed 立即 and still awaited."""


class ReportOverdue(Reminder):
    """Time: a report's due instant has passed; again later while it is."""


class MeasureReminder(TypedDict, total=False):
    """Time: a measure with a time limit that is still open."""

    measure: ForViewers[str]
    due_at: ForViewers[str]
    minutes: ForViewers[int]
    """Minutes from the due instant: below 0 before, 0 just after."""
    stage: ForViewers[int]
    """How many reminders of the measure came before."""
    known_late: ForViewers[bool]
    """Its time was past already when it came to apply."""


class MeasureDueSoon(MeasureReminder):
    """Time: a measure has to be done soon."""


class MeasureOverdue(MeasureReminder):
    """Time: a measure's due instant has passed."""


class DecisionAwaited(TypedDict, total=False):
    """Time: a recommendation still waits for a decision."""

    level: ForViewers[str]
    sub_state: ForViewers[str | None]
    recommended_by: ForViewers[str]
    since: ForViewers[str]
    """When it was recommended."""
    reminder: ForViewers[int]
    """Which reminder it is, from 1."""
    command: ForViewers[str]
    """`end_response` where it is about the end; else it is about opening the level."""


class SignatureOverdue(TypedDict, total=False):
    """Time: an entry has waited too long for the signature of a role's holder."""

    seq: ForViewers[int]
    """Number of the entry that nobody has signed."""
    unsigned_role: ForViewers[str]


class DurationReached(TypedDict, total=False):
    """Time: the incident has been at a place as long as a rule asks about."""

    lasting: ForViewers[str]
    """The place that has lasted, as the plan's rule names it."""
    hours: ForViewers[int]
    more: ForViewers[bool]
    """True where it has lasted longer than that."""
    since: ForViewers[str]
    """When that began."""


class DateReached(TypedDict, total=False):
    """Time: a day has begun on which a condition of the plan about the date turns."""

    date: ForViewers[str]
    """The day, `YYYY-MM-DD`, in the plan's zone."""


class WatchEnded(TypedDict, total=False):
    """Time: the casualty watch is over."""

    watch_until: ForViewers[str]
    """Changes of casualties were reported until this instant."""
