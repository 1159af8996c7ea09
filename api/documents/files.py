"""From a typed document to a file. The libraries for it load here, when the first one is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from api.documents.html import html_file
from api.documents.page_data import page_data
from api.documents.pdf import pdf_file
from api.documents.templates import template_of
from api.documents.word import word_file
from api.ports import WORD, NamedFile
from engine.documents.document import Document

Format = Literal["docx", "pdf", "html"]

MEDIA: Mapping[str, str] = {
    "docx": WORD,
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def file_of(document: Document, form: Format, plans_dir: Path, plan: str) -> NamedFile:
    """The document in one format. Raises `CannotRender`."""
    content = _MAKERS[form](document, plans_dir, plan)
    return NamedFile(file_name(document, form), MEDIA[form], content)


def _word(document: Document, plans_dir: Path, plan: str) -> bytes:
    template = template_of(plans_dir, plan, document.kind)
    return word_file(template.content, page_data(document), template.name)


_MAKERS: Mapping[str, Callable[[Document, Path, str], bytes]] = {
    "docx": _word,
    "pdf": lambda document, plans_dir, plan: pdf_file(page_data(document)),
    "html": lambda document, plans_dir, plan: html_file(document),
}

_NOT_IN_NAMES = frozenset('\\/:*?"<>|')
LONGEST_NAME = 80
"""Characters; with three bytes each a name of a file has room for 85."""


def file_name(document: Document, form: Format) -> str:
    """Exercise or not, the incident's number, the document: 演练_CM-YL-2026-0001_….docx."""
    mark = "演练_" if document.exercise else ""
    words = f"{mark}{document.number.text}_{document.name}"
    return plain_name(words, form)


def plain_name(words: str, form: str) -> str:
    """A name that every system can keep a file under."""
    plain = "".join("_" if one in _NOT_IN_NAMES or one.isspace() else one for one in words)
    return f"{plain[:LONGEST_NAME]}.{form}"
