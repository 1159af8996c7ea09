"""Plans for tests: those of the city, and the one in `tests/plans/small.yaml`, changed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from engine.plan.form_faults import of_form
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from engine.plan.yaml_tree import Mapped, parse

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "plans"
SHIPPED = sorted(PLANS.glob("*/plan.yaml"))
OTHERS = sorted((ROOT / "tests" / "plans" / "other").glob("*/plan.yaml"))
SMALL = ROOT / "tests" / "plans" / "small.yaml"


@cache
def real_plans() -> dict[str, Plan]:
    """The three plans of the city, loaded once."""
    return load_plans(PLANS)


def small_text(*changes: tuple[str, str]) -> str:
    """The small plan's text; each change replaces the first place that holds the words."""
    text = SMALL.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, f"{old!r} is not in the small plan"
        text = text.replace(old, new, 1)
    return text


def small_plan(*changes: tuple[str, str]) -> Plan:
    """The small plan, changed."""
    return small_source(*changes)[0]


def small_source(*changes: tuple[str, str]) -> tuple[Plan, Mapped]:
    """The small plan, changed, with its tree."""
    tree = parse(small_text(*changes).encode(), "small.yaml")
    return of_form(Plan, tree, "small.yaml", "0" * 64), tree
