"""Where a ledger and its journal differ from what plan and journal ask for.

Time needs a moment to be written down: what has become due within `tolerance` before
`now` may be in the ledger already or not yet. Anything else is a difference.
`engine.ledger_audit.examination` has a sharper way for a ledger that is in use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from engine.incident.events import Event
from engine.incident.state import Slot
from engine.ledger_audit.expected_ledger import Expected, ledger_of
from engine.ledger_audit.journal_reading import Chronicle, Sent, SlotKey, read
from engine.ledger_audit.measure_history import MeasureHistory
from engine.ledger_audit.measures import expected_reminders
from engine.ledger_audit.reminders import Reminder
from engine.messages import MessageKey, text
from engine.plan.model import Plan
from engine.plan.names import named
from engine.presentation.journal_text import local_time

TOLERANCE = timedelta(minutes=1)
"""How long the passing of time may take to be written down (our choice)."""

Kind = Literal[
    "missing",
    "unexpected",
    "doubled",
    "wrong_state",
    "wrong_report",
    "wrong_opening",
    "wrong_reminders",
    "overdue_mark_missing",
    "reminder_missing",
    "reminder_doubled",
    "reminder_unexpected",
    "reminder_untimely",
    "measure_overdue_mark_missing",
    "measure_reminder_missing",
    "measure_reminder_unexpected",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, about one report. `facts` fill the sentence `audit.KIND`.

    Of a difference about a measure, the key holds the measure in place of the obligation,
    and the first unit that has to see to it in place of the reporter.
    """

    kind: Kind
    key: SlotKey
    facts: Mapping[str, Any] = field(default_factory=dict)

    def sentence(self, plan: Plan, language: str = "zh") -> str:
        """The difference in words; instants in the plan's zone."""
        return text(
            f"audit.{self.kind}",
            language,
            name=self._name(plan, language),
            reporter=_party(plan, self.key.reporter, language),
            due_at=local_time(plan, self.key.due_at),
            **self.facts,
        )

    def _name(self, plan: Plan, language: str) -> str:
        """The name of the report, or the text of the measure."""
        measure = plan.measure_by_id.get(self.key.obligation)
        if self.kind.startswith("measure_") and measure is not None:
            return (language == "en" and measure.text_en) or measure.text
        report = plan.report_by_id.get(self.key.obligation)
        return named(report, language) if report else self.key.obligation


def expected_ledger(
    plan: Plan, events: Iterable[Event], now: datetime
) -> Mapping[SlotKey, Expected]:
    """The ledger that plan and journal ask for, once everything up to `now` is entered."""
    return ledger_of(read(plan, events), now)


