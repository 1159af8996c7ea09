"""Documents of incidents for the routes: made from one snapshot, rendered in a thread."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Literal, Protocol, cast

from typing_extensions import TypedDict

from api.ports import Reader
from engine.conditions.explanations import named
from engine.documents.document import Document, Kind
from engine.documents.making import KINDS, REPORTS, make, slots_of
from engine.errors import StateRefuses
from engine.incident.state import Incident, Slot
from engine.instants import to_text
from engine.messages import text
from engine.plan.model import Plan

Format = Literal["docx", "pdf", "html"]


class MadeFile(Protocol):
    """A file, as `api.documents.files` makes it."""

    name: str
    media: str
    content: bytes


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
    file: str
    at: str


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
    reading: list[str]
    """The text for the telephone, sentence by sentence."""


def document_of(
    reader: Reader, plan: Plan, incident: Incident, kind: Kind, slot: str | None
) -> Document:
    """The document as the journal stands. Raises `NotFound` and `StateRefuses`."""
    return make(kind, plan, reader.events(incident.id), reader.ledger(incident.id), slot)


def render(document: Document, form: Format, plans_dir: Path, plan: str) -> MadeFile:
    """The file. Raises `CannotRender`. Blocks: call it in a thread.

    The libraries are loaded with the first file, so that a server that makes none starts fast.
    """
    files = import_module("api.documents.files")
    return cast(MadeFile, files.file_of(document, form, plans_dir, plan))


def documents_page(reader: Reader, plan: Plan, incident: Incident) -> DocumentsPage:
    """All kinds with what is missing, and what was signed."""
    events, slots = reader.events(incident.id), reader.ledger(incident.id)
    lines: list[DocumentLine] = []
    for kind in KINDS:
        line: DocumentLine = {
            "kind": kind,
            "name": text(f"document.kind.{kind}"),
            "blanks": None,
            "why": None,
            "slot": None,
            "reports": _reports(kind, plan, slots),
        }
        try:
            made = make(kind, plan, events, slots)
            line |= {"blanks": len(made.blanks), "slot": made.slot}
        except StateRefuses as refusal:
            line["why"] = refusal.sentence()
        lines.append(line)
    signed: list[SignedDocument] = []
    return {"documents": lines, "signed": signed}


def _reports(kind: Kind, plan: Plan, slots: Sequence[Slot]) -> list[DocumentReport]:
    if kind not in REPORTS:
        return []
    return [
        {
            "slot": slot.id,
            "name": named(plan.report_by_id[slot.obligation], "zh"),
            "reporter_name": plan.name_of(slot.reporter),
            "due_at": to_text(slot.due_at),
            "state": slot.state,
        }
        for slot in slots_of(kind, plan, slots)[:20]
    ]


def document_view(document: Document, incident: Incident) -> DocumentView:
    """One document for the page on which a person edits it."""
    written = dict(document.drafted)
    return {
        "kind": document.kind,
        "name": document.name,
        "title": document.title.text,
        "exercise": document.exercise,
        "blanks": list(document.blank_words),
        "fields": [
            {
                "field": one.name,
                "label": one.label,
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
        "reading": list(document.reading),
    }
