"""Reports on paper: first report, follow-up, correction and final report.

Which fields a report has is the plan's matter (`content` of the obligation), and so is which
figures answer a field (`answers`). The program fills in what entries say; a person adds prose to a
field; a field of which nothing is known stays blank.

Source: PS/CM 5.1, GR 4.5; Order 493 arts. 12 and 13, Order 21 arts. 10 and 11; A27.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from engine.conditions.explanations import value_words
from engine.documents.document import (
    Document,
    Kind,
    Paragraph,
    Part,
    Table,
    Value,
    blank,
    joined,
    value,
)
from engine.documents.figures import Known, changes, figure, figures_at, unknown
from engine.documents.material import Material
from engine.incident.events import Event
from engine.incident.state import Slot
from engine.instants import from_text
from engine.messages import text
from engine.plan.model import ReportObligation
from engine.plan.names import figure_name
from engine.presentation.journal_text import sentence

_SENT = ("first", "follow_up", "final", "correction", "scheduled", "urgent")

_OF_NOTE = (
    *("warning_issued", "warning_lifted", "response_activated", "response_adjusted"),
    *("command_assumed", "command_handed_over", "command_returned", "group_formed"),
    *("group_changed", "measure_completed", "response_ended"),
)
"""Entries that a superior wants to read of in a report."""


def report(
    kind: Kind, found: Material, obligation: ReportObligation | None, slot: Slot | None
) -> Document:
    """The report of this kind for an obligation of the plan, or a free one without it."""
    prose = found.prose(kind, slot.id if slot else None)
    reporter = slot.reporter if slot else None
    last = _last_report(found, reporter)
    parts: list[Part] = [lead(found)]
    corrects = None
    if kind == "follow_up":
        parts += _since(found, last)
    if kind == "correction":
        corrects, corrected = _corrected(found, reporter)
        parts += corrected
    if kind == "final_report":
        parts += course(found)
    fields = obligation.content if obligation else _FREE[kind]
    parts += [field(found, name, prose) for name in fields]
    recipients = (slot.recipients if slot else obligation.recipients) if obligation else ()
    made = composed(
        kind,
        found,
        report_title(kind, found),
        parts,
        recipients=[value(found.party(one)) for one in recipients],
        prose=prose,
        slot=slot,
    )
    return replace(made, corrects=corrects)


def report_title(kind: Kind, found: Material) -> str:
    """What a report of the incident is called."""
    of = text(f"document.of.{kind}")
    return text("document.title.report", title=found.told("title").text, kind=of)


def composed(
    kind: Kind,
    found: Material,
    title: str,
    parts: Iterable[Part],
    *,
    seq: int | None = None,
    recipients: Iterable[Value] = (),
    prose: Mapping[str, Value] | None = None,
    slot: Slot | None = None,
) -> Document:
    """A document of the incident, without its day; `seq` is the entry that gives its title.

    `prose` is what a person has written last, by field.
    """
    reporter = slot.reporter if slot else None
    return Document(
        kind=kind,
        name=text(f"document.kind.{kind}"),
        title=value(title, found.opening.seq if seq is None else seq),
        number=_number(found, kind, reporter),
        exercise=found.exercise,
        recipients=tuple(recipients),
        parts=tuple(parts),
        office=office(found, reporter),
        day=value(""),
        drafted=tuple((name, one.text) for name, one in (prose or {}).items()),
        slot=slot.id if slot else None,
    )


_FREE: dict[str, tuple[str, ...]] = {
    "first_report": ("document.free.figures", "document.free.course", "document.free.measures"),
    "follow_up": ("document.free.figures", "document.free.progress"),
    "correction": ("document.free.why",),
    "final_report": ("document.free.figures", "document.free.aftermath"),
}
"""Fields of reports that the plan does not ask for: keys of the catalogue."""


def office(found: Material, reporter: str | None) -> str:
    """Who issues the document: the unit that reports, or the plan's owner."""
    units = found.plan.unit_by_id
    named = [reporter] if reporter is not None else _offices(found)
    return next((found.party(one) for one in named if one in units), found.plan.document.owner)


def _offices(found: Material) -> list[str]:
    """The units that report upwards by the plan, in its order."""
    return [unit for report in found.plan.reports for unit in report.reporters.units]


def _number(found: Material, kind: str, reporter: str | None) -> Value:
    """The incident's number, and for follow-ups which one it is."""
    number = str(found.opening.data["number"])
    if kind != "follow_up":
        return value(number, found.opening.seq)
    before = found.reports_of(reporter, "follow_up")
    words = text("document.serial", number=number, n=len(before) + 1)
    return value(words, found.opening.seq, *(event.seq for event in before))


def lead(found: Material) -> Paragraph:
    """What happened, where, when it was received, and where the incident is now."""
    words = (
        found.told("occurred_at"),
        Value(text("document.comma")),
        found.told("place"),
        Value(text("document.happened")),
        found.told("title"),
        Value(text("document.received")),
        found.told("received_at"),
        Value(text("document.now")),
        found.place,
        Value(text("document.stop")),
    )
    return Paragraph("", words)


