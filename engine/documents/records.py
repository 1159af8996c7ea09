"""Records: the briefing for the leader on duty, and the log of the incident.

The briefing is short: what is known, where the response is, what was done, who has not
reported. The log holds every entry; a struck one stays readable and says so.

Source: 令708 art. 24; Order 21 art. 5; 值班日志 and briefing as duty desks keep them.
"""

from __future__ import annotations

from engine.documents.document import Document, Kind, Paragraph, Part, Table, Value, joined, value
from engine.documents.figures import figures
from engine.documents.material import STEPS, Material
from engine.documents.reports import composed, free_facts, happened, lead
from engine.incident.actors import CALLER, CLOCK
from engine.incident.events import MADE_BY_TIME
from engine.incident.state import OPEN_SLOT_STATES
from engine.messages import text
from engine.plan.names import post_name
from engine.presentation.journal_text import sentence

_DECISIONS = (
    *sorted(STEPS),
    *("activation_recommended", "activation_approved", "activation_refused"),
    *("command_assumed", "command_handed_over", "command_returned"),
)
LAST_DECISIONS = 8
MOST_LINES = 6
"""Of a list in the briefing, which is short; the rest is counted."""


def briefing(kind: Kind, found: Material) -> Document:
    """What the leader on duty has to know."""
    facts = free_facts(found) or list(found.figures)
    known = [
        one.id
        for one in found.plan.facts
        if one.id in facts or (one.id in found.figures and one.kind != "text")
    ]
    parts: list[Part] = [
        lead(found),
        Paragraph(
            text("document.heading.known"), figures(found.plan, known, found.figures, found.year)
        ),
    ]
    decisions = found.standing(*_DECISIONS)[-LAST_DECISIONS:]
    if decisions:
        parts.append(happened(found, decisions, text("document.heading.decisions")))
    parts.append(_done(found))
    parts.append(_missing(found))
    title = text("document.title.briefing", title=found.told("title").text)
    return composed(kind, found, title, parts)


def _done(found: Material) -> Paragraph:
    done = found.standing("measure_completed")
    texts = {m.id: m.text for m in found.plan.measures}
    words = [value(texts[e.data["measure"]], e.seq) for e in done[-MOST_LINES:]]
    heading = text("document.heading.done")
    if not words:
        return Paragraph(heading, (Value(text("document.nothing_done")),))
    if len(done) > len(words):
        seqs = [event.seq for event in done]
        words.append(value(text("document.of_all", n=len(done)), *seqs))
    return Paragraph(heading, joined(words, text("document.semicolon")))


def _missing(found: Material) -> Paragraph:
    """Reports that are overdue: which, and who has not sent them."""
    overdue = [slot for slot in found.slots if slot.state == "overdue"]
    by: dict[str, list[str]] = {}
    for slot in sorted(overdue, key=lambda one: (one.due_at, one.id)):
        name = found.obligation_name(found.plan.report_by_id[slot.obligation])
        by.setdefault(name, []).append(found.party(slot.reporter))
    owed = any(slot.state in OPEN_SLOT_STATES for slot in found.slots)
    heading = text("document.heading.missing")
    if not by:
        key = "document.none_overdue" if owed else "document.none_owed"
        return Paragraph(heading, (Value(text(key)),))
    words = []
    for name, reporters in list(by.items())[:MOST_LINES]:
        listed = text("document.list_comma").join(dict.fromkeys(reporters))
        words.append(Value(text("document.overdue", name=name, who=listed)))
    return Paragraph(heading, joined(words, text("document.semicolon")))


def incident_log(kind: Kind, found: Material) -> Document:
    """Every entry in order: when, what, who wrote it."""
    rows = tuple(
        (
            value(event.seq, event.seq),
            found.when(event),
            value(_entry(found, event.seq, sentence(found.plan, event)), event.seq),
            value(_writer(found, event.type, event.role, event.actor), event.seq),
        )
        for event in found.events
    )
    columns = tuple(text(f"document.column.{name}") for name in ("seq", "at", "what", "writer"))
    parts: list[Part] = [lead(found), Table(text("document.heading.log"), columns, rows)]
    title = text("document.title.log", title=found.told("title").text)
    return composed(kind, found, title, parts)


def _entry(found: Material, seq: int, words: str) -> str:
    by = found.struck.get(seq)
    return words if by is None else text("document.struck", words=words, by=by)


def _writer(found: Material, type_: str, role: str, actor: str) -> str:
    if type_ in MADE_BY_TIME or actor == CLOCK.name:
        return text("document.by_time")
    if actor == CALLER.name and role in CALLER.roles:
        return text("document.by_calling")
    return text("document.signer", name=actor, post=post_name(found.plan, role))
