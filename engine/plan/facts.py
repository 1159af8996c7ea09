"""What can be known under a plan, and what follows from it: facts, figures, classes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from engine.plan.expressions import Expression, Number
from engine.plan.part import Citations, Defines, Id, Ids, Part, Ref, Rule, Text, Texts


class Choice(Part):
    """One of the values that a `choices` fact may hold."""

    id: Annotated[Id, Defines("choice", joint="/")]
    name: Text
    name_en: Text | None = None
    clause: Citations = ()


class Fact(Rule):
    """Something that may be known about an incident. Absent means unknown, never zero.

    `kind` says what values look like: `count` whole people or things ≥ 0; `money`
    whole yuan ≥ 0; `number` any number; `percent` a number in percent; `flag` true or
    false; `text` words; `divisions` a list of division codes; `choices` a list of ids,
    `choice` one of them (another plan's level, a kind of hazard).
    """

    id: Annotated[Id, Defines("fact")]
    name: Text
    name_en: Text | None = None
    kind: Literal[
        "count", "money", "number", "percent", "flag", "text", "divisions", "choices", "choice"
    ]
    unit: Text | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    choices: tuple[Choice, ...] = ()
    basis: Text | None = None


class SumOf(Rule):
    """A figure that is the sum of others; unknown ones leave it a lower bound."""

    id: Annotated[Id, Defines("derived")]
    name: Text
    name_en: Text | None = None
    unit: Text | None = None
    sum_of: Annotated[Ids, Ref("fact")] = Field(min_length=1)


class CountOf(Rule):
    """How many entries a list fact has, some excluded."""

    id: Annotated[Id, Defines("derived")]
    name: Text
    name_en: Text | None = None
    unit: Text | None = None
    count_of: Annotated[Id, Ref("fact")]
    excluding: Texts = ()


class PercentOf(Rule):
    """A figure as a percentage of a base, e.g. of the population."""

    id: Annotated[Id, Defines("derived")]
    name: Text
    name_en: Text | None = None
    unit: Text | None = "%"
    percent_of: Annotated[Id, Ref("figure")]
    part: Annotated[Id, Ref("figure")]


class HoldsWhen(Rule):
    """A yes-or-no figure that nobody records: true while a condition holds."""

    id: Annotated[Id, Defines("derived")]
    name: Text
    name_en: Text | None = None
    when: Expression

    @property
    def unit(self) -> None:
        """Yes and no have no unit."""
        return None


Derived = SumOf | CountOf | PercentOf | HoldsWhen


class ScaleClass(Part):
    """One class of a scale, e.g. 较大事故."""

    id: Annotated[Id, Defines("class", joint="/")]
    name: Text
    name_en: Text | None = None
    when: Expression


class Scale(Rule):
    """A classification, lowest class first; when several hold, the highest counts."""

    id: Annotated[Id, Defines("scale")]
    name: Text
    name_en: Text | None = None
    classes: tuple[ScaleClass, ...] = Field(min_length=1)


class Projection(Rule):
    """What the class may rise to: a scale read again with figures replaced by sums of figures."""

    id: Annotated[Id, Defines("projection")]
    text: Text
    text_en: Text | None = None
    scale: Annotated[Id, Ref("scale")]
    replace: Annotated[Id, Ref("fact")]
    by_sum_of: Annotated[Ids, Ref("fact")] = Field(min_length=2)
