"""Every id is defined once, every id that is used is defined, every one defined is used.

An id that is not defined, or defined twice, is an error; one that nobody uses a warning.
Roles and units share their names, for a report's recipient may be either; so do facts
and derived figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.messages import MessageKey
from engine.plan.expressions import Includes, Judgement
from engine.plan.model import STAGES, ReportObligation, Unit
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, named
from engine.plan_checks.ids.definitions import Definition, definitions
from engine.plan_checks.ids.uses import Use, uses
from engine.plan_checks.plan_walk import Found

_SHARED = {"role": "party", "unit": "party", "fact": "figure", "derived": "figure"}
"""Kinds that share one space of ids."""

_IDS = frozenset({"party", "role", "figure", "fact", "standing", "scale"})
"""Kinds of mention that use a definition by its id."""


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Ids that are defined twice, not defined, or not used."""
    defined = list(definitions(found))
    mentioned = list(uses(found))
    yield from _twice(subject, defined)
    yield from _undefined(subject, defined, mentioned)
    yield from _unused(subject, defined, mentioned, found)
    yield from _series(subject)


def _twice(subject: Subject, defined: list[Definition]) -> Iterator[PlanFinding]:
    seen: dict[tuple[str, str], Definition] = {}
    for definition in defined:
        key = (_SHARED.get(definition.kind, definition.kind), definition.id)
        first = seen.setdefault(key, definition)
        if first is not definition:
            yield subject.error(
                "defined_twice",
                definition.path,
                kind=_kind(definition.kind),
                value=definition.id.rpartition("/")[2],
                first=subject.line(first.path),
            )
        if definition.kind == "level" and definition.id in STAGES:
            yield subject.error(
                "level_named_as_stage",
                definition.path,
                value=definition.id,
                stages="、".join(STAGES),
            )


def _undefined(
    subject: Subject, defined: list[Definition], mentioned: list[Use]
) -> Iterator[PlanFinding]:
    plan = subject.plan
    known: dict[str, set[str]] = {"party": set(), "figure": set(), "place": set(plan.places)}
    for definition in defined:
        known.setdefault(definition.kind, set()).add(definition.id)
        known.setdefault(_SHARED.get(definition.kind, "—"), set()).add(definition.id)
    known.setdefault("division", set()).add(plan.jurisdiction.code)  # as a parent
    known["standing"] = known["place"] | known["figure"]
    for use in mentioned:
        names = known.get(use.kind, set())
        if use.id in names:
            continue
        scale, _, own = use.id.rpartition("/")
        if scale and scale not in known.get("scale", ()):
            continue
        nearby = [n.rpartition("/")[2] for n in names if n.rpartition("/")[0] == scale]
        yield subject.error(
            "undefined",
            use.path,
            clause=_clause(use.part),
            kind=_kind(use.kind),
            value=own,
            hint=nearest(own, nearby) or "—",
            accepted=_listed(nearby),
        )


def _unused(
    subject: Subject, defined: list[Definition], mentioned: list[Use], found: list[Found]
) -> Iterator[PlanFinding]:
    used = {(use.kind, use.id) for use in mentioned}
    ids = {id_ for kind, id_ in used if kind in _IDS}
    classes = {id_.partition("/")[0] for kind, id_ in used if kind == "class"}
    enumerated = {fact.id for fact in subject.plan.facts if fact.kind == "choice"}
    included = {
        f"{part.fact}/{entry}"
        for _, part in found
        if isinstance(part, Includes)
        for entry in part.includes
    }
    judges = {part.judgement for _, part in found if isinstance(part, Judgement)}
    laws = {c.partition(":")[0] for _, part in found for c in getattr(part, "clause", ())}
    for definition in defined:
        kind, id_ = definition.kind, definition.id
        in_use = {
            "assumption": ("assumption", id_) in used,
            "law": id_ in laws,
            "choice": id_ in included or id_.partition("/")[0] in enumerated,
            "unit": id_ in ids or _counts(definition.part, judges),
            "fact": id_ in ids or id_ in subject.used_elsewhere,
            "role": id_ in ids,
            "derived": id_ in ids,
            "scale": id_ in ids or id_ in classes,
        }
        # Every other kind counts as used; clauses have a check of their own.
        if in_use.get(kind, True):
            continue
        value = id_.rpartition("/")[2]
        name = named(definition.part)
        yield subject.warning("unused", definition.path, kind=_kind(kind), value=value, name=name)


def _counts(part: Any, judges: set[str]) -> bool:
    """A unit counts as used as a member unit, or as the office that judges a condition."""
    if not isinstance(part, Unit):
        return False
    return part.member or bool(judges & {part.name, *part.aliases})


def _series(subject: Subject) -> Iterator[PlanFinding]:
    """A series ties two or more obligations, and is no obligation's own id."""
    members: dict[str, list[tuple[int, ReportObligation]]] = {}
    for index, report in enumerate(subject.plan.reports):
        if report.series is not None:
            members.setdefault(report.series, []).append((index, report))
    for series, reports in members.items():
        path: Path = ("reports", reports[0][0], "series")
        others = [r.id for r in subject.plan.reports if r.series is None]
        if series in others:
            yield subject.error("series_is_a_report", path, value=series)
        elif len(reports) == 1:
            yield subject.warning("series_alone", path, value=series)


def _kind(kind: str) -> MessageKey:
    return MessageKey(f"check.kind.{kind}")


def _clause(part: Any) -> str | None:
    return "、".join(getattr(part, "clause", ())) or None


def _listed(names: list[str]) -> str:
    shown = sorted(names)[:12]
    return "、".join(shown) + ("…" if len(names) > 12 else "") or "—"
