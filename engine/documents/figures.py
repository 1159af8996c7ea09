"""Figures as they stood after a certain entry, read from the journal itself.

The state of an incident knows only what holds now. A follow-up says what was known when the last
report was sent, so the entries up to that one are folded here: struck ones do not count, corrected
ones do not count either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from engine.conditions.explanations import figure_name, value_words
from engine.documents.document import Value, blank, joined, value
from engine.documents.instants import paper_minute
from engine.incident.events import Event
from engine.instants import from_text
from engine.messages import text
from engine.plan.model import Plan


class Known(NamedTuple):
    """A figure in force: its value, where it comes from, since when it was true, the entry."""

    value: Any
    source: str
    as_of: str
    seq: int


def figures_at(events: Sequence[Event], seq: int | None = None) -> dict[str, Known]:
    """The figures in force after the entry `seq` (None: after the last), by fact."""
    counted = [event for event in events if seq is None or event.seq <= seq]
    struck = {event.data["seq"] for event in counted if event.type == "entry_struck"}
    entries: dict[str, list[Known]] = {}
    for event in counted:
        if event.type not in ("incident_opened", "facts_recorded"):
            continue
        wrong = frozenset(event.data.get("corrects", ()))
        as_of = event.data.get("as_of") or event.data["received_at"]
        for fact, given in event.data.get("facts", {}).items():
            known = [one for one in entries.get(fact, []) if one.seq not in wrong]
            new = Known(given, event.data.get("source", ""), as_of, event.seq)
            # What a struck entry corrected stays corrected, as in the state of the incident.
            entries[fact] = known if event.seq in struck else [*known, new]
    newest = {
        fact: max(known, key=lambda one: (from_text(one.as_of), one.seq))
        for fact, known in entries.items()
        if known
    }
    return {fact: one for fact, one in newest.items() if one.value is not None}


def figure(plan: Plan, fact: str, known: Known, year: int) -> Value:
    """The figure in words, with source and instant; `year` goes without saying."""
    words = text(
        "document.figure",
        name=figure_name(plan, fact, "zh"),
        words=value_words(plan, fact, known.value, "zh"),
        source=known.source or text("document.unnamed"),
        at=paper_minute(from_text(known.as_of), plan.zone, year),
    )
    return value(words, known.seq)


def unknown(plan: Plan, fact: str) -> Value:
    """A figure that nobody has given; never a zero."""
    return blank(fact, figure_name(plan, fact, "zh"))


def figures(
    plan: Plan, facts: Sequence[str], known: dict[str, Known], year: int
) -> tuple[Value, ...]:
    """The figures one after the other; an unknown one is blank."""
    found = (
        figure(plan, fact, known[fact], year) if fact in known else unknown(plan, fact)
        for fact in facts
    )
    return joined(found, text("document.semicolon"))


def changes(
    plan: Plan, before: dict[str, Known], after: dict[str, Known]
) -> list[tuple[str, Known | None, Known | None]]:
    """The facts whose value changed, with both values, in the order of the plan."""
    found = []
    for fact in plan.fact_by_id:
        old, new = before.get(fact), after.get(fact)
        if (old and old.value) != (new and new.value) or (old is None) != (new is None):
            found.append((fact, old, new))
    return found
