"""Which id is used where, and as what: the table behind `engine.checks.names`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from engine.checks.walk import Found
from engine.plan import expressions as ex
from engine.plan import model as m
from engine.plan.base import Part, Rule
from engine.plan.cadences import AfterLast, SameDay, Within
from engine.plan.tree import Path

_ID = re.compile(r"[a-z][a-z0-9_]*")


class Use(NamedTuple):
    """One mention of an id: its kind, the id, where, and in which part.

    Kinds: role, party (a role or a unit), fact, figure (a fact or a derived figure),
    standing (a place or a figure), scale, class (`scale/class`), place, report, holder,
    assumption.
    """

    kind: str
    id: str
    path: Path
    part: Part


def uses(found: list[Found]) -> Iterator[Use]:
    """Every mention of an id in the plan."""
    for path, part in found:
        for kind, key, ids in _mentions(part):
            for index, id_ in enumerate(ids):
                yield Use(kind, id_, (*path, key, index), part)


Mentions = Iterator[tuple[str, str, tuple[str, ...]]]


def _mentions(part: Any) -> Mentions:
    if isinstance(part, Rule):
        yield "assumption", "assumption", part.assumption
    for type_, mentioned in _TABLE.items():
        if isinstance(part, type_):
            yield from mentioned(part)


def _transition(part: m.Transition) -> Mentions:
    yield "place", "from", part.from_
    yield "place", "to", part.to
    yield "role", "by", part.by
    yield "role", "recommended_by", part.recommended_by
    yield "role", "approved_by", part.approved_by


def _act(part: m.Act) -> Mentions:
    yield "role", "by", part.by
    yield "place", "at", part.at


def _group(part: m.Group) -> Mentions:
    """In a group, a word of ASCII letters is meant as an id; others are posts in words."""
    for key in ("leader", "members"):
        for name in getattr(part, key):
            if _ID.fullmatch(name):
                yield "party", key, (name,)


def _measure(part: m.Measure) -> Mentions:
    yield "party", "unit", part.unit
    yield "role", "decided_by", part.decided_by
    yield "place", "at", part.at


def _inheritance(part: m.Inheritance) -> Mentions:
    yield "place", "position", part.position
    yield "place", "of", part.of


def _report(part: m.Report) -> Mentions:
    yield "party", "recipients", part.recipients
    yield "place", "at", part.at


def _projection(part: m.Projection) -> Mentions:
    yield "scale", "scale", (part.scale,)
    yield "fact", "replace", (part.replace,)
    yield "fact", "by_sum_of", part.by_sum_of


def _within(part: Within) -> Mentions:
    yield "fact", "on_change_of", part.on_change_of
    yield "report", "after_report_of", _maybe(part.after_report_of)


def _reporters(part: m.Reporters) -> Mentions:
    yield "party", "units", part.units
    yield "fact", "divisions_in", _maybe(part.divisions_in)
    yield "fact", "divisions_not_in", _maybe(part.divisions_not_in)


def _end_condition(part: m.EndCondition) -> Mentions:
    yield "place", "at", part.at
    yield "role", "confirmed_by", part.confirmed_by


def _percent(part: m.PercentOf) -> Mentions:
    yield "figure", "percent_of", (part.percent_of,)
    yield "figure", "part", (part.part,)


def _maybe(id_: str | None) -> tuple[str, ...]:
    return () if id_ is None else (id_,)


def _classes(scale: str, key: str, classes: tuple[str, ...]) -> Mentions:
    yield "scale", "scale", (scale,)
    yield "class", key, tuple(f"{scale}/{class_}" for class_ in classes)


_TABLE: dict[type[Part], Callable[[Any], Mentions]] = {
    m.Transition: _transition,
    m.Act: _act,
    m.Group: _group,
    m.Measure: _measure,
    m.Inheritance: _inheritance,
    m.Report: _report,
    m.Projection: _projection,
    m.Reporters: _reporters,
    m.EndCondition: _end_condition,
    m.PercentOf: _percent,
    Within: _within,
    m.SumOf: lambda part: iter([("fact", "sum_of", part.sum_of)]),
    m.CountOf: lambda part: iter([("fact", "count_of", (part.count_of,))]),
    m.CommandStructure: lambda part: iter([("holder", "initial", (part.initial,))]),
    SameDay: lambda part: iter([("fact", "on_change_of", part.on_change_of)]),
    AfterLast: lambda part: iter([("report", "after_last", (part.after_last,))]),
    ex.Band: lambda part: iter([("figure", "fact", (part.fact,))]),
    ex.Flag: lambda part: iter([("figure", "fact", (part.fact,))]),
    ex.Lasting: lambda part: iter([("standing", "lasting", (part.lasting,))]),
    ex.OneOf: lambda part: iter([("fact", "fact", (part.fact,))]),
    ex.Includes: lambda part: iter([("fact", "fact", (part.fact,))]),
    ex.In: lambda part: iter([("place", "in", part.in_)]),
    ex.ScaleIs: lambda part: _classes(part.scale, "is", (part.is_,)),
    ex.ScaleAtLeast: lambda part: _classes(part.scale, "at_least", (part.at_least,)),
    ex.ScaleCurrent: lambda part: _classes(part.scale, "current", part.current),
}
