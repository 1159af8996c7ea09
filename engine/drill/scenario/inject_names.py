"""Names in the injects, branches and simulated people of a scenario, and circles among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_type_hints

from engine.drill.scenario.inject import Condition, Inject, OnState
from engine.drill.scenario.lookup import Lookup
from engine.drill.scenario.model import Scenario
from engine.drill.scenario.parts import After, Moment
from engine.drill.scenario.simulated import EVERYBODY
from engine.drill.scenario.step_names import (
    check_command,
    check_ids,
    plan_of,
    reporters_of,
)
from engine.incident.actors import GENERAL_ROLES
from engine.incident.events import EVENT_TYPES
from engine.messages import text
from engine.plan.clause_index import Index
from engine.plan.model import STAGES, Plan
from engine.plan.yaml_tree import Path
from engine.presentation.event_data import EVENT_DATA


def check_injects(found: Lookup, scenario: Scenario, plans: Mapping[str, Plan] | None) -> None:
    """Note every unknown name in injects, branches and `simulated`."""
    counted = Counter(one.id for one in scenario.injects)
    for index, inject in enumerate(scenario.injects):
        path: Path = ("injects", index)
        if counted[inject.id] > 1:
            found.fault("scenario_inject_twice", (*path, "id"), value=inject.id)
        _inject(found, scenario, inject, plan_of(scenario, inject.incident, plans), path)
        if inject.when is not None:
            _condition(found, scenario, inject.when, (*path, "when"), plans, inject.incident)
    for name, branch in scenario.branches.items():
        if all(one.branch != name for one in scenario.injects):
            found.fault("scenario_branch_unused", ("branches", name), value=name)
        if branch.when is not None:
            _condition(found, scenario, branch.when, ("branches", name, "when"), plans, None)
    _forks(found, scenario)
    _circles(found, scenario)
    _simulated(found, scenario, plans)


def check_moment(found: Lookup, scenario: Scenario, moment: Moment, path: Path) -> None:
    """Note a time outside the scenario's days."""
    last = scenario.at(scenario.end_day, "24:00")
    if not scenario.begins <= scenario.at(moment.day, moment.time) <= last:
        span = {"first": scenario.start, "last": scenario.end_day}
        found.fault("scenario_outside", path, day=moment.day, time=moment.time, **span)


def check_after(found: Lookup, scenario: Scenario, after: After, path: Path) -> None:
    """Note an inject or an incident that a delay counts from and that does not exist."""
    if after.inject is not None:
        ids = [one.id for one in scenario.injects]
        found.check("inject", after.inject, ids, (*path, "inject"))
    if after.incident is not None:
        found.check("incident", after.incident, scenario.openings, (*path, "incident"))


def _inject(
    found: Lookup, scenario: Scenario, inject: Inject, plan: Plan | None, path: Path
) -> None:
    if inject.incident is not None:
        found.check("incident", inject.incident, scenario.openings, (*path, "incident"))
    if inject.branch is not None:
        found.check("branch", inject.branch, scenario.branches, (*path, "branch"))
    if inject.at is not None:
        check_moment(found, scenario, inject.at, (*path, "at"))
    if inject.after is not None:
        check_after(found, scenario, inject.after, (*path, "after"))
    _expected(found, scenario, inject, plan, path)
    if inject.on_state is not None:
        _on_state(found, scenario, inject, inject.on_state, plan, path)
    if plan is not None:
        found.facts(plan, inject.facts, (*path, "facts"))


def _on_state(
    found: Lookup,
    scenario: Scenario,
    inject: Inject,
    state: OnState,
    plan: Plan | None,
    path: Path,
) -> None:
    if state.incident is not None:
        found.check("incident", state.incident, scenario.openings, (*path, "on_state", "incident"))
    if plan is not None and state.incident in (None, inject.incident):
        places = [*STAGES, *(name for name in plan.places if name not in STAGES)]
        found.check("place", state.place, places, (*path, "on_state", "place"))


def _expected(
    found: Lookup, scenario: Scenario, inject: Inject, plan: Plan | None, path: Path
) -> None:
    for index, expected in enumerate(inject.expected):
        own: Path = (*path, "expected", *([index] if len(inject.expected) > 1 else []))
        if expected.by is not None:
            found.check("person", expected.by, scenario.people, (*own, "by"))
        if expected.do is not None:
            check_command(found, scenario, expected.do, plan, (*own, "do"))
        if expected.clause is not None and plan is not None:
            cited = Index(plan)
            known = [expected.clause] if cited.has(expected.clause) else cited.numbers
            found.check("clause", expected.clause, sorted(known), (*own, "clause"))


