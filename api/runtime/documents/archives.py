"""The archive of an incident for routes and command line: read in one snapshot, drawn, written."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from api.documents.errors import CannotRender
from api.runtime.documents.documents import render
from api.store.archives.material import ArchiveSource
from engine.documents.document import Document


def write(source: ArchiveSource, incident: str, file: BinaryIO, plans_dir: Path) -> None:
    """Write the archive of an incident. Blocks, for seconds: call it in a thread.

    The libraries for documents are loaded with the first one. Raises `NotFound`.
    """
    writing = import_module("api.archives.writing")
    with source.open(incident) as (given, contents):

        def draw(document: Document) -> tuple[str, bytes]:
            try:
                made = render(document, "pdf", plans_dir, given.plan.id)
            except CannotRender:
                # A machine without fonts for paper: an archive with pages is better than none.
                made = render(document, "html", plans_dir, given.plan.id)
            return made.name, made.content

        writing.write_archive(file, given, contents, draw, source.sign)
