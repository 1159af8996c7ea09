"""Whether what is pending goes on being owed, after each moment.

- the response is over, and the obligation does not go on after it: it ends (A17);
- the reporter is exempted: not owed (A14);
- the obligation's own condition no longer holds: superseded, unless another obligation
  of its series goes on in its place; what is asked once only where the condition held
  by a struck entry, since what was true has to be reported though it is over;
- the level changed: superseded where the series owes another report on that day (A13) or
  where its period had not begun; else it stays owed.

What has come due by then is due: none of this is asked of it.
"""

from __future__ import annotations

from typing import NamedTuple

from engine.audit.chronicle import Chronicle, Moment
from engine.audit.days import day_of, is_periodic
from engine.audit.entries import Entry
from engine.audit.stretches import Stretches
from engine.plan.model import Report


class Settled(NamedTuple):
    """A state without a report, and the reason for it."""

    state: str
    reason: str


ENDED = Settled("ended", "response_ended")
EXEMPTED = Settled("not_owed", "exempted")
LAPSED = Settled("superseded", "condition_lapsed")
REPLACED = Settled("superseded", "cadence_changed")


class Settling:
    """The rules on one incident."""

    def __init__(self, chronicle: Chronicle, stretches: Stretches) -> None:
        self.plan, self.stretches = chronicle.plan, stretches

    def after(self, moment: Moment, entry: Entry) -> Settled | None:
        """What the moment makes of a pending entry; None when it goes on being owed."""
        report = self.plan.report_by_id[entry.key.obligation]
        reporter = entry.key.reporter
        if report.id in moment.asked:
            return None if reporter in moment.asked[report.id] else EXEMPTED
        if moment.over and not self._conditional(report, moment):
            return ENDED
        if report.id in moment.limited and reporter not in moment.lists[report.id]:
            return EXEMPTED
        return self._out_of_force(moment, entry, report)

    def _conditional(self, report: Report, moment: Moment) -> bool:
        """Whether it goes on there while its own condition holds."""
        return report.when is not None and self.plan.covers(report.at, moment.place)

    def _out_of_force(self, moment: Moment, entry: Entry, report: Report) -> Settled | None:
        periodic = is_periodic(report)
        if self.plan.covers(report.at, moment.place):
            mates = self.stretches.mates(report) if periodic else []
            goes_on = any(is_periodic(mate) and mate.id in moment.asked for mate in mates)
            if not goes_on if periodic else report.id in moment.void:
                return LAPSED
        if not periodic:
            return None
        day = day_of(self.plan, entry.key.due_at)
        if entry.opens_at > moment.at:
            return REPLACED
        return (
            REPLACED if self.stretches.replaced(report, entry.key.reporter, day, moment) else None
        )
