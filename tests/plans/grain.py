"""What the tests of the grain plan read it with, and its words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from engine.conditions.evaluation import Situation, holds
from engine.lifecycle.table import Lifecycle
from engine.plan.model import Criterion, Measure, Plan, ReportObligation
from engine.plan.part import Rule

PLAN = Path(__file__).parents[2] / "plans" / "grain"

IV, TENSE, URGENT, CRITICAL = "IV", "III.tense", "III.urgent", "III.critical"
II, NATIONAL = "II", "I"
MUNICIPAL = (TENSE, URGENT, CRITICAL)
OPENING = ("assessing", "warning", "ended", "closed")

YAODU = "141002"
COUNTIES = (*(f"1410{n}" for n in range(21, 35)), "141081", "141082")

TENSE_SIGNS = ["sales_up", "stock_down", "panic"]
URGENT_SIGNS = ["panic_buying_wide", "supply_tight", "local_sold_out", "public_quite_panicked"]
CRITICAL_SIGNS = [
    "mass_panic_buying",
    "supply_very_tight",
    "citywide_sold_out",
    "public_extreme_panic",
]

MEMBERS_OF_2_1 = {
    "市委宣传部",
    "市应急管理局",
    "市发展改革委（市粮食和物资储备局）",
    "市财政局",
    "市工信局",
    "市市场监督管理局",
    "市城市管理局",
    "市交通局",
    "市公安局",
    "市教育局",
    "市商务局",
    "市农业农村局",
    "临汾军分区",
    "武警临汾市支队",
    "中国农业发展银行临汾市分行",
    "国网临汾供电公司",
}


# ── reading the plan ────────────────────────────────────────────────────────


def rules(part: Any) -> Iterator[Rule]:
    """Every rule of a plan, however deep."""
    if isinstance(part, Rule):
        yield part
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from rules(getattr(part, name))
    elif isinstance(part, tuple):
        for entry in part:
            yield from rules(entry)


def criteria(plan: Plan) -> dict[str, Criterion]:
    found = [c for level in plan.levels for c in level.criteria]
    found += [c for level in plan.levels for sub in level.sub_states for c in sub.criteria]
    return {criterion.id: criterion for criterion in found}


def answer(plan: Plan, criterion: str, **facts: Any) -> bool | None:
    return holds(criteria(plan)[criterion].when, Situation(plan, facts))


def met(plan: Plan, **facts: Any) -> set[str]:
    return {name for name in criteria(plan) if answer(plan, name, **facts) is True}


def measures_at(plan: Plan, place: str) -> dict[str, Measure]:
    """The measures of a place with those it inherits, transitively."""
    places, added = {place}, True
    while added:
        more = {
            parent
            for row in plan.inheritance
            if set(row.position) & places
            for parent in row.of
            if parent not in places
        }
        places |= more
        added = bool(more)
    return {m.id: m for m in plan.measures if any(plan.covers(m.at, p) for p in places)}


def measures_of(plan: Plan, clause: str) -> set[str]:
    return {m.id for m in plan.measures if clause in m.clause}


def who_may(lifecycle: Lifecycle, command: str, source: str, target: str) -> tuple[str, ...]:
    step = lifecycle.step(command, source, target)
    return step.row.by if step else ()


def reports_at(plan: Plan, place: str) -> dict[str, ReportObligation]:
    return {r.id: r for r in plan.reports if plan.covers(r.at, place)}
