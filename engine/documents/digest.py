"""The office's digest of the reports of others: what each said, who is missing.

The reports of the duty that the digest follows (`after_last`), at one due instant: one row for
each reporter, one column for each field. Words are never added up. A column is summed only where
every report in it holds a whole number, each is of one reporter, and no reporter belongs to
another: then nobody is counted twice. The sum says how many reports it rests on.

Source: GR 4.3.1(2), 4.3.3(3), 4.4.4; A16.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from engine.documents.document import (
    Document,
    Kind,
    Paragraph,
    Part,
    Table,
    Value,
    joined,
    value,
)
from engine.documents.material import Material
from engine.documents.reports import composed, field, lead, report_title
from engine.errors import StateRefuses
from engine.incident.events import Event
from engine.incident.state import OPEN_SLOT_STATES, Slot
from engine.instants import from_text
from engine.messages import text
from engine.plan.cadences import AfterLast
from engine.plan.model import Plan, ReportObligation

_COUNTED = OPEN_SLOT_STATES | {"submitted", "submitted_late"}
_ADAY = timedelta(days=1)


def digest(
    kind: Kind, found: Material, obligation: ReportObligation | None, slot: Slot | None
) -> Document:
    """The digest for an owed one, or of the latest reports. Raises `StateRefuses` without any."""
    rows = _rows(found, obligation, slot)
    if obligation is None or not rows:
        raise StateRefuses("document_not_yet", document=text(f"document.kind.{kind}"))
    base = found.plan.report_by_id[rows[0].obligation]
    sent = {row.reporter: _report(found, row) for row in rows}
    prose = found.prose(kind, slot.id if slot else None)
    parts: list[Part] = [lead(found), _count(found, base, rows, sent)]
    parts.append(_table(found, base, rows, sent))
    parts += [field(found, name, prose) for name in obligation.content]
    recipients = slot.recipients if slot else obligation.recipients
    return composed(
        kind,
        found,
        report_title(kind, found),
        parts,
        recipients=[value(found.party(one)) for one in recipients],
        prose=prose,
        slot=slot,
    )


def _rows(found: Material, obligation: ReportObligation | None, slot: Slot | None) -> list[Slot]:
    """The owed and sent reports that the digest sums up, in the order of the plan."""
    cadence = obligation.cadence if obligation else None
    if not isinstance(cadence, AfterLast):
        return []
    bases = _bases(found.plan, cadence.after_last)
    rows = [row for row in found.slots if row.obligation in bases and row.state in _COUNTED]
    until = slot.due_at if slot else found.events[-1].recorded_at + _ADAY
    due = [row.due_at for row in rows if row.due_at <= until]
    if not due:
        return []
    last: datetime = max(due)
    order = [*found.plan.division_by_code, *found.plan.unit_by_id]
    chosen = [row for row in rows if row.due_at == last]
    return sorted(chosen, key=lambda row: order.index(row.reporter))


def _bases(plan: Plan, base: str) -> frozenset[str]:
    """The duty that a digest follows, and those of its series, which replace it."""
    series = plan.report_by_id[base].series_id
    return frozenset(one.id for one in plan.reports if one.series_id == series)


def _report(found: Material, row: Slot) -> Event | None:
    """What was sent for a row, if it is in the journal by now and was not struck."""
    for event in found.standing("report_submitted"):
        if event.seq == row.report_seq:
            return event
    return None


def _count(
    found: Material, base: ReportObligation, rows: Sequence[Slot], sent: Mapping[str, Event | None]
) -> Paragraph:
    """How many were due, how many came, who is missing."""
    came = [event for event in sent.values() if event is not None]
    nil = [event for event in came if event.data["kind"] == "nil"]
    due = text(
        "document.digest.due",
        name=found.obligation_name(base),
        at=found.minute(rows[0].due_at),
        total=len(rows),
    )
    words = [value(due, *_seqs(came, found.opening.seq))]
    words.append(value(text("document.digest.came", n=len(came)), *_seqs(came, found.opening.seq)))
    if nil:
        words.append(value(text("document.digest.nil", n=len(nil)), *_seqs(nil, 0)))
    missing = [found.party(name) for name, event in sent.items() if event is None]
    key = "document.digest.missing" if missing else "document.digest.complete"
    names = text("document.list_comma").join(missing)
    words.append(Value(text(key, names=names)))
    return Paragraph("", joined(words, text("document.comma")))


def _seqs(events: Sequence[Event], otherwise: int) -> list[int]:
    return [event.seq for event in events] or [otherwise]


def _table(
    found: Material, base: ReportObligation, rows: Sequence[Slot], sent: Mapping[str, Event | None]
) -> Table:
    fields = base.content or (text("document.column.what"),)
    columns = (
        text("document.column.reporter"),
        text("document.column.state"),
        *fields,
    )
    lines = [
        (Value(found.party(row.reporter)), *_row(found, row, sent[row.reporter], fields))
        for row in rows
    ]
    total = _sums(found.plan, rows, sent, fields)
    if total:
        lines.append((Value(text("document.digest.sum")), *total))
    return Table(text("document.heading.digest"), columns, tuple(lines))


def _row(
    found: Material, row: Slot, event: Event | None, fields: Sequence[str]
) -> tuple[Value, ...]:
    if event is None:
        nothing = Value(text("document.digest.none"))
        return (Value(text("document.digest.state.missing")), *(nothing for _ in fields))
    kind = "nil" if event.data["kind"] == "nil" else "late" if _late(row) else "sent"
    clock = found.short(from_text(event.data["submitted_at"]))
    state = value(text(f"document.digest.state.{kind}", at=clock), event.seq)
    return (state, *(_said(event, name, fields) for name in fields))


def _late(row: Slot) -> bool:
    return row.state == "submitted_late"


def _said(event: Event, name: str, fields: Sequence[str]) -> Value:
    """What the report says in a field; a report without fields says it in the first one."""
    content = event.data["content"]
    if isinstance(content, Mapping):
        given = content.get(name)
    else:
        given = content if name == fields[0] else None
    if given is None or given == "":
        return Value(text("document.digest.none"))
    return value(_words(given), event.seq)


def _words(given: Any) -> str:
    if isinstance(given, bool):
        return text("document.yes" if given else "document.no")
    if isinstance(given, Mapping):
        return text("document.semicolon").join(f"{k} {_words(v)}" for k, v in given.items())
    if isinstance(given, list | tuple):
        return text("document.list_comma").join(map(_words, given))
    return str(given)


def _sums(
    plan: Plan, rows: Sequence[Slot], sent: Mapping[str, Event | None], fields: Sequence[str]
) -> tuple[Value, ...] | None:
    """The sums of the columns that may be summed; None where none may."""
    if any(plan.parents.get(row.reporter) in sent for row in rows):
        return None
    came = [event for event in sent.values() if event is not None and event.data["kind"] != "nil"]
    cells = [_sum(came, name) for name in fields]
    if not any(cell is not None for cell in cells):
        return None
    rests = value(text("document.digest.rests", n=len(came)), *(event.seq for event in came))
    return (rests, *(cell or Value(text("document.digest.none")) for cell in cells))


def _sum(came: Sequence[Event], name: str) -> Value | None:
    numbers: list[int] = []
    for event in came:
        content = event.data["content"]
        given = content.get(name) if isinstance(content, Mapping) else None
        if not isinstance(given, int) or isinstance(given, bool):
            return None
        numbers.append(given)
    return value(sum(numbers), *(event.seq for event in came)) if numbers else None
