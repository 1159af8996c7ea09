"""Names in a scenario that must exist: people, plan, posts, divisions, units, duties, commands.

A drill that cannot run as written is refused before it starts, with the line and the nearest known
name, as in the plan checker. Without the plans only the file's own definitions can be looked up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from engine.errors import PlanFileError
from engine.incident.actors import GENERAL_ROLES
from engine.incident.commands import COMMANDS
from engine.messages import CATALOGUES, MessageKey
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan.validation_messages import causes, explain
from engine.plan.yaml_tree import Mapped, Path, path_text, place_of

LISTED = 12
"""Most known names that a fault lists."""


class Lookup:
    """The faults of one file, found name by name."""

    def __init__(self, tree: Mapped) -> None:
        self.tree = tree
        self.faults: list[PlanFileError] = []

    def check(self, kind: str, value: str, known: Iterable[str], path: Path) -> None:
        """Note a fault if the name is unknown."""
        names = list(known)
        if value not in names:
            shown = [*names[:LISTED], *(("…",) if len(names) > LISTED else ())]
            self.fault(
                "scenario_unknown",
                path,
                kind=MessageKey(f"word.scenario.{kind}"),
                value=value[:80],
                accepted="、".join(shown) or "—",
                hint=nearest(value[:80], names) or "—",
            )

    def fault(self, code: str, path: Path, **facts: Any) -> None:
        """Note a fault at a place of the file."""
        file, line = place_of(self.tree, path)
        place = facts.pop("place", path_text(path))
        self.faults.append(PlanFileError(code, file=file, line=line, place=place, **facts))


def unknown_names(
    scenario: Any, tree: Mapped, plans: Mapping[str, Plan] | None
) -> list[PlanFileError]:
    """The unknown names of the scenario, in the order of the file."""
    found = Lookup(tree)
    people = list(scenario.people)
    if scenario.open is not None:
        found.check("person", scenario.open.by, people, ("open", "by"))
    for index, step in enumerate(scenario.steps):
        path: Path = ("steps", index)
        if step.by is not None:
            found.check("person", step.by, people, (*path, "by"))
        if step.refused is not None:
            codes = (key[6:] for key in CATALOGUES["zh"] if key.startswith("error."))
            found.check("refusal", step.refused, codes, (*path, "refused"))
    if plans is not None and scenario.plan is not None:
        found.check("plan", scenario.plan, plans, ("plan",))
        if scenario.plan in plans:
            _in_plan(found, scenario, plans[scenario.plan], plans)
    return sorted(found.faults, key=lambda fault: fault.line)


def _in_plan(found: Lookup, scenario: Any, plan: Plan, plans: Mapping[str, Plan]) -> None:
    areas = [plan.jurisdiction.code, *plan.division_by_code]
    if scenario.open.kind is not None:
        found.check("kind", scenario.open.kind, plan.kind_by_id, ("open", "kind"))
    posts = [f"{one.id}:{role.id}" for one in plans.values() for role in one.roles]
    for name, person in scenario.people.items():
        path: Path = ("people", name)
        for index, role in enumerate(person.roles):
            found.check("role", role, [*GENERAL_ROLES, *posts], (*path, "roles", index))
        if person.division is not None:
            found.check("division", person.division, areas, (*path, "division"))
        if person.unit is not None:
            found.check("unit", person.unit, plan.unit_by_id, (*path, "unit"))
    found.check("division", scenario.open.division, areas, ("open", "division"))
    for fact in scenario.open.facts:
        found.check("fact", fact, plan.fact_by_id, ("open", "facts", fact))
    for index, step in enumerate(scenario.steps):
        _step(found, scenario, step, plan, ("steps", index))


def _step(found: Lookup, scenario: Any, step: Any, plan: Plan, path: Path) -> None:
    for day in step.span:
        instant = scenario.instant(plan.zone, day, step.at)
        if not scenario.begins <= instant <= scenario.ends(plan.zone):
            span = {"first": scenario.start, "last": scenario.end_day}
            found.fault("scenario_outside", path, value=f"{day} {step.at}", **span)
            break
    if step.submit is not None:
        _submission(found, step.submit, plan, (*path, "submit"))
    if step.do is not None:
        _command(found, step.do, (*path, "do"))


def _submission(found: Lookup, submission: Any, plan: Plan, path: Path) -> None:
    found.check("report", submission.obligation, plan.report_by_id, (*path, "obligation"))
    parties = [*plan.division_by_code, *plan.unit_by_id, plan.jurisdiction.code]
    given = submission.reporters
    named = () if given == "all" else (given,) if isinstance(given, str) else given
    for key, names in (("reporters", named), ("except", submission.except_)):
        for index, name in enumerate(names):
            found.check("reporter", name, parties, (*path, key, index))


def _command(found: Lookup, body: Mapping[str, Any], path: Path) -> None:
    """Check the command's name and the form of its fields."""
    name = body.get("command")
    if not isinstance(name, str):
        found.fault("plan_missing_key", path, key="command")
        return
    found.check("command", name, COMMANDS, (*path, "command"))
    kind = COMMANDS.get(name)
    if kind is None:
        return
    try:
        kind.model_validate(dict(body))
    except ValidationError as wrong:
        for error in causes(wrong.errors(include_url=False)):
            _field(found, kind, error, path)


def _field(found: Lookup, kind: type[BaseModel], error: Mapping[str, Any], path: Path) -> None:
    own = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        fields = [field.alias or key for key, field in kind.model_fields.items()]
        found.check("field", str(own[-1]), fields, (*path, *own))
        return
    code, facts = explain(error, kind)
    found.fault(code, (*path, *own), **{**facts, "place": path_text((*path, *own))})


def submitters(plan: Plan, obligation: str) -> Iterator[str]:
    """Every reporter that may come to owe an obligation: `reporters: all`."""
    source = plan.report_by_id[obligation].reporters
    if source.divisions or source.divisions_in or source.divisions_not_in:
        yield from plan.division_by_code
    if source.members:
        yield from (unit.id for unit in plan.units if unit.member)
    yield from source.units
