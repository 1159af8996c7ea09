"""What the known figures mean under the plan: the classes, and the level recommended with why.

Most of a view's time goes into these sentences, and most entries change no figure: they are
kept as long as figures, place and how long the incident has been there are the same (what
`situation_of` reads).
"""

from __future__ import annotations

from typing import Any

from engine.conditions import Situation, current_class, situation_of
from engine.criteria import judged, may_rise, recommended
from engine.explanations import named, why
from engine.kept import made_of
from engine.places import place_name
from engine.plan.model import Plan, split_position
from engine.state import Incident

Assessment = dict[str, Any]


@made_of("facts", "lasted", "place")
def assessment(plan: Plan, incident: Incident, language: str) -> Assessment:
    """`{classes, recommendation}` of a view; shared between views, not to be changed."""
    situation = situation_of(plan, incident)
    return {
        "classes": _classes(situation, language),
        "recommendation": _recommendation(situation, language),
    }


def _classes(situation: Situation, language: str) -> Assessment:
    found: Assessment = {}
    for scale in situation.plan.scales:
        current = current_class(situation, scale.id)
        found[scale.id] = next(
            (
                {"id": c.id, "name": named(c, language), "scale": named(scale, language)}
                for c in scale.classes
                if c.id == current
            ),
            None,
        )
    return found


def _recommendation(situation: Situation, language: str) -> Assessment:
    plan = situation.plan
    answers = judged(situation)
    position = recommended(answers)
    level, sub_state = split_position(position) if position else (None, None)
    listed = []
    for answer in answers:
        own_level, own_sub_state = split_position(answer.position)
        criterion = answer.criterion
        english = language == "en" and criterion.text_en
        listed.append(
            {
                "id": criterion.id,
                "level": own_level,
                "sub_state": own_sub_state,
                "text": criterion.text_en if english else criterion.text,
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
        "criteria": listed,
        "may_rise_to": _may_rise_to(situation, language),
    }


def _may_rise_to(situation: Situation, language: str) -> list[Assessment]:
    plan = situation.plan
    found = []
    for rise in may_rise(situation):
        projection = rise.projection
        level, sub_state = split_position(rise.position) if rise.position else (None, None)
        classes = plan.scale_by_id[projection.scale].classes
        name = next(named(c, language) for c in classes if c.id == rise.class_id)
        english = language == "en" and projection.text_en
        found.append(
            {
                "class": rise.class_id,
                "name": name,
                "level": level,
                "sub_state": sub_state,
                "clause": projection.citation,
                "why": projection.text_en if english else projection.text,
            }
        )
    return found
