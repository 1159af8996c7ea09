"""What a template gets: a document in plain texts, with headings numbered as papers number them.

The keys of `page_data` are the placeholders of Word templates; `docs/how-to/documents.md` explains
them, `api.documents.template_check` checks templates against them.
"""

from __future__ import annotations

import re
from typing import Any

from engine.documents.document import Document, Paragraph, Part, printable
from engine.messages import text

_DIGITS = "〇一二三四五六七八九"


def page_data(document: Document) -> dict[str, Any]:
    """The placeholders of a template and their values, which a page can show."""
    return {key: shown(one) for key, one in _data(document).items()}


def shown(given: Any) -> Any:
    """All texts in it without what no page can show: also names, which no value holds."""
    if isinstance(given, str):
        return printable(given)
    if isinstance(given, dict):
        return {key: shown(one) for key, one in given.items()}
    return [shown(one) for one in given] if isinstance(given, list | tuple) else given


def _data(document: Document) -> dict[str, Any]:
    signature = document.signature
    return {
        "exercise": document.exercise,
        "exercise_mark": text("document.exercise_mark") if document.exercise else "",
        "office": document.office,
        "name": document.name,
        "number": document.number.text,
        "signer": signature.who.text if signature else "",
        "signed_at": signature.at.text if signature else "",
        "title": document.title.text,
        "recipients": text("document.list_comma").join(one.text for one in document.recipients),
        "parts": _parts(document.parts),
        "field": document.report_content,
        "day": document.day.text,
        "blanks": len(document.blanks),
        "sources": source_line(document),
    }


def source_line(document: Document) -> str:
    """The entries that the document rests on: 1—4、7."""
    spans: list[list[int]] = []
    for seq in document.seqs:
        if spans and spans[-1][1] == seq - 1:
            spans[-1][1] = seq
        else:
            spans.append([seq, seq])
    words = (str(a) if a == b else f"{a}—{b}" for a, b in spans)
    number = text("document.list_comma").join(words)
    return text("document.sources", entries=number) if number else ""


def _parts(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    count = 0
    for part in parts:
        heading = part.label if isinstance(part, Paragraph) else part.heading
        if heading:
            count += 1
            heading = f"{chinese_number(count)}、{heading}"
        if isinstance(part, Paragraph):
            words = "".join(value.text for value in part.values)
            found.append({"table": False, "heading": heading, "text": words})
        else:
            rows = [{"cells": [cell.text for cell in row]} for row in part.rows]
            columns = list(part.columns)
            widths = _widths([columns, *(row["cells"] for row in rows)])
            table = {"heading": heading, "columns": columns, "widths": widths, "rows": rows}
            found.append({"table": True, **table})
    return found


WHOLE = 1000
"""The width of a page of text; the columns of a table are parts of it."""

_LINE = 34.0
"""Characters of a table's text in the width of the page, without the edges of the cells."""

_NARROWEST, _WIDEST = 2.0, 24.0


def _widths(lines: list[list[str]]) -> list[int]:
    """The widths of columns: short ones get what they need, the long ones share the rest.

    By the square root of all that stands in their longest cell: a cell of many lines gets most of
    the room, and beside it no other becomes a ladder of single letters.
    """
    count = len(lines[0])
    needs = [max(_length(line[n]) for line in lines) + 2 for n in range(count)]
    room = _LINE
    wide = list(range(count))
    while True:
        fair = room / len(wide)
        kept = [n for n in wide if needs[n] <= fair]
        if not kept or len(kept) == len(wide):
            break
        room -= sum(needs[n] for n in kept)
        wide = [n for n in wide if n not in kept]
    weights = [max(_whole(line[n]) for line in lines) ** 0.5 for n in range(count)]
    total = sum(weights[n] for n in wide)
    short = [n for n in range(count) if n not in wide]
    given = [
        needs[n] if n in short else max(room * weights[n] / total, _unbroken(n, lines))
        for n in range(count)
    ]
    shares = [int(one * WHOLE / sum(given)) for one in given]
    shares[-1] += WHOLE - sum(shares)
    return shares


_NUMBER = 12
"""Letters of the number of an incident; longer words of Latin letters may break."""


def _unbroken(column: int, lines: list[list[str]]) -> float:
    """The room in which no number of an incident has to break."""
    words = (len(word) for line in lines for word in re.findall(r"[\w-]+", line[column], re.ASCII))
    return min(max(words, default=0), _NUMBER) * 0.6 + 2


def _length(words: str) -> float:
    """About how much room a text wants on one line, in Chinese characters."""
    longest = max(_whole(line) for line in words.split("\n"))
    return min(max(longest, _NARROWEST), _WIDEST)


def _whole(words: str) -> float:
    """About how long all of it is, in Chinese characters."""
    return sum(1.0 if one > "\u2e7f" else 0.6 for one in words)


def chinese_number(number: int) -> str:
    """1 to 99 in Chinese: 十, 十一, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")
