"""Each condition, sum, count and list of reporters fits the kind of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine.messages import MessageKey
from engine.plan import expressions as ex
from engine.plan import model as m
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, Words, joined, named
from engine.plan_checks.plan_walk import Found

NUMBERS = frozenset({"count", "money", "number", "percent"})
COUNTED = frozenset({"count", "money"})
LISTS = frozenset({"divisions", "choices"})
CHOSEN = frozenset({"choices", "choice"})

_WANTED: dict[type[Any], frozenset[str]] = {
    ex.Band: NUMBERS,
    ex.Flag: frozenset({"flag"}),
    ex.OneOf: frozenset({"text", "choice"}),
    ex.Includes: LISTS,
    ex.Lasting: frozenset({"flag"}),
}


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Facts that contradict themselves, and conditions that do not fit the kind of their fact."""
    yield from _facts(subject)
    for path, part in found:
        yield from _condition(subject, path, part)
        yield from _derived(subject, path, part)


def _facts(subject: Subject) -> Iterator[PlanFinding]:
    for index, fact in enumerate(subject.plan.facts):
        path: Path = ("facts", index)
        low, high = fact.minimum, fact.maximum
        if low is not None and high is not None and low > high:
            yield subject.error("bounds_reversed", (*path, "minimum"), low=low, high=high)
        if (fact.kind in CHOSEN) != bool(fact.choices):
            yield subject.error(
                "choices_missing" if fact.kind in CHOSEN else "choices_unwanted",
                (*path, "choices" if fact.choices else "kind"),
                name=named(fact),
            )


def kind_of(plan: m.Plan, figure: str) -> str | None:
    """The kind of a fact or of a derived figure; None for an unknown id."""
    fact = plan.fact_by_id.get(figure)
    if fact is not None:
        return fact.kind
    derived = plan.derived_by_id.get(figure)
    if isinstance(derived, m.HoldsWhen):
        return "flag"
    return "percent" if isinstance(derived, m.PercentOf) else "number" if derived else None


def _condition(subject: Subject, path: Path, part: Any) -> Iterator[PlanFinding]:
    wanted = _WANTED.get(type(part))
    if wanted is None:
        return
    plan = subject.plan
    key = "lasting" if isinstance(part, ex.Lasting) else "fact"
    figure = getattr(part, key)
    kind = kind_of(plan, figure)
    if kind is None or (key == "lasting" and figure in plan.places):
        return
    fact = plan.fact_by_id.get(figure)
    if isinstance(part, ex.Band) and is_counted(plan, figure):
        yield from _whole(subject, path, part, named(fact or plan.derived_by_id[figure]))
    if kind not in wanted:
        yield subject.error(
            "wrong_kind_of_fact",
            (*path, key),
            name=named(fact or plan.derived_by_id[figure]),
            kind=MessageKey(f"check.fact.{kind}"),
            form=MessageKey(f"check.condition.{type(part).__name__}"),
            accepted=MessageKey(f"check.condition.of_{kind}"),
        )
    elif isinstance(part, ex.Includes) and fact is not None:
        yield from _entries(subject, (*path, "includes"), fact, part.includes)
    elif isinstance(part, ex.OneOf) and fact is not None and kind == "choice":
        yield from _entries(subject, (*path, "one_of"), fact, part.one_of)


def is_counted(plan: m.Plan, figure: str) -> bool:
    """True if a figure is a whole number from zero on: a count, yuan, or a sum of such."""
    fact = plan.fact_by_id.get(figure)
    derived = plan.derived_by_id.get(figure)
    if isinstance(derived, m.SumOf):
        summed = [plan.fact_by_id.get(id_) for id_ in derived.sum_of]
        return all(one is not None and one.kind in COUNTED for one in summed)
    return isinstance(derived, m.CountOf) or (fact is not None and fact.kind in COUNTED)


def _whole(subject: Subject, path: Path, part: Any, name: Words) -> Iterator[PlanFinding]:
    """Bounds of a counted figure that are fractions or below zero."""
    for key in ("at_least", "above", "below", "at_most"):
        bound = getattr(part, key)
        if bound is not None and (bound < 0 or bound != int(bound)):
            yield subject.error("threshold_not_counted", (*path, key), name=name, value=bound)


def _entries(
    subject: Subject, path: Path, fact: m.Fact, entries: tuple[str, ...]
) -> Iterator[PlanFinding]:
    """Entries of a list fact are its choices, or divisions of the jurisdiction."""
    known = (
        {choice.id for choice in fact.choices}
        if fact.kind in CHOSEN
        else set(subject.plan.division_by_code)
    )
    for index, entry in enumerate(entries):
        if entry not in known:
            yield subject.error(
                "undefined",
                (*path, index),
                kind=MessageKey(f"check.kind.{fact.kind}"),
                value=entry[:80],
                hint=nearest(entry, known) or "—",
                accepted="、".join(sorted(known)[:12]) or "—",
            )


def _derived(subject: Subject, path: Path, part: Any) -> Iterator[PlanFinding]:
    """Sums are of numbers of one unit, counts of lists, projections of numbers."""
    facts = subject.plan.fact_by_id
    if isinstance(part, m.SumOf | m.Projection):
        key = "sum_of" if isinstance(part, m.SumOf) else "by_sum_of"
        summed = [facts[id_] for id_ in getattr(part, key) if id_ in facts]
        wrong = [fact for fact in summed if fact.kind not in NUMBERS]
        units = list(dict.fromkeys(fact.unit or "—" for fact in summed))
        if wrong:
            yield subject.error("sum_of_no_number", (*path, key), names=joined(map(named, wrong)))
        elif len(units) > 1:
            yield subject.error("sum_of_units", (*path, key), units="、".join(units))
    if isinstance(part, m.PercentOf):
        both = [(key, getattr(part, key)) for key in ("percent_of", "part")]
        wrong_ones = [
            key for key, id_ in both if kind_of(subject.plan, id_) not in (*NUMBERS, None)
        ]
        for key in wrong_ones:
            yield subject.error(
                "sum_of_no_number", (*path, key), names=_name(subject.plan, getattr(part, key))
            )
    if isinstance(part, m.Reporters):
        yield from _lists(subject, path, part)
    if isinstance(part, m.CountOf):
        fact = facts.get(part.count_of)
        if fact is not None and fact.kind not in LISTS:
            yield subject.error("count_of_no_list", (*path, "count_of"), name=named(fact))
        elif fact is not None:
            yield from _entries(subject, (*path, "excluding"), fact, part.excluding)


def _lists(subject: Subject, path: Path, part: m.Reporters) -> Iterator[PlanFinding]:
    """Reporters named by a list fact: it has to be a list of divisions."""
    for key in ("divisions_in", "divisions_not_in"):
        id_ = getattr(part, key)
        if id_ is not None and kind_of(subject.plan, id_) not in ("divisions", None):
            yield subject.error("no_division_list", (*path, key), name=_name(subject.plan, id_))


def _name(plan: m.Plan, figure: str) -> Words:
    return named(plan.fact_by_id.get(figure) or plan.derived_by_id[figure])
