"""The language of conditions in a plan file: a small tree, no code.

One mapping is one node; the key that it holds says which:

    {all: [...]}  {any: [...]}  {at_least_n: 2, of: [...]}  {not: ...}
    {fact: deaths, at_least: 3, below: 10}      a figure in a band; `above`, `at_most` too
    {fact: beyond_city_capacity, is: true}      a flag
    {fact: sector, one_of: [chemical, ...]}     a word
    {fact: counties_in_emergency, includes: ["141002"]}   a list holds all of these
    {scale: severity, is: serious}              the class's own conditions hold
    {scale: severity, at_least: serious}        this class or a higher one
    {scale: severity, current: [ordinary]}      the highest class known to hold is one of these;
                                                never unknown: by what is known now (for reports)
    {in: ["III"]}                               where the incident is now
    {lasting: "III.tense", hours: 240}          at this place for that long without a break
    {lasting: out_of_control, hours: 24}        a yes-or-no fact (or derived one) is true so long
    {unless: ...}                               true until it is known to hold; never unknown
    {judgement: 市指挥部}                        a person decides; never computed

A band is half-open as the plans write it: `at_least` includes its number (以上), `below`
excludes it (以下). `above` and `at_most` are the strict and the inclusive twins for
plans that use them. How a tree is evaluated is `engine.conditions`.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from engine.plan.base import Id, Ids, Part, Place, Places, Text

Number = int | float


class All(Part):
    """Every one must hold."""

    all: tuple[Expression, ...] = Field(min_length=1)


class AnyOf(Part):
    """One is enough (或者)."""

    any: tuple[Expression, ...] = Field(min_length=1)


class AtLeastN(Part):
    """At least `at_least_n` of the listed ones."""

    at_least_n: int = Field(ge=1)
    of: tuple[Expression, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _enough(self) -> AtLeastN:
        if self.at_least_n > len(self.of):
            raise ValueError(f"at_least_n {self.at_least_n} > {len(self.of)} conditions")
        return self


class Not(Part):
    """The contrary; unknown stays unknown."""

    not_: Expression = Field(alias="not")


class Band(Part):
    """A figure or a derived figure lies between bounds, in the fact's own unit."""

    fact: Id
    at_least: Number | None = None
    above: Number | None = None
    below: Number | None = None
    at_most: Number | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Band:
        lower = [b for b in (self.at_least, self.above) if b is not None]
        upper = [b for b in (self.below, self.at_most) if b is not None]
        if len(lower) > 1 or len(upper) > 1:
            raise ValueError("one lower bound (at_least / above) and one upper (below / at_most)")
        if lower and upper and upper[0] <= lower[0]:
            inclusive = self.at_least is not None and self.at_most is not None
            if upper[0] < lower[0] or not inclusive:
                raise ValueError(f"the band is empty: {lower[0]} … {upper[0]}")
        return self


class Flag(Part):
    """A yes-or-no fact has this value."""

    fact: Id
    is_: bool = Field(alias="is")


class OneOf(Part):
    """A text fact is one of these words."""

    fact: Id
    one_of: tuple[Text, ...] = Field(min_length=1)


class Includes(Part):
    """A list fact holds all of these."""

    fact: Id
    includes: tuple[Text, ...] = Field(min_length=1)


class ScaleIs(Part):
    """The conditions of exactly this class hold (a higher one may hold as well)."""

    scale: Id
    is_: Id = Field(alias="is")


class ScaleAtLeast(Part):
    """This class or a higher one holds."""

    scale: Id
    at_least: Id


class ScaleCurrent(Part):
    """The highest class that is known to hold is one of these; true or false, never unknown."""

    scale: Id
    current: Ids = Field(min_length=1)


class Unless(Part):
    """True as long as the condition is not known to hold; never unknown (for "until …")."""

    unless: Expression


class Lasting(Part):
    """For `hours` without a break the incident has been at this place, or the flag true.

    A name that is both is the place's. The hours of a flag count from the instant at
    which the figure that made it true was true.
    """

    lasting: Place
    hours: int = Field(ge=1, le=24 * 366)


class In(Part):
    """The incident is at one of these places now."""

    in_: Places = Field(alias="in", min_length=1)


class Judgement(Part):
    """A named office judges; the engine never does, so this is always unknown."""

    judgement: Text


_BY_KEY = {
    "all": "all",
    "any": "any",
    "at_least_n": "at_least_n",
    "not": "not",
    "in": "in",
    "unless": "unless",
    "lasting": "lasting",
    "judgement": "judgement",
    "one_of": "one_of",
    "includes": "includes",
}


def _kind(value: Any) -> str | None:
    """Which node a mapping (or an already built node) is; None when it is none."""
    if isinstance(value, Part):
        return _KIND_OF_TYPE.get(type(value))
    if not isinstance(value, dict):
        return None
    for key, kind in _BY_KEY.items():
        if key in value:
            return kind
    if "scale" in value:
        keys = {"is": "scale_is", "current": "scale_current"}
        return next((kind for key, kind in keys.items() if key in value), "scale_at_least")
    if "fact" in value:
        return "flag" if "is" in value else "band"
    return None


Expression = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[AtLeastN, Tag("at_least_n")]
    | Annotated[Not, Tag("not")]
    | Annotated[Band, Tag("band")]
    | Annotated[Flag, Tag("flag")]
    | Annotated[OneOf, Tag("one_of")]
    | Annotated[Includes, Tag("includes")]
    | Annotated[ScaleIs, Tag("scale_is")]
    | Annotated[ScaleAtLeast, Tag("scale_at_least")]
    | Annotated[ScaleCurrent, Tag("scale_current")]
    | Annotated[In, Tag("in")]
    | Annotated[Unless, Tag("unless")]
    | Annotated[Lasting, Tag("lasting")]
    | Annotated[Judgement, Tag("judgement")],
    Discriminator(
        _kind,
        custom_error_type="not_a_condition",
        custom_error_message=(
            "not a condition; one of all, any, at_least_n, not, unless, fact, scale, in, "
            "lasting, judgement"
        ),
    ),
]

_KIND_OF_TYPE: dict[type[Part], str] = {
    All: "all",
    AnyOf: "any",
    AtLeastN: "at_least_n",
    Not: "not",
    Band: "band",
    Flag: "flag",
    OneOf: "one_of",
    Includes: "includes",
    ScaleIs: "scale_is",
    ScaleAtLeast: "scale_at_least",
    ScaleCurrent: "scale_current",
    In: "in",
    Unless: "unless",
    Lasting: "lasting",
    Judgement: "judgement",
}

for _node in (All, AnyOf, AtLeastN, Not, Unless):
    _node.model_rebuild()
