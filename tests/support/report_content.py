"""What reporters of tests say in the fields that a plan requires."""

from __future__ import annotations

from collections.abc import Iterable

from engine.plan.model import Plan


def answers(fields: Iterable[str]) -> dict[str, str]:
    """A text in each of the fields."""
    return dict.fromkeys(fields, "正常")


def full(plan: Plan, obligation: str) -> dict[str, str]:
    """Content that settles the obligation."""
    return answers(plan.report_by_id[obligation].required_fields)


def undemanding(plan: Plan) -> Plan:
    """An edition of the plan from before fields were required."""
    reports = tuple(
        report.model_copy(update={"required": (), "nil": None}) for report in plan.reports
    )
    # Not model_copy, which would keep what the plan has looked up already.
    fields = {name: getattr(plan, name) for name in Plan.model_fields}
    return Plan.model_construct(**fields | {"reports": reports})
