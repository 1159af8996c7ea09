"""Where a plan comes from and who appears in it: document, area, laws, clauses, roles, units."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.plan.expressions import Expression
from engine.plan.part import Citations, Defines, Id, Ids, Part, Ref, Rule, Text, Texts

DivisionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Document(Part):
    """The official document that the plan file encodes."""

    number: Text
    issued: Date
    owner: Text
    replaces: Text | None = None


class Division(Part):
    """A division of GB/T 2260 under the jurisdiction.

    `parent` is the division that it belongs to, as a county to its city; without it, or
    with the jurisdiction's own code, the division is directly under the jurisdiction.
    """

    code: Annotated[DivisionCode, Defines("division")]
    name: Text
    name_en: Text | None = None
    parent: Annotated[DivisionCode | None, Ref("division")] = None


class Jurisdiction(Part):
    """Where the plan applies: one division and those under it that have a code."""

    code: DivisionCode
    name: Text
    name_en: Text | None = None
    divisions: tuple[Division, ...]


class Law(Part):
    """A law or order outside the plan that rules cite as `id:article`."""

    id: Annotated[Id, Defines("law")]
    name: Text
    name_en: Text | None = None
    in_force: Date | None = None


class Clause(Part):
    """One clause of the plan's text: where it is and what its text hashes to.

    `sha256` is of the clause's text as `engine.plan.clauses` normalises it; the text
    itself stays with its owner.
    """

    number: Annotated[Text, Defines("clause")]
    heading: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class NotEncoded(Part):
    """A clause that no rule cites, with the reason why."""

    clause: Citations = Field(min_length=1)
    reason: Literal["purpose", "preparedness", "standing_duty", "heading", "published_elsewhere"]
    why: Text


class Assumption(Part):
    """A reading where the text is silent, shown to users until the owner confirms it."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,3}$"), Defines("assumption")]
    clause: Citations = Field(min_length=1)
    text: Text
    text_en: Text | None = None


class Coverage(Rule):
    """Which accidents this plan governs; of two that fit, the special one governs.

    `special` marks a special plan, `when` what falls under it (on opening; unknown
    facts never exclude), `excludes_when` what does not although `when` holds.
    `event_code` names the event with its scheme.
    """

    special: bool
    when: Expression | None = None
    excludes_when: Expression | None = None
    event_code: Text | None = None


class KindFact(Part):
    """A figure that is known as soon as the kind of event is."""

    fact: Annotated[Id, Ref("fact")]
    value: bool | int | float | Text


class Kind(Rule):
    """A kind of event that falls under this plan, such as 煤矿; no two plans have the same.

    `why` says in words why the plan follows from it, `aliases` are further words to find it
    by. `sets` holds what is known of the event by its kind alone.
    """

    id: Annotated[Id, Defines("kind")]
    name: Text
    name_en: Text | None = None
    aliases: Texts = ()
    why: Text
    why_en: Text | None = None
    sets: tuple[KindFact, ...] = ()


class FieldAnswer(Part):
    """What answers a field of reports that has this name: figures, and what opening told.

    Screens fill the field in with what is known of it, and say so.
    """

    field: Text
    facts: Annotated[Ids, Ref("fact")] = ()
    told: tuple[Literal["title", "occurred_at", "place"], ...] = ()


class ContentField(Part):
    """A field of reports on English screens. Its Chinese name is what `content` calls it."""

    name: Text
    name_en: Text | None = None


class Role(Rule):
    """A post that decides. `holders` are the people who hold it, any of whom may act."""

    id: Annotated[Id, Defines("role")]
    name: Text
    name_en: Text | None = None
    holders: Texts = ()
    signs_in: bool = True
    scope: Literal["everywhere", "division"] = "everywhere"


class Unit(Part):
    """An office or body; `aliases` are the other names that the text uses.

    `stands_for` are words of the text that are wider or narrower than the unit's name and are
    read as meaning it. A unit of the scope `division` is one of each county.
    """

    id: Annotated[Id, Defines("unit")]
    name: Text
    name_en: Text | None = None
    aliases: Texts = ()
    stands_for: Texts = ()
    scope: Literal["everywhere", "division"] = "everywhere"
    member: bool = False
    clause: Citations = ()
