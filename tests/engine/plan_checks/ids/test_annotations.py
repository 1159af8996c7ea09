"""Ids are declared on the models: the checker finds a new field by its annotation alone."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field, StringConstraints

from engine.messages import CATALOGUES
from engine.plan.model import EndCondition, Level, LevelId, Plan
from engine.plan.part import Defines, Id, Ids, Part, Ref, Ties
from engine.plan_checks import PlanFinding, check
from engine.plan_checks.ids.annotations import id_fields
from tests.support.plan_files import small_plan

ID_PATTERNS = {
    constraint.pattern
    for annotated in (Id, LevelId)
    for constraint in typing.get_args(annotated)
    if isinstance(constraint, StringConstraints)
}


def models(annotation: Any = Plan, seen: set[type[BaseModel]] | None = None) -> set[type[Part]]:
    """Every model that a plan file may hold."""
    seen = set() if seen is None else seen
    if isinstance(annotation, type) and issubclass(annotation, Part) and annotation not in seen:
        seen.add(annotation)
        for field in annotation.model_fields.values():
            models(field.annotation, seen)
    for inner in typing.get_args(annotation):
        models(inner, seen)
    return seen


def constraints(annotation: Any) -> Iterator[StringConstraints]:
    if isinstance(annotation, StringConstraints):
        yield annotation
    for inner in typing.get_args(annotation):
        yield from constraints(inner)


def undeclared(model: type[Part]) -> list[str]:
    """The fields that look like ids (by their pattern) and do not say of what."""
    return [
        f"{model.__name__}.{name}"
        for name, field in model.model_fields.items()
        if any(
            c.pattern in ID_PATTERNS
            for c in (*constraints(field.annotation), *constraints(tuple[*field.metadata]))
        )
        and not any(isinstance(says, Defines | Ref | Ties) for says in field.metadata)
    ]


class WiderEndCondition(EndCondition):
    """A condition with two new fields, as somebody might add them."""

    reported_by: Annotated[Ids, Ref("party")] = ()
    watched: Annotated[Id | None, Ref("fact")] = None


class Forgotten(Part):
    """Ids without a word on what they are of."""

    one: Id
    perhaps: Id | None = None
    several: Ids = ()
    level: LevelId = "I"
    several_levels: tuple[LevelId, ...] = Field(default=(), min_length=1)
    words: str = ""


def with_condition(**fields: Any) -> list[PlanFinding]:
    plan = small_plan()
    condition = WiderEndCondition(id="new", text="新", clause=("1",), at=("responding",), **fields)
    return check(plan.model_copy(update={"end_conditions": (*plan.end_conditions, condition)}))


def test_a_new_field_with_a_reference_is_checked() -> None:
    assert with_condition(reported_by=("bureau",), watched="deaths") == []
    unknown = with_condition(reported_by=("bureau", "burea"), watched="death")
    assert [(f.code, f.facts["value"], f.facts["hint"]) for f in unknown] == [
        ("undefined", "burea", "bureau"),
        ("undefined", "death", "deaths"),
    ]


def test_a_new_definition_is_checked() -> None:
    class Sub(Part):
        id: Annotated[Id, Defines("unit")]
        name: str = "乙"

    class WiderLevel(Level):
        subs: tuple[Sub, ...] = ()

    plan = small_plan()
    level = plan.levels[0]
    wider = WiderLevel(**dict(level), subs=(Sub(id="bureau"), Sub(id="idle")))
    findings = check(plan.model_copy(update={"levels": (wider, *plan.levels[1:])}))
    told = {(f.code, f.facts["value"]) for f in findings}
    assert told == {("defined_twice", "bureau"), ("unused", "idle")}


def test_every_field_that_looks_like_an_id_says_what_it_is() -> None:
    found = models()
    assert len(found) > 50
    assert [name for model in found for name in undeclared(model)] == []


def test_a_field_that_says_nothing_is_noticed() -> None:
    names = ["one", "perhaps", "several", "level", "several_levels"]
    assert undeclared(Forgotten) == [f"Forgotten.{name}" for name in names]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_id_has_a_word(language: str) -> None:
    kinds = {field.says.kind for model in models() for field in id_fields(model)} - {"plan"}
    assert len(kinds) > 15
    assert {f"check.kind.{kind}" for kind in kinds} <= CATALOGUES[language].keys()
