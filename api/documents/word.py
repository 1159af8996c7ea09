"""A document as a Word file, from a template that an office may have changed in Word."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from api.documents.errors import CannotRender
from api.documents.page_data import WHOLE
from api.documents.zip_bytes import rewritten


def environment() -> SandboxedEnvironment:
    """How templates are filled in: texts stay texts, an unknown placeholder is an error.

    A template comes from the plan's folder, but its author is no programmer of this server: in the
    sandbox it reads what it is given and nothing else.
    """
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def word_file(template: bytes, data: dict[str, Any], name: str) -> bytes:
    """The filled-in template. `name` is what the refusal calls the template.

    Raises `CannotRender` (`template_unusable`) for a file that is no template, or one that asks for
    something unknown.
    """
    try:
        filled = DocxTemplate(BytesIO(template))
        filled.render(data, environment(), autoescape=True)
        _fit_columns(filled.docx, data)
        written = BytesIO()
        filled.save(written)
        return rewritten(written.getvalue())
    except (TemplateError, BadZipFile, XMLSyntaxError, KeyError, ValueError) as wrong:
        raise CannotRender("template_unusable", template=name, why=str(wrong)[:200]) from wrong


def _fit_columns(document: Any, data: dict[str, Any]) -> None:
    """Give the columns of the document's own tables room by what stands in them.

    Word would do it when somebody presses "AutoFit"; other programs never do. Tables that an office
    has put into its template stay as they are.
    """
    wanted = {tuple(part["columns"]): part for part in data["parts"] if part["table"]}
    section = document.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    for table in document.tables:
        rows = table.rows
        part = wanted.get(tuple(cell.text for cell in rows[0].cells)) if len(rows) else None
        if part is None:
            continue
        widths = [Emu(room * share // WHOLE) for share in part["widths"]]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for row in rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
            _keep_together(row)


def _keep_together(row: Any) -> None:
    """Keep a row on one page; Word breaks one that is longer than a page all the same."""
    kept = row._tr.get_or_add_trPr()
    if kept.find(qn("w:cantSplit")) is None:
        kept.insert(0, OxmlElement("w:cantSplit"))
