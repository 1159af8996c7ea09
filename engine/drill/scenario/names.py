"""Names in a scenario that must exist: people, plan, posts, divisions, units, duties, commands.

A drill that cannot run as written is refused before it starts, with the line and the nearest known
name, as in the plan checker. Without the plans only the file's own definitions can be looked up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.drill.scenario.inject_names import check_after, check_injects, check_moment
from engine.drill.scenario.lookup import Lookup
from engine.drill.scenario.model import Scenario
from engine.drill.scenario.parts import IncidentOpening, Person
from engine.drill.scenario.step_names import check_steps, divisions_of
from engine.errors import PlanFileError
from engine.incident.actors import GENERAL_ROLES
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.yaml_tree import Mapped, Path


def unknown_names(
    scenario: Scenario, tree: Mapped, plans: Mapping[str, Plan] | None
) -> list[PlanFileError]:
    """The unknown names of the scenario, in the order of the file."""
    found = Lookup(tree)
    for key, opening in scenario.openings.items():
        path: Path = ("open",) if scenario.open is not None else ("incidents", key)
        found.check("person", opening.by, scenario.people, (*path, "by"))
        if opening.at is not None:
            check_moment(found, scenario, opening.at, (*path, "at"))
        if opening.after is not None:
            check_after(found, scenario, opening.after, (*path, "after"))
        if plans is not None:
            named: Path = ("plan",) if scenario.open is not None else (*path, "plan")
            found.check("plan", opening.plan, plans, named)
            if opening.plan in plans:
                _opening(found, opening, plans[opening.plan], path)
    if plans is not None:
        used = [plans[one.plan] for one in scenario.openings.values() if one.plan in plans]
        for name, person in scenario.people.items():
            _person(found, person, used, plans, ("people", name))
    check_steps(found, scenario, plans)
    check_injects(found, scenario, plans)
    return sorted(found.faults, key=lambda fault: fault.line)


def _opening(found: Lookup, opening: IncidentOpening, plan: Plan, path: Path) -> None:
    if opening.kind is not None:
        found.check("kind", opening.kind, plan.kind_by_id, (*path, "kind"))
    areas = divisions_of(plan)
    found.check("division", opening.division, areas, (*path, "division"), areas)
    found.facts(plan, opening.facts, (*path, "facts"))


def _person(
    found: Lookup, person: Person, used: list[Plan], plans: Mapping[str, Plan], path: Path
) -> None:
    # Posts of the plans that are played first: "commander" means one of theirs.
    called = {f"{p.id}:{r.id}": r.name for p in (*used, *plans.values()) for r in p.roles}
    general = {role: text(f"word.post.{role}") for role in GENERAL_ROLES}
    for index, role in enumerate(person.roles):
        known = general | called
        found.check("role", role, known, (*path, "roles", index), known)
    if not used:
        return
    if person.division is not None:
        areas = {code: name for plan in used for code, name in divisions_of(plan).items()}
        found.check("division", person.division, areas, (*path, "division"), areas)
    if person.unit is not None:
        units = {unit.id: unit.name for plan in used for unit in plan.units}
        found.check("unit", person.unit, units, (*path, "unit"), units)


def submitters(plan: Plan, obligation: str) -> Iterator[str]:
    """Every reporter that may come to owe an obligation: `reporters: all`."""
    source = plan.report_by_id[obligation].reporters
    if source.divisions or source.divisions_in or source.divisions_not_in:
        yield from plan.division_by_code
    if source.members:
        yield from (unit.id for unit in plan.units if unit.member)
    yield from source.units
