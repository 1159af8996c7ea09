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
    {lasting: "IV", more_than_hours: 24}        the same for longer than that (超过)
    {between: ["06-01", "09-30"]}               the date, year by year, both days included
    {month_in: [6, 7, 8, 9]}                    the month
    {unless: ...}                               true until it is known to hold; never unknown
    {judgement: 市指挥部}                        a person decides; never computed

A band is half-open as the plans write it: `at_least` includes its number (以上), `below`
excludes it (以下). `above` and `at_most` are the strict and the inclusive twins for
plans that use them. Of a duration, `hours` includes its number (满, 以上) and
`more_than_hours` excludes it (超过); `not` gives their contraries (不足, 以内). Dates are
those of the plan's zone; a day begins at its midnight. How a tree is evaluated is
`engine.conditions.evaluation`.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, NamedTuple

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from engine.instants import JUST_AFTER
from engine.plan.part import Id, Ids, Part, Place, Places, Ref, Text, kinds_of

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

    fact: Annotated[Id, Ref("figure")]
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

    fact: Annotated[Id, Ref("figure")]
    is_: bool = Field(alias="is")


class OneOf(Part):
    """A text fact is one of these words."""

    fact: Annotated[Id, Ref("fact")]
    one_of: tuple[Text, ...] = Field(min_length=1)


class Includes(Part):
    """A list fact holds all of these."""

    fact: Annotated[Id, Ref("fact")]
    includes: tuple[Text, ...] = Field(min_length=1)


class ScaleIs(Part):
    """The conditions of exactly this class hold (a higher one may hold as well)."""

    scale: Annotated[Id, Ref("scale")]
    is_: Annotated[Id, Ref("class", inside="scale")] = Field(alias="is")


class ScaleAtLeast(Part):
    """This class or a higher one holds."""

    scale: Annotated[Id, Ref("scale")]
    at_least: Annotated[Id, Ref("class", inside="scale")]


class ScaleCurrent(Part):
    """The highest class that is known to hold is one of these; true or false, never unknown."""

    scale: Annotated[Id, Ref("scale")]
    current: Annotated[Ids, Ref("class", inside="scale")] = Field(min_length=1)


class Unless(Part):
    """True as long as the condition is not known to hold; never unknown (for "until …")."""

    unless: Expression


class Duration(NamedTuple):
    """So many whole hours; with `more`, the shortest time that is longer. Ascending in time."""

    hours: int = 0
    more: bool = False

    def __bool__(self) -> bool:
        """Whether it is any time at all."""
        return self > (0, False)

    @property
    def span(self) -> timedelta:
        """After how much time it is reached."""
        return timedelta(hours=self.hours) + (JUST_AFTER if self.more else timedelta())


class Lasting(Part):
    """For `hours` without a break the incident has been at this place, or the flag true.

    `hours` is met from the instant on at which they are full, `more_than_hours` just
    after it; one of the two. A name that is both is the place's. The hours of a flag
    count from the instant at which the figure that made it true was true.
    """

    lasting: Annotated[Place, Ref("standing")]
    hours: int | None = Field(default=None, ge=1, le=24 * 366)
    more_than_hours: int | None = Field(default=None, ge=1, le=24 * 366)

    @model_validator(mode="after")
    def _one_bound(self) -> Lasting:
        if (self.hours is None) is (self.more_than_hours is None):
            raise ValueError("one of hours and more_than_hours")
        return self

    @property
    def bound(self) -> Duration:
        """The duration that it asks for."""
        return Duration(self.hours or self.more_than_hours or 0, self.hours is None)


MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
"""A quoted month and day, "MM-DD"."""


class Between(Part):
    """The date is one from the first to the last, both included, in every year.

    Over new year where the first comes later in the year than the last. In a year without
    02-29, "up to 02-29" is up to 02-28 and "from 02-29" is from 03-01.
    """

    between: tuple[MonthDay, ...] = Field(min_length=2, max_length=2)

    def covers(self, day: date) -> bool:
        """Whether the day is one of them."""
        first, last = self.between
        here = f"{day:%m-%d}"
        if first <= last:
            return first <= here <= last
        return here >= first or here <= last


class MonthIn(Part):
    """The month is one of these, 1 to 12."""

    month_in: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(min_length=1)

    def covers(self, day: date) -> bool:
        """Whether the day is in one of them."""
        return day.month in self.month_in


class In(Part):
    """The incident is at one of these places now."""

    in_: Places = Field(alias="in", min_length=1)


class Judgement(Part):
    """A named office judges; the engine never does, so this is always unknown."""

    judgement: Text


_KEYS = (
    "all",
    "any",
    "at_least_n",
    "not",
    "in",
    "unless",
    "lasting",
    "between",
    "month_in",
    "judgement",
    "one_of",
    "includes",
)
"""Those that are told by the key that they are named after, in this order."""


def _kind(value: Any) -> str | None:
    """Which node a mapping (or an already built node) is; None when it is none."""
    if isinstance(value, Part):
        return _KIND_OF_TYPE.get(type(value))
    if not isinstance(value, dict):
        return None
    for key in _KEYS:
        if key in value:
            return key
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
    | Annotated[Between, Tag("between")]
    | Annotated[MonthIn, Tag("month_in")]
    | Annotated[Judgement, Tag("judgement")],
    Discriminator(
        _kind,
        custom_error_type="not_a_condition",
        custom_error_message=(
            "not a condition; one of all, any, at_least_n, not, unless, fact, scale, in, "
            "lasting, between, month_in, judgement"
        ),
    ),
]

FigureTest = Annotated[
    Annotated[Band, Tag("band")]
    | Annotated[Flag, Tag("flag")]
    | Annotated[OneOf, Tag("one_of")]
    | Annotated[Includes, Tag("includes")],
    Discriminator(
        _kind,
        custom_error_type="not_a_condition",
        custom_error_message="not a test of a figure; it has a key `fact`",
    ),
]
"""A condition about one figure."""

_KIND_OF_TYPE = kinds_of(Expression)

for _node in (All, AnyOf, AtLeastN, Not, Unless):
    _node.model_rebuild()
