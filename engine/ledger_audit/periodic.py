"""Accounts of obligations that come back by themselves.

In each stretch the due instants follow each other; one is ahead at any time: the next is
made when the one before has been reported or has passed. What of an earlier stretch is
still owed when a later one begins is taken over, however near; what was settled without
a report is owed again if the later stretch asks for it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime

from engine.ledger_audit.due_instants import Due, is_asked_for
from engine.ledger_audit.expected_slot import JUST_AFTER, Entry
from engine.ledger_audit.journal_reading import Chronicle, SlotKey, Submission
from engine.ledger_audit.obligation_periods import Stretch
from engine.ledger_audit.settlement import REPLACED, Settled, Settling
from engine.plan.cadences import AfterLast

TOO_NEAR = Settled("not_owed", "too_near")
REANCHORED = Settled("superseded", "reanchored")

Account = dict[datetime, Entry]


class Periodic:
    """Draws up accounts as they stand at the instant `now`."""

    def __init__(self, chronicle: Chronicle, settling: Settling, now: datetime) -> None:
        self.plan, self.moments = chronicle.plan, chronicle.moments
        self.settling, self.now = settling, now
        self._came = {one.key: one for one in reversed(chronicle.submissions)}

    def account(self, stretches: list[Stretch]) -> Iterable[Entry]:
        """The account of one reporter for one obligation."""
        account: Account = {}
        following = [*stretches[1:], None]
        for stretch, later in zip(stretches, following, strict=True):
            self._take_over(stretch, account)
            self._go_through(stretch, account)
            self._pend(stretch, later, account)
        for entry in account.values():
            came = self._came.get(entry.key)
            if came is not None and entry.pending:
                entry.come_in(came)
        return account.values()

    def _take_over(self, stretch: Stretch, account: Account) -> None:
        """What an earlier stretch has left owed is the report ahead, if it comes first.

        At a new anchor day only what the new days ask for stays owed.
        """
        begins, report = stretch.begins, stretch.report
        first = next(due.at for due in stretch.due_instants(self.plan) if not due.near)
        for due_at, entry in account.items():
            if not entry.pending or entry.is_due(begins.at):
                continue
            if report.id in begins.anchors:
                if not is_asked_for(self.plan, report, due_at, stretch.anchor):
                    entry.settle(begins.at, *REANCHORED)
            elif due_at > first:
                entry.settle(begins.at, *REPLACED)

    def _go_through(self, stretch: Stretch, account: Account) -> None:
        """The due instants of the stretch, up to the one that is ahead at its end."""
        made = opens = stretch.begins.at
        left = self._left(stretch, account)
        for due in _in_turn(stretch.due_instants(self.plan), left):
            key = SlotKey(stretch.report.id, stretch.reporter, due.at)
            entry = account.get(due.at)
            if due.near and not (entry and entry.pending):
                # With a report ahead that was taken over nothing begins here.
                if not left:
                    self._too_near(account, key, opens)
                continue
            if entry is None:
                entry = account[due.at] = Entry(key, opens_at=opens)
            if entry.submission is None:
                entry.owe(made, opens)
                came = self._before(stretch, key)
                if came is not None:
                    entry.come_in(came)
            came = entry.submission
            if came is not None and came.at <= due.at:
                made = max(stretch.begins.at, came.at)
            elif due.at < self._until(stretch):
                made = due.at + JUST_AFTER
            else:
                return
            opens = due.at

    def _left(self, stretch: Stretch, account: Account) -> list[datetime]:
        """The due instants of what an earlier stretch has left awaited, in order."""
        begins = stretch.begins.at
        return sorted(at for at, entry in account.items() if entry.is_awaited(begins))

    def _too_near(self, account: Account, key: SlotKey, opens: datetime) -> None:
        """A11: it is shown as not owed, unless it has been given already.

        A digest without reports to sum up is not shown at all.
        """
        if isinstance(self.plan.report_by_id[key.obligation].cadence, AfterLast):
            return
        entry = account.setdefault(key.due_at, Entry(key, opens))
        if entry.submission is None:
            entry.state, entry.reason = TOO_NEAR
            entry.opens_at = opens

    def _until(self, stretch: Stretch) -> datetime:
        return stretch.ends.at if stretch.ends else max(self.now, stretch.begins.at)

    def _before(self, stretch: Stretch, key: SlotKey) -> Submission | None:
        """The report for `key` if it came in before the stretch ended."""
        came = self._came.get(key)
        ends = stretch.ends
        return came if came is not None and (ends is None or came.seq < ends.seq) else None

    def _pend(self, stretch: Stretch, later: Stretch | None, account: Account) -> None:
        """What is pending at the end of the stretch, until the next one begins."""
        if stretch.ends is None:
            return
        begin, end = stretch.ends.seq, later.begins.seq if later else math.inf
        between = [moment for moment in self.moments if begin <= moment.seq < end]
        for entry in account.values():
            came = self._came.get(entry.key)
            for moment in between:
                if came is not None and came.seq < moment.seq:
                    break
                if not entry.pending:
                    break
                settled = self.settling.after(moment, entry)
                if settled is not None:
                    entry.settle(moment.at, *settled)
            if came is not None and came.seq < end and entry.pending:
                entry.come_in(came)


def _in_turn(dues: Iterable[Due], left: Iterable[datetime]) -> Iterator[Due]:
    """The due instants of a stretch, before them what it has taken over."""
    taken = list(left)
    for due in dues:
        while taken and taken[0] < due.at:
            yield Due(taken.pop(0), near=False)
        if taken and taken[0] == due.at:
            taken.pop(0)
        yield due
