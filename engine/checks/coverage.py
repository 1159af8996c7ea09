"""Every citation exists, and every leaf clause is either encoded or said not to be.

A leaf clause is one of the index that has none below it (`5.3.2` is above `5.3.2(4)`).
An item that the index does not list may be cited as long as the index lists none of its
clause's items; with the official text at hand the item must stand in the text. A law is
cited as `id:article`; its articles are not indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from engine.checks.finding import Finding, Subject, Words
from engine.checks.walk import Found, citations
from engine.plan.clauses import differences
from engine.plan.model import Assumption, NotEncoded, Plan
from engine.plan.spelling import nearest
from engine.plan.tree import Path

_ITEM = re.compile(r"(?P<clause>.+)\([0-9]{1,3}\)")


def check(subject: Subject, found: list[Found]) -> Iterator[Finding]:
    """Citations of nothing, clauses of nobody, clauses listed on both sides."""
    plan = subject.plan
    numbers = {clause.number for clause in plan.clauses}
    encoded: dict[str, Path] = {}
    excused: dict[str, Path] = {}
    for path, clause, part in citations(found):
        if not exists(plan, numbers, clause):
            yield _unknown(subject, numbers, path, clause)
        elif isinstance(part, NotEncoded):
            if clause in excused:
                yield subject.error("excused_twice", path, value=clause)
            excused.setdefault(clause, path)
        elif not isinstance(part, Assumption):
            encoded.setdefault(clause, path)
    for clause, path in excused.items():
        if clause in encoded:
            rule = subject.error("excused_and_cited", encoded[clause])
            yield subject.error(
                "excused_and_cited",
                path,
                value=clause,
                rule_line=rule.line,
                rule=rule.facts["place"],
            )
    for index, entry in enumerate(plan.clauses):
        number = entry.number
        if number in encoded or number in excused or not is_leaf(number, numbers):
            continue
        yield subject.error(
            "clause_not_covered",
            ("clauses", index),
            value=number,
            heading=Words(entry.heading, entry.heading),
        )
    yield from _texts(subject, found)


def exists(plan: Plan, numbers: set[str], citation: str) -> bool:
    """Whether a citation names a clause of the index or an article of a listed law."""
    law, colon, article = citation.partition(":")
    if colon:
        return bool(article.strip()) and any(known.id == law for known in plan.laws)
    if citation in numbers:
        return True
    item = _ITEM.fullmatch(citation)
    if item is None or item["clause"] not in numbers:
        return False
    return not any(number.startswith(f"{item['clause']}(") for number in numbers)


def is_leaf(number: str, numbers: set[str]) -> bool:
    """Whether the index lists no clause below this one."""
    return not any(other.startswith((f"{number}.", f"{number}(")) for other in numbers)


def _unknown(subject: Subject, numbers: set[str], path: Path, citation: str) -> Finding:
    law, colon, _ = citation.partition(":")
    if colon:
        known = [law.id for law in subject.plan.laws]
        return subject.error(
            "unknown_law",
            path,
            value=citation,
            hint=nearest(law, known) or "—",
            accepted="、".join(known) or "—",
        )
    return subject.error(
        "unknown_clause", path, value=citation, hint=nearest(citation, numbers) or "—"
    )


def _texts(subject: Subject, found: list[Found]) -> Iterator[Finding]:
    """What the official text says otherwise, and which rules lean on it."""
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
        yield subject.error(
            f"text_{kind}",
            place,
            value=number,
            count=len(rules),
            rules="、".join(rules[:12]) + ("…" if len(rules) > 12 else "") or "—",
        )


def _short(subject: Subject, path: Path, part: Any) -> str:
    line = subject.error("text_changed", path).line
    return f"{getattr(part, 'id', path[0])}({line})"
