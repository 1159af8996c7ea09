"""Which reminders of a report must have been sent by an instant.

The ladder of a report: so many minutes before it is due, the overdue mark, so many minutes
after. What is owed 立即 is only reminded of, so many minutes after it arose. A reminder is
sent while the report is awaited and its period has begun, each once, whatever is restarted;
of those before the due instant that are past when the report begins to be awaited only the
last is sent, and none when the due instant itself has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.ledger_audit.expected_slot import JUST_AFTER, Awaited, Entry
from engine.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Reminder:
    """One step of a report's ladder: its number from 0, when it is sent, what it marks.

    The mark that a report is overdue names the due instant, the shortest time before it.
    """

    stage: int
    at: datetime
    marks_overdue: bool = False

    @property
    def named(self) -> datetime:
        """The instant that the entry names."""
        return self.at - JUST_AFTER if self.marks_overdue else self.at


def ladder(plan: Plan, entry: Entry, opens_at: datetime) -> list[Reminder]:
    """All reminders of a report that could be given from `opens_at`, the earliest first."""
    report, plans = plan.report_by_id[entry.key.obligation], plan.reminders
    soon, late = report.due_soon_minutes, report.overdue_again_minutes
    before = sorted(plans.due_soon_minutes if soon is None else soon)
    after = sorted(plans.overdue_again_minutes if late is None else late)
    due = entry.key.due_at
    if entry.immediately:
        return [Reminder(n, due + timedelta(minutes=m)) for n, m in enumerate(before)]
    early = [max(due - timedelta(minutes=m), opens_at) for m in reversed(before)]
    instants = [*early, due + JUST_AFTER, *(due + timedelta(minutes=m) for m in after)]
    return [Reminder(n, at, n == len(early)) for n, at in enumerate(instants)]


def sent_by(plan: Plan, entry: Entry, now: datetime) -> list[Reminder]:
    """The reminders that must have been sent by `now`."""
    sent: list[Reminder] = []
    reached = 0
    for span in entry.awaited:
        steps = ladder(plan, entry, span.opens_at)
        reached = max(reached, _first(entry, steps, span))
        until = now if span.ends is None else min(now, span.ends)
        while reached < len(steps) and steps[reached].at <= until:
            sent.append(steps[reached])
            reached += 1
    return sent


def _first(entry: Entry, steps: list[Reminder], span: Awaited) -> int:
    """The number of the first reminder that is sent in the span."""
    if entry.immediately:
        return 0
    early = next(step.stage for step in steps if step.marks_overdue)
    if entry.key.due_at <= span.begins:
        return early
    past = [step for step in steps[:early] if step.at <= span.begins]
    return max(0, len(past) - 1)
