"""The record of calls (叫应记录): who was called and why, by when, and who answered.

Numbers of telephones never stand in entries, and so in no record. A call without an answer says
so; nobody is written down as reached who is not.
"""

from __future__ import annotations

from engine.documents.document import Document, Kind, Part, Table, Value, value
from engine.documents.material import Material
from engine.documents.reports import composed, happened, lead
from engine.errors import StateRefuses
from engine.incident.calls import CallReason
from engine.incident.events import Event
from engine.instants import from_text
from engine.messages import text
from engine.presentation.call_text import reason_words, why_words

_ENDS = ("call_answered", "call_cancelled", "call_exhausted")
_ENTRIES = ("call_started", "call_attempted", *_ENDS)


def call_record(kind: Kind, found: Material) -> Document:
    """All calls of the incident, then what happened in them. Raises `StateRefuses` without any."""
    started = found.standing("call_started")
    if not started:
        raise StateRefuses("document_not_yet", document=text(f"document.kind.{kind}"))
    names = ("called", "why", "started", "answer_by", "outcome")
    columns = tuple(text(f"document.column.{name}") for name in names)
    rows = tuple(_row(found, event) for event in started)
    parts: list[Part] = [lead(found), Table(text("document.heading.calls"), columns, rows)]
    parts.append(happened(found, found.standing(*_ENTRIES), text("document.heading.course")))
    title = text("document.title.calls", title=found.told("title").text)
    return composed(kind, found, title, parts)


def _row(found: Material, started: Event) -> tuple[Value, ...]:
    data = started.data
    reason = CallReason(data["reason"]["key"], data["reason"]["values"])
    who = " ".join(part for part in (data["post"], data.get("person")) if part)
    due = found.short(from_text(data["answer_by"]))
    return (
        value(who, started.seq),
        value(reason_words(found.plan, reason, "zh"), started.seq),
        found.when(started),
        value(due, started.seq),
        _outcome(found, data["call"]),
    )


def _outcome(found: Material, call: str) -> Value:
    """How the call ended; a late answer counts, and an open call is open."""
    ended = [one for one in found.standing(*_ENDS) if one.data["call"] == call]
    if not ended:
        return Value(text("document.call.open"))
    last, data = ended[-1], ended[-1].data
    words = {"at": found.short(last.occurred_at)}
    if last.type == "call_answered":
        words |= {"means": text(f"call.means.{data['means']}"), "by": data["by"]}
    elif last.type == "call_cancelled":
        words["why"] = why_words(data["why"], "zh")
    return value(text(f"document.call.{last.type.removeprefix('call_')}", **words), last.seq)