def _condition(
    found: Lookup,
    scenario: Scenario,
    condition: Condition,
    path: Path,
    plans: Mapping[str, Plan] | None,
    incident: str | None,
) -> None:
    """Note what keeps a condition from ever being met; `incident` is the one it is about."""
    incident = condition.incident or incident
    for key, type_ in (("event", condition.event), ("missing", condition.missing)):
        if type_ is not None:
            found.check("event", type_, EVENT_TYPES, (*path, key))
        for name in condition.with_ if type_ in EVENT_DATA else ():
            # A key that no such entry has would leave the condition open for ever.
            found.check("entry_key", name, _keys_of(type_), (*path, "with", name))
    plan = plan_of(scenario, incident, plans)
    if plan is not None:
        _values(found, condition, plan, path)
    if condition.since is not None:
        ids = [one.id for one in scenario.injects]
        found.check("inject", condition.since, ids, (*path, "since"))
    if condition.incident is not None:
        found.check("incident", condition.incident, scenario.openings, (*path, "incident"))
    for key, parts in (("all", condition.all_), ("any", condition.any_)):
        for index, part in enumerate(parts or ()):
            inner: Path = (*path, key, *([index] if len(parts or ()) > 1 else []))
            _condition(found, scenario, part, inner, plans, incident)


def _values(found: Lookup, condition: Condition, plan: Plan, path: Path) -> None:
    """Note a level, a reporter, a post … that no entry under the plan can name."""
    check_ids(found, plan, condition.with_, "", (*path, "with"))
    reporter = condition.with_.get("reporter")
    if isinstance(reporter, str):
        parties = reporters_of(plan)
        found.check("reporter", reporter, parties, (*path, "with", "reporter"), parties)
    if condition.role is not None:
        posts = {role.id: role.name for role in plan.roles}
        general = {role: text(f"word.post.{role}") for role in GENERAL_ROLES}
        known = posts | general
        found.check("post", condition.role, [*known, "system"], (*path, "role"), known)


def _keys_of(type_: str | None) -> list[str]:
    """What entries of a type may hold."""
    shape = EVENT_DATA[type_ or ""]
    return sorted(get_type_hints(shape))


def _forks(found: Lookup, scenario: Scenario) -> None:
    """Note forks whose chances add up to more than 100."""
    chances: Counter[str] = Counter()
    for name, branch in scenario.branches.items():
        if branch.fork is not None:
            chances[branch.fork] += branch.chance or 0
            if chances[branch.fork] > 100:
                path: Path = ("branches", name, "chance")
                found.fault("scenario_fork", path, value=branch.fork, sum=chances[branch.fork])
                chances[branch.fork] = 0


def _circles(found: Lookup, scenario: Scenario) -> None:
    """Note injects and incidents that wait for each other in a circle: none would ever come."""
    waits = {one.id: set(_waits_for(scenario, one)) for one in scenario.injects}
    for key, opening in scenario.openings.items():
        waits[_opened(key)] = set() if opening.after is None else set(_counted(opening.after))
    for index, inject in enumerate(scenario.injects):
        if _comes_back(waits, inject.id):
            found.fault("scenario_circle", ("injects", index), value=inject.id)
    for key in scenario.openings:
        if _comes_back(waits, _opened(key)):
            found.fault("scenario_incident_circle", ("incidents", key), value=key)


def _comes_back(waits: Mapping[str, set[str]], name: str) -> bool:
    seen: set[str] = set()
    open_ = list(waits[name])
    while open_:
        one = open_.pop()
        if one == name:
            return True
        if one not in seen:
            seen.add(one)
            open_ += waits.get(one, ())
    return False


def _opened(incident: str) -> str:
    """An incident among the injects; no inject can be called so."""
    return f"@{incident}"


def _waits_for(scenario: Scenario, inject: Inject) -> Iterator[str]:
    """What has to come before an inject: before itself, and before its branch opens."""
    if inject.after is not None:
        yield from _counted(inject.after)
    if inject.when is not None:
        yield from _needed(inject.when)
    branch = scenario.branches.get(inject.branch or "")
    if branch is not None and branch.when is not None:
        yield from _needed(branch.when)


def _counted(after: After) -> Iterator[str]:
    if after.inject is not None:
        yield after.inject
    if after.incident is not None:
        yield _opened(after.incident)


def _needed(condition: Condition) -> set[str]:
    """The injects without which a condition cannot be met; of `any` those of every part."""
    needed = set() if condition.since is None else {condition.since}
    for part in condition.all_ or ():
        needed |= _needed(part)
    if condition.any_:
        needed |= set.intersection(*(_needed(part) for part in condition.any_))
    return needed


def _simulated(found: Lookup, scenario: Scenario, plans: Mapping[str, Plan] | None) -> None:
    parties: list[str] = []
    for opening in scenario.openings.values():
        plan = (plans or {}).get(opening.plan)
        if plan is not None:
            units = (*plan.division_by_code, *plan.unit_by_id, *plan.role_by_id)
            parties += [*units, plan.jurisdiction.code]
    for name, row in scenario.simulated.items():
        known = [EVERYBODY, *scenario.people, *parties]
        if plans is not None:
            found.check("simulated", name, known, ("simulated", name))
        if row.does and name not in scenario.people:
            found.fault("scenario_does_what", ("simulated", name, "does"), value=name)
