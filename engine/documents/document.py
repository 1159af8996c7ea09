"""What a document is: values that name the entries of the journal they come from.

Nothing here knows Word, PDF or HTML. A value is a text with the numbers (`seqs`) of the entries
that say so, or it is blank: nobody knows it, it reads 【待填】 and it is counted. An unknown
number is never a zero.

The labels and headings of a document are words of the catalogue and of the plan, not values.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from engine.canonical_json import canonical
from engine.incident.documents import REPORT_KINDS, DocumentKind
from engine.input_types import CONTROLS
from engine.messages import text

Kind = DocumentKind
PaperKind = Kind | Literal["handover", "evaluation"]
"""What is printed: the documents of an incident, which are signed, and what nobody signs."""

REPORTS = tuple(REPORT_KINDS)
"""Kinds that are reports: signing one counts as sending it."""


@dataclass(frozen=True, slots=True)
class Value:
    """A text and the entries it comes from, or (`blank`) the name of what is not known."""

    text: str
    seqs: tuple[int, ...] = ()
    blank: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A label and the values after it. `field` is the name under which a person adds prose."""

    label: str
    values: tuple[Value, ...]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading; every row has one value for each column."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


Part = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Field:
    """Where a person may write: a field of the report, or a `figure` that nobody has given."""

    name: str
    label: str
    figure: bool
    blank: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed this document, in which entry."""

    who: Value
    at: Value
    seq: int


@dataclass(frozen=True, slots=True)
class Document:
    """One document. `slot` is the report that it settles when it is signed.

    `drafted` holds by field what a person has written last; `corrects` is the entry of the
    report that a correction says was wrong.
    """

    kind: PaperKind
    name: str
    title: Value
    number: Value
    exercise: bool
    recipients: tuple[Value, ...]
    parts: tuple[Part, ...]
    office: str
    day: Value
    drafted: tuple[tuple[str, str], ...] = ()
    slot: str | None = None
    corrects: int | None = None
    signature: Signature | None = None

    @property
    def values(self) -> Iterator[Value]:
        """Every value of the document, in reading order."""
        yield self.number
        yield self.title
        yield from self.recipients
        for part in self.parts:
            yield from values_of(part)
        yield self.day
        if self.signature is not None:
            yield self.signature.who
            yield self.signature.at

    @property
    def blanks(self) -> tuple[str, ...]:
        """The names of what is still to be filled in, each place once."""
        return tuple(value.blank for value in self.values if value.blank is not None)

    @property
    def blank_words(self) -> tuple[str, ...]:
        """What is still to be filled in, in words."""
        return tuple(one.label for one in self.fields if one.blank)

    @property
    def fields(self) -> tuple[Field, ...]:
        """Where a person may write: each field, and each figure that nobody has given."""
        found: dict[str, Field] = {}
        for part in self.parts:
            for one in values_of(part):
                if one.blank is not None:
                    label = one.text.removesuffix(text("document.blank"))
                    heading = part.label if isinstance(part, Paragraph) else ""
                    field = isinstance(part, Paragraph) and part.field == one.blank
                    found[one.blank] = Field(one.blank, label or heading, not field, True)
            if isinstance(part, Paragraph) and part.field is not None:
                found.setdefault(part.field, Field(part.field, part.label, False, False))
        for name, _ in self.drafted:
            found.setdefault(name, Field(name, name, True, False))
        return tuple(found.values())

    @property
    def reading(self) -> Iterator[tuple[str, str]]:
        """For the telephone: labels and what stands after them."""
        for part in self.parts:
            if isinstance(part, Paragraph) and part.label:
                yield part.label, "".join(value.text for value in part.values)

    @property
    def seqs(self) -> tuple[int, ...]:
        """The entries that the document rests on, ascending."""
        return tuple(sorted({seq for value in self.values for seq in value.seqs}))

    @property
    def report_content(self) -> dict[str, str]:
        """By field of the report what the document says of it."""
        return {
            part.field: "".join(value.text for value in part.values)
            for part in self.parts
            if isinstance(part, Paragraph) and part.field is not None
        }

    def to_json(self) -> dict[str, Any]:
        """The document as JSON, with keys in a fixed order."""
        return {
            "kind": self.kind,
            "name": self.name,
            "title": _value(self.title),
            "number": _value(self.number),
            "exercise": self.exercise,
            "recipients": [_value(one) for one in self.recipients],
            "parts": [_part(part) for part in self.parts],
            "office": self.office,
            "day": _value(self.day),
            "blanks": list(self.blanks),
            "seqs": list(self.seqs),
            "drafted": dict(self.drafted),
            "slot": self.slot,
            "corrects": self.corrects,
            "signature": None
            if self.signature is None
            else {
                "who": _value(self.signature.who),
                "at": _value(self.signature.at),
                "seq": self.signature.seq,
            },
        }

    @property
    def digest(self) -> str:
        """The sha256 of the document's content, the same in every format of it."""
        return hashlib.sha256(canonical(self.to_json())).hexdigest()


def values_of(part: Part) -> Iterator[Value]:
    """The values of a part, in reading order."""
    if isinstance(part, Paragraph):
        yield from part.values
    else:
        for row in part.rows:
            yield from row


def _value(value: Value) -> dict[str, Any]:
    shape: dict[str, Any] = {"text": value.text, "seqs": list(value.seqs)}
    return shape | ({"blank": value.blank} if value.blank is not None else {})


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Paragraph):
        values = [_value(value) for value in part.values]
        return {"label": part.label, "values": values, "field": part.field}
    rows = [[_value(cell) for cell in row] for row in part.rows]
    return {"heading": part.heading, "columns": list(part.columns), "rows": rows}


def value(words: object, *seqs: int) -> Value:
    """A value out of these entries; its text without what a page cannot show."""
    return Value(printable(str(words)), tuple(dict.fromkeys(seqs)))


def blank(name: str, label: str = "") -> Value:
    """A value that nobody knows: the label, if there is one, and 【待填】."""
    return Value(printable(label) + text("document.blank"), (), name)


def joined(values: Iterable[Value], between: str) -> tuple[Value, ...]:
    """The values with a text between each two."""
    found: list[Value] = []
    for one in values:
        if found:
            found.append(Value(between))
        found.append(one)
    return tuple(found)


def printable(words: str) -> str:
    """The text for a page: line ends as they are, other controls and lone halves left out.

    XML holds no control characters, and Word reads some of them as page breaks.
    """
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = CONTROLS.sub("", lines)
    return "".join(one for one in kept if one == "\n" or unicodedata.category(one) not in _NEVER)


_NEVER = frozenset({"Cs", "Cn", "Zl", "Zp"})
"""Lone surrogates, code points that are no character, and separators that break lines."""
