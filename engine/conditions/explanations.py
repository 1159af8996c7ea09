"""The reason for a condition's result: what is known beside what is asked, in words.

Follows `engine.conditions.evaluation` node by node, and judges nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.conditions.evaluation import Answer, Situation, amount, class_holds, flag, holds
from engine.messages import text
from engine.plan import expressions as ex
from engine.plan.model import HoldsWhen, Plan
from engine.plan.names import figure_name, named, standing_name, unit_name

__all__ = ["band_words", "figure_name", "named", "number", "value_words", "why"]

_WORD = {True: "word.met", False: "word.not_met", None: "word.unknown"}


def why(expression: ex.Expression, situation: Situation, language: str = "zh") -> str:
    """One sentence that says what is known and what the condition asks."""
    return _WORDS[type(expression)](expression, situation, language)


def number(value: float) -> str:
    """A figure without trailing zeros."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,}"


def _joined(kind: str, parts: Any, situation: Situation, language: str, **facts: Any) -> str:
    return text(f"why.join_{kind}", language, **facts).join(
        why(part, situation, language) for part in parts
    )


def _band(node: ex.Band, situation: Situation, language: str) -> str:
    name = figure_name(situation.plan, node.fact, language)
    found = amount(situation, node.fact)
    band = band_words(node, situation.plan, language)
    if found is None:
        return text("why.band_unknown", language, name=name, band=band)
    key = "why.band" if found.complete else "why.band_at_least"
    return text(key, language, name=name, value=number(found.value), band=band)


def band_words(node: ex.Band, plan: Plan, language: str) -> str:
    """The band in words, such as `3 人以上、不足 10 人`."""
    figure = plan.fact_by_id.get(node.fact) or plan.derived_by_id.get(node.fact)
    unit = unit_name(figure.unit if figure else None, language)
    words = []
    for key in ("at_least", "above", "below", "at_most"):
        bound = getattr(node, key)
        if bound is not None:
            words.append(
                text(f"word.{key}", language, bound=number(bound), unit=f" {unit}" if unit else "")
            )
    return text("word.comma", language).join(words) or text("word.none", language)


def _flag(node: ex.Flag, situation: Situation, language: str) -> str:
    name = figure_name(situation.plan, node.fact, language)
    value = flag(situation, node.fact)
    key = "why.flag_unknown" if value is None else "why.flag"
    word = text("word.yes" if value else "word.no", language)
    words = text(key, language, name=name, value=word)
    derived = situation.plan.derived_by_id.get(node.fact)
    if not isinstance(derived, HoldsWhen):
        return words
    return text("why.derived", language, words=words, why=why(derived.when, situation, language))


def _one_of(node: ex.OneOf, situation: Situation, language: str) -> str:
    plan = situation.plan
    value = situation.known.get(node.fact)
    accepted = (_entry_name(plan, node.fact, entry, language) for entry in node.one_of)
    known = value and _entry_name(plan, node.fact, value, language)
    return text(
        "why.one_of",
        language,
        name=figure_name(plan, node.fact, language),
        value=known or text("word.unknown", language),
        accepted=text("word.comma", language).join(accepted),
    )


def _includes(node: ex.Includes, situation: Situation, language: str) -> str:
    plan = situation.plan
    name = figure_name(plan, node.fact, language)
    value = situation.known.get(node.fact)
    comma = text("word.comma", language)
    wanted = {entry: _entry_name(plan, node.fact, entry, language) for entry in node.includes}
    missing = comma.join(n for entry, n in wanted.items() if entry not in (value or ()))
    if value is None:
        return text("why.list_unknown", language, name=name, missing=missing)
    have = comma.join(n for entry, n in wanted.items() if entry in value)
    have = have or text("word.none", language)
    key = "why.includes" if missing else "why.includes_all"
    return text(key, language, name=name, have=have, missing=missing)


def _entry_name(plan: Plan, fact: str, entry: str, language: str) -> str:
    for choice in plan.fact_by_id[fact].choices:
        if choice.id == entry:
            return named(choice, language)
    division = plan.division_by_code.get(entry)
    return named(division, language) if division else entry


