"""The record of a hand-over (交接班记录): a frozen sheet, its notes and who has signed it.

Everything stands on the sheet, which the server journal holds by its hash; so the record of a
hand-over that both have signed never changes. A sheet may hold incidents of several plans, and
exercises beside them: each of these says so in its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.documents.document import Document, Paragraph, Part, Table, joined, value
from engine.documents.instants import paper_day, paper_minute
from engine.handover.sheet_view import (
    HandoverIncident,
    OpenCallView,
    OwedReportsView,
    SheetView,
)
from engine.instants import from_text
from engine.messages import text


@dataclass(frozen=True, slots=True)
class HandoverRecord:
    """A frozen sheet with Chinese names. `giver` and `taker` are an account and an instant.

    `seq` is the entry of the server journal that holds `hash`; `office` keeps the record.
    """

    number: int
    sheet: SheetView
    giver: tuple[str, datetime] | None
    taker: tuple[str, datetime] | None
    hash: str
    seq: int
    zone: str
    office: str
    exercise: bool = False

    @property
    def at(self) -> datetime:
        """The instant that the sheet is of."""
        return from_text(self.sheet["at"])

    def short(self, told: str | None) -> str:
        """Day and clock, without the year of the sheet."""
        if told is None:
            return ""
        year = int(paper_day(self.at, self.zone).partition("年")[0])
        return paper_minute(from_text(told), self.zone, year)


def handover_record(found: HandoverRecord) -> Document:
    """The record as a document."""
    sheet = found.sheet
    parts: list[Part] = [_lead(found)]
    urgent = [*_alarms(sheet), *(_call(found, one) for one in sheet["calls"])]
    if urgent:
        parts.append(_lines(text("document.handover.urgent"), urgent))
    if sheet["incidents"]:
        parts.append(_incidents(found))
    notes = sheet["notes"] or text("document.handover.no_notes")
    parts.append(Paragraph(text("document.handover.notes"), (value(notes),)))
    if sheet["log"]:
        parts.append(_log(found))
    parts.append(_signatures(found))
    exercise = found.exercise or (
        bool(sheet["incidents"]) and all(one["exercise"] for one in sheet["incidents"])
    )
    number = text("document.handover.number", number=found.number)
    return Document(
        kind="handover",
        name=text("document.kind.handover"),
        title=value(text("document.handover.title", number=number)),
        number=value(number),
        exercise=exercise,
        recipients=(),
        parts=tuple(parts),
        office=found.office,
        day=value(paper_day(found.at, found.zone)),
    )


def _lead(found: HandoverRecord) -> Paragraph:
    rows = found.sheet["incidents"]
    exercises = sum(one["exercise"] for one in rows)
    words = text(
        "document.handover.lead",
        at=paper_minute(found.at, found.zone),
        real=len(rows) - exercises,
        exercises=exercises,
    )
    return Paragraph("", (value(words),))


def _incidents(found: HandoverRecord) -> Table:
    columns = ("incident", "stands", "next", "open")
    rows = tuple(
        (
            value(_named(one)),
            value(_stands(found, one)),
            value(_next(found, one)),
            value("\n".join(_open(found, one)) or text("document.handover.nothing_open")),
        )
        for one in found.sheet["incidents"]
    )
    headings = tuple(text(f"document.handover.column.{name}") for name in columns)
    return Table(text("document.handover.incidents"), headings, rows)


def _named(one: HandoverIncident) -> str:
    mark = text("spreadsheet.mark.exercise") if one["exercise"] else ""
    return f"{mark}{one['title']}\n{one['number']}"


def _stands(found: HandoverRecord, one: HandoverIncident) -> str:
    return text(
        "document.handover.stands",
        place=one["place_name"],
        at=found.short(one["since"]),
        held_by=one["held_by_name"],
    )


def _next(found: HandoverRecord, one: HandoverIncident) -> str:
    """What the incident asks for first."""
    step = one["next"]
    decision = one["decision"]
    names = {
        "raise": one["asked_for_name"],
        "decide": decision["place_name"] if decision else None,
    }
    return text(
        f"document.handover.next.{step['kind']}",
        at=found.short(step["due_at"]),
        name=names.get(step["kind"]) or "",
    )


def _open(found: HandoverRecord, one: HandoverIncident) -> Iterator[str]:
    """What is open about it, the late first."""
    for call in one["calls"]:
        yield _call(found, call)
    for report in sorted(one["reports"], key=lambda row: not row["overdue"]):
        yield _report(found, report)
    decision = one["decision"]
    if decision:
        yield text(
            "document.handover.decision",
            who=decision["recommended_by_name"],
            at=found.short(decision["since"]),
            place=decision["place_name"],
        )
    for order in one["signatures"]:
        yield text("document.handover.unsigned", seq=order["seq"], post=order["role_name"])
    for measure in one["measures"]:
        key = "measure_late" if measure["overdue"] else "measure"
        at = found.short(measure["due_at"])
        yield text(f"document.handover.{key}", measure=measure["text"], at=at)


def _report(found: HandoverRecord, row: OwedReportsView) -> str:
    key = "report_late" if row["overdue"] else "report"
    now = row["immediately"]
    return text(
        f"document.handover.{key}",
        name=row["name"],
        at=text("document.handover.immediately") if now else found.short(row["due_at"]),
        missing=len(row["reporter_names"]),
        who=text("document.list_comma").join(row["reporter_names"]),
    )


def _call(found: HandoverRecord, one: OpenCallView) -> str:
    key = "call_exhausted" if one["state"] == "exhausted" else "call"
    who = " ".join(filter(None, (one["post"], one["person"])))
    return text(f"document.handover.{key}", who=who, at=found.short(one["since"]), why=one["words"])


def _alarms(sheet: SheetView) -> Iterator[str]:
    for one in sheet["alarms"]:
        yield text(f"document.handover.alarm.{one['kind']}", count=one["count"])


def _log(found: HandoverRecord) -> Table:
    """The shift log since the last hand-over; a struck entry stays readable."""
    headings = tuple(text(f"document.column.{name}") for name in ("at", "what", "writer"))
    rows = tuple(
        (
            value(found.short(one["at"])),
            value(_entry(one["text"], struck=one["struck"])),
            value(one["actor"]),
        )
        for one in found.sheet["log"]
    )
    return Table(text("document.handover.log"), headings, rows)


def _entry(words: str, *, struck: bool) -> str:
    return text("document.handover.struck", words=words) if struck else words


def _signatures(found: HandoverRecord) -> Paragraph:
    sides = (("giver", found.giver), ("taker", found.taker))
    lines = [
        text(
            f"document.handover.{side}",
            name=signed[0] if signed else text("document.handover.not_signed"),
            at=paper_minute(signed[1], found.zone) if signed else "",
        ).rstrip("， ,")
        for side, signed in sides
    ]
    lines.append(text("document.handover.hash", hash=found.hash, seq=found.seq))
    return _lines(text("document.handover.signatures"), lines)


def _lines(label: str, lines: Sequence[str]) -> Paragraph:
    return Paragraph(label, joined([value(one) for one in lines], "\n"))