def field(found: Material, name: str, prose: dict[str, Value]) -> Paragraph:
    """One field: what the plan's answers say of it, then what a person wrote."""
    label = text(name) if name.startswith("document.") else name
    known = (*_told(found, name), *_figures(found, name, prose))
    words = [*joined(known, text("document.semicolon"))]
    if name in prose:
        words += ([Value(text("document.semicolon"))] if words else []) + [prose[name]]
    return Paragraph(label, tuple(words) or (blank(name),), name)


def _told(found: Material, name: str) -> tuple[Value, ...]:
    answers = (one for one in found.plan.answers if one.field == name)
    return tuple(found.told(key) for answer in answers for key in answer.told)


def _figures(found: Material, name: str, prose: dict[str, Value]) -> tuple[Value, ...]:
    """The figures that answer a field; a person may say of one that it is not known yet."""
    plan = found.plan
    if name == "document.free.figures":
        facts: Sequence[str] = free_facts(found)
    else:
        facts = [fact for one in plan.answers if one.field == name for fact in one.facts]
    words: list[Value] = []
    for fact in facts:
        if fact in found.figures:
            words.append(figure(plan, fact, found.figures[fact], found.year))
        elif fact in prose:
            named = figure_name(plan, fact, "zh")
            words.append(value(text("document.to_verify", name=named), *prose[fact].seqs))
        else:
            words.append(unknown(plan, fact))
    return tuple(words)


def free_facts(found: Material) -> list[str]:
    """The facts that any report of the plan asks for."""
    return list(dict.fromkeys(fact for one in found.plan.answers for fact in one.facts))


# What changed ---------------------------------------------------------------------------------


def _last_report(found: Material, reporter: str | None) -> Event | None:
    sent = found.reports_of(reporter, *_SENT)
    return sent[-1] if sent else None


def _since(found: Material, last: Event | None) -> list[Part]:
    """What changed since the last report: figures in a table, then what was done."""
    seq = last.seq if last else found.opening.seq
    at = from_text(last.data["submitted_at"]) if last else found.opening.recorded_at
    key = "document.since" if last else "document.since_opening"
    parts: list[Part] = [Paragraph("", (value(text(key, at=found.minute(at)), seq),))]
    changed = changes(found.plan, figures_at(found.events, seq), found.figures)
    if changed:
        columns = tuple(text(f"document.column.{name}") for name in ("figure", "before", "now"))
        rows = tuple(_change(found, *one) for one in changed)
        parts.append(Table(text("document.heading.changes"), columns, rows))
    else:
        parts.append(Paragraph("", (Value(text("document.no_change")),)))
    done = [event for event in found.standing(*_OF_NOTE) if event.seq > seq]
    if done:
        parts.append(happened(found, done, text("document.heading.done_since")))
    return parts


def _change(found: Material, fact: str, old: Known | None, new: Known | None) -> tuple[Value, ...]:
    def cell(known: Known | None) -> Value:
        if known is None:
            return Value(text("document.unknown"))
        words = value_words(found.plan, fact, known.value, "zh")
        at = found.short(from_text(known.as_of))
        source = known.source or text("document.unnamed")
        return value(text("document.cell", words=words, source=source, at=at), known.seq)

    return Value(figure_name(found.plan, fact, "zh")), cell(old), cell(new)


def happened(found: Material, events: Sequence[Event], heading: str) -> Table:
    """Entries in words, each with its instant."""
    columns = (text("document.column.at"), text("document.column.what"))
    rows = tuple((found.when(e), value(sentence(found.plan, e), e.seq)) for e in events)
    return Table(heading, columns, rows)


def course(found: Material) -> list[Part]:
    """How the response went: each step of the level and each measure that was done."""
    done = found.standing(*_OF_NOTE)
    return [happened(found, done, text("document.heading.course"))] if done else []


# What was wrong -------------------------------------------------------------------------------


def _corrected(found: Material, reporter: str | None) -> tuple[int | None, list[Part]]:
    """The report that said a wrong figure, and the figures before and after."""
    corrections = [e for e in found.standing("facts_recorded") if e.data.get("corrects")]
    if not corrections:
        return None, [Paragraph("", (blank("document.corrected", text("document.corrected")),))]
    last = corrections[-1]
    wrong = min(last.data["corrects"])
    told = [e for e in found.reports_of(reporter, *_SENT) if wrong < e.seq < last.seq]
    parts: list[Part] = []
    for event in told:
        at = found.minute(from_text(event.data["submitted_at"]))
        named = sentence(found.plan, event)
        words = text("document.corrects", seq=event.seq, at=at, report=named)
        parts.append(Paragraph("", (value(words, event.seq),)))
    if not told:
        parts.append(Paragraph("", (value(text("document.told_nobody"), last.seq),)))
    before, after = figures_at(found.events, last.seq - 1), figures_at(found.events, last.seq)
    columns = tuple(text(f"document.column.{name}") for name in ("figure", "wrong", "right"))
    rows = tuple(
        _change(found, fact, before.get(fact), after.get(fact)) for fact in last.data["facts"]
    )
    parts.append(Table(text("document.heading.corrected"), columns, rows))
    return (told[-1].seq if told else None), parts
