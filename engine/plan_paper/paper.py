"""What a paper about a plan is: pages of rows, each row a sentence made from a rule.

Nothing here knows Word, PDF or HTML; `api.documents.plan_files` writes all three.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

PaperKind = Literal["sheet", "cards"]
PAPERS: tuple[PaperKind, ...] = get_args(PaperKind)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    `mark` is its number on a sheet, on a card when or how strictly it is asked for; `small` is
    what stands below in small letters: sources, remarks, readings.
    """

    mark: str
    words: str
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a heading, which may be empty."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A clause on a sheet, a post on a card.

    `party` is the post's or unit's id on a card, else empty. `lead` stands before the rows,
    `original` is the clause's own wording where it is at hand, `foot` stands after the rows.
    """

    heading: str
    party: str = ""
    lead: tuple[str, ...] = ()
    original: str = ""
    blocks: tuple[Block, ...] = ()
    foot: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A whole paper.

    `head` are labels and values under the title, `guide` says how to use it, `yes_no` are the
    words at the boxes of each row (none on cards), `signature` are the lines to be signed on,
    `running` stands on every page.
    """

    kind: PaperKind
    language: str
    plan: str
    title: str
    name: str
    head: tuple[tuple[str, str], ...]
    guide: tuple[str, ...]
    pages: tuple[Page, ...]
    running: str
    columns: tuple[str, ...] = ()
    yes_no: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every row, in reading order."""
        return tuple(row for page in self.pages for block in page.blocks for row in block.rows)

    def to_json(self) -> dict[str, Any]:
        """The paper as plain data, with keys in a fixed order."""
        return asdict(self)
