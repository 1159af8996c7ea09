"""Accounts of obligations that are asked for on occasions, each time once.

An occasion is that the obligation comes into force or a reporter comes to its list
(立即, within so many minutes), that a figure has changed (on the same day, within so many
minutes), or that a report has come in that is to be passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from engine.instants import at_clock, local_day
from engine.ledger_audit.expected_slot import Entry
from engine.ledger_audit.journal_reading import (
    Chronicle,
    Moment,
    SlotKey,
    Submission,
    due_by_cadence,
)
from engine.ledger_audit.obligation_periods import Stretch
from engine.ledger_audit.settlement import Settling
from engine.plan.cadences import Immediately, SameDay, Within
from engine.plan.model import ReportObligation


class Occasion(NamedTuple):
    """Something that asks a reporter for a report: by which entry, since when, until when.

    `renewed` asks although another report is awaited, and anew for one that is in; else
    who still owes the report from an earlier time owes it once.
    """

    seq: int
    at: datetime
    reporter: str
    due_at: datetime
    opens_at: datetime
    renewed: bool = False


class Once:
    """Draws up the accounts of one incident."""

    def __init__(self, chronicle: Chronicle, settling: Settling) -> None:
        self.plan, self.chronicle, self.settling = chronicle.plan, chronicle, settling
        self._corrects = any(report.kind == "correction" for report in chronicle.plan.reports)

    def accounts(self, report: ReportObligation, stretches: list[Stretch]) -> Iterable[Entry]:
        """The accounts of all reporters for one obligation."""
        occasions = sorted(self._occasions(report, stretches))
        for reporter in sorted({occasion.reporter for occasion in occasions}):
            own = [occasion for occasion in occasions if occasion.reporter == reporter]
            yield from self._account(report, reporter, own)

    def _account(
        self, report: ReportObligation, reporter: str, occasions: list[Occasion]
    ) -> Iterable[Entry]:
        """Moments, occasions and reports in the order of the journal."""
        account: dict[datetime, Entry] = {}
        line = (report.id, reporter)
        steps: list[tuple[int, int, Moment | Occasion | Submission]] = [
            *((moment.seq, 0, moment) for moment in self.chronicle.moments),
            *((occasion.seq, 1, occasion) for occasion in occasions),
            *((s.seq, 2, s) for s in self.chronicle.submissions if s.key[:2] == line),
        ]
        for _, _, step in sorted(steps, key=lambda step: step[:2]):
            if isinstance(step, Moment):
                self._settle(account, step)
            elif isinstance(step, Occasion):
                self._ask(account, report, step)
            elif step.key.due_at in account:
                account[step.key.due_at].come_in(step)
        return account.values()

    def _settle(self, account: dict[datetime, Entry], moment: Moment) -> None:
        for entry in account.values():
            if entry.pending:
                settled = self.settling.after(moment, entry)
                if settled is not None:
                    entry.settle(moment.at, *settled)

    def _ask(
        self, account: dict[datetime, Entry], report: ReportObligation, occasion: Occasion
    ) -> None:
        immediately = isinstance(report.cadence, Immediately)
        waiting = any(entry.is_awaited(occasion.at) for entry in account.values())
        if waiting and not occasion.renewed:
            return
        entry = account.get(occasion.due_at)
        if entry is None:
            key = SlotKey(report.id, occasion.reporter, occasion.due_at)
            entry = account[occasion.due_at] = Entry(key, occasion.opens_at, immediately)
        if entry.submission is None or occasion.renewed:
            entry.owe(occasion.at, occasion.opens_at)

    def _occasions(self, report: ReportObligation, stretches: list[Stretch]) -> Iterator[Occasion]:
        cadence = report.cadence
        if report.kind == "correction":
            yield from self._corrections(report)
        elif isinstance(cadence, SameDay) or (isinstance(cadence, Within) and cadence.on_change_of):
            yield from self._changes(report, cadence)
        elif isinstance(cadence, Within) and cadence.after_report_of is not None:
            yield from self._passed_on(report, cadence)
        else:
            for stretch in stretches:
                if stretch.arose.raised or not report.only_when_raised:
                    yield self._begun(stretch)
                if report.again_when_raised:
                    yield from self._rises(stretch)

    def _rises(self, stretch: Stretch) -> Iterator[Occasion]:
        """Each rise while the reporter owes it (A28)."""
        for moment in self.chronicle.moments:
            if moment.raised and stretch.arose.seq < moment.seq and stretch.runs_at(moment):
                if moment.seq == stretch.begins.seq:
                    continue
                due = due_by_cadence(stretch.report.cadence, moment.at, moment.at)
                yield Occasion(moment.seq, moment.at, stretch.reporter, due, moment.at, True)

    def _corrections(self, report: ReportObligation) -> Iterator[Occasion]:
        """Each correction of a figure that somebody was told of (A27)."""
        for moment in self.chronicle.moments:
            if not moment.told.get(report.id):
                continue
            due = due_by_cadence(report.cadence, moment.at, moment.since)
            opens = moment.since if isinstance(report.cadence, Within) else moment.at
            for reporter in moment.asked.get(report.id, ()):
                yield Occasion(moment.seq, moment.at, reporter, due, opens, renewed=True)

    def _begun(self, stretch: Stretch) -> Occasion:
        """What counts from the event or its receipt does so for what the opening knew, and
        from the receipt of later figures for what they ask for."""
        begins, cadence = stretch.begins, stretch.report.cadence
        starts = due = begins.at
        if not isinstance(cadence, Within | Immediately):
            raise TypeError(f"{stretch.report.id} does not begin once")
        if isinstance(cadence, Within):
            if cadence.of != "arising":
                starts = begins.since
            if begins is self.chronicle.moments[0] and cadence.of == "received":
                starts = self.chronicle.received_at
            elif begins is self.chronicle.moments[0] and cadence.of == "occurred":
                starts = self.chronicle.occurred_at
            due = starts + timedelta(minutes=cadence.within_minutes)
        return Occasion(begins.seq, begins.at, stretch.reporter, due, starts)

    def _changes(self, report: ReportObligation, cadence: SameDay | Within) -> Iterator[Occasion]:
        for moment in self.chronicle.moments:
            if moment.changed.isdisjoint(cadence.on_change_of):
                continue
            if moment.corrected is not None and self._corrects:
                continue
            since = moment.since
            due = since + timedelta(minutes=getattr(cadence, "within_minutes", 0))
            if isinstance(cadence, SameDay):
                due = at_clock(local_day(since, self.plan.zone), cadence.same_day, self.plan.zone)
            for reporter in moment.asked.get(report.id, ()):
                yield Occasion(moment.seq, moment.at, reporter, due, since, renewed=True)

    def _passed_on(self, report: ReportObligation, cadence: Within) -> Iterator[Occasion]:
        """Who has handed the other report in and owes this one owes it alone; where only the
        parent passes on, the division to which its sender belongs."""
        belongs = {d.code: d.parent for d in self.plan.jurisdiction.divisions}
        for came in self.chronicle.submissions:
            if came.key.obligation != cadence.after_report_of:
                continue
            owing = self.chronicle.asked_at(came.seq).get(report.id, frozenset())
            due = came.submitted_at + timedelta(minutes=cadence.within_minutes)
            if report.reporters.divisions == "parent_of_reporter":
                owing &= {belongs.get(came.key.reporter) or ""}
            for reporter in owing & {came.key.reporter} or owing:
                yield Occasion(came.seq, came.at, reporter, due, came.submitted_at, renewed=True)
