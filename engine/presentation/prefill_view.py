"""What is known already of the fields of reports, so that nobody types it twice.

The plan says which figures answer which field (`answers`). Only what is known is offered, each
figure with its source and instant; a figure that nobody has given is left out and is never zero.
The person who reports reads it, and may change it.
"""

from __future__ import annotations

from typing_extensions import TypedDict

from engine.conditions.explanations import figure_name, value_words
from engine.incident.state import Incident
from engine.instants import minute_text
from engine.memo import memoised_on
from engine.messages import text
from engine.plan.model import FieldAnswer, Plan
from engine.plan.names import division_name


class KnownField(TypedDict):
    """A field of reports, by its name in the plan, and what is known of it."""

    field: str
    text: str
    """All that is known, each figure with its source and instant; to be marked as filled in."""
    facts: list[str]
    """Ids of the figures in it, which `figures` has with source and instant."""


@memoised_on("facts", "title", "division", "occurred_at", "told_at_opening")
def prefill_view(plan: Plan, incident: Incident, language: str) -> list[KnownField]:
    """The fields of which something is known, in the order of the plan."""
    found: list[KnownField] = []
    for answer in plan.answers:
        figures = {fact: _figure(plan, incident, fact, language) for fact in answer.facts}
        known = {fact: words for fact, words in figures.items() if words is not None}
        parts = [*_told(plan, incident, answer, language), *known.values()]
        if parts:
            words = text("prefill.join", language).join(parts)
            found.append({"field": answer.field, "text": words, "facts": list(known)})
    return found


def _figure(plan: Plan, incident: Incident, fact: str, language: str) -> str | None:
    """The figure in words with its source and instant; None while it is unknown."""
    figure = incident.current(fact)
    if figure is None:
        return None
    return text(
        "prefill.figure",
        language,
        name=figure_name(plan, fact, language),
        words=value_words(plan, fact, figure.value, language),
        source=figure.source or text("prefill.unnamed", language),
        at=minute_text(figure.as_of, plan.zone),
    )


def _told(plan: Plan, incident: Incident, answer: FieldAnswer, language: str) -> list[str]:
    """Time, place and title, as far as the field asks for them."""
    division = division_name(plan, incident.division, language)
    known = {
        "title": incident.title,
        "occurred_at": minute_text(incident.occurred_at, plan.zone),
        "place": f"{division} {incident.told_at_opening.place}".strip(),
    }
    return [known[one] for one in answer.told]
