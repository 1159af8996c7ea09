"""The rules of a plan in computed words: conditions, cadences and reporters.

Screens show these words beside the plan's own short text, so that a mistyped number in the rule
cannot hide behind a right text. They are made from the rule alone; `engine.conditions.explanations`
says what is known of an incident.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, assert_never

from engine.conditions.explanations import band_words, duration_words, season_words
from engine.messages import text
from engine.plan import cadences
from engine.plan import expressions as ex
from engine.plan.model import Plan, Reporters, TimeLimit
from engine.plan.names import figure_name, named, parties_name, place_name, standing_name


def condition_words(plan: Plan, condition: ex.Expression | None, language: str = "zh") -> str:
    """The condition in words, such as `死亡人数 3 人以上`; unknown ids stay as they are."""
    if condition is None:
        return text("condition.always", language)
    return _WORDS[type(condition)](plan, condition, language)


def places_words(plan: Plan, places: Iterable[str], language: str = "zh") -> str:
    """Places in the terms of a plan file: a level stands for all its sub-states."""
    words = (place_name(plan, p, language) if p in plan.places else p for p in places)
    return text("word.comma", language).join(words)


def facts_words(plan: Plan, facts: Iterable[str], language: str = "zh") -> str:
    """The names of facts and derived figures as a list."""
    return text("word.comma", language).join(figure_name(plan, fact, language) for fact in facts)


def either_words(words: Iterable[str], language: str = "zh") -> str:
    """Words of which one is enough: `甲、乙或丙`."""
    *others, last = tuple(words) or ("",)
    if not others:
        return last
    return text("word.comma", language).join(others) + text("condition.or", language) + last


def report_name(plan: Plan, report: str, language: str = "zh") -> str:
    """The name of a report obligation; the id itself if there is none."""
    found = plan.report_by_id.get(report)
    return named(found, language) if found else report


def cadence_words(plan: Plan, cadence: cadences.Cadence, language: str = "zh") -> str:
    """The cadence in words: when a report is owed."""
    comma = text("word.comma", language)
    match cadence:
        case cadences.Daily(daily=times):
            return text("cli.cadence.daily", language, times=comma.join(times))
        case cadences.EveryDays(every_days=days, at=at):
            return text("cli.cadence.every_days", language, days=days, at=at)
        case cadences.EveryHours(every_hours=hours):
            return text("cli.cadence.every_hours", language, hours=hours)
        case cadences.Within(within_minutes=minutes):
            since = _since(plan, cadence, language)
            return text("cli.cadence.within", language, minutes=minutes, since=since)
        case cadences.TimesPerDay(times_per_day=times):
            return text("cli.cadence.times_per_day", language, times=times)
        case cadences.SameDay(same_day=at, on_change_of=facts):
            words = facts_words(plan, facts, language)
            return text("cli.cadence.same_day", language, at=at, facts=words)
        case cadences.AfterLast(after_last=other, minutes=minutes):
            name = report_name(plan, other, language)
            return text("cli.cadence.after_last", language, minutes=minutes, name=name)
        case cadences.Immediately():
            return text("cli.cadence.immediately", language)
        case _:
            assert_never(cadence)


def limit_words(limit: TimeLimit, language: str = "zh") -> str:
    """The time that a measure may take, such as `接报后 60 分钟内`."""
    since = text(f"cli.limit.since_{limit.of}", language)
    return text("word.comma", language).join(
        text(f"cli.limit.{key}", language, number=number, since=since)
        for key, number in limit.lengths.items()
    )


def reporters_words(plan: Plan, reporters: Reporters, language: str = "zh") -> str:
    """The reporters of an obligation in words."""
    words = []
    if reporters.divisions:
        words.append(text(f"plan.reporters.{reporters.divisions}", language))
    if reporters.members:
        words.append(text("plan.reporters.members", language))
    for key in ("divisions_in", "divisions_not_in"):
        if fact := getattr(reporters, key):
            name = figure_name(plan, fact, language)
            words.append(text(f"plan.reporters.{key}", language, name=name))
    if reporters.units:
        words.append(parties_name(plan, reporters.units, language))
    return text("word.comma", language).join(words) or text("word.none", language)


def _since(plan: Plan, cadence: cadences.Within, language: str) -> str:
    """The instant from which the minutes count, in words."""
    if cadence.on_change_of:
        facts = facts_words(plan, cadence.on_change_of, language)
        return text("cli.cadence.since_change", language, facts=facts)
    if cadence.after_report_of is not None:
        name = report_name(plan, cadence.after_report_of, language)
        return text("cli.cadence.since_report", language, name=name)
    return text(f"cli.cadence.since_{cadence.of}", language)


def _joined(kind: str, plan: Plan, parts: tuple[ex.Expression, ...], language: str) -> str:
    """Several conditions joined; one that is itself joined stands in brackets."""
    words = []
    for part in parts:
        said = condition_words(plan, part, language)
        several = isinstance(part, ex.All | ex.AnyOf | ex.AtLeastN)
        words.append(text("condition.group", language, parts=said) if several else said)
    return text(f"why.join_{kind}", language).join(words)


def _not(plan: Plan, part: ex.Expression, language: str) -> str:
    """What must not hold; the frequent forms without a bracket around them."""
    if isinstance(part, ex.ScaleCurrent):
        return _scale("scale_not_current", plan, part.scale, part.current, language)
    if isinstance(part, ex.AnyOf):
        words = (condition_words(plan, one, language) for one in part.any)
        parts = text("paper.semicolon", language).join(words)
        return text("condition.none_of", language, parts=parts)
    return text("why.not", language, why=condition_words(plan, part, language))


def _entries(plan: Plan, fact: str, entries: Iterable[str], language: str) -> str:
    """The names of a list's or a choice's values."""
    found = plan.fact_by_id.get(fact)
    choices = {c.id: named(c, language) for c in (found.choices if found else ())}
    choices |= {code: named(d, language) for code, d in plan.division_by_code.items()}
    return text("word.comma", language).join(choices.get(entry, entry) for entry in entries)


def _scale(key: str, plan: Plan, scale: str, classes: Iterable[str], language: str) -> str:
    found = plan.scale_by_id.get(scale)
    names = {one.id: named(one, language) for one in (found.classes if found else ())}
    words = either_words((names.get(one, one) for one in classes), language)
    name = named(found, language) if found else scale
    return text(f"condition.{key}", language, scale=name, name=words)


def _fact(key: str, plan: Plan, fact: str, language: str, **facts: Any) -> str:
    return text(f"condition.{key}", language, name=figure_name(plan, fact, language), **facts)


_WORDS: dict[type[Any], Callable[[Plan, Any, str], str]] = {
    ex.All: lambda p, n, lang: _joined("all", p, n.all, lang),
    ex.AnyOf: lambda p, n, lang: _joined("any", p, n.any, lang),
    ex.AtLeastN: lambda p, n, lang: text(
        "condition.n", lang, n=n.at_least_n, parts=_joined("any", p, n.of, lang)
    ),
    ex.Not: lambda p, n, lang: _not(p, n.not_, lang),
    ex.Unless: lambda p, n, lang: text("why.unless", lang, why=condition_words(p, n.unless, lang)),
    ex.Band: lambda p, n, lang: _fact("band", p, n.fact, lang, band=band_words(n, p, lang)),
    ex.Flag: lambda p, n, lang: _fact("flag_yes" if n.is_ else "flag_no", p, n.fact, lang),
    ex.OneOf: lambda p, n, lang: _fact(
        "one_of", p, n.fact, lang, accepted=_entries(p, n.fact, n.one_of, lang)
    ),
    ex.Includes: lambda p, n, lang: _fact(
        "includes_all" if len(n.includes) > 1 else "includes",
        p,
        n.fact,
        lang,
        accepted=_entries(p, n.fact, n.includes, lang),
        count=len(n.includes),
    ),
    ex.ScaleIs: lambda p, n, lang: _scale("scale_is", p, n.scale, [n.is_], lang),
    ex.ScaleAtLeast: lambda p, n, lang: _scale("scale_at_least", p, n.scale, [n.at_least], lang),
    ex.ScaleCurrent: lambda p, n, lang: _scale("scale_current", p, n.scale, n.current, lang),
    ex.Lasting: lambda p, n, lang: text(
        "condition.lasting",
        lang,
        place=standing_name(p, n.lasting, lang),
        asked=duration_words(n.bound, lang),
    ),
    ex.Between: lambda p, n, lang: text("condition.season", lang, season=season_words(n, lang)),
    ex.MonthIn: lambda p, n, lang: text("condition.season", lang, season=season_words(n, lang)),
    ex.In: lambda p, n, lang: text("condition.in", lang, places=places_words(p, n.in_, lang)),
    ex.Judgement: lambda p, n, lang: text("why.judgement", lang, judge=n.judgement),
}
