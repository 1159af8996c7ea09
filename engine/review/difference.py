"""What a new edition of a plan changes: levels, authorities, deadlines, groups, measures.

Both editions are laid out as facts by key (`authority/activate_response/assessing→II`,
`deadline/county_daily/cadence`), and the two sets are compared; wording, notes and
clause numbers alone are no change of substance and are listed last, as `citation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from engine.criteria import criteria
from engine.machine.lifecycle import expand
from engine.measures import effective
from engine.plan.model import Plan, Report

AREAS = ("level", "authority", "deadline", "group", "measure", "ending", "role", "citation")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs; None where an edition does not have it."""

    area: str
    subject: str
    before: Any
    after: Any
    clause: str

    @property
    def kind(self) -> str:
        """added, removed or changed."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def difference(old: Plan, new: Plan) -> list[Change]:
    """Every fact that differs between two editions, by area and subject."""
    before, after = dict(_facts(old)), dict(_facts(new))
    changes = []
    for key in sorted(before.keys() | after.keys()):
        area, subject = key
        was, now = before.get(key), after.get(key)
        if (was and was[0]) != (now and now[0]):
            clause = (now or was or ("", ""))[1]
            changes.append(
                Change(area, subject, was[0] if was else None, now[0] if now else None, clause)
            )
        elif was and now and was[1] != now[1]:
            changes.append(Change("citation", f"{area} {subject}", was[1], now[1], now[1]))
    return sorted(changes, key=lambda change: (AREAS.index(change.area), change.subject))


Fact = tuple[tuple[str, str], tuple[Any, str]]


def _facts(plan: Plan) -> Iterator[Fact]:
    yield from _levels(plan)
    yield from _authorities(plan)
    for report in plan.reports:
        yield from _deadlines(plan, report)
    for group in plan.groups:
        yield ("group", f"{group.id} leader"), (list(group.leader), group.citation)
        yield ("group", f"{group.id} members"), (sorted(group.members), group.citation)
    for position in (*plan.positions, *plan.warning_places):
        for measure in effective(plan, position):
            value = {"unit": list(measure.unit), "modality": measure.modality}
            value["decided_by"] = list(measure.decided_by)
            yield ("measure", f"{position} {measure.id}"), (value, measure.citation)
    for condition in plan.end_conditions:
        yield ("ending", condition.id), (list(condition.at), condition.citation)
    for role in plan.roles:
        yield ("role", role.id), (list(role.holders), role.citation)


def _levels(plan: Plan) -> Iterator[Fact]:
    yield ("level", "positions"), (list(plan.positions), "")
    for position, criterion in criteria(plan):
        yield ("level", f"{position} {criterion.id}"), (_plain(criterion.when), criterion.citation)
    for scale in plan.scales:
        for one in scale.classes:
            yield ("level", f"{scale.id} {one.id}"), (_plain(one.when), scale.citation)


def _authorities(plan: Plan) -> Iterator[Fact]:
    for step in expand(plan):
        row = step.row
        value = {
            "by": list(row.by),
            "signatures": row.signatures,
            "recommended_by": list(row.recommended_by),
            "recommendation_required": row.recommendation_required,
            "approved_by": list(row.approved_by),
            "approvals": row.approvals,
            "desk": row.desk,
            "requires_end_conditions": row.requires_end_conditions,
        }
        subject = f"{step.command} {step.source} → {step.target}"
        yield ("authority", subject), (value, row.citation)
    for act in plan.acts:
        for command in act.on:
            value = {"by": list(act.by), "desk": act.desk}
            yield ("authority", f"{command} @ {','.join(act.at)}"), (value, act.citation)


def _deadlines(plan: Plan, report: Report) -> Iterator[Fact]:
    citation = report.citation
    parts = {
        "cadence": _plain(report.cadence),
        "reporters": _plain(report.reporters),
        "recipients": sorted(report.recipients),
        "at": sorted(p for name in report.at for p in plan.places.get(name, ())),
        "when": _plain(report.when) if report.when else "—",
    }
    for part, value in parts.items():
        yield ("deadline", f"{report.id} {part}"), (value, citation)


def _plain(part: BaseModel) -> Any:
    return part.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=False)
