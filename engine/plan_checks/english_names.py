"""Names that screens show and that have no English: English pages show them in Chinese.

A plan that has a `title_en` is a plan in both languages; without one it is Chinese throughout,
and nothing is missing. Fields of reports are named where they are asked for; their English
stands in `content_fields`. Warnings only.
"""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject
from engine.plan_checks.plan_walk import Found

NAMES = ("title", "name")


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """One warning for each name without English, at its line."""
    in_english = subject.plan.title_en is not None
    for path, part in found if in_english else ():
        for key in NAMES:
            english = f"{key}_en"
            if english not in type(part).model_fields or getattr(part, english) is not None:
                continue
            yield subject.warning(
                "no_english_name", (*path, key), value=getattr(part, key)[:80], key=english
            )
    yield from _fields(subject, in_english=in_english)


def _fields(subject: Subject, *, in_english: bool) -> Iterator[PlanFinding]:
    """Each field of a report once, where it is first asked for; and what names no field."""
    plan = subject.plan
    named = {field.name for field in plan.content_fields}
    asked: set[str] = set()
    for index, report in enumerate(plan.reports):
        for place, field in enumerate(report.content):
            path: Path = ("reports", index, "content", place)
            if in_english and field not in named | asked:
                yield subject.warning("content_without_english", path, value=field[:80])
            asked.add(field)
    for index, entry in enumerate(plan.content_fields):
        if entry.name not in asked:
            yield subject.warning(
                "content_field_unused", ("content_fields", index, "name"), value=entry.name[:80]
            )
