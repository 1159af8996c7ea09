"""What the known figures mean under the plan: classes, and the recommended level with reasons.

Most of a view's time goes into these sentences, and most entries change no figure. So they are
cached by figures, place, and the hours that the incident has been there (what `situation_of`
reads), and by how the response ended.
"""

from __future__ import annotations

from typing_extensions import TypedDict

from engine.conditions.criteria import judged, may_rise, recommended
from engine.conditions.evaluation import Situation, current_class, situation_of
from engine.conditions.explanations import named, why
from engine.incident.state import Incident
from engine.memo import memoised_on
from engine.plan.model import Plan, split_position
from engine.plan.places import place_name


class ClassView(TypedDict):
    """A class of a scale, such as 较大事故."""

    id: str
    name: str
    scale: str
    """Name of the scale."""


class CriterionView(TypedDict):
    """One criterion of a level, and whether the known figures meet it."""

    id: str
    level: str
    sub_state: str | None
    text: str
    met: bool | None
    """Null while a figure that decides it is unknown."""
    clause: str
    why: str
    """The figures that decide it, in words."""
    assumption: list[str]
    """Numbers of the readings that it rests on."""


MayRise = TypedDict(
    "MayRise",
    {
        "class": str,
        "name": str,
        "level": str | None,
        "sub_state": str | None,
        "clause": str,
        "why": str,
    },
)
"""A class that the incident may still rise to, and the level that would follow."""


class RecommendationView(TypedDict):
    """The highest level whose criteria are met; `level` is null where none is, or `settled`."""

    level: str | None
    sub_state: str | None
    name: str | None
    settled: bool
    """The response has ended, and the figures ask for no more than they did then (A19, A26);
    or the incident is void. Nothing is recommended, whatever criteria are met."""
    criteria: list[CriterionView]
    may_rise_to: list[MayRise]


class Assessment(TypedDict):
    """What the known figures mean under the plan."""

    classes: dict[str, ClassView | None]
    recommendation: RecommendationView


@memoised_on("facts", "lasted", "place", "day", "ended_at", "asked_at_end", "voided")
def assessment(plan: Plan, incident: Incident, language: str) -> Assessment:
    """`{classes, recommendation}` of a view; shared between views, not to be changed."""
    situation = situation_of(plan, incident)
    return {
        "classes": _classes(situation, language),
        "recommendation": _recommendation(situation, incident, language),
    }


def _classes(situation: Situation, language: str) -> dict[str, ClassView | None]:
    found: dict[str, ClassView | None] = {}
    for scale in situation.plan.scales:
        current = current_class(situation, scale.id)
        found[scale.id] = None
        for one in scale.classes:
            if one.id == current:
                name, of = named(one, language), named(scale, language)
                found[scale.id] = {"id": one.id, "name": name, "scale": of}
    return found


def _settled(plan: Plan, incident: Incident, position: str | None) -> bool:
    """What the response has dealt with asks for nothing after its end; what is graver does."""
    if incident.voided is not None:
        return True
    if incident.ended_at is None:
        return False
    if position is None or incident.asked_at_end is None:
        return position is None
    return plan.positions.index(position) <= plan.positions.index(incident.asked_at_end)


def _recommendation(situation: Situation, incident: Incident, language: str) -> RecommendationView:
    plan = situation.plan
    answers = judged(situation)
    position = recommended(answers)
    settled = _settled(plan, incident, position)
    if settled:
        position = None
    level, sub_state = split_position(position) if position else (None, None)
    listed: list[CriterionView] = []
    for answer in answers:
        own_level, own_sub_state = split_position(answer.position)
        criterion = answer.criterion
        english = criterion.text_en if language == "en" else None
        listed.append(
            {
                "id": criterion.id,
                "level": own_level,
                "sub_state": own_sub_state,
                "text": english or criterion.text,
                "met": answer.met,
                "clause": criterion.citation,
                "why": why(criterion.when, situation, language),
                "assumption": list(criterion.assumption),
            }
        )
    return {
        "level": level,
        "sub_state": sub_state,
        "name": place_name(plan, position, language) if position else None,
        "settled": settled,
        "criteria": listed,
        "may_rise_to": _may_rise_to(situation, language),
    }


def _may_rise_to(situation: Situation, language: str) -> list[MayRise]:
    plan = situation.plan
    found: list[MayRise] = []
    for rise in may_rise(situation):
        projection = rise.projection
        level, sub_state = split_position(rise.position) if rise.position else (None, None)
        classes = plan.scale_by_id[projection.scale].classes
        name = next(named(c, language) for c in classes if c.id == rise.class_id)
        english = projection.text_en if language == "en" else None
        found.append(
            {
                "class": rise.class_id,
                "name": name,
                "level": level,
                "sub_state": sub_state,
                "clause": projection.citation,
                "why": english or projection.text,
            }
        )
    return found
