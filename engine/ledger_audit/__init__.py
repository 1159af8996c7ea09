"""The watchdog's second opinion: the ledger of reports, recomputed in another way.

`engine.reporting` keeps the ledger event by event while an incident runs. This package
recomputes it from plan and journal alone and imports nothing of `engine.reporting`:

1. `journal_reading` reads the journal: who owed what at which moment, and what came in.
   It goes on where it stopped when the journal has new entries. `obligations` says what
   the plan asks for.
2. `obligation_periods` joins the moments to spans in which a reporter owes an obligation.
3. `due_instants` counts the due instants in each span.
4. `periodic` and `one_off` say what became of each; `settlement` says what ends a report
   that was never submitted, `reminders` which reminders were due.
5. `differences` compares the result with a stored ledger, `examination` with a live one.

A defect in one of the two ways shows as a difference. Nothing is stored or repaired here.
Serves A10–A17 and A19.
"""

from __future__ import annotations

from engine.ledger_audit.differences import TOLERANCE, Difference, differences, expected_ledger
from engine.ledger_audit.examination import Examination, examine, examine_reading
from engine.ledger_audit.expected_ledger import Expected
from engine.ledger_audit.journal_reading import Reading, SlotKey

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
