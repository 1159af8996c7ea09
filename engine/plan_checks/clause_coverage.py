"""Every citation exists, and every leaf clause is either encoded or said not to be.

A leaf clause is one of the index that has none below it (`5.3.2` is above `5.3.2(4)`).
An item that the index does not list may be cited as long as the index lists none of its
clause's items; with the official text at hand the item must stand in the text. A law is
cited as `id:article`; its articles are not indexed, but have to look like one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.plan.clause_index import Index
from engine.plan.clauses import differences, hash_clause
from engine.plan.model import Assumption, NotEncoded
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Path, path_text
from engine.plan_checks.finding import PlanFinding, Subject, Words
from engine.plan_checks.plan_walk import Found, citations


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
