"""A journal in words: one sentence for each event, out of the catalogues.

Used by drill timelines and exports; the facts are the event's own, with the plan's names
put in for ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.events import Event
from engine.instants import from_text
from engine.messages import text
from engine.naming import figure_name, named, place_name, standing_name
from engine.plan.model import Plan


def sentence(plan: Plan, event: Event, language: str = "zh") -> str:
    """What happened, in one sentence."""
    facts = {**event.data, **_words(plan, event.data, language)}
    words = text(f"event.{event.type}", language, **facts)
    return words + _signed_for(plan, event, language)


def local_time(plan: Plan, instant: datetime) -> str:
    """The instant in the plan's zone, to the minute."""
    return instant.astimezone(ZoneInfo(plan.zone)).strftime("%Y-%m-%d %H:%M")


def _words(plan: Plan, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    words: dict[str, Any] = {
        "reason_words": _tail(data.get("reason"), language),
        "note_words": _tail(data.get("note"), language),
    }
    if data.get("level"):
        level, sub = data["level"], data.get("sub_state")
        words["place"] = place_name(plan, f"{level}.{sub}" if sub else level, language)
    elif "place" in data:
        words["place"] = place_name(plan, data["place"], language)
    grade = data.get("grade")
    words["warning"] = place_name(plan, f"warning.{grade}" if grade else "warning", language)
    if "lasting" in data:
        words["lasting"] = standing_name(plan, data["lasting"], language)
    if "division" in data:
        code = data["division"]
        own = code == plan.jurisdiction.code
        words["division_name"] = plan.jurisdiction.name if own else plan.name_of(code)
    if "facts" in data:
        words["facts_words"] = _figures(plan, data["facts"], language)
    if "held_by" in data:
        holders = {h.id: named(h, language) for h in plan.command.holders}
        words["holder"] = holders.get(data["held_by"], data["held_by"])
    return words | _named_parts(plan, data, language) | _report(plan, data, language)


def _named_parts(plan: Plan, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    if "group" in data:
        words["group_name"] = named(plan.group_by_id[data["group"]], language)
        words["leader_words"] = _list(plan, data["leader"], language)
    if "measure" in data:
        words["measure_text"] = plan.measure_by_id[data["measure"]].text
    if "condition" in data:
        words["condition_text"] = next(
            c.text for c in plan.end_conditions if c.id == data["condition"]
        )
    role = data.get("delegated_role") or data.get("absent_role") or data.get("recommended_by")
    words["role_name"] = plan.name_of(role) if role else text("word.nobody", language)
    if "other" in data:
        words["other_words"] = text("word.incident", language, **data["other"])
    if "signed_by" in data:
        words["role_words"] = _list(plan, data["signed_by"], language)
    missing = _list(plan, data["missing"], language) if data.get("missing") else ""
    words["missing_words"] = text("word.also_needed", language, who=missing) if missing else ""
    if "until" in data:
        words["until"] = local_time(plan, from_text(data["until"]))
    if "reporters" in data:
        listed = data["reporters"]
        lifted = text("word.lifted", language)
        words["reporters_words"] = lifted if listed is None else _list(plan, listed, language)
    return words


def _report(plan: Plan, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    if "obligation" not in data:
        return {}
    report = plan.report_by_id.get(data["obligation"] or "")
    reporter = data.get("reporter")
    due = data.get("due_at")
    kind = data.get("kind")
    due_words = ""
    if data.get("immediately"):
        due_words = text("word.due_immediately", language)
    elif due:
        due_words = text("word.due", language, due=local_time(plan, from_text(due)))
    return {
        "obligation_name": named(report, language)
        if report
        else text("word.extra_report", language),
        "reporter_name": plan.name_of(reporter) if reporter else text("word.nobody", language),
        "kind_word": text(f"word.kind.{kind}", language) if kind else "",
        "due_words": due_words,
    }


def _figures(plan: Plan, facts: Mapping[str, Any], language: str) -> str:
    comma = text("word.comma", language)
    parts = []
    for name, value in facts.items():
        words = _value(plan, name, value, language)
        parts.append(f"{figure_name(plan, name, language)} {words}")
    return comma.join(parts) or text("word.none", language)


def _value(plan: Plan, fact: str, value: Any, language: str) -> str:
    if value is None:
        return text("word.unknown", language)
    if isinstance(value, bool):
        return text("word.yes" if value else "word.no", language)
    choices = {c.id: named(c, language) for c in plan.fact_by_id[fact].choices}
    if isinstance(value, str) and value in choices:
        return choices[value]
    if isinstance(value, list | tuple):
        return text("word.comma", language).join(choices.get(v) or plan.name_of(v) for v in value)
    unit = plan.fact_by_id[fact].unit or ""
    return f"{value} {unit}".strip()


def _list(plan: Plan, parties: Any, language: str) -> str:
    return text("word.comma", language).join(plan.name_of(party) for party in parties)


def _tail(reason: Any, language: str) -> str:
    return text("word.reason", language, reason=reason) if reason else ""


def _signed_for(plan: Plan, event: Event, language: str) -> str:
    role = event.data.get("on_behalf_of")
    if role is None:
        return ""
    means = text(f"word.means.{event.data['by_means']}", language)
    who = plan.name_of(role)
    return text("word.signed_for", language, who=who, means=means, actor=event.actor)
