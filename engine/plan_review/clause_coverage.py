"""Coverage in both directions: each clause with its rules, or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.messages import text
from engine.plan.clause_index import Index
from engine.plan.model import Assumption, NotEncoded, Plan
from engine.plan.validation_messages import path_text
from engine.plan_checks.plan_walk import citations, parts


@dataclass(frozen=True, slots=True)
class Row:
    """One clause: the rules that cite it, the assumptions that read it, or the reason.

    `status` is `encoded`, `not_encoded`, `heading` (it has clauses below and says nothing
    of its own) or `open` (neither cited nor excused, which the checker refuses).
    """

    number: str
    heading: str
    status: str
    rules: tuple[str, ...]
    assumptions: tuple[str, ...]
    reason: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Totals:
    """The numbers of leaf clauses by status, and of the rules that cite them."""

    leaves: int
    encoded: int
    not_encoded: int
    open: int
    rules: int


def table(plan: Plan) -> list[Row]:
    """One row for each clause of the index, in its order."""
    rules: dict[str, list[str]] = {}
    readings: dict[str, list[str]] = {}
    excused: dict[str, NotEncoded] = {}
    for path, cited, part in citations(parts(plan)):
        if isinstance(part, NotEncoded):
            excused[cited] = part
        elif isinstance(part, Assumption):
            readings.setdefault(cited, []).append(part.id)
        else:
            name = getattr(part, "id", None)
            where = path_text(path[: path.index("clause")])
            rules.setdefault(cited, []).append(f"{path[0]}.{name}" if name else where)
    index = Index(plan)
    rows = []
    for clause in plan.clauses:
        number = clause.number
        excuse = excused.get(number)
        rows.append(
            Row(
                number=number,
                heading=clause.heading,
                status=_status(number in rules, excuse, index.is_leaf(number)),
                rules=tuple(dict.fromkeys(rules.get(number, ()))),
                assumptions=tuple(dict.fromkeys(readings.get(number, ()))),
                reason=excuse.reason if excuse else None,
                why=excuse.why if excuse else None,
            )
        )
    return rows


def totals(plan: Plan) -> Totals:
    """The sums of the table over its leaf clauses."""
    index = Index(plan)
    rows = table(plan)
    leaves = [row for row in rows if index.is_leaf(row.number)]
    return Totals(
        leaves=len(leaves),
        encoded=sum(row.status == "encoded" for row in leaves),
        not_encoded=sum(row.status == "not_encoded" for row in leaves),
        open=sum(row.status == "open" for row in leaves),
        rules=len({rule for row in rows for rule in row.rules}),
    )


def markdown(plan: Plan, language: str = "zh") -> Iterator[str]:
    """The table with its totals, as Markdown without a heading."""
    summed = totals(plan)
    facts = {name: getattr(summed, name) for name in Totals.__slots__}
    yield text("coverage.totals", language, **facts)
    yield ""
    yield text("coverage.head", language)
    yield "| --- | --- | --- | --- | --- |"
    for row in table(plan):
        rules = "<br>".join(f"`{rule}`" for rule in row.rules)
        readings = text("word.comma", language).join(row.assumptions)
        cells = (row.number, _cell(row.heading), rules, readings, _why(row, language))
        yield f"| {' | '.join(cells)} |"


def _why(row: Row, language: str) -> str:
    if row.reason is None:
        return text("coverage.open", language) if row.status == "open" else ""
    return f"**{text(f'coverage.reason.{row.reason}', language)}** {_cell(row.why or '')}"


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")


def _status(cited: bool, excuse: NotEncoded | None, leaf: bool) -> str:
    if cited:
        return "encoded"
    if excuse is not None:
        return "not_encoded"
    return "open" if leaf else "heading"
