"""From a paper about a plan to a file: Word, PDF or HTML, equal bytes for equal content."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from api.documents.files import Format, plain_name
from api.documents.media import MEDIA
from api.documents.paper_data import paper_data
from api.documents.pdf import pdf_file
from api.documents.plan_html import plan_html
from api.documents.plan_word import plan_word
from api.ports import NamedFile
from engine.plan_paper.paper import PlanPaper

_MAKERS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    "docx": plan_word,
    "pdf": lambda data: pdf_file(data, "plan_paper.typ"),
    "html": plan_html,
}


def plan_file(paper: PlanPaper, form: Format) -> NamedFile:
    """The paper in one format. Raises `CannotRender` where this machine has no font for a PDF."""
    content = _MAKERS[form](paper_data(paper))
    return NamedFile(plain_name(paper.name, form), MEDIA[form], content)
