"""One examination of a ledger in use, to the instant and without a window to miss things in.

Before an entry is written, everything that was due by then is. So a ledger stands exactly
as its journal's last entry left it, and that is one instant to compare it at. From then on
only time may have changed something, and whatever it changes it has to write down, for
which it has `tolerance`: so where nothing was written since, the ledger has to be right as
of that long ago as well. The later of the two instants is the one to compare at; neither
clocks of several nodes that differ nor a clock that was set back make a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.incident.events import Event
from engine.incident.state import Slot
from engine.ledger_audit.differences import TOLERANCE, Difference, compare
from engine.ledger_audit.expected_ledger import Expected, ledger_of
from engine.ledger_audit.journal_reading import Reading, SlotKey
from engine.ledger_audit.measures import next_measure_due
from engine.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Examination:
    """What was found as of the instant `at`; `next_due` is the next due instant after it."""

    at: datetime
    differences: tuple[Difference, ...]
    next_due: datetime | None


def examine(
    plan: Plan,
    events: Iterable[Event],
    ledger_rows: Iterable[Slot],
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> Examination:
    """Compare journal and ledger of one snapshot that was taken at `now` or later."""
    reading = Reading(plan)
    for event in events:
        reading.enter(event)
    return examine_reading(reading, ledger_rows, now, tolerance)


def examine_reading(
    reading: Reading,
    ledger_rows: Iterable[Slot],
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> Examination:
    """The same where the journal has been read up to its last entry in that snapshot.

    Raises `ValueError` for a reading without any entry.
    """
    chronicle = reading.chronicle()
    since = now - tolerance
    at = max(reading.last.recorded_at, since) if reading.last else since
    ledger = ledger_of(chronicle, at)
    found = compare(chronicle, at, at, ledger_rows, ledger)
    dues = (_next_due(ledger, at), next_measure_due(chronicle.measures, at))
    next_due = min((due for due in dues if due is not None), default=None)
    return Examination(at, tuple(found), next_due)


def _next_due(ledger: Mapping[SlotKey, Expected], at: datetime) -> datetime | None:
    """When the ledger's next report falls due."""
    owed = (one.due_at for one in ledger.values() if one.state == "owed")
    return min((due for due in owed if due > at), default=None)
