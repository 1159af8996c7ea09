"""Whether what is pending goes on being owed, after each moment.

- the response is over, and the obligation does not go on after it: it ends (A17);
- the reporter is exempted: not owed (A14);
- the obligation's own condition no longer holds: superseded, unless another obligation
  of its series goes on in its place; what is asked once only where the condition held
  by a struck entry, since what was true has to be reported though it is over;
- the level changed: superseded where the series owes another report on that day (A13) or
  where its period had not begun; else it stays owed.

What has come due by then is due: none of this is asked of it. What stays owed until it is
sent (A17) ends only where its condition held by a struck entry.

A correction releases, overdue or not, what nobody owes now and only a figure that was never
true has asked for (A27).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from engine.conditions.evaluation import Situation, holds
from engine.instants import local_day
from engine.ledger_audit.due_instants import day_of, is_periodic
from engine.ledger_audit.expected_slot import Entry
from engine.ledger_audit.journal_reading import Chronicle, Moment
from engine.ledger_audit.obligation_periods import Stretches
from engine.plan.model import Plan, ReportObligation


class Settled(NamedTuple):
    """A state without a report, and the reason for it."""

    state: str
    reason: str


ENDED = Settled("ended", "response_ended")
VOIDED = Settled("ended", "voided")
EXEMPTED = Settled("not_owed", "exempted")
LAPSED = Settled("superseded", "condition_lapsed")
CORRECTED = Settled("superseded", "corrected")
REPLACED = Settled("superseded", "cadence_changed")


class Settling:
    """The rules on one incident."""

    def __init__(self, chronicle: Chronicle, stretches: Stretches) -> None:
        self.plan, self.stretches = chronicle.plan, stretches

    def after(self, moment: Moment, entry: Entry) -> Settled | None:
        """What the moment makes of a pending entry; None when it goes on being owed."""
        if moment.voided:
            return VOIDED
        report = self.plan.report_by_id[entry.key.obligation]
        settled = None if entry.is_due(moment.at) else self._after(moment, entry, report)
        wrong = moment.corrected is not None and report.id not in moment.asked
        if settled is None and wrong and not _true_of(self.plan, moment, entry, report):
            return CORRECTED
        return settled

    def _after(self, moment: Moment, entry: Entry, report: ReportObligation) -> Settled | None:
        reporter = entry.key.reporter
        if report.id in moment.asked:
            return None if reporter in moment.asked[report.id] else EXEMPTED
        lasting = report.until_sent
        if moment.over and not lasting and not self._conditional(report, moment):
            return ENDED
        if report.id in moment.limited and reporter not in moment.lists[report.id]:
            return EXEMPTED
        return self._out_of_force(moment, entry, report)

    def _conditional(self, report: ReportObligation, moment: Moment) -> bool:
        """Whether it goes on there while its own condition holds."""
        return report.when is not None and self.plan.covers(report.at, moment.place)

    def _out_of_force(
        self, moment: Moment, entry: Entry, report: ReportObligation
    ) -> Settled | None:
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


def _true_of(plan: Plan, moment: Moment, entry: Entry, report: ReportObligation) -> bool:
    """Whether what was true since the entry's period began ever asked for its report."""
    now = moment.corrected
    if report.when is None or now is None:
        return True
    told = sorted(
        ((figure.seq, name, figure) for name, all_ in now.facts.items() for figure in all_),
        key=lambda one: one[0],
    )
    ends = {seq for seq, _, figure in told if figure.received_at >= entry.opens_at}
    first = [one for one in told if one[2].received_at <= entry.opens_at]
    for known in (first, *([one for one in told if one[0] <= end] for end in ends)):
        values: dict[str, tuple[datetime, int, Any]] = {}
        for seq, name, figure in known:
            if name not in values or values[name][:2] <= (figure.as_of, seq):
                values[name] = (figure.as_of, seq, figure.value)
        given = {name: one[2] for name, one in values.items() if one[2] is not None}
        for day in _days(plan, entry.opens_at, moment.at):
            situation = Situation(plan, given, now.place, now.lasted, day)
            if holds(report.when, situation) is True:
                return True
    return False


def _days(plan: Plan, since: datetime, until: datetime) -> list[date]:
    """The days from one instant to the other, as far as a condition may ask which it is."""
    last = local_day(until, plan.zone)
    first = min(local_day(since, plan.zone), last) if plan.seasons else last
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
