"""What every part of a plan file shares: strictness and a citation.

`Part` refuses unknown keys and silent conversions. `Rule` is a part that says
something the plan decides; it cannot exist without the clause that says so.
`Defines`, `Ref` and `Ties` say in a field's annotation what its ids mean; the checker
reads them from there (`engine.plan_checks.ids`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints


def _as_tuple(value: Any) -> Any:
    """Let a plan file write one thing where a list of them is expected."""
    if value is None or isinstance(value, tuple):
        return value
    return tuple(value) if isinstance(value, list) else (value,)


@dataclass(frozen=True, slots=True)
class Defines:
    """Annotation of a field: its text is the id of this part, which is of `kind`.

    With a `joint` the id is known inside the part around it only: `outer`, joint, `id`.
    """

    kind: str
    joint: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """Annotation of a field: its text, or each of them, is the id of a part of `kind`.

    Kinds are those of `Defines`, and these: party (a role or a unit), figure (a fact or a
    derived figure), place, standing (a place or a figure). `inside` names the field of the
    same part that holds the outer id. With `or_words`, what is no id is words for people.
    """

    kind: str
    inside: str | None = None
    or_words: bool = False


@dataclass(frozen=True, slots=True)
class Ties:
    """Annotation of a field: parts with the same text belong together; it defines nothing."""


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
"""An id inside a plan: lower-case ASCII letters, digits and `_`, first a letter."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""Words for people."""

Texts = Annotated[tuple[Text, ...], BeforeValidator(_as_tuple)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_as_tuple)]

Citation = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""A clause of this plan (`"5.3.1"`, `"附件3"`, `"5.3.2(4)"`) or an article of a law
that the plan file lists (`"order_493:11"`)."""

Citations = Annotated[tuple[Citation, ...], BeforeValidator(_as_tuple)]

Place = Annotated[str, StringConstraints(min_length=1, max_length=60)]
"""Where an incident can be: a stage (`assessing`, `warning`, `responding`, `ended`,
`closed`), a level (`"III"`, all its sub-states) or a position (`"III.tense"`)."""

Places = Annotated[tuple[Place, ...], BeforeValidator(_as_tuple), Ref("place")]
Roles = Annotated[Ids, Ref("role")]
Parties = Annotated[Ids, Ref("party")]


class Part(BaseModel):
    """Any part of a plan: frozen, strict, and closed to unknown keys.

    pydantic builds the validator of one when it is first used: most are only read as part of
    a whole plan.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Rule(Part):
    """A part that the plan or the law decides: it names its clause.

    `assumption` names the readings (ids in `assumptions`) that were needed to encode
    it; `confidence` is L, M or H and is left out where the text itself is the source.
    """

    clause: Citations = Field(min_length=1)
    assumption: Annotated[tuple[str, ...], BeforeValidator(_as_tuple), Ref("assumption")] = ()
    confidence: Literal["L", "M", "H"] | None = None
    note: Text | None = None

    @property
    def citation(self) -> str:
        """The citations as one string, as events and refusals carry it."""
        return "、".join(self.clause)


def kinds_of(union: Any) -> dict[type[Part], str]:
    """The models of a union and the tags by which it tells them apart."""
    branches = map(get_args, get_args(get_args(union)[0]))
    return {model: tag.tag for model, tag in branches}
