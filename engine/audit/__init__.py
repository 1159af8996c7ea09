"""The watchdog's second opinion: the ledger of reports, recomputed on another way.

`engine.reporting` keeps the ledger event by event while an incident goes on. This
package draws it up afterwards, from plan and journal alone, without importing any of it:

1. `chronicle` reads the journal: at which moments who owed what (`asking` says what the
   plan asks for), what came in; it can go on where it stopped when there are new entries;
2. `stretches` joins the moments to spans of time in which a reporter owes an obligation;
3. `days` counts the due instants in them;
4. `periodic` and `once` draw up accounts of what became of each, `settling` says what
   ends a report that was never given, `reminding` which reminders it takes;
5. `differences` lays the result beside a ledger, `examination` beside one in use.

A defect in either of the two ways shows as a difference between them. Nothing is stored
or repaired here. Serves A10–A17 and A19.
"""

from __future__ import annotations

from engine.audit.chronicle import Reading, SlotKey
from engine.audit.differences import TOLERANCE, Difference, differences, expected_ledger
from engine.audit.examination import Examination, examine, examine_reading
from engine.audit.ledger import Expected

__all__ = [
    "TOLERANCE",
    "Difference",
    "Examination",
    "Expected",
    "Reading",
    "SlotKey",
    "differences",
    "examine",
    "examine_reading",
    "expected_ledger",
]
