"""A paper about a plan as a Word file, written without a template: its layout is its meaning.

The body is written as text and parsed once: a table of some hundred rows takes python-docx, cell by
cell, longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from api.documents.official_paper import HEADING, PLAIN, font, page_number
from api.documents.zip_bytes import rewritten

_MADE = datetime(1980, 1, 1, tzinfo=UTC)
_MM = 56.7
"""Twentieths of a point in a millimetre, in which Word measures."""

SHEET_COLUMNS = (12.0, 137.0, 25.0)
CARD_COLUMNS = (34.0, 140.0)
"""Millimetres; together the page without its margins."""


def plan_word(data: Mapping[str, Any]) -> bytes:
    """The file; the same bytes for the same paper."""
    document: Any = Document()
    body = document.element.body
    for child in list(body):
        if child.tag != qn("w:sectPr"):
            body.remove(child)
    _page(document, data["running"])
    made = _sheet(data) if data["kind"] == "sheet" else _cards(data)
    parsed: Any = parse_xml(f"<w:body {nsdecls('w')}>{''.join(made)}</w:body>")
    last = body.find(qn("w:sectPr"))
    for child in list(parsed):
        last.addprevious(child)
    properties = document.core_properties
    properties.author = properties.last_modified_by = ""
    properties.title, properties.comments = data["title"][:250], ""
    properties.created = properties.modified = _MADE
    written = BytesIO()
    document.save(written)
    return rewritten(written.getvalue())


def _page(document: Any, running: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(18)
    section.left_margin = section.right_margin = Mm(18)
    section.header_distance = section.footer_distance = Mm(9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    font(foot.add_run(f"{running}　— "), PLAIN, 8.5)
    page_number(foot)
    font(foot.add_run(" —"), PLAIN, 8.5)


def _sheet(data: Mapping[str, Any]) -> Iterable[str]:
    yield _paragraph(data["title"], 20, bold=True, align="center", after=160)
    for label, value in data["head"]:
        yield _paragraph(f"{label}：{value}", 10.5)
    for words in data["guide"]:
        yield _paragraph(words, 10.5, before=60)
    yield _paragraph("", 6)
    yield _table(SHEET_COLUMNS)
    yield _row((_cell(_bold(one), fill="E6E6E6") for one in data["columns"]), head=True)
    boxes = "　".join(f"□{one}" for one in data["yes_no"])
    for page in data["pages"]:
        heading = _paragraph(page["heading"], 12, bold=True, outline=True, keep=True)
        yield _row([_cell(heading, span=3, fill="F2F2F2")])
        if page["original"]:
            yield _row([_cell(_paragraph(page["original"], 10), span=3, fill="FAFAFA")], split=True)
        for block in page["blocks"]:
            for row in block["rows"]:
                words = _paragraph(row["words"], 10.5) + _small(row["small"])
                yield _row(
                    (
                        _cell(_paragraph(row["mark"], 10.5)),
                        _cell(words),
                        _cell(_paragraph(boxes, 10.5)),
                    )
                )
        for words in page["foot"]:
            yield _row([_cell(_paragraph(words, 9, grey=True), span=3)])
    yield "</w:tbl>"
    for words in data["signature"]:
        yield _paragraph(f"{words}{'　' * 12}", 12, before=320, keep=True)


def _cards(data: Mapping[str, Any]) -> Iterable[str]:
    for number, page in enumerate(data["pages"]):
        size = page["size"]
        yield _paragraph(data["title"], 9, grey=True, new_page=number > 0)
        yield _paragraph(page["heading"], 20, bold=True, align="center", outline=True, after=80)
        for words in page["lead"]:
            yield _paragraph(words, size, after=60)
        for block in page["blocks"]:
            heading = block["heading"]
            yield _paragraph(heading, size + 1, bold=True, before=100, after=40, keep=True)
            yield _table(CARD_COLUMNS)
            for row in block["rows"]:
                small = "".join(f" {one}" for one in row["small"])
                words = _paragraph(row["words"], size, more=_run(small, size - 1.5, grey=True))
                yield _row((_cell(_paragraph(row["mark"], size, bold=True)), _cell(words)))
            yield "</w:tbl>"
        for at, words in enumerate(page["foot"]):
            yield _paragraph(words, size, before=0 if at else 120)


# Word's own words for it ------------------------------------------------------------------


def _paragraph(
    words: str,
    size: float,
    *,
    bold: bool = False,
    grey: bool = False,
    align: str = "",
    before: int = 0,
    after: int = 0,
    keep: bool = False,
    outline: bool = False,
    new_page: bool = False,
    more: str = "",
) -> str:
    """A paragraph; the schema of Word asks for its properties in this order."""
    kept = "<w:keepNext/>" if keep else ""
    broken = "<w:pageBreakBefore/>" if new_page else ""
    aligned = f'<w:jc w:val="{align}"/>' if align else ""
    level = '<w:outlineLvl w:val="0"/>' if outline else ""
    space = f'<w:spacing w:before="{before}" w:after="{after}" w:line="264" w:lineRule="auto"/>'
    run = _run(words, size, bold=bold, grey=grey)
    return f"<w:p><w:pPr>{kept}{broken}{space}{aligned}{level}</w:pPr>{run}{more}</w:p>"


def _run(words: str, size: float, *, bold: bool = False, grey: bool = False) -> str:
    family = HEADING if bold else PLAIN
    fonts = f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{family}"/>'
    colour = '<w:color w:val="444444"/>' if grey else ""
    form = f'{fonts}{"<w:b/>" if bold else ""}{colour}<w:sz w:val="{round(size * 2)}"/>'
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in words.split("\n")
    )
    return f"<w:r><w:rPr>{form}</w:rPr>{lines}</w:r>"


def _bold(words: str) -> str:
    return _paragraph(words, 10, bold=True)


def _small(lines: Iterable[str]) -> str:
    return "".join(_paragraph(one, 8.5, grey=True) for one in lines if one)


def _table(columns: tuple[float, ...]) -> str:
    """The beginning of a table of fixed columns."""
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{one} w:val="single" w:sz="4" w:color="555555"/>' for one in sides)
    whole = round(sum(columns) * _MM)
    grid = "".join(f'<w:gridCol w:w="{round(one * _MM)}"/>' for one in columns)
    margins = "".join(f'<w:{side} w:w="85" w:type="dxa"/>' for side in ("left", "right"))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:tblBorders>{borders}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _row(cells: Iterable[str], *, head: bool = False, split: bool = False) -> str:
    kept = "" if split else "<w:cantSplit/>"
    form = f"{kept}{'<w:tblHeader/>' if head else ''}"
    return f"<w:tr>{f'<w:trPr>{form}</w:trPr>' if form else ''}{''.join(cells)}</w:tr>"


def _cell(content: str, *, span: int = 1, fill: str = "") -> str:
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f"<w:tc><w:tcPr>{spanned}{filled}</w:tcPr>{content}</w:tc>"
