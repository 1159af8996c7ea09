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
from engine.plan.yaml_tree import parse, plain

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
        faults += form_faults(wrong, Scenario, tree, str(path), faults)
    if scenario is not None:
        faults += unknown_names(scenario, tree, plans)
    if scenario is None or faults:
        raise PlanFileError.of_all(faults)
    return scenario
