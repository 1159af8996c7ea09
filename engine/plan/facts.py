"""What can be known under a plan, and what follows from it: facts, figures, classes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.plan.base import Citations, Id, Ids, Part, Rule, Text, Texts
from engine.plan.expressions import Expression, Number


class Choice(Part):
    """One of the values that a `choices` fact may hold."""

    id: Id
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

    id: Id
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

    id: Id
    name: Text
    name_en: Text | None = None
    unit: Text | None = None
    sum_of: Ids = Field(min_length=1)


class CountOf(Rule):
    """How many entries a list fact has, some excluded."""

    id: Id
    name: Text
    name_en: Text | None = None
    unit: Text | None = None
    count_of: Id
    excluding: Texts = ()


class PercentOf(Rule):
    """A figure as a percentage of a base, e.g. of the population."""

    id: Id
    name: Text
    name_en: Text | None = None
    unit: Text | None = "%"
    percent_of: Id
    part: Id


class HoldsWhen(Rule):
    """A yes-or-no figure that nobody records: true while a condition holds."""

    id: Id
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

    id: Id
    name: Text
    name_en: Text | None = None
    when: Expression


class Scale(Rule):
    """A classification, lowest class first; when several hold, the highest counts."""

    id: Id
    name: Text
    name_en: Text | None = None
    classes: tuple[ScaleClass, ...] = Field(min_length=1)


class Projection(Rule):
    """What the class may rise to: a scale read again with figures replaced by sums of figures."""

    id: Id
    text: Text
    text_en: Text | None = None
    scale: Id
    replace: Id
    by_sum_of: Ids = Field(min_length=2)
