"""The questions that a plan's editors ask its owner, out of their Markdown, each with its answer.

Two forms are read: rows of tables (what it is about, the question, how it is decided now), and
numbered items (`1. **question**。how it is decided`). Every row and item becomes a line of the
sheet, since what is decided here without a reading of its own would else be signed unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.plan.model import Plan

_ITEM = re.compile(r"\d+\. \*\*(.+?)\*\*(.+)")
_ARTICLE = re.compile(r"第(\d+)号令第(\d+|[一二三四五六七八九十]+)条")
_CLAUSE = re.compile(r"附件\d+|\d+(?:\.\d+)+(?:\(\d+\))?|\d+")
_RULER = re.compile(r"[\s:|-]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and how the program decides it; `about` is empty for a numbered item."""

    about: str
    words: str
    reading: str
    clause: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def questions_of(plan: Plan, markdown: str) -> list[Question]:
    """Every question, in the order of the Markdown."""
    return [*_found(plan, markdown.splitlines())]


def _found(plan: Plan, lines: list[str]) -> Iterator[Question]:
    for at, line in enumerate(lines):
        item = _ITEM.match(line)
        if item is not None:
            yield _question(plan, "", item[1], item[2])
        if not line.startswith("|") or _RULER.fullmatch(line):
            continue
        heads = at + 1 < len(lines) and _RULER.fullmatch(lines[at + 1])
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not heads and len(cells) >= 3:
            yield _question(plan, *cells[:3])


def _question(plan: Plan, about: str, words: str, reading: str) -> Question:
    known = {one.id: one for one in plan.assumptions}
    named = re.findall(r"[A-Z]\d{1,3}", f"{words} {reading}")
    readings = tuple(dict.fromkeys(one for one in named if one in known))
    clause = tuple(_clauses(plan, about or f"{words} {reading}"))
    if not clause and not about and readings:
        clause = known[readings[0]].clause
    return Question(about, words, reading, clause, readings)


def _clauses(plan: Plan, words: str) -> Iterator[str]:
    """The clauses and articles that the words name and the plan lists."""
    for number, article in _ARTICLE.findall(words):
        yield from (f"{law.id}:{article}" for law in plan.laws if f"第{number}号" in law.name)
    listed = {one.number for one in plan.clauses}
    rest = _ARTICLE.sub("", words)
    yield from dict.fromkeys(one for one in _CLAUSE.findall(rest) if one in listed and _whole(one))


def _whole(number: str) -> bool:
    """A bare chapter number is a figure more often than a clause."""
    return not number.isdecimal()
