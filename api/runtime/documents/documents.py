"""Documents of incidents for the routes: made from one snapshot, rendered in a thread."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal, cast

from typing_extensions import TypedDict

from api.ports import NamedFile
from api.problems import HttpError
from api.store.queries.reader import Reader
from engine.conditions.explanations import figure_name, named
from engine.documents.document import Document, Kind, Paragraph
from engine.documents.making import KINDS, REPORTS, make, slots_of
from engine.errors import StateRefuses
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import to_text
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import party_name

Format = Literal["docx", "pdf", "html"]
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")


class DocumentReport(TypedDict):
    """A report that a document of this kind may settle, or has settled."""

    slot: str
    name: str
    reporter_name: str
    due_at: str
    state: str
    """As stored in the ledger: `owed`, `overdue`, `submitted`, `submitted_late`."""


class DocumentLine(TypedDict):
    """One kind of document of an incident."""

    kind: Kind
    name: str
    blanks: int | None
    """Places that are still to be filled in; null where there is nothing to make it of yet."""
    why: str | None
    """Why there is no such document yet."""
    slot: str | None
    """The report that it settles when it is signed."""
    reports: list[DocumentReport]


class SignedDocument(TypedDict):
    """A document that was signed; its file is kept."""

    seq: int
    kind: str
    name: str
    sha256: str
    """Of the file: `GET …/documents/signed/{sha256}` has it."""
    file: str
    at: str
    slot: str | None
    in_record: bool
    """False in a replay whose record did not hold the file: there is nothing to open."""


class DocumentsPage(TypedDict):
    """The documents of an incident."""

    documents: list[DocumentLine]
    signed: list[SignedDocument]


class DocumentField(TypedDict):
    """A field of a document in which a person may write."""

    field: str
    """Its name, or the id of a figure that nobody has given: answered with `not_yet_known`."""
    label: str
    figure: bool
    blank: bool
    text: str
    """What a person has written last."""


class DocumentView(TypedDict):
    """One document as it stands: what is missing, what may be written, what it rests on."""

    kind: Kind
    name: str
    title: str
    exercise: bool
    blanks: list[str]
    """What is still to be filled in, in words."""
    fields: list[DocumentField]
    slot: str | None
    seqs: list[int]
    """The entries of the journal that it rests on."""
    content_sha256: str
    """The hash of the content, the same in each format."""
    version: int
    """The incident's version."""
    content: dict[str, str]
    """By label what the document says, as it is read out on the telephone."""


def not_yours() -> HttpError:
    """The refusal to an account that does not see the whole incident."""
    return HttpError(403, "documents_not_yours")


def document_of(
    reader: Reader, plan: Plan, incident: Incident, kind: Kind, slot: str | None
) -> Document:
    """The document as the journal stands. Raises `NotFound` and `StateRefuses`."""
    return make(kind, plan, reader.events(incident.id), reader.ledger(incident.id), slot)


def render(document: Document, form: Format, plans_dir: Path, plan: str) -> NamedFile:
    """The file. Raises `CannotRender`. Blocks: call it in a thread.

    The libraries are loaded with the first file, so that a server that makes none starts fast.
    """
    files = import_module("api.documents.files")
    return cast(NamedFile, files.file_of(document, form, plans_dir, plan))


_SERVED: OrderedDict[str, Document] = OrderedDict()
_SERVED_LOCK = threading.Lock()
VERSIONS_REMEMBERED = 500
"""Documents that this server has given out last, to say what changed since."""


def remember(file: NamedFile, document: Document) -> None:
    """Remember which document a file that is given out holds."""
    with _SERVED_LOCK:
        _SERVED[file.sha256] = document
        while len(_SERVED) > VERSIONS_REMEMBERED:
            _SERVED.popitem(last=False)


def remembered(sha256: str) -> Document | None:
    """The document in a file that was given out lately; None where nobody knows."""
    with _SERVED_LOCK:
        return _SERVED.get(sha256)


def versions_of(document: Document) -> list[str]:
    """What a document says, line by line, to compare two versions of it."""
    lines: list[str] = []
    for part in document.parts:
        if isinstance(part, Paragraph):
            lines.append("".join(value.text for value in part.values))
        else:
            lines += [" ".join(cell.text for cell in row) for row in part.rows]
    return lines


def documents_page(reader: Reader, plan: Plan, incident: Incident, language: str) -> DocumentsPage:
    """All kinds with what is missing, and what was signed."""
    events, slots = reader.events(incident.id), reader.ledger(incident.id)
    lines: list[DocumentLine] = []
    for kind in KINDS:
        line: DocumentLine = {
            "kind": kind,
            "name": text(f"document.kind.{kind}", language),
            "blanks": None,
            "why": None,
            "slot": None,
            "reports": _reports(kind, plan, slots, language),
        }
        try:
            if kind == "incident_log":
                # Whatever happened is in it: there is no need to write it all for this list.
                lines.append({**line, "blanks": 0})
                continue
            made = make(kind, plan, events, slots)
            line |= {"blanks": len(made.blanks), "slot": made.slot}
        except StateRefuses as refusal:
            line["why"] = refusal.sentence(language)
        lines.append(line)
    return {"documents": lines, "signed": list(_signed(events, reader.absent_files()))}


def _signed(
    events: Sequence[Event], absent: Collection[tuple[str, str]]
) -> Iterator[SignedDocument]:
    """What was signed, the newest first."""
    for event in reversed(events):
        if event.type == "document_signed":
            data = event.data
            yield {
                "seq": event.seq,
                "kind": data["document"],
                "name": text(f"document.kind.{data['document']}"),
                "sha256": data["sha256"],
                "file": data["file"],
                "at": to_text(event.occurred_at),
                "slot": data["slot"],
                "in_record": (event.incident, data["sha256"]) not in absent,
            }


def _reports(kind: Kind, plan: Plan, slots: Sequence[Slot], language: str) -> list[DocumentReport]:
    if kind not in REPORTS:
        return []
    return [
        {
            "slot": slot.id,
            "name": named(plan.report_by_id[slot.obligation], language),
            "reporter_name": party_name(plan, slot.reporter, language),
            "due_at": to_text(slot.due_at),
            "state": slot.state,
        }
        for slot in slots_of(kind, plan, slots)[:20]
    ]


def document_view(plan: Plan, document: Document, incident: Incident) -> DocumentView:
    """One document for the page on which a person edits it."""
    written = dict(document.drafted)
    return {
        "kind": cast(Kind, document.kind),
        "name": document.name,
        "title": document.title.text,
        "exercise": document.exercise,
        "blanks": list(document.blank_words),
        "fields": [
            {
                "field": one.name,
                "label": figure_name(plan, one.name, "zh") if one.figure else one.label,
                "figure": one.figure,
                "blank": one.blank,
                "text": written.get(one.name, ""),
            }
            for one in document.fields
        ],
        "slot": document.slot,
        "seqs": list(document.seqs),
        "content_sha256": document.digest,
        "version": incident.seq,
        "content": dict(document.reading),
    }


def check_signed(reader: Reader, incident: str, sha256: str) -> None:
    """Raise 404 unless an entry names the file, and where a replay's record does not hold it."""
    for event in reader.events(incident):
        if event.type == "document_signed" and event.data["sha256"] == sha256:
            if (incident, sha256) in reader.absent_files():
                raise HttpError(404, "file_not_in_record", name=event.data["file"])
            return
    raise HttpError(404, "signed_document_not_found")
