"""Words for the stories of this folder: where the facts lead, and plans that read otherwise."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from engine.plan.loader import load_plan
from engine.plan.model import Plan, split_position
from tests.engine.stories import QUWO, Story, real_plans
from tests.plans.reading import row
from tests.support.plan_files import PLANS

SAFETY, COAL, GRAIN = "production_safety", "coal_mine", "grain"
ACCIDENTS = (SAFETY, COAL)
CITY_LEVELS = ("IV", "III", "II", "I")
STATES = ("III.tense", "III.urgent", "III.critical")
BUREAU = "city_emergency_bureau"
YAODU = "141002"
COUNTIES = tuple(code for code in real_plans()[GRAIN].division_by_code if code != YAODU)
"""The sixteen counties and cities; Yaodu is a district."""

SIGNS = {
    "tense": ["sales_up", "stock_down", "panic"],
    "urgent": ["panic_buying_wide", "supply_tight", "local_sold_out", "public_quite_panicked"],
    "critical": [
        "mass_panic_buying",
        "supply_very_tight",
        "citywide_sold_out",
        "public_extreme_panic",
    ],
}
ALL_SIGNS = [sign for signs in SIGNS.values() for sign in signs]


@cache
def edited(plan_id: str, *changes: tuple[str, str]) -> Plan:
    """A shipped plan whose file says something else: each change replaces words, once."""
    with TemporaryDirectory() as folder:
        copytree(PLANS / "jurisdictions", Path(folder) / "jurisdictions")
        copytree(PLANS / plan_id, Path(folder) / plan_id)
        file = Path(folder) / plan_id / "plan.yaml"
        text = file.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} is {text.count(old)} times in {plan_id}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        return load_plan(file)


def assumption(plan_id: str, id_: str) -> str:
    """The sentence that users of the plan are shown for a reading."""
    (found,) = [a.text for a in real_plans()[plan_id].assumptions if a.id == id_]
    return found


def questions(plan_id: str) -> str:
    """What the plan's owner is asked."""
    return (PLANS / plan_id / "open_questions.md").read_text(encoding="utf-8")


def recommended(story: Story) -> str | None:
    """The position that the facts recommend now."""
    found = story.view["recommendation"]
    if found["sub_state"]:
        return f"{found['level']}.{found['sub_state']}"
    return str(found["level"]) if found["level"] else None


def criteria(story: Story) -> dict[str, Any]:
    """Every criterion as it is shown, by id."""
    return {c["id"]: c for c in story.view["recommendation"]["criteria"]}


def met(story: Story) -> set[str]:
    """The criteria that are known to be met."""
    return {id_ for id_, criterion in criteria(story).items() if criterion["met"]}


def class_id(story: Story, scale: str = "severity") -> str | None:
    """The class of the accident that is shown."""
    found = story.view["classes"][scale]
    return found and str(found["id"])


def measures(story: Story, clause: str = "") -> dict[str, Any]:
    """The measures in effect, by id; only those that cite `clause` where it is given."""
    return {
        m["id"]: m
        for m in story.view["measures"]
        if not clause or clause in m["clause"].split("、")
    }


def due(story: Story, obligation: str) -> dict[str, Any]:
    """The open reports of an obligation, by reporter."""
    slots = story.incident.slots.values()
    return {s.reporter: s for s in slots if s.obligation == obligation and s.state == "owed"}


def opens_at(story: Story, position: str) -> None:
    """Open or raise to a position, by whomever the plan asks, one act after the other."""
    rule = row(story.plan, "activate_response", story.place, position)
    assert rule is not None
    level, sub_state = split_position(position)
    if rule.approved_by:
        story.post(rule.recommended_by[0]).recommends(level, sub_state)
        story.post(rule.approved_by[0]).approves()
    role = story.plan.role_by_id[rule.by[0]]
    if role.signs_in:
        story.post(role.id, story.incident.division).activates(level, sub_state)
    else:
        story.desk.orders(role.id, "activate_response", level=level, sub_state=sub_state)


def at(story: Story, position: str, **facts: Any) -> Story:
    """The story, with an incident in Quwo that has been opened at the position."""
    story.desk.opens(division=QUWO, **facts)
    opens_at(story, position)
    return story
