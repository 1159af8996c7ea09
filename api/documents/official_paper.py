"""The shipped Word template: an official paper on A4 in the layout of GB/T 9704-2012.

`python -m api.documents.official_paper FILE` writes it; `plans/documents/official_paper.docx` is
that file. An office opens it in Word, changes it, and puts it beside its plan.

Margins 37, 26, 35, 28 mm; the text in 仿宋 of size 3 (16 pt) with 28 pt from line to line; headings
in 黑体; the title in 小标宋 of size 2 (22 pt). [GB/T 9704-2012, 5.2: general knowledge, M]
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from api.documents.zip_bytes import rewritten

BODY, HEADING, TITLE, PLAIN = "仿宋", "黑体", "方正小标宋简体", "宋体"
RED = RGBColor(0xC8, 0x10, 0x1E)
_MADE = datetime(2026, 1, 1, tzinfo=UTC)


def official_paper() -> bytes:
    """The template as a file; the same bytes each time."""
    document = Document()
    for paragraph in list(document.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)
    _page(document)
    _head(document)
    _body(document)
    _foot(document)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "值班"
    properties.title, properties.comments = "公文模板", ""
    properties.created = properties.modified = _MADE
    written = BytesIO()
    document.save(written)
    return rewritten(written.getvalue())


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    normal = document.styles["Normal"]
    font(normal, BODY, 16)
    _line(normal.paragraph_format)
    _end_lines(document)
    mark = section.header.paragraphs[0]
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    font(mark.add_run("{{ exercise_mark }}"), HEADING, 16, RED)
    number = section.footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    font(number.add_run("— "), PLAIN, 14)
    page_number(number)
    font(number.add_run(" —"), PLAIN, 14)


def _end_lines(document: Any) -> None:
    """A line that ends within a paragraph is not spread over the width of the page."""
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    compat.insert(0, OxmlElement("w:doNotExpandShiftReturn"))


def _head(document: Any) -> None:
    office = _paragraph(document, "{{ office }}", TITLE, 36, RED, align="center", line=46)
    office.paragraph_format.space_after = Pt(4)
    _paragraph(document, "{{ name }}", TITLE, 26, RED, align="center", line=36)
    line = _paragraph(document, "{{ number }}\t签发人：{{ signer }}", "楷体", 16)
    tabs = line.paragraph_format.tab_stops
    tabs.add_tab_stop(Mm(104))
    line.paragraph_format.space_before = Pt(18)
    _rule(line)
    title = _paragraph(document, "{{ title }}", TITLE, 22, align="center", line=34)
    title.paragraph_format.space_before = Pt(24)
    title.paragraph_format.space_after = Pt(14)
    _paragraph(document, "{%p if recipients %}", BODY, 16)
    _paragraph(document, "{{ recipients }}：", BODY, 16)
    _paragraph(document, "{%p endif %}", BODY, 16)


def _body(document: Any) -> None:
    for words in ("{%p for part in parts %}", "{%p if part.heading %}"):
        _paragraph(document, words, BODY, 16)
    heading = _paragraph(document, "{{ part.heading }}", HEADING, 16, indent=True)
    heading.paragraph_format.keep_with_next = True
    for words in ("{%p endif %}", "{%p if part.table %}"):
        _paragraph(document, words, BODY, 16)
    _table(document)
    _paragraph(document, "{%p else %}", BODY, 16)
    _paragraph(document, "{{ part.text }}", BODY, 16, indent=True)
    for words in ("{%p endif %}", "{%p endfor %}"):
        _paragraph(document, words, BODY, 16)


def _table(document: Any) -> None:
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    table.autofit = True
    head, begin, row, end = table.rows
    _cells(head, "{%tc for column in part.columns %}", "{{ column }}", HEADING)
    _cells(begin, "{%tr for row in part.rows %}", "", BODY)
    _cells(row, "{%tc for cell in row.cells %}", "{{ cell }}", BODY)
    _cells(end, "{%tr endfor %}", "", BODY)
    _repeat(head)


def _cells(row: Any, first: str, second: str, family: str) -> None:
    third = "{%tc endfor %}" if second else ""
    for cell, words in zip(row.cells, (first, second, third), strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.paragraph_format.line_spacing = Pt(20)
        font(paragraph.add_run(words), family, 12)


def _foot(document: Any) -> None:
    space = _paragraph(document, "", BODY, 16)
    space.paragraph_format.keep_with_next = True
    office = _paragraph(document, "{{ office }}", BODY, 16, align="right")
    office.paragraph_format.keep_with_next = True
    office.paragraph_format.right_indent = Pt(32)
    day = _paragraph(document, "{{ day }}", BODY, 16, align="right")
    day.paragraph_format.right_indent = Pt(64)
    for words in ("{%p if sources %}", "（{{ sources }}）", "{%p endif %}"):
        source = _paragraph(document, words, "楷体", 10.5, line=14)
        source.paragraph_format.space_before = Pt(14)


# Word's own words for it ------------------------------------------------------------------


def _paragraph(
    document: Any,
    words: str,
    family: str,
    size: float,
    colour: RGBColor | None = None,
    *,
    align: str = "left",
    indent: bool = False,
    line: float = 28,
) -> Any:
    paragraph = document.add_paragraph()
    font(paragraph.add_run(words), family, size, colour)
    _line(paragraph.paragraph_format, line)
    paragraph.alignment = {
        "left": WD_ALIGN_PARAGRAPH.LEFT,
        "center": WD_ALIGN_PARAGRAPH.CENTER,
        "right": WD_ALIGN_PARAGRAPH.RIGHT,
    }[align]
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _line(form: Any, points: float = 28) -> None:
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
    form.space_before = form.space_after = Pt(0)


def font(run: Any, family: str, size: float, colour: RGBColor | None = None) -> None:
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), family)
    if colour is not None:
        run.font.color.rgb = colour


def _rule(paragraph: Any) -> None:
    """The red line under the head."""
    border = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, given in (("val", "single"), ("sz", "16"), ("space", "6"), ("color", "C8101E")):
        bottom.set(qn(f"w:{name}"), given)
    border.append(bottom)
    paragraph._p.get_or_add_pPr().append(border)


def _repeat(row: Any) -> None:
    """The head of the table on each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def page_number(paragraph: Any) -> None:
    for kind, words in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        font(run, PLAIN, 14)
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = words
            run._r.append(code)
        else:
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(official_paper())
