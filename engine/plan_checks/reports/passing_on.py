"""Reports that the parent of the sender passes on: there is a sender, and it has a parent."""

from __future__ import annotations

from collections.abc import Iterator

from engine.plan.cadences import Within
from engine.plan.model import Plan, ReportObligation
from engine.plan.yaml_tree import Path
from engine.plan_checks.finding import PlanFinding, Subject, joined, named
from engine.plan_checks.reports.obligations import reporters


def check(subject: Subject) -> Iterator[PlanFinding]:
    """What stands beside `parent_of_reporter`, and senders above whom nobody is."""
    plan = subject.plan
    for index, report in enumerate(plan.reports):
        source, path = report.reporters, ("reports", index, "reporters")
        if source.divisions != "parent_of_reporter":
            continue
        cadence = report.cadence
        followed = cadence.after_report_of if isinstance(cadence, Within) else None
        beside = source.units or source.members or source.divisions_in
        if followed is None or beside:
            yield subject.error(
                "parent_of_reporter", path, clause=report.citation, name=named(report)
            )
        elif followed in plan.report_by_id:
            yield from _senders(subject, path, report, plan.report_by_id[followed])


def _senders(
    subject: Subject, path: Path, report: ReportObligation, followed: ReportObligation
) -> Iterator[PlanFinding]:
    plan, senders = subject.plan, reporters(subject.plan, followed)
    name, base = named(report), named(followed)
    lost = [one for one in _order(plan) if one in senders and _has_nobody_above(plan, one)]
    if senders and senders.isdisjoint(plan.parents):
        yield subject.error("no_parents", path, clause=report.citation, name=name, base=base)
    elif lost:
        who = joined(named(plan.division_by_code.get(one) or plan.unit_by_id[one]) for one in lost)
        yield subject.warning(
            "passed_on_by_nobody", path, clause=report.citation, name=name, base=base, who=who
        )


def _has_nobody_above(plan: Plan, sender: str) -> bool:
    """Nobody passes its report on, and the file does not say that this is meant: it is not
    a parent itself, and not said to be directly under the jurisdiction."""
    division = plan.division_by_code.get(sender)
    told = division is not None and division.parent is not None
    return not told and sender not in plan.parents.values()


def _order(plan: Plan) -> list[str]:
    return [*plan.division_by_code, *plan.unit_by_id]
