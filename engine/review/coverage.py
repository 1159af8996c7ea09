"""Coverage both ways: each clause with the rules that cite it, or why none does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.checks.coverage import Index
from engine.checks.walk import citations, parts
from engine.plan.model import Assumption, NotEncoded, Plan
from engine.plan.spelling import path_text


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
    """How many leaf clauses there are, and what became of them; and how many rules cite."""

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


def markdown(plan: Plan) -> Iterator[str]:
    """The table for the reference documentation."""
    summed = totals(plan)
    yield f"# {plan.title}：条款覆盖"
    yield ""
    yield f"预案 `{plan.id}` {plan.version} 版，{plan.document.number}。"
    yield (
        f"末级条款 {summed.leaves} 条：已编码 {summed.encoded} 条，"
        f"不编码 {summed.not_encoded} 条，遗漏 {summed.open} 条；引用条款的规则 {summed.rules} 项。"
    )
    yield ""
    yield "| 条款 | 标题 | 规则 | 解读 | 不编码的理由 |"
    yield "| --- | --- | --- | --- | --- |"
    for row in table(plan):
        rules = "<br>".join(f"`{rule}`" for rule in row.rules)
        why = f"{row.reason}：{row.why}" if row.reason else ""
        yield f"| {row.number} | {row.heading} | {rules} | {'、'.join(row.assumptions)} | {why} |"


def _status(cited: bool, excuse: NotEncoded | None, leaf: bool) -> str:
    if cited:
        return "encoded"
    if excuse is not None:
        return "not_encoded"
    return "open" if leaf else "heading"
