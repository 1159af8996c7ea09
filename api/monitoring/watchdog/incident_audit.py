"""One incident's audit: read from the store and recomputed. Blocks.

The audit believes only the tables: the journal's entries and the ledger's rows. It uses
neither the server's cache nor the scheduler's instants. An incident that cannot be read is a
finding too and does not stop the audit of others.

A long journal is read page by page, each in its own snapshot, so that neither memory nor a
thread is held for more than one page. The last page is read in the same snapshot as the
ledger. The next audit continues where this one ended (`audit_progress`), unless there were
findings: then it starts again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from api.monitoring.watchdog.audit_progress import PAGE, Progress, Readings
from api.monitoring.watchdog.findings import Audited, of_difference, unreadable
from api.problems import status_of
from engine.clock import Clock, VirtualClock
from engine.errors import ZhibanError
from engine.incident.events import Event
from engine.incident.state import Slot
from engine.ledger_audit import TOLERANCE, Reading, examine_reading
from engine.ports import PlanLibrary

log = structlog.get_logger("zhiban.watchdog")


class Tables(Protocol):
    """What is read of one incident. Synchronous."""

    def events(self, incident: str, after: int = 0, limit: int | None = None) -> Sequence[Event]:
        """Its entries with `seq` > `after`, in order."""
        ...

    def ledger(self, incident: str) -> Sequence[Slot]:
        """All its rows of the report ledger."""
        ...


class Examiner:
    """Audits incidents of one store, one at a time. `elapsed` gives real seconds."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Tables]],
        plans: PlanLibrary,
        clock: Clock,
        full_s: float,
        elapsed: Callable[[], float],
    ) -> None:
        self._reading, self._plans, self._clock = reading, plans, clock
        self._readings = Readings(full_s, elapsed)

    def __call__(self, incident: str) -> Audited | None:
        """Audit one incident; None if a page was read and more are left.

        Raises only when the store cannot be read at all.
        """
        # Before the snapshot: what falls due in between may be written in it already.
        now = self._clock.now
        progress = self._readings.take(incident)
        try:
            with self._reading() as tables:
                progress, page = self._page(tables, incident, progress)
                rows = tables.ledger(incident) if len(page) < PAGE else None
            reading = progress.enter(page, self._plans)
            if rows is None:
                self._readings.keep(incident, progress)
                return None
            return self._audited(incident, progress, reading, rows, now)
        except Exception as error:
            if _is_away(error):
                raise
            log.exception("not_audited", incident=incident)
            return Audited(incident, (unreadable(incident, progress.number, _why(error), now),))

    def _page(
        self, tables: Tables, incident: str, progress: Progress
    ) -> tuple[Progress, Sequence[Event]]:
        """The next page, beginning with the last entry read: it must still be the same."""
        if progress.last is not None:
            page = tables.events(incident, progress.last.seq - 1, PAGE)
            if page and page[0].hash == progress.last.hash:
                return progress, page
            progress = self._readings.new(incident)
        return progress, tables.events(incident, 0, PAGE)

    def _audited(
        self,
        incident: str,
        progress: Progress,
        reading: Reading,
        rows: Sequence[Slot],
        now: datetime,
    ) -> Audited:
        patience = patience_of(self._clock)
        found = examine_reading(reading, rows, now, patience)
        if not found.differences and reading.last is not None and reading.last.seq > PAGE:
            progress.whole = True
            self._readings.keep(incident, progress)
        number, plan = progress.number, reading.plan
        return Audited(
            incident,
            tuple(of_difference(incident, number, plan, one, now) for one in found.differences),
            found.next_due and found.next_due + patience,
        )


def patience_of(clock: Clock) -> timedelta:
    """How late the scheduler may record what is due, on this clock: a minute of real time."""
    return TOLERANCE * max(1.0, clock.speed) if isinstance(clock, VirtualClock) else TOLERANCE


def _is_away(error: Exception) -> bool:
    """Whether the store fails and not the incident."""
    return isinstance(error, ZhibanError) and status_of(error) == 503


def _why(error: Exception) -> str:
    return error.sentence("en") if isinstance(error, ZhibanError) else repr(error)
