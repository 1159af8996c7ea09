"""The tables of a document as a spreadsheet: the digest (汇总) of what the counties reported.

What the document sums up is summed up in it and nothing else: a cell holds a number where the
document has a whole number, and no formula ever adds up what may not be.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.spreadsheets.workbook import Cell, Column, Sheet, number_or_text
from engine.documents.document import Document, Paragraph, Part, Table
from engine.messages import text


def paper_sheets(document: Document) -> list[Sheet]:
    """One sheet for each table; what else the document says stands on the first."""
    tables = [part for part in document.parts if isinstance(part, Table)]
    place = document.parts.index(tables[0]) if tables else len(document.parts)
    mark = text("document.exercise_mark") if document.exercise else ""
    title = f"{mark}{document.title.text}"
    above = (title, document.number.text, *_lines(document.parts[:place]))
    below = (*_lines(document.parts[place + 1 :]), document.office, document.day.text)
    first = tables[0] if tables else Table("", (), ())
    sheets = [_sheet(document, document.name, first, above, below)]
    return sheets + [_sheet(document, one.heading, one, (title,), ()) for one in tables[1:]]


def _sheet(
    document: Document, name: str, table: Table, above: Sequence[str], below: Sequence[str]
) -> Sheet:
    mark = text("spreadsheet.file_mark.exercise") if document.exercise else ""
    rows: list[list[Cell]] = [
        [row[0].text, *(number_or_text(cell.text) for cell in row[1:])] for row in table.rows
    ]
    columns = [Column(one, 24 if at else 16) for at, one in enumerate(table.columns)]
    return Sheet(f"{mark}{name}", columns, rows, above, below)


def _lines(parts: Sequence[Part]) -> list[str]:
    """What paragraphs say, one line each."""
    return [line for part in parts if isinstance(part, Paragraph) and (line := _line(part))]


def _line(part: Paragraph) -> str:
    said = "".join(value.text for value in part.values)
    return text("roster.line", post=part.label, names=said) if part.label else said
