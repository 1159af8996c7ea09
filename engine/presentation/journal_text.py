"""A journal in words: one sentence for each event, from the catalogues.

Drill timelines and exports use it. The facts are the event's own, with the plan's names in place of
ids.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from engine.conditions.explanations import duration_words, month_day_words, value_words
from engine.incident.calls import CALL_TYPES
from engine.incident.documents import FREE_FIELDS
from engine.incident.events import Event
from engine.instants import from_text, minute_text
from engine.messages import text
from engine.plan.expressions import Duration
from engine.plan.model import Plan
from engine.plan.names import figure_name, named, place_name, standing_name
from engine.presentation.attachment_text import attachment_words
from engine.presentation.call_text import call_words


def sentence(
    plan: Plan, event: Event, language: str = "zh", corrected_by: Sequence[int] = ()
) -> str:
    """What happened, in one sentence; `corrected_by` are the entries that correct a report."""
    facts = {**event.data, **_words(plan, event.data, language)}
    if event.type in CALL_TYPES:
        facts |= call_words(plan, event, language)
    if event.type == "warning_issued":
        grade = event.data.get("grade")
        facts["warning"] = place_name(plan, f"warning.{grade}" if grade else "warning", language)
    if event.type == "facts_recorded":
        facts |= _entry_words(plan, event, language)
    words = text(f"event.{event.type}", language, **facts)
    return words + _signed_for(plan, event, language) + _corrected(corrected_by, language)


def _corrected(by: Sequence[int], language: str) -> str:
    if not by:
        return ""
    seqs = text("word.comma", language).join(map(str, by))
    return text("word.corrected_by", language, seqs=seqs)


def _entry_words(plan: Plan, event: Event, language: str) -> dict[str, str]:
    """The entries that the figures correct, and the instant of receipt if it differs."""
    corrects, received = event.data.get("corrects"), event.data.get("received_at")
    words = {"corrects_words": "", "received_words": "", "lowered_words": ""}
    lowered = event.data.get("lowered")
    if lowered:
        figures = text("word.comma", language).join(
            figure_name(plan, name, language) for name in lowered
        )
        words["lowered_words"] = text("word.lowered", language, figures=figures)
    if received is not None and from_text(received) < event.recorded_at:
        instants = {"received": from_text(received), "recorded": event.recorded_at}
        times = {name: local_time(plan, instant) for name, instant in instants.items()}
        words["received_words"] = text("word.received", language, **times)
    if corrects:
        seqs = text("word.comma", language).join(map(str, corrects))
        words["corrects_words"] = text("word.corrects", language, seqs=seqs)
    return words


def local_time(plan: Plan, instant: datetime) -> str:
    """The instant in the plan's zone, to the minute."""
    return minute_text(instant, plan.zone)


def _words(plan: Plan, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    stop = data.get("stop_decision")
    words: dict[str, Any] = {
        "reason_words": _tail(data.get("reason"), language),
        "note_words": _tail(data.get("note"), language),
        "stop_words": text("word.stopped", language, **stop) if stop else "",
    }
    if data.get("level"):
        level, sub = data["level"], data.get("sub_state")
        words["place"] = place_name(plan, f"{level}.{sub}" if sub else level, language)
    elif "place" in data:
        words["place"] = place_name(plan, data["place"], language)
    ending = data.get("command") == "end_response"
    words["pending_act"] = text("word.act.end" if ending else "word.act.open", language)
    if "lasting" in data:
        words["lasting"] = standing_name(plan, data["lasting"], language)
        duration = Duration(data["hours"], bool(data.get("more")))
        words["duration_words"] = duration_words(duration, language)
    if "date" in data:
        words["date_words"] = month_day_words(data["date"][5:], language)
    if "division" in data:
        code = data["division"]
        own = code == plan.jurisdiction.code
        words["division_name"] = plan.jurisdiction.name if own else plan.name_of(code)
        words |= _told(data, language)
    if "facts" in data:
        words["facts_words"] = _figures(plan, data["facts"], language)
    if "held_by" in data:
        holders = {h.id: named(h, language) for h in plan.command.holders}
        words["holder"] = holders.get(data["held_by"], data["held_by"])
    return words | _named_parts(plan, data, language) | _report(plan, data, language)


def _told(data: Mapping[str, Any], language: str) -> dict[str, str]:
    """Place and kind of event in the words of an opening, empty where nobody said."""
    kind, site = data.get("kind_of_event"), data.get("site")
    name = kind and ((language == "en" and kind["name_en"]) or kind["name"])
    return {
        "site_words": text("word.site", language, site=site) if site else "",
        "kind_words": text("word.of_kind", language, name=name) if name else "",
    }


def _named_parts(plan: Plan, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    words: dict[str, Any] = {}
    if "group" in data:
        words["group_name"] = named(plan.group_by_id[data["group"]], language)
        words["leader_words"] = _list(plan, data["leader"], language)
    if "measure" in data:
        measure = plan.measure_by_id[data["measure"]]
        words["measure_text"] = (language == "en" and measure.text_en) or measure.text
        due = data.get("due_at")
        due = local_time(plan, from_text(due)) if due else ""
        words["due_words"] = text("word.measure_due", language, due=due)
        late = data.get("known_late")
        words["late_words"] = text("word.measure_known_late", language) if late else ""
    if "condition" in data:
        words["condition_text"] = next(
            c.text for c in plan.end_conditions if c.id == data["condition"]
        )
    keys = ("delegated_role", "absent_role", "recommended_by", "unsigned_role")
    role = next((data[key] for key in keys if data.get(key)), None)
    words["role_name"] = plan.name_of(role) if role else text("word.nobody", language)
    if "document" in data:
        words |= _document(plan, data, language)
    if "position" in data:
        words |= attachment_words(data, language)
    if "other" in data:
        words["other_words"] = text("word.incident", language, **data["other"])
    other = data.get("duplicate_of")
    other_words = text("word.incident", language, **other) if other else ""
    words["duplicate_words"] = (
        text("word.duplicate", language, other=other_words) if other_words else ""
    )
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


def _document(plan: Plan, data: Mapping[str, Any], language: str) -> dict[str, str]:
    """Which document, and the fields that were written, or the beginning of the file's hash."""
    fields = (_field_name(plan, name, language) for name in data.get("fields", ()))
    return {
        "document_name": text(f"document.kind.{data['document']}", language),
        "document_fields": text("word.comma", language).join(fields),
        "sha_words": data.get("sha256", "")[:12],
    }


def _field_name(plan: Plan, name: str, language: str) -> str:
    """A figure, a field of the plan by its name, or one of ours by the catalogue."""
    if name in plan.fact_by_id:
        return figure_name(plan, name, language)
    return text(name, language) if name in FREE_FIELDS else name


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
        "corrects_words": _corrects(data, language),
        "late_words": text("word.known_late", language) if data.get("known_late") else "",
    }


def _corrects(data: Mapping[str, Any], language: str) -> str:
    """Which earlier report was wrong."""
    wrong = data.get("corrects")
    return "" if wrong is None else text("word.corrects_report", language, seq=wrong)


def _figures(plan: Plan, facts: Mapping[str, Any], language: str) -> str:
    comma = text("word.comma", language)
    parts = []
    for name, value in facts.items():
        words = value_words(plan, name, value, language)
        parts.append(f"{figure_name(plan, name, language)} {words}")
    return comma.join(parts) or text("word.none", language)


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
