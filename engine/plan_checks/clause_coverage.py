"""Every citation exists, and every leaf clause is either encoded or said not to be.

A leaf clause is one of the index that has none below it (`5.3.2` is above `5.3.2(4)`).
An item that the index does not list may be cited as long as the index lists none of its
clause's items; with the official text at hand the item must stand in the text. A law is
cited as `id:article`; its articles are not indexed, but have to look like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.plan.clauses import differences, hash_clause
from engine.plan.model import Assumption, NotEncoded, Plan
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Path, path_text
from engine.plan_checks.finding import PlanFinding, Subject, Words
from engine.plan_checks.plan_walk import Found, citations

_NUMBER = r"[1-9][0-9]{0,3}"
_ARTICLE = re.compile(
    rf"第?{_NUMBER}(?:\.{_NUMBER})*(?:-{_NUMBER}|[a-z])?[\u4e00-\u9fff]*(?:\({_NUMBER}\))?"
    rf"|[\u4e00-\u9fff]+(?:{_NUMBER})?"
)
"""An article of a law: `9`, `1.2.1`, `11-1`, `19a`, `9(2)`, `5之一`, `第九条`, `附件3`, 续报."""

_ITEM = re.compile(r"(?P<clause>.+)\([0-9]{1,3}\)")


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Citations of unknown clauses, clauses that no rule cites, clauses listed as both."""
    plan = subject.plan
    index = Index(plan)
    encoded: dict[str, Path] = {}
    excused: dict[str, Path] = {}
    for path, clause, part in citations(found):
        if not index.has(clause):
            yield _unknown(subject, index, path, clause)
        elif isinstance(part, NotEncoded):
            if clause in excused:
                yield subject.error("excused_twice", path, value=clause)
            excused.setdefault(clause, path)
        elif not isinstance(part, Assumption):
            encoded.setdefault(clause, path)
    for clause, path in excused.items():
        if clause in encoded:
            yield subject.error(
                "excused_and_cited",
                path,
                value=clause,
                rule_line=subject.line(encoded[clause]),
                rule=path_text(encoded[clause]),
            )
    for place, entry in enumerate(plan.clauses):
        number = entry.number
        if number in encoded or number in excused or not index.is_leaf(number):
            continue
        yield subject.error(
            "clause_not_covered",
            ("clauses", place),
            value=number,
            heading=Words(entry.heading, entry.heading),
        )
    yield from _texts(subject, found)


class Index:
    """The clause index: its numbers, and which of them have clauses below."""

    def __init__(self, plan: Plan) -> None:
        self.numbers = {clause.number for clause in plan.clauses}
        self.laws = [law.id for law in plan.laws]
        self.above = {above for number in self.numbers for above in _above(number)}
        items = (_ITEM.fullmatch(number) for number in self.numbers)
        self.with_items = {item["clause"] for item in items if item is not None}

    def has(self, citation: str) -> bool:
        """Whether a citation names a clause of the index or an article of a listed law."""
        law, colon, article = citation.partition(":")
        if colon:
            return law in self.laws and _ARTICLE.fullmatch(article) is not None
        if citation in self.numbers:
            return True
        item = _ITEM.fullmatch(citation)
        return bool(item and item["clause"] in self.numbers - self.with_items)

    def is_leaf(self, number: str) -> bool:
        """Whether the index lists no clause below this one."""
        return number not in self.above


def _above(number: str) -> Iterator[str]:
    """The clauses above one: `5.3.2(4)` → `5.3.2`, `5.3`, `5`."""
    item = _ITEM.fullmatch(number)
    here = item["clause"] if item else number.rpartition(".")[0]
    while here:
        yield here
        here = here.rpartition(".")[0]


def _unknown(subject: Subject, index: Index, path: Path, citation: str) -> PlanFinding:
    law, colon, _ = citation.partition(":")
    if colon and law in index.laws:
        return subject.error("no_such_article", path, value=citation)
    if colon:
        return subject.error(
            "unknown_law",
            path,
            value=citation,
            hint=nearest(law, index.laws) or "—",
            accepted="、".join(index.laws) or "—",
        )
    hint = nearest(citation, index.numbers) or "—"
    return subject.error("unknown_clause", path, value=citation, hint=hint)


def _texts(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Clauses whose official text differs from the index, and the rules that cite them."""
    if subject.texts is None:
        return
    lines = {clause.number: i for i, clause in enumerate(subject.plan.clauses)}
    leaning: dict[str, list[str]] = {}
    for path, clause, part in citations(found):
        if not isinstance(part, NotEncoded):
            leaning.setdefault(clause, []).append(_short(subject, path, part))
    for number, kind in differences(subject.plan, subject.texts):
        rules = leaning.get(number, [])
        place: Path = ("clauses", lines[number]) if number in lines else ("clauses",)
        own = subject.texts.get(number, "")
        yield subject.error(
            f"text_{kind}",
            place,
            value=number,
            sha256=hash_clause(own),
            count=len(rules),
            rules="、".join(rules[:12]) + ("…" if len(rules) > 12 else "") or "—",
        )


def _short(subject: Subject, path: Path, part: Any) -> str:
    return f"{getattr(part, 'id', path[0])}({subject.line(path)})"
