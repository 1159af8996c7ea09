"""The whole ledger of an incident, recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.ledger_audit.due_instants import is_periodic
from engine.ledger_audit.expected_slot import Entry
from engine.ledger_audit.journal_reading import Chronicle, SlotKey
from engine.ledger_audit.obligation_periods import Stretches
from engine.ledger_audit.one_off import Once
from engine.ledger_audit.periodic import Periodic
from engine.ledger_audit.reminders import Reminder, sent_by
from engine.ledger_audit.settlement import VOIDED, Settling


@dataclass(frozen=True, slots=True)
class Expected:
    """What the ledger has to say of one report at an instant.

    `reminders` are those that must have been sent; `report_seq` is the entry by which the
    report came in, `reason` why it is settled without one.
    """

    key: SlotKey
    state: str
    reason: str | None
    opens_at: datetime
    report_seq: int | None
    submitted_at: datetime | None
    reminders: tuple[Reminder, ...]

    @property
    def due_at(self) -> datetime:
        """When it is due."""
        return self.key.due_at


def ledger_of(chronicle: Chronicle, now: datetime) -> Mapping[SlotKey, Expected]:
    """Every report that was ever owed, as it stands at `now`."""
    stretches = Stretches(chronicle)
    settling = Settling(chronicle, stretches)
    periodic = Periodic(chronicle, settling, now)
    once = Once(chronicle, settling)
    entries: list[Entry] = []
    for report in chronicle.plan.reports:
        own = [found for (id_, _), found in stretches.of.items() if id_ == report.id]
        if is_periodic(report):
            for of_reporter in own:
                entries += periodic.account(of_reporter)
        else:
            entries += once.accounts(report, [one for found in own for one in found])
    for entry in entries:
        if chronicle.voided_at is not None and entry.pending:
            entry.settle(chronicle.voided_at, *VOIDED)
    return {entry.key: _closed(chronicle, entry, now) for entry in entries}


def _closed(chronicle: Chronicle, entry: Entry, now: datetime) -> Expected:
    overdue = entry.pending and not entry.immediately and entry.key.due_at < now
    came = entry.submission
    return Expected(
        key=entry.key,
        state="overdue" if overdue else entry.state,
        reason=entry.reason,
        opens_at=entry.opens_at,
        report_seq=came.seq if came else None,
        submitted_at=came.submitted_at if came else None,
        reminders=tuple(sent_by(chronicle.plan, entry, now)),
    )
