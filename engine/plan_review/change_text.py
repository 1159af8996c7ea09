"""The changes of `engine.plan_review.changes` in the words that screens use, and as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from engine.messages import text
from engine.plan.model import Plan, ReportObligation
from engine.plan.part import Part
from engine.plan_review.changes import Change, heading_of
from engine.plan_review.report_content_text import content_sentence
from engine.presentation.plan_text import (
    entries_words,
    field_name,
    fields_of,
    part_name,
    part_words,
    value_words,
)


def lines(old: Plan, new: Plan, changes: list[Change], language: str = "zh") -> Iterator[str]:
    """The changes under their clauses, a line each, with what each touches."""
    for clause, group in groupby(changes, key=heading_of):
        yield _heading(old, new, clause, language)
        for change in group:
            touched = text(f"diff.consequence.{change.consequence}", language)
            yield f"  [{touched}] {sentence(old, new, change, language)}"


def _heading(old: Plan, new: Plan, clause: str, language: str) -> str:
    """A clause with its heading, an article with its law."""
    law, _, article = clause.partition(":")
    for plan in (new, old):
        for known in plan.clauses:
            if known.number == clause:
                return f"{clause} {known.heading}"
        for order in plan.laws:
            if order.id == law and article:
                return text("diff.article", language, law=order.name, article=article)
    return clause or text("diff.no_clause", language)


def shape(old: Plan, new: Plan, change: Change, language: str = "zh") -> dict[str, Any]:
    """A change for machines, with its sentence for people."""
    return {
        "consequence": change.consequence,
        "clauses": list(change.clauses),
        "kind": change.kind,
        "path": list(change.path),
        "before": _plain(change.before),
        "after": _plain(change.after),
        "sentence": sentence(old, new, change, language),
    }


def sentence(old: Plan, new: Plan, change: Change, language: str = "zh") -> str:
    """One change in words: the old value and the new one."""
    if change.kind in ("added", "removed"):
        plan, part = (new, change.after) if change.kind == "added" else (old, change.before)
        name = _within(plan, change, part_name(plan, part, language), language)
        words = part_words(plan, part, language)
        said = text("diff.saying", language, part=name, words=words) if words else name
        return text(f"diff.{change.kind}", language, part=said)
    return _field_sentence(old, new, change, language)


def _field_sentence(old: Plan, new: Plan, change: Change, language: str) -> str:
    owner, field = change.owners[-1], _last_field(change)
    facts = {
        "part": _around(new, change.owners, language),
        "what": field_name(field, language, owner),
    }
    was = old.report_by_id.get(owner.id) if isinstance(owner, ReportObligation) else None
    if was is not None and isinstance(owner, ReportObligation):
        said = content_sentence(facts["part"], field, was, owner, language)
        if said is not None:
            return said
    if change.kind == "reordered":
        comma = text("word.comma", language)
        before, after = comma.join(change.before), comma.join(change.after)
        return text("diff.reordered", language, **facts, before=before, after=after)
    if _is_words(change.before) and _is_words(change.after):
        found = _entries(old, new, owner, field, change, language)
        if found:
            return text("diff.entries", language, **facts, changes=found)
    before, after = _both(old, new, owner, field, change, language)
    if change.path[-1] != field:
        name = _within(new, change, part_name(new, change.after, language), language)
        return text("diff.remade", language, part=name, before=before, after=after)
    if change.before in (None, ()):
        return text("diff.set", language, **facts, after=after)
    if change.after in (None, ()):
        return text("diff.unset", language, **facts, before=before)
    return text("diff.changed", language, **facts, before=before, after=after)


def _both(
    old: Plan, new: Plan, owner: Part, field: str, change: Change, language: str
) -> tuple[str, str]:
    """Both values in words, and as the file writes them where the words are equal."""
    before = value_words(old, owner, field, change.before, language)
    after = value_words(new, owner, field, change.after, language)
    if before == after:
        before, after = (
            text("diff.exactly", language, words=words, raw=_plain(value))
            for words, value in ((before, change.before), (after, change.after))
        )
    return before, after


def _entries(
    old: Plan, new: Plan, owner: Part, field: str, change: Change, language: str
) -> str | None:
    """Entries that a list of words gained or lost; None where its order changed too."""
    gone = [one for one in change.before if one not in change.after]
    come = [one for one in change.after if one not in change.before]
    kept = [one for one in change.before if one in change.after]
    if not (gone or come) or kept != [one for one in change.after if one in change.before]:
        return None
    words = []
    for key, plan, entries in (("more", new, come), ("fewer", old, gone)):
        if entries:
            said = entries_words(plan, owner, field, entries, language)
            words.append(text(f"diff.{key}", language, words=said))
    return text("plan.said.and", language).join(words)


def _is_words(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and not isinstance(value[0], BaseModel)


def _around(plan: Plan, owners: tuple[Part, ...], language: str) -> str:
    """The names of the parts around a change; the plan itself only where it is the only one."""
    inner = owners[1:] or owners
    words = part_name(plan, inner[0], language)
    for part in inner[1:]:
        name = part_name(plan, part, language)
        words = text("plan.said.within", language, outer=words, inner=name)
    return words


def _within(plan: Plan, change: Change, name: str, language: str) -> str:
    if len(change.owners) < 2:
        return name
    outer = _around(plan, change.owners, language)
    return text("plan.said.within", language, outer=outer, inner=name)


def _last_field(change: Change) -> str:
    """The key of the owner's field that the change is in."""
    fields = fields_of(change.owners[-1])
    return next(step for step in reversed(change.path) if step in fields)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_none=True)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