def differences(
    plan: Plan,
    events: Iterable[Event],
    ledger_rows: Iterable[Slot],
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> list[Difference]:
    """All differences of one incident, by due instant; none when all is well."""
    chronicle = read(plan, events)
    return compare(chronicle, now - tolerance, now, ledger_rows)


def compare(
    chronicle: Chronicle,
    since: datetime,
    now: datetime,
    ledger_rows: Iterable[Slot],
    ledger: Mapping[SlotKey, Expected] | None = None,
) -> list[Difference]:
    """All differences from what has to be there since `since`, and what may be there by `now`.

    `ledger` is the expected ledger as of `now`, where it is at hand.
    """
    most = ledger_of(chronicle, now) if ledger is None else ledger
    least = most if since == now else ledger_of(chronicle, since)
    audit = _Audit(chronicle.plan, least, most, chronicle.reminders)
    of_measures = _measures(chronicle.measures, since, now)
    found = [*audit.rows(list(ledger_rows)), *audit.reminders(), *of_measures]
    return sorted(found, key=lambda one: (one.key.due_at, one.key, one.kind))


class _Audit:
    """A ledger against the least and the most that may be in it."""

    def __init__(
        self,
        plan: Plan,
        least: Mapping[SlotKey, Expected],
        most: Mapping[SlotKey, Expected],
        reminded: Mapping[SlotKey, tuple[Sent, ...]],
    ) -> None:
        self.plan, self.least, self.most, self.reminded = plan, least, most, reminded

    def rows(self, rows: list[Slot]) -> Iterator[Difference]:
        """What is wrong with the rows."""
        keys = Counter(SlotKey(row.obligation, row.reporter, row.due_at) for row in rows)
        for key, count in keys.items():
            if count > 1:
                yield _found("doubled", key, count=count)
            if key not in self.most:
                yield _found("unexpected", key)
        for key, expected in self.least.items():
            if key not in keys:
                yield _found("missing", key, expected=_word(expected.state))
        for row in rows:
            key = SlotKey(row.obligation, row.reporter, row.due_at)
            allowed = [side[key] for side in (self.least, self.most) if key in side]
            if allowed:
                yield from self._row(row, key, allowed)

    def _row(self, row: Slot, key: SlotKey, allowed: list[Expected]) -> Iterator[Difference]:
        expected = allowed[0]
        if row.state not in {one.state for one in allowed}:
            yield _found("wrong_state", key, expected=_word(expected.state), found=_word(row.state))
            return
        if (row.report_seq, row.submitted_at) != (expected.report_seq, expected.submitted_at):
            wanted, entry = expected.report_seq, row.report_seq
            none = MessageKey("word.none")
            yield _found("wrong_report", key, expected=wanted or none, found=entry or none)
        if row.opens_at != expected.opens_at:
            times = [local_time(self.plan, at) for at in (expected.opens_at, row.opens_at)]
            yield _found("wrong_opening", key, expected=times[0], found=times[1])
        # Of what is owed 立即 the reminders alone say that it is late: no state does (A32).
        sent = [len(one.reminders) for one in allowed]
        if row.immediately and row.state == "owed" and not min(sent) <= row.stage <= max(sent):
            yield _found("wrong_reminders", key, expected=sent[0], found=row.stage)

    def reminders(self) -> Iterator[Difference]:
        """What is wrong with the reminders in the journal."""
        for key, expected in self.least.items():
            stages = {sent.stage for sent in self.reminded.get(key, ())}
            for reminder in expected.reminders:
                if reminder.stage not in stages:
                    yield self._unsent(key, reminder)
        for key, reminded in self.reminded.items():
            yield from self._reminded(key, reminded)

    def _reminded(self, key: SlotKey, reminded: tuple[Sent, ...]) -> Iterator[Difference]:
        possible = self.most[key].reminders if key in self.most else ()
        named = {one.stage: one.named for one in possible}
        for stage, count in sorted(Counter(sent.stage for sent in reminded).items()):
            if count > 1:
                yield _found("reminder_doubled", key, stage=stage + 1, count=count)
        for sent in reminded:
            if sent.stage not in named:
                yield _found("reminder_unexpected", key, stage=sent.stage + 1)
            elif sent.at != named[sent.stage]:
                yield self._untimely(key, sent, named[sent.stage])

    def _untimely(self, key: SlotKey, sent: Sent, at: datetime) -> Difference:
        wanted, found = (local_time(self.plan, instant) for instant in (at, sent.at))
        return _found("reminder_untimely", key, stage=sent.stage + 1, at=wanted, found=found)

    def _unsent(self, key: SlotKey, reminder: Reminder) -> Difference:
        kind: Kind = "overdue_mark_missing" if reminder.marks_overdue else "reminder_missing"
        return _found(kind, key, stage=reminder.stage + 1, at=local_time(self.plan, reminder.at))


def _measures(history: MeasureHistory, since: datetime, now: datetime) -> Iterator[Difference]:
    """What is wrong with the reminders of measures in the journal."""
    least, most = expected_reminders(history, since), expected_reminders(history, now)
    for one in sorted({*least, *history.sent}):
        count = history.sent.get(one, 0)
        kind: Kind = "measure_reminder_unexpected"
        if count < least.get(one, 0):
            overdue = one.minutes == 0
            kind = "measure_overdue_mark_missing" if overdue else "measure_reminder_missing"
        elif count <= most.get(one, 0):
            continue
        measure = history.plan.measure_by_id.get(one.measure)
        key = SlotKey(one.measure, measure.unit[0] if measure else "—", one.due_at)
        yield _found(kind, key, at=local_time(history.plan, one.named))


def _found(kind: Kind, key: SlotKey, **facts: Any) -> Difference:
    return Difference(kind, key, facts)


def _party(plan: Plan, id_: str, language: str) -> str:
    """The name of a unit, a division or a role; the id itself if it is none."""
    found = plan.unit_by_id.get(id_) or plan.division_by_code.get(id_) or plan.role_by_id.get(id_)
    return named(found, language) if found else id_


def _word(state: str) -> MessageKey:
    return MessageKey(f"word.slot.{state}")
