"""Reading a scenario file, as strictly as a plan file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter as Adapter
from pydantic import ValidationError

from engine.drill.scenario.model import Scenario
from engine.drill.scenario.names import unknown_names
from engine.errors import PlanFileError
from engine.plan.form_faults import form_faults
from engine.plan.model import Plan
from engine.plan.plan_files import read
from engine.plan.yaml_tree import Mapped, line_of, parse, plain

_ADAPTER = Adapter(Scenario)


def load_scenario(path: Path, plans: Mapping[str, Plan] | None = None) -> Scenario:
    """Read a scenario file; with `plans`, every name in it is looked up in them too.

    Raises `PlanFileError` with every wrong line: file, line and remedy.
    """
    faults: list[PlanFileError] = []
    tree = parse(read(path), str(path), faults)
    scenario = None
    try:
        scenario = _ADAPTER.validate_python(plain(tree))
    except ValidationError as wrong:
        faults += _at_the_format(form_faults(wrong, Scenario, tree, str(path), faults), tree)
    if scenario is not None:
        faults += unknown_names(scenario, tree, plans)
    if scenario is None or faults:
        raise PlanFileError.of_all(faults)
    return scenario


_OF_FORMAT = ("scenario_one_needs_open", "scenario_one_has_two", "scenario_two_needs_incidents")
"""Faults of the whole file: they are told at the line of its format."""


def _at_the_format(faults: list[PlanFileError], tree: Mapped) -> list[PlanFileError]:
    line = line_of(tree, ("format",))
    return [
        PlanFileError(one.code, file=one.file, line=line) if one.code in _OF_FORMAT else one
        for one in faults
    ]
