"""What a file of `plans/evaluation/` may hold: a sheet by which an exercise is scored.

A sheet has headings, a heading has items. Where the text of a standard is not at hand, an item
has its number and no text: nothing is made up. An item that the journal can tell names the rule
by which it is scored; all others are for people.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from engine.plan.part import Id, Part, Text, _as_tuple

JudgeRule = Literal[
    "reports_in_time", "activations_authorised", "absences_covered", "end_as_planned"
]
Shown = Literal["report", "measure", "level", "decision", "group", "call", "notice", "planned"]
Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{1,3}(\.[0-9]{1,3}){0,2}$")]
Percent = Annotated[int, Field(ge=0, le=100)]


class Judge(Part):
    """How the journal scores an item. The thresholds are our choice, in percent of what is met.

    Only `reports_in_time` has thresholds.
    """

    rule: JudgeRule
    five: Percent = 100
    three: Percent = 90
    one: Percent = 60


class SheetItem(Part):
    """One item; without `text` the standard's words were not at hand."""

    number: Number
    text: Text | None = None
    text_en: Text | None = None
    judge: Judge | None = None


class Heading(Part):
    """A heading with its items; one without any is scored as a whole.

    `shows` are the kinds of expected actions that help to score it.
    """

    number: Number
    name: Text | None = None
    name_en: Text | None = None
    items: tuple[SheetItem, ...] = ()
    shows: Annotated[tuple[Shown, ...], BeforeValidator(_as_tuple)] = ()


class EvaluationSheet(Part):
    """A whole sheet; `digest` is the sha256 of its bytes.

    `source` says what its words were taken from, and what was not at hand. `frame` marks one
    that is still to be filled in.
    """

    format: Annotated[str, StringConstraints(pattern=r"^1$")]
    id: Id
    name: Text
    name_en: Text | None = None
    standard: Text
    standard_en: Text | None = None
    source: Text
    source_en: Text | None = None
    frame: bool = False
    headings: tuple[Heading, ...] = Field(min_length=1, max_length=100)
    digest: str = ""

    @cached_property
    def rows(self) -> tuple[tuple[Heading, SheetItem | None], ...]:
        """What is scored, in order: each item, and each heading without items (None)."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[tuple[Heading, SheetItem | None]]:
        for heading in self.headings:
            yield from ((heading, item) for item in heading.items)
            if not heading.items:
                yield heading, None

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of what is scored."""
        return tuple((item or heading).number for heading, item in self.rows)
