"""What the reply to a command asks back: a figure fell, and nobody said what that means.

The figure was recorded as a change (A27). Whether it was never true makes a difference only
where reports rest on it: then the reply says in words which, and how to correct it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Literal

from typing_extensions import TypedDict

from engine.conditions.explanations import figure_name, named, value_words
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import parties_name


class Notice(TypedDict):
    """A question that an accepted command leaves open."""

    code: Literal["lowered_without_word"]
    seq: int
    """Number of the entry that it is about."""
    detail: str
    """The question in words, in the language of the request."""
    kept: list[str]
    """Ids of the slots that stay owed, and would not if the figure was never true."""


def notices(
    plan: Plan, before: Incident | None, events: Iterable[Event], language: str = "zh"
) -> list[Notice]:
    """What the events of one command, applied to `before`, leave open."""
    events = tuple(events)
    if before is None or not any(event.data.get("lowered") for event in events):
        return []
    found, incident = [], before
    for event in events:
        if event.data.get("lowered"):
            notice = _notice(plan, incident, event, language)
            found += [notice] if notice else []
        incident = apply(plan, incident, event)
    return found


def _notice(plan: Plan, before: Incident, event: Event, language: str) -> Notice | None:
    """None where a correction would change nothing about what is owed."""
    names = event.data["lowered"]
    wrong = {
        one.seq
        for name in names
        for one in before.facts[name]
        if one.value != event.data["facts"][name]
    }
    correction = dataclasses.replace(event, data={**event.data, "corrects": sorted(wrong)})
    was, changed, corrected = (
        _open(incident)
        for incident in (before, apply(plan, before, event), apply(plan, before, correction))
    )
    kept = [slot for id_, slot in was.items() if id_ in changed and id_ not in corrected]
    told = [slot for id_, slot in corrected.items() if id_ not in changed]
    lapsed = [slot for id_, slot in was.items() if id_ not in changed]
    if not (kept or told or lapsed):
        return None
    parts = {
        "kept": _reports(plan, kept, language),
        "lapsed": _reports(plan, lapsed, language),
        "told": parties_name(
            plan, [*dict.fromkeys(p for s in told for p in s.recipients)], language
        ),
    }
    detail = text(
        "notice.lowered_without_word",
        language,
        figures=_figures(plan, before, event, language),
        seq=event.seq,
        source=_source(before, names, event),
        **{
            f"{part}_words": text(f"notice.{part}", language, what=words) if words else ""
            for part, words in parts.items()
        },
    )
    return {
        "code": "lowered_without_word",
        "seq": event.seq,
        "detail": detail,
        "kept": [slot.id for slot in kept],
    }


def _open(incident: Incident) -> dict[str, Slot]:
    return {id_: s for id_, s in incident.slots.items() if s.state in OPEN_SLOT_STATES}


def _reports(plan: Plan, slots: Iterable[Slot], language: str) -> str:
    """The obligations of the slots, each once."""
    reports = dict.fromkeys(slot.obligation for slot in slots)
    return text("word.comma", language).join(
        named(plan.report_by_id[id_], language) for id_ in reports
    )


def _figures(plan: Plan, before: Incident, event: Event, language: str) -> str:
    words = []
    for name in event.data["lowered"]:
        current = before.current(name)
        old = value_words(plan, name, current.value if current else None, language)
        new = value_words(plan, name, event.data["facts"][name], language)
        figure = figure_name(plan, name, language)
        words.append(text("notice.figure", language, figure=figure, old=old, new=new))
    return text("word.comma", language).join(words)


def _source(before: Incident, names: Iterable[str], event: Event) -> str:
    """Who gave the old figures: only its own source corrects one."""
    old = (before.current(name) for name in names)
    sources = dict.fromkeys(figure.source for figure in old if figure is not None)
    return "、".join(sources) or event.data["source"]