def _scale(node: Any, situation: Situation, language: str) -> str:
    """The class that is asked about, whether it holds, and the figures that decide it."""
    scale = situation.plan.scale_by_id[node.scale]
    answer: Answer
    if isinstance(node, ex.ScaleIs):
        wanted = [c for c in scale.classes if c.id == node.is_]
        answer = class_holds(situation, node.scale, node.is_)
    elif isinstance(node, ex.ScaleAtLeast):
        ids = [c.id for c in scale.classes]
        wanted = list(scale.classes[ids.index(node.at_least) :])
        answer = holds(node, situation)
    else:
        wanted = [c for c in scale.classes if c.id in node.current]
        answer = holds(node, situation)
    comma = text("word.comma", language)
    head = text(
        "why.scale",
        language,
        scale=named(scale, language),
        name=comma.join(named(c, language) for c in wanted),
        state=text(_WORD[answer], language),
    )
    if isinstance(node, ex.ScaleIs):
        return f"{head}{text('word.colon', language)}{why(wanted[0].when, situation, language)}"
    return head


def _lasting(node: ex.Lasting, situation: Situation, language: str) -> str:
    reached = situation.lasted.get(node.lasting, ex.Duration())
    place = standing_name(situation.plan, node.lasting, language)
    asked, value = (duration_words(one, language) for one in (node.bound, reached))
    return text("why.lasting", language, place=place, asked=asked, value=value)


def duration_words(duration: ex.Duration, language: str = "zh") -> str:
    """A duration in words: `24 小时`, `超过 24 小时`."""
    key = "word.more_than_hours" if duration.more else "word.hours"
    return text(key, language, hours=duration.hours)


def season_words(node: ex.Between | ex.MonthIn, language: str = "zh") -> str:
    """When a condition about the date holds: `6月1日至9月30日`, `6月、7月`."""
    if isinstance(node, ex.MonthIn):
        months = (text(f"word.month.{month}", language) for month in node.month_in)
        return text("word.comma", language).join(months)
    first, last = (month_day_words(one, language) for one in node.between)
    return text("word.from_to", language, first=first, last=last)


def month_day_words(month_day: str, language: str = "zh") -> str:
    """`"06-01"` → `6月1日`."""
    month, day = map(int, month_day.split("-"))
    return text("word.month_day", language, month=text(f"word.month.{month}", language), day=day)


def _season(node: ex.Between | ex.MonthIn, situation: Situation, language: str) -> str:
    key = {True: "why.in_season", False: "why.out_of_season", None: "why.season_unknown"}
    return text(key[holds(node, situation)], language, season=season_words(node, language))


def _in(node: ex.In, situation: Situation, language: str) -> str:
    return text("why.in", language, place=standing_name(situation.plan, situation.place, language))


_WORDS: dict[type[Any], Callable[[Any, Situation, str], str]] = {
    ex.All: lambda n, s, lang: _joined("all", n.all, s, lang),
    ex.AnyOf: lambda n, s, lang: _joined("any", n.any, s, lang),
    ex.AtLeastN: lambda n, s, lang: _joined("n", n.of, s, lang, n=n.at_least_n),
    ex.Not: lambda n, s, lang: text("why.not", lang, why=why(n.not_, s, lang)),
    ex.Band: _band,
    ex.Flag: _flag,
    ex.OneOf: _one_of,
    ex.Includes: _includes,
    ex.ScaleIs: _scale,
    ex.ScaleAtLeast: _scale,
    ex.ScaleCurrent: _scale,
    ex.Unless: lambda n, s, lang: text("why.unless", lang, why=why(n.unless, s, lang)),
    ex.Lasting: _lasting,
    ex.Between: _season,
    ex.MonthIn: _season,
    ex.In: _in,
    ex.Judgement: lambda n, s, lang: text("why.judgement", lang, judge=n.judgement),
}


def value_words(plan: Plan, fact: str, value: Any, language: str) -> str:
    """The value of a fact with its unit, in words; unknown for None."""
    if value is None:
        return text("word.unknown", language)
    if isinstance(value, bool):
        return text("word.yes" if value else "word.no", language)
    choices = {c.id: named(c, language) for c in plan.fact_by_id[fact].choices}
    if isinstance(value, str) and value in choices:
        return choices[value]
    if isinstance(value, list | tuple):
        return text("word.comma", language).join(choices.get(v) or plan.name_of(v) for v in value)
    unit = unit_name(plan.fact_by_id[fact].unit, language)
    return f"{value} {unit}".strip()
