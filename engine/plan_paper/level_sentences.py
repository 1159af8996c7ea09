"""Sentences about what falls under a plan, what is recorded, and which level follows from it."""

from __future__ import annotations

from engine.conditions.explanations import number, value_words
from engine.messages import text
from engine.plan import expressions as ex
from engine.plan.model import (
    Choice,
    CountOf,
    Coverage,
    Criterion,
    Fact,
    HoldsWhen,
    Kind,
    Level,
    PercentOf,
    Projection,
    Scale,
    ScaleClass,
    SumOf,
    WarningGrade,
)
from engine.plan.names import division_name, unit_name
from engine.plan_paper.words import Words

_UNKNOWN = {"count": "number", "money": "number", "number": "number", "percent": "number"} | {
    "flag": "flag"
}
"""What a figure without a value is not, by its kind."""


def coverage(w: Words, part: Coverage) -> str:
    """What comes under the plan."""
    said = (
        w.say("paper.coverage.when", when=w.whole(part.when))
        if part.when
        else w.say("paper.coverage.any")
    )
    said += w.say("paper.coverage.special" if part.special else "paper.coverage.general")
    if part.excludes_when is not None:
        said += w.say("paper.coverage.excludes", when=w.whole(part.excludes_when))
    code = w.in_chinese(part.event_code)
    return said + (w.say("paper.coverage.code", code=code) if code else "")


def kind(w: Words, part: Kind) -> str:
    """A kind of event that is chosen when it is reported."""
    said = w.say("paper.kind.line", name=w.named(part))
    why = part.why_en if w.language == "en" and part.why_en else part.why
    said += w.say("paper.kind.why", why=why.removesuffix("。").removesuffix("."))
    aliases = w.in_chinese(w.listed(part.aliases))
    if aliases:
        said += w.say("paper.kind.aliases", words=aliases)
    for one in part.sets:
        name = w.facts([one.fact])
        known = w.plan.fact_by_id.get(one.fact)
        value = value_words(w.plan, one.fact, one.value, w.language) if known else str(one.value)
        said += w.say("paper.kind.sets", name=name, value=value)
    return said


def scale(w: Words, part: Scale) -> str:
    """The classes of a scale, lowest first."""
    names = w.say("paper.then").join(w.named(one) for one in part.classes)
    key = "line" if len(part.classes) > 1 else "single"
    return w.say(f"paper.scale.{key}", name=w.named(part), classes=names)


def scale_class(w: Words, of: Scale, part: ScaleClass) -> str:
    """When one class holds."""
    return w.say(
        "paper.scale.class", scale=w.named(of), name=w.named(part), when=w.whole(part.when)
    )


def projection(w: Words, part: Projection) -> str:
    """What is shown where a class may rise."""
    of = w.plan.scale_by_id.get(part.scale)
    return w.say(
        "paper.projection",
        scale=w.named(of) if of else part.scale,
        figure=w.facts([part.replace]),
        sum=w.say("paper.plus").join(w.facts([one]) for one in part.by_sum_of),
        text=w.worded(part),
    )


def level(w: Words, part: Level) -> str:
    """A level, whose it is and its colour on screens."""
    said = w.say("paper.level.line", name=w.named(part))
    if part.tier:
        said += w.say("paper.level.tier", tier=text(f"plan.value.tier.{part.tier}", w.language))
    if part.sub_states:
        said += w.say(
            "paper.level.states", names=w.say("paper.then").join(map(w.named, part.sub_states))
        )
    return said + colour(w, part.colour)


def grade(w: Words, part: WarningGrade) -> str:
    """A grade of warnings."""
    return w.say("paper.grade", name=w.named(part)) + colour(w, part.colour)


def colour(w: Words, name: str) -> str:
    """The colour on screens."""
    return w.say("paper.colour", colour=text(f"plan.value.colour.{name}", w.language))


def criterion(w: Words, place: str, part: Criterion) -> str:
    """When a level is recommended, by the rule, and the plan file's short text for it."""
    name = w.place(place)
    if isinstance(part.when, ex.Judgement):
        said = w.say("paper.criterion.judged", judge=part.when.judgement, place=name)
    else:
        said = w.say("paper.criterion.met", when=w.whole(part.when), place=name)
    return said + w.say("paper.criterion.shown", text=w.worded(part))


def fact(w: Words, part: Fact) -> str:
    """A figure that is recorded: what its values look like."""
    said = w.say("paper.fact.line", name=w.named(part), kind=w.say(f"paper.values.{part.kind}"))
    unit = unit_name(part.unit, w.language)
    if unit:
        said += w.say("paper.fact.unit", unit=unit)
    if part.minimum is not None:
        said += w.say("paper.fact.minimum", bound=number(part.minimum))
    if part.maximum is not None:
        said += w.say("paper.fact.maximum", bound=number(part.maximum))
    if part.choices:
        said += w.say(
            "paper.fact.choices", choices=w.listed(_choice(w, one) for one in part.choices)
        )
    basis = w.in_chinese(part.basis)
    if basis:
        said += w.say("paper.fact.basis", basis=basis.removesuffix("。"))
    return said + w.say(f"paper.fact.unknown.{_UNKNOWN.get(part.kind, 'words')}")


def _choice(w: Words, one: Choice) -> str:
    """A choice, with the clause that has it where it is another than that of the figure."""
    if not one.clause:
        return w.named(one)
    return w.say("paper.fact.choice", name=w.named(one), sources=w.sources(one.clause))


def sum_of(w: Words, part: SumOf) -> str:
    """A figure that is computed as a sum."""
    parts = w.say("paper.plus").join(w.facts([one]) for one in part.sum_of)
    unit = unit_name(part.unit, w.language)
    said = w.say("paper.derived.sum", name=w.named(part), parts=parts)
    return said + (w.say("paper.fact.unit", unit=unit) if unit else "")


def count_of(w: Words, part: CountOf) -> str:
    """A figure that counts a list."""
    said = w.say("paper.derived.count", name=w.named(part), list=w.facts([part.count_of]))
    if part.excluding:
        names = w.listed(division_name(w.plan, one, w.language) for one in part.excluding)
        said += w.say("paper.derived.without", names=names)
    unit = unit_name(part.unit, w.language)
    return said + (w.say("paper.fact.unit", unit=unit) if unit else "")


def percent_of(w: Words, part: PercentOf) -> str:
    """A figure that is a percentage."""
    whole = w.facts([part.percent_of])
    said = w.say(
        "paper.derived.percent", name=w.named(part), part=w.facts([part.part]), whole=whole
    )
    unit = unit_name(part.unit, w.language)
    return said + (w.say("paper.fact.unit", unit=unit) if unit else "")


def holds_when(w: Words, part: HoldsWhen) -> str:
    """A yes or no that is computed."""
    return w.say("paper.derived.holds", name=w.named(part), when=w.when(part.when))
