"""No trap and no reading is without its test, and no test cites what is not there."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.plan.model import Plan
from tests.engine.stories import real_plans

TESTS = Path(__file__).parents[2]
BY_PREFIX = {plan.number_prefix: plan for plan in real_plans().values()}


def marked(kind: str) -> Iterator[tuple[str, pytest.Mark]]:
    """Each test that carries the mark, by name, from every file that uses the marks."""
    for file in sorted(TESTS.rglob("test_*.py")):
        if "tests.plans.traps.marks" not in file.read_text(encoding="utf-8"):
            continue
        module = importlib.import_module(
            ".".join(file.relative_to(TESTS.parent).with_suffix("").parts)
        )
        for name, thing in vars(module).items():
            if name.startswith("test_") and thing.__module__ == module.__name__:
                marks = getattr(thing, "pytestmark", ())
                yield from ((name, mark) for mark in marks if mark.name == kind)


def cited(clause: str) -> tuple[Plan, str]:
    """The plan of a citation, and the clause or article."""
    prefix, _, number = clause.partition(" ")
    return BY_PREFIX[prefix], number


def test_every_trap_from_1_to_64_has_its_test() -> None:
    assert {n for _, mark in marked("trap") for n in mark.args} == set(range(1, 65))


def test_every_reading_from_a1_to_a32_and_of_nil_reports_has_its_test() -> None:
    readings = {id_ for _, mark in marked("reading") for id_ in mark.args}
    assert readings == {f"A{n}" for n in range(1, 33)} | {"G8"}


@pytest.mark.parametrize("kind", ["trap", "reading"])
def test_every_citation_is_a_clause_of_the_plan_or_an_article_of_a_law_that_it_lists(
    kind: str,
) -> None:
    for name, mark in marked(kind):
        assert mark.args and mark.kwargs["clause"], name
        for clause in mark.kwargs["clause"]:
            plan, number = cited(clause)
            laws = {law.id for law in plan.laws}
            listed = number in {c.number for c in plan.clauses}
            assert listed or number.partition(":")[0] in laws, f"{name}: {clause}"


def test_a_reading_is_proved_at_a_clause_that_the_plan_says_it_interprets() -> None:
    for name, mark in marked("reading"):
        for id_ in mark.args:
            interpreted = {
                (plan.id, clause)
                for plan in BY_PREFIX.values()
                for reading in plan.assumptions
                if reading.id == id_
                for clause in reading.clause
            }
            found = {(plan.id, number) for plan, number in map(cited, mark.kwargs["clause"])}
            assert found & interpreted, f"{name}: {id_} interprets {interpreted}"


def test_each_reading_that_a_plan_holds_is_proved_under_that_plan() -> None:
    proved = {
        (cited(clause)[0].id, id_)
        for _, mark in marked("reading")
        for id_ in mark.args
        for clause in mark.kwargs["clause"]
    }
    held = {(plan.id, a.id) for plan in BY_PREFIX.values() for a in plan.assumptions}
    assert {(plan, id_) for plan, id_ in held if id_.startswith("A")} <= proved
