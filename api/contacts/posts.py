"""What a post or unit is called outside of its plan, such as 煤矿生产安全事故：市指挥部指挥长."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.contacts.directory import parties_of
from engine.incident.actors import GENERAL_ROLES
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import named


def post_names(plans: Iterable[Plan], language: str = "zh") -> Mapping[str, str]:
    """Every role, post and unit that a contact may answer for → its name."""
    found = {role: text(f"word.post.{role}", language) for role in GENERAL_ROLES}
    for plan in plans:
        title = short_title(plan, language)
        for party in parties_of(plan):
            if party.kind != "division":
                name = named(party, language)
                key = f"{plan.id}:{party.id}"
                found[key] = text("contacts.post", language, plan=title, post=name)
    return found


def short_title(plan: Plan, language: str = "zh") -> str:
    """The title of a plan without its place and without what every title ends with."""
    if language == "en":
        return plan.title_en or plan.title
    return plan.title.removeprefix(plan.jurisdiction.name).removesuffix("应急预案")


def division_names(plans: Iterable[Plan], language: str = "zh") -> Mapping[str, str]:
    """All divisions of the plans, code → name."""
    return {
        division.code: named(division, language)
        for plan in plans
        for division in plan.jurisdiction.divisions
    }
