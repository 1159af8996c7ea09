"""The data of entries about documents: what was written, and what was signed."""

from __future__ import annotations

from engine.incident.documents import DocumentKind
from engine.presentation.entry_data import EntryData
from engine.presentation.seen_by import ForDesk, ForViewers


class DocumentEdited(EntryData, total=False):
    """A person wrote into fields of a document."""

    document: ForViewers[DocumentKind]
    slot: ForViewers[str | None]
    """The report that the document is for; null for a document besides all slots."""
    fields: ForDesk[dict[str, str]]
    """By field what was written; an empty text takes it back."""


class DocumentSigned(EntryData, total=False):
    """签发: one version of a document was signed, and its file is kept."""

    document: ForViewers[DocumentKind]
    slot: ForViewers[str | None]
    sha256: ForViewers[str]
    """Of the file that was signed."""
    content_sha256: ForViewers[str]
    """Of the document's content, the same in each format."""
    file: ForDesk[str]
    """The file's name."""
    size: ForViewers[int]
    """Of the file, in bytes."""
    report_seq: ForViewers[int | None]
    """The entry of the report that was sent by it; null for a document that is no report."""
