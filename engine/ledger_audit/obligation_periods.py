"""Stretches: the spans of time in which one reporter owes one obligation.

A stretch begins when the obligation comes into force, when the reporter is put on its
list, or when its days are counted anew; it ends when the obligation or the reporter
goes, or at a new anchor day. Within one stretch nothing about its due instants changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from engine.ledger_audit.due_instants import (
    Counting,
    Due,
    anchor_day,
    day_of,
    due_instants,
    followed,
)
from engine.ledger_audit.journal_reading import Chronicle, Moment
from engine.plan.model import Plan, ReportObligation


@dataclass(slots=True)
class Stretch:
    """From which moment to which (None: still running) the reporter owes the obligation.

    `arose` is the moment at which the obligation itself came into force, `counted` that
    at which its days were last counted anew.
    """

    report: ReportObligation
    reporter: str
    begins: Moment
    arose: Moment
    counted: Moment
    anchor: date
    ends: Moment | None = None

    def due_instants(self, plan: Plan) -> Iterator[Due]:
        """Its due instants, also those after its end."""
        counting = Counting(
            begins=self.begins.at,
            arises=self.begins is self.arose,
            arose=self.arose.at,
            counted=self.counted.at,
            anchor=self.anchor,
        )
        return due_instants(plan, self.report, counting)

    def runs_at(self, moment: Moment) -> bool:
        """Whether it runs once the moment is over."""
        begun = self.begins.seq <= moment.seq
        return begun and (self.ends is None or moment.seq < self.ends.seq)

    def owes_on(self, plan: Plan, day: date) -> bool:
        """Whether a report is owed on the day."""
        for due in self.due_instants(plan):
            if day_of(plan, due.at) > day:
                return False
            if day_of(plan, due.at) == day and not due.near:
                return True
        return False


class Stretches:
    """All stretches of an incident; `of` has them by obligation and reporter, in order."""

    def __init__(self, chronicle: Chronicle) -> None:
        self.plan = chronicle.plan
        self.of: dict[tuple[str, str], list[Stretch]] = defaultdict(list)
        self._running: dict[tuple[str, str], Stretch] = {}
        self._arose: dict[str, Moment] = {}
        self._counted: dict[str, Moment] = {}
        self._anchors: dict[str, date] = {}
        for moment in chronicle.moments:
            self._enter(moment)

    def mates(self, report: ReportObligation) -> list[ReportObligation]:
        """The other obligations of the same series."""
        series = report.series_id
        return [r for r in self.plan.reports if r.series_id == series and r.id != report.id]

    def replaced(self, report: ReportObligation, reporter: str, day: date, moment: Moment) -> bool:
        """Whether another obligation of the series owes a report on the day (A13)."""
        return any(
            stretch.runs_at(moment) and stretch.owes_on(self.plan, day)
            for mate in self.mates(report)
            for stretch in self.of.get((mate.id, reporter), ())
        )

    def _enter(self, moment: Moment) -> None:
        for id_ in [id_ for id_ in self._arose if id_ not in moment.asked]:
            del self._arose[id_], self._counted[id_], self._anchors[id_]
        for id_ in moment.asked:
            self._arose.setdefault(id_, moment)
            self._counted.setdefault(id_, moment)
        self._count_days(moment)
        for (id_, reporter), stretch in list(self._running.items()):
            if reporter not in moment.asked.get(id_, ()) or id_ in moment.anchors:
                stretch.ends = moment
                del self._running[id_, reporter]
        for id_, reporters in moment.asked.items():
            for reporter in sorted(reporters):
                if (id_, reporter) not in self._running:
                    self._begin(id_, reporter, moment)

    def _begin(self, id_: str, reporter: str, moment: Moment) -> None:
        stretch = Stretch(
            report=self.plan.report_by_id[id_],
            reporter=reporter,
            begins=moment,
            arose=self._arose[id_],
            counted=self._counted[id_],
            anchor=self._anchors[id_],
        )
        self._running[id_, reporter] = stretch
        self.of[id_, reporter].append(stretch)

    def _count_days(self, moment: Moment) -> None:
        """Anchor days (A12); a digest counts with what it follows where that is in force."""
        bases = {id_: followed(self.plan, self.plan.report_by_id[id_]) for id_ in moment.asked}
        for id_, base in sorted(bases.items(), key=lambda pair: pair[0] != pair[1].id):
            if id_ in moment.anchors:
                self._counted[id_], self._anchors[id_] = moment, moment.anchors[id_]
            elif id_ not in self._anchors:
                own = anchor_day(self.plan, base, moment.at)
                self._anchors[id_] = self._anchors.get(base.id, own)
