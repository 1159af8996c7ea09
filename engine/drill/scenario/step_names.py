"""Names in the steps of a scenario, and in the commands that steps and injects carry out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from engine.drill.scenario.lookup import Lookup
from engine.drill.scenario.model import Scenario
from engine.drill.scenario.parts import Step, Submission
from engine.incident.commands import COMMANDS
from engine.messages import CATALOGUES, keys_of
from engine.plan.model import Plan
from engine.plan.validation_messages import causes, explain
from engine.plan.yaml_tree import Path, path_text


def check_steps(found: Lookup, scenario: Scenario, plans: Mapping[str, Plan] | None) -> None:
    """Note every unknown name in the steps, and steps outside the scenario's days."""
    keys = list(scenario.openings)
    for index, step in enumerate(scenario.steps):
        path: Path = ("steps", index)
        if step.incident is not None:
            found.check("incident", step.incident, keys, (*path, "incident"))
        if step.by is not None:
            found.check("person", step.by, scenario.people, (*path, "by"))
        # All codes are listed only for one that there is not: no other file of theirs is read.
        if step.refused is not None and f"error.{step.refused}" not in CATALOGUES["zh"]:
            codes = (key.removeprefix("error.") for key in keys_of("error"))
            found.check("refusal", step.refused, codes, (*path, "refused"))
        plan = plan_of(scenario, step.incident, plans)
        if plan is not None:
            _step(found, scenario, step, plan, path)


def plan_of(
    scenario: Scenario, incident: str | None, plans: Mapping[str, Plan] | None
) -> Plan | None:
    """The plan of an incident of the scenario, None where either is unknown."""
    opening = scenario.openings.get(incident or scenario.first_incident)
    return None if opening is None or plans is None else plans.get(opening.plan)


def _step(found: Lookup, scenario: Scenario, step: Step, plan: Plan, path: Path) -> None:
    for day in step.span:
        instant = scenario.instant(plan.zone, day, step.at)
        if not scenario.begins <= instant <= scenario.ends(plan.zone):
            span = {"first": scenario.start, "last": scenario.end_day}
            found.fault("scenario_outside", path, day=day, time=step.at, **span)
            break
    if step.submit is not None:
        _submission(found, step.submit, plan, (*path, "submit"))
    if step.do is not None:
        ids = plan if step.refused is None else None
        check_command(found, scenario, step.do, ids, (*path, "do"))


def _submission(found: Lookup, submission: Submission, plan: Plan, path: Path) -> None:
    called = {id_: report.name for id_, report in plan.report_by_id.items()}
    field = (*path, "obligation")
    found.check("report", submission.obligation, plan.report_by_id, field, called)
    parties = reporters_of(plan)
    given = submission.reporters
    named = () if given == "all" else (given,) if isinstance(given, str) else given
    for key, names in (("reporters", named), ("except", submission.except_)):
        for index, name in enumerate(names):
            found.check("reporter", name, parties, (*path, key, index), parties)


def reporters_of(plan: Plan) -> dict[str, str]:
    """Everybody who may owe a report of the plan: codes and ids with their names."""
    return {
        **divisions_of(plan),
        **{unit.id: unit.name for unit in plan.units},
        **{role.id: role.name for role in plan.roles},
    }


def divisions_of(plan: Plan) -> dict[str, str]:
    """The codes of the plan's divisions, its whole area first, with their names."""
    own = {plan.jurisdiction.code: plan.jurisdiction.name}
    return own | {code: plan.name_of(code) for code in plan.division_by_code}


def check_command(
    found: Lookup, scenario: Scenario, body: Mapping[str, Any], plan: Plan | None, path: Path
) -> None:
    """Note an unknown command, wrong fields, and with a plan ids that the plan does not have."""
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
        return
    if plan is not None:
        _ids(found, scenario, body, plan, path)


def _field(found: Lookup, kind: type[BaseModel], error: Mapping[str, Any], path: Path) -> None:
    own = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        fields = [field.alias or key for key, field in kind.model_fields.items()]
        found.check("field", str(own[-1]), fields, (*path, *own))
        return
    code, facts = explain(error, kind)
    found.fault(code, (*path, *own), **{**facts, "place": path_text((*path, *own))})


def _ids(
    found: Lookup, scenario: Scenario, body: Mapping[str, Any], plan: Plan, path: Path
) -> None:
    """Note ids in a command that the plan does not have."""
    check_ids(found, plan, body, str(body["command"]), path)
    if isinstance(body.get("facts"), Mapping):
        found.facts(plan, body["facts"], (*path, "facts"))
    sub_state, level = body.get("sub_state"), plan.level_by_id.get(str(body.get("level")))
    if isinstance(sub_state, str) and level is not None:
        known_subs = [sub.id for sub in level.sub_states]
        found.check("sub_state", sub_state, known_subs, (*path, "sub_state"))
    for field in ("other", "duplicate_of"):
        value = body.get(field)
        if isinstance(value, str) and value.startswith("@"):
            found.check("incident", value[1:], scenario.openings, (*path, field))


def check_ids(found: Lookup, plan: Plan, body: Mapping[str, Any], command: str, path: Path) -> None:
    """Note what the fields of a command, or of an entry, name and the plan does not have."""
    for field, kind, called in _known(plan, command):
        value = body.get(field)
        if isinstance(value, str):
            found.check(kind, value, called, (*path, field), called)


def _known(plan: Plan, command: str) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Fields that hold an id: the field, what it is, and the ids there are with their names."""
    posts = {role.id: role.name for role in plan.roles}
    yield "level", "level", {level.id: level.name for level in plan.levels}
    yield "measure", "measure", {measure.id: measure.text for measure in plan.measures}
    yield "group", "group", {group.id: group.name for group in plan.groups}
    yield "condition", "end_condition", {one.id: one.text for one in plan.end_conditions}
    yield "obligation", "report", {report.id: report.name for report in plan.reports}
    yield "on_behalf_of", "post", posts
    yield "role", "post", posts
    yield "grade", "grade", {one.id: one.name for one in plan.warnings}
    if command in ("assume_command", "hand_over_command", "return_command"):
        yield "to", "holder", {one.id: one.name for one in plan.command.holders}
