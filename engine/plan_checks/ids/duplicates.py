"""Duplicates: one name for two parts, one entry twice in a list.

An account may give its unit by name, and people choose posts, levels and divisions by name. A name
that two parts share lets one account act for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from engine.messages import MessageKey
from engine.plan.part import Rule
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, Words
from engine.plan_checks.plan_walk import Found

_KINDS = {
    **{"roles": "role", "units": "unit", "warnings": "grade", "levels": "level"},
    "kinds": "kind",
}
"""The lists of a plan file whose parts people tell apart by name."""


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Two parts of one name, and lists that repeat an entry."""
    plan = subject.plan
    for section, kind in _KINDS.items():
        yield from _named_alike(subject, kind, (section,), getattr(plan, section))
    path: Path = ("jurisdiction", "divisions")
    yield from _named_alike(subject, "division", path, plan.jurisdiction.divisions)
    for path, part in found:
        for name, field in type(part).model_fields.items():
            yield from _repeated(subject, (*path, field.alias or name), part, getattr(part, name))


def _named_alike(
    subject: Subject, kind: str, section: Path, parts: Iterable[Any]
) -> Iterator[PlanFinding]:
    """Names that two parts share; for units also aliases and ids, which an account may give;
    for kinds aliases."""
    seen: dict[str, tuple[int, Path]] = {}
    for number, part in enumerate(parts):
        here = (*section, number)
        words = [(part.name, (*here, "name"))]
        if kind == "unit":
            words.append((part.id, (*here, "id")))
        if kind in ("unit", "kind"):
            words += [(word, (*here, "aliases", i)) for i, word in enumerate(part.aliases)]
        for word, path in words:
            owner, first = seen.setdefault(word, (number, path))
            # engine.plan_checks.ids.references reports two equal ids.
            if owner != number and not (path[-1] == first[-1] == "id"):
                yield subject.error(
                    "name_twice",
                    path,
                    kind=MessageKey(f"check.kind.{kind}"),
                    value=Words(word, word),
                    first=subject.line(first),
                )


def _repeated(subject: Subject, path: Path, part: Any, entries: Any) -> Iterator[PlanFinding]:
    if not isinstance(entries, tuple):
        return
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        if isinstance(entry, str) and entry in seen:
            clause = part.citation if isinstance(part, Rule) else None
            yield subject.error("listed_twice", (*path, index), clause=clause, value=entry[:80])
        elif isinstance(entry, str):
            seen.add(entry)
