"""Hand-overs of a running server: the sheet as it stands, and those that were frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.handover.ports import Handover, LogEntry, LogQuery, Signature, Struck
from api.live.protocol.message_shapes import ServerHealth
from api.runtime.handover.handover_shapes import (
    CurrentHandover,
    HandoverRow,
    HandoversPage,
    HandoverView,
    LogEntryView,
    SignatureAt,
    State,
    StruckView,
    Waited,
)
from api.store.handover.handovers import Handovers
from api.store.handover.shift_log import ShiftLog
from api.store.queries.reader import Reader
from engine.documents.document import Document
from engine.documents.handover import HandoverRecord, handover_record
from engine.handover.changes import changes
from engine.handover.shapes import OpenAlarm, Sheet, SheetLogEntry
from engine.handover.sheet import handover_sheet
from engine.handover.sheet_view import changes_view, sheet_view
from engine.handover.timing import ShiftEnd, due_at, is_overdue, no_roster
from engine.incident.calls import Call
from engine.instants import to_text
from engine.messages import text
from engine.ports import PlanLibrary

LOOK_BACK = 20
"""How many hand-overs are looked through for the last one that both have signed."""

MOST_LOG = 500
"""How many entries of the shift log a sheet holds at most, the newest."""


@dataclass(frozen=True, slots=True)
class HandoverDesk:
    """One question about hand-overs, on one snapshot of the incidents. Blocks."""

    reader: Reader
    plans: PlanLibrary
    handovers: Handovers
    shift_log: ShiftLog
    health: ServerHealth
    now: datetime
    language: str = "zh"
    shift_end: ShiftEnd = no_roster
    calls: Sequence[Call] = ()

    def sheet(self, notes: str = "") -> Sheet:
        """The sheet of this instant."""
        return self._sheet(self._last(self.handovers.page(None, LOOK_BACK)), notes)

    def current(self) -> CurrentHandover:
        """What there is to hand over, and what has changed since the last time."""
        kept = self.handovers.page(None, LOOK_BACK)
        last, newest = self._last(kept), kept[0] if kept else None
        sheet = self._sheet(last, "")
        return {
            "sheet": sheet_view(sheet, self.plans, self.language),
            "last": self.row(last) if last else None,
            "changes": changes_view(
                changes(last.sheet if last else None, sheet),
                (last.sheet if last else None, sheet),
                self.plans,
                self.language,
            ),
            "waiting": self.row(newest) if newest and not newest.signed else None,
            **self.waited(newest),
        }

    def page(self, before: int | None, limit: int) -> HandoversPage:
        """Those that were frozen, the newest first, and whether one is waited for."""
        found = self.handovers.page(before, limit + 1)
        shown = found[:limit]
        more = shown[-1].number if len(found) > limit else None
        newest = found if before is None else self.handovers.page(None, 1)
        waited = self.waited(newest[0] if newest else None)
        return {"handovers": [self.row(one) for one in shown], "next": more, **waited}

    def waited(self, newest: Handover | None) -> Waited:
        """Whether a signature or the next hand-over is waited for."""
        mark = newest.mark if newest else None
        due = due_at(mark, self.shift_end)
        return {
            "overdue": is_overdue(mark, self.now, self.shift_end),
            "due_at": to_text(due) if due else None,
        }

    def view(self, handover: Handover) -> HandoverView:
        """A frozen sheet; for one that still waits, with what has changed since."""
        waits = handover.newest and not handover.signed
        after = self._sheet(None, "") if waits else handover.sheet
        return {
            **self.row(handover),
            "sheet": sheet_view(handover.sheet, self.plans, self.language),
            "since": changes_view(
                changes(handover.sheet, after), (handover.sheet, after), self.plans, self.language
            ),
        }

    def paper(self, handover: Handover, *, exercise: bool) -> Document:
        """The record of a frozen sheet as a document; papers are in Chinese."""
        return paper_of(handover, self.plans, exercise=exercise)

    def row(self, handover: Handover) -> HandoverRow:
        """A hand-over without its sheet."""
        real = [one for one in handover.sheet["incidents"] if not one["exercise"]]
        unsigned: State = "waiting" if handover.newest else "replaced"
        overdue = handover.newest and is_overdue(handover.mark, self.now)
        return {
            "number": handover.number,
            "at": to_text(handover.at),
            "made_by": handover.made_by,
            "state": "signed" if handover.signed else unsigned,
            "overdue": overdue,
            "giver": _signature(handover.giver),
            "taker": _signature(handover.taker),
            "incidents": len(real),
            "exercises": len(handover.sheet["incidents"]) - len(real),
            "reports_overdue": sum(
                len(row["reporters"]) for one in real for row in one["reports"] if row["overdue"]
            ),
            "hash": handover.hash,
            "seq": handover.seq,
        }

    def _last(self, kept: Sequence[Handover]) -> Handover | None:
        return next((one for one in kept if one.signed), None)

    def _sheet(self, last: Handover | None, notes: str) -> Sheet:
        standing = []
        for id_ in self.reader.open_ids():
            incident = self.reader.incident(id_)
            if incident is not None:
                plan = self.plans.pinned(incident.plan, incident.plan_digest)
                standing.append((plan, incident))
        log = self.shift_log.page(LogQuery(after=last.seq if last else None), MOST_LOG)
        return handover_sheet(
            standing,
            self.now,
            calls=self.calls,
            since=last.at if last else None,
            alarms=alarms_of(self.health),
            log=[_logged(one) for one in log],
            notes=notes,
        )


def paper_of(handover: Handover, plans: PlanLibrary, *, exercise: bool) -> Document:
    """The record of a frozen sheet. `exercise` is whether this server takes only exercises.

    The zone and the office's name are those of the first plan in force.
    """
    plan = next(iter(plans.current().values()))
    record = HandoverRecord(
        handover.number,
        sheet_view(handover.sheet, plans),
        (handover.giver.account, handover.giver.at) if handover.giver else None,
        (handover.taker.account, handover.taker.at) if handover.taker else None,
        handover.hash,
        handover.seq,
        plan.zone,
        text("document.handover.office", name=plan.jurisdiction.name),
        exercise=exercise,
    )
    return handover_record(record)


def alarms_of(health: ServerHealth) -> list[OpenAlarm]:
    """The alarms that screens show of the server itself."""
    watchdog, found = health["watchdog"], list[OpenAlarm]()
    if watchdog["differences"]:
        found.append({"kind": "watchdog", "count": watchdog["differences"]})
    if watchdog["silent"]:
        found.append({"kind": "watchdog_silent", "count": 1})
    if health["clock"]["state"] not in ("trusted", "virtual"):
        found.append({"kind": "clock", "count": 1})
    if not health["store"]["well"]:
        found.append({"kind": "store", "count": 1})
    if health["continuation"] is not None:
        found.append({"kind": "journal_end", "count": 1})
    return found


def log_view(entry: LogEntry) -> LogEntryView:
    """An entry of the shift log as clients see it."""
    struck = entry.struck
    return {
        "seq": entry.seq,
        "kind": entry.kind,
        "text": entry.text,
        "happened_at": to_text(entry.happened_at),
        "written_at": to_text(entry.at),
        "account": entry.account,
        "struck": None if struck is None else _struck(struck),
        "hash": entry.hash,
    }


def _struck(struck: Struck) -> StruckView:
    return {
        "account": struck.account,
        "struck_at": to_text(struck.at),
        "reason": struck.reason,
    }


def _logged(entry: LogEntry) -> SheetLogEntry:
    return {
        "seq": entry.seq,
        "at": to_text(entry.happened_at),
        "kind": entry.kind,
        "text": entry.text,
        "actor": entry.account,
        "struck": entry.struck is not None,
    }


def _signature(given: Signature | None) -> SignatureAt | None:
    return None if given is None else {"account": given.account, "signed_at": to_text(given.at)}
