"""Where the template of a document is: beside the plan, beside all plans, or shipped.

    PLANS/coal_mine/documents/first_report.docx    for one kind of document of one plan
    PLANS/coal_mine/documents/official_paper.docx  for all documents of one plan
    PLANS/documents/first_report.docx              for one kind of document of every plan
    PLANS/documents/official_paper.docx            for everything else

A template is no part of the plan's digest: it changes how a document looks and nothing that it
says. Which one was used is in the document's file, of which the journal keeps the hash.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from api.documents.errors import CannotRender

FOLDER = "documents"
PAPER = "official_paper"
SHIPPED = Path(__file__).resolve().parent.parent.parent / "plans" / FOLDER / f"{PAPER}.docx"


MOST_BYTES = 20_000_000
"""Of a template. Word writes a page of text in some 20,000."""


class Template(NamedTuple):
    """A template's file name, to be shown, and its content."""

    name: str
    content: bytes


def template_of(plans_dir: Path, plan: str, kind: str) -> Template:
    """The nearest template. Raises `CannotRender` for one that is too large or unreadable."""
    places = [plans_dir / plan / FOLDER, plans_dir / FOLDER]
    files = [place / f"{name}.docx" for place in places for name in (kind, PAPER)]
    file = next((one for one in files if one.is_file()), SHIPPED)
    try:
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise CannotRender(
            "template_unusable", template=file.name, why=str(wrong.strerror or wrong)
        ) from wrong
    if len(content) > MOST_BYTES:
        raise CannotRender("template_unusable", template=file.name, why=f"> {MOST_BYTES:,} bytes")
    return Template(file.name, content)
