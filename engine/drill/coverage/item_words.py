"""Items of a plan as people call them: a report, a measure, a move in the words of the plan."""

from __future__ import annotations

from engine.drill.coverage.items import Kind
from engine.messages import command_word, text
from engine.plan.model import Plan
from engine.plan.places import place_name


def in_words(plan: Plan, kind: Kind, item: str, language: str = "zh") -> str:
    """What an item is, for somebody who does not know its id."""
    if kind == "states":
        return place_name(plan, item, language)
    if kind == "moves":
        return " → ".join(place_name(plan, place, language) for place in item.split(" → "))
    if kind == "decisions":
        return _decision(plan, item, language)
    if kind == "obligations":
        report = plan.report_by_id[item]
        return _either(report.name, report.name_en, language)
    if kind == "measures":
        measure = plan.measure_by_id[item]
        return _either(measure.text, measure.text_en, language)
    group = plan.group_by_id[item]
    return _either(group.name, group.name_en, language)


def _decision(plan: Plan, item: str, language: str) -> str:
    verb, _, about = item.partition(" ")
    if not about:
        return text(command_word(item), language)
    if verb == "confirm":
        condition = next(one for one in plan.end_conditions if one.id == about)
        words = _either(condition.text, condition.text_en, language)
        return text("drill.cover.confirm", language, condition=words)
    return text(f"drill.cover.{verb}", language, place=place_name(plan, about, language))


def _either(chinese: str, english: str | None, language: str) -> str:
    return english or chinese if language == "en" else chinese
