"""The shipped plans: what they assume, and what each report obligation is."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from docs.tables.markdown import code, table
from engine.plan.loader import load_plans
from engine.plan.model import Plan

ROOT = Path(__file__).resolve().parent.parent.parent


@lru_cache(maxsize=1)
def shipped() -> dict[str, Plan]:
    """The plans of the folder `plans/`, by id."""
    return load_plans(ROOT / "plans")


def assumptions() -> str:
    """Every reading where a plan is silent, from the plan files."""
    rows = [
        (code(plan.id), one.id, "、".join(one.clause), one.text, one.text_en)
        for plan in shipped().values()
        for one in plan.assumptions
    ]
    return table(("plan", "id", "clause", "界面上的说明", "in English"), rows)


def obligations() -> str:
    """Every report obligation of the shipped plans."""
    rows = [
        (
            code(f"{plan.id}: {report.id}"),
            report.name,
            code(_cadence(report.cadence.model_dump(mode="json", exclude_none=True))),
            "、".join(report.at),
            "、".join(plan.name_of(one) for one in report.recipients),
            report.citation,
        )
        for plan in shipped().values()
        for report in plan.reports
    ]
    return table(("obligation", "报告", "cadence", "at", "to", "clause"), rows)


def _cadence(values: dict[str, object]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in values.items())
