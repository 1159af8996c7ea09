"""Facts of a counter-example in words: `死亡人数 3 人、超出市级处置能力：是`."""

from __future__ import annotations

from typing import Any

from engine.conditions.explanations import duration_words, month_day_words, number
from engine.messages import text
from engine.plan.expressions import Duration
from engine.plan.model import Plan
from engine.plan_checks.conditions.regions import DAY, LASTED, OTHER_WORD, PLACE, Case
from engine.plan_checks.conditions.rewriting import JUDGEMENT
from engine.plan_checks.finding import Note, Words, joined, named
from engine.plan_checks.lifecycle.paths import place_words


def case_words(plan: Plan, case: Case) -> Words:
    """All facts of the case, the place among them."""
    return joined(_fact(plan, variable, value) for variable, value in case.items())


def figure_words(plan: Plan, figure: str, value: float) -> Words:
    """A figure with its value and unit."""
    found = plan.fact_by_id.get(figure) or plan.derived_by_id.get(figure)
    name = named(found) if found else Words(figure, figure)
    unit = f" {found.unit}" if found and found.unit else ""
    return Words(f"{name.zh} {number(value)}{unit}", f"{name.en} {number(value)}{unit}")


def facts_note(plan: Plan, case: Case) -> list[Note]:
    """The step of a trail in which these facts are recorded; none for no facts."""
    facts = {variable: value for variable, value in case.items() if variable != PLACE}
    return [Note("check.trail.facts", {"facts": case_words(plan, facts)})] if facts else []


def _fact(plan: Plan, variable: str, value: Any) -> Words:
    scale = plan.scale_by_id.get(variable)
    if scale is not None and isinstance(value, frozenset):
        chosen = [class_ for class_ in scale.classes if class_.id in value]
        return _pair(named(scale), joined(map(named, chosen[-1:])))
    if variable.startswith(JUDGEMENT):
        judge = variable.removeprefix(JUDGEMENT)
        key = "check.trail.judged" if value else "check.trail.not_judged"
        return Words(text(key, "zh", judge=judge), text(key, "en", judge=judge))
    if variable.startswith(LASTED):
        return _lasted(plan, variable.removeprefix(LASTED), value)
    if variable == DAY:
        said = {code: month_day_words(f"{value:%m-%d}", code) for code in ("zh", "en")}
        return Words(said["zh"], said["en"])
    if variable == PLACE:
        at = place_words(plan, value)
        words = {code: text("why.in", code, place=at.in_(code)) for code in ("zh", "en")}
        return Words(words["zh"], words["en"])
    fact = plan.fact_by_id.get(variable) or plan.derived_by_id.get(variable)
    name = named(fact) if fact else Words(variable, variable)
    if isinstance(value, bool):
        word = "word.yes" if value else "word.no"
        return _pair(name, Words(text(word, "zh"), text(word, "en")))
    if isinstance(value, str):
        other = value == OTHER_WORD
        others = Words(text("check.trail.other", "zh"), text("check.trail.other", "en"))
        return _pair(name, others if other else _entry(plan, variable, value))
    if isinstance(value, tuple | list):
        return _pair(name, joined(_entry(plan, variable, entry) for entry in value))
    return figure_words(plan, variable, value)


def _lasted(plan: Plan, name: str, reached: Duration) -> Words:
    figure = plan.fact_by_id.get(name) or plan.derived_by_id.get(name)
    what = place_words(plan, name) if name in plan.places or figure is None else named(figure)
    words = {
        code: text(
            "check.trail.lasted", code, name=what.in_(code), hours=duration_words(reached, code)
        )
        for code in ("zh", "en")
    }
    return Words(words["zh"], words["en"])


def _entry(plan: Plan, variable: str, entry: str) -> Words:
    fact = plan.fact_by_id.get(variable)
    for choice in fact.choices if fact else ():
        if choice.id == entry:
            return named(choice)
    division = plan.division_by_code.get(entry)
    return named(division) if division else Words(entry, entry)


def _pair(name: Words, value: Words) -> Words:
    return Words(f"{name.zh}：{value.zh}", f"{name.en}: {value.en}")
