"""Names of a plan's parts, places and figures, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.messages import InBoth, text
from engine.plan.model import Plan, split_position

ENGLISH_UNITS = {"元": "yuan", "万元": "10,000 yuan", "吨": "t", "小时": "h", "天": "days"}


def named(part: Any, language: str) -> str:
    """The name of a part of a plan in `language`; Chinese where there is no English."""
    english = getattr(part, "name_en", None)
    return str(english if language == "en" and english else part.name)


def in_both(part: Any) -> InBoth:
    """The name of a part of a plan, for a sentence that will be read in either language."""
    return InBoth(named(part, "zh"), named(part, "en"))


def parties_in_both(plan: Plan, parties: Iterable[str]) -> InBoth:
    """The names of several, for a sentence that will be read in either language."""
    listed = tuple(parties)
    return InBoth(parties_name(plan, listed, "zh"), parties_name(plan, listed, "en"))


def place_in_both(plan: Plan, place: str) -> InBoth:
    """The name of a place, for a sentence that will be read in either language."""
    return InBoth(place_name(plan, place, "zh"), place_name(plan, place, "en"))


def arrow_to(plan: Plan, place: str) -> InBoth:
    """ " → " and the name of the place that a step would lead to."""
    target = place_in_both(plan, place)
    return InBoth(f" → {target}", f" → {target.english}")


def unit_name(unit: str | None, language: str) -> str:
    """A figure's unit. In English one that is only in Chinese is left out.

    The figure's own name says what is counted: "Deaths 3" needs no 人.
    """
    if not unit or language != "en":
        return unit or ""
    return ENGLISH_UNITS.get(unit, "" if any("\u3400" <= one <= "\u9fff" for one in unit) else unit)


def figure_name(plan: Plan, figure: str, language: str) -> str:
    """The name of a fact or a derived figure."""
    found = plan.fact_by_id.get(figure) or plan.derived_by_id.get(figure)
    return named(found, language) if found else figure


def party_name(plan: Plan, party: str, language: str = "zh") -> str:
    """The name of a role, a unit or a division; the id or the words themselves if neither."""
    found = (
        plan.role_by_id.get(party) or plan.unit_by_id.get(party) or plan.division_by_code.get(party)
    )
    return named(found, language) if found else party


def parties_name(plan: Plan, parties: Iterable[str], language: str = "zh") -> str:
    """The names of several, one after the other."""
    return text("word.comma", language).join(party_name(plan, one, language) for one in parties)


def division_name(plan: Plan, code: str, language: str = "zh") -> str:
    """The name of a division, or of the whole area that the plan is for."""
    area = plan.jurisdiction
    return named(area, language) if code == area.code else party_name(plan, code, language)


def post_name(plan: Plan, role: str, language: str = "zh") -> str:
    """The name of the role that somebody acts in: a post of the plan, or a general one."""
    post = plan.role_by_id.get(role)
    return named(post, language) if post else text(f"word.post.{role}", language)


def place_name(plan: Plan, place: str, language: str = "zh") -> str:
    """A stage or position in words: `三级响应`, `市级(Ⅲ级) 紧张状态`, `研判`, `蓝色预警`."""
    level_id, sub_state = split_position(place)
    level = plan.level_by_id.get(level_id)
    grade = plan.grade_by_place.get(place)
    if grade is not None:
        return named(grade, language)
    if level is None:
        return text(f"word.stage.{place}", language)
    for sub in level.sub_states:
        if sub.id == sub_state:
            return f"{named(level, language)} {named(sub, language)}"
    return named(level, language)


def standing_name(plan: Plan, name: str, language: str = "zh") -> str:
    """The name of a place, or of the flag that the plan asks how long it has been true."""
    return (place_name if name in plan.places else figure_name)(plan, name, language)


def cited(plan: Plan, citation: str | None) -> str | None:
    """A rule's citation in words: laws by their names instead of their ids."""
    if citation is None:
        return None
    laws = {law.id: law.name for law in plan.laws}
    words = []
    for one in citation.split("、"):
        law, _, article = one.partition(":")
        words.append(f"{laws[law]} {article}" if law in laws and article else one)
    return "、".join(words)
