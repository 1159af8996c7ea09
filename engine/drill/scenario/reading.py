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
    return read_scenario(read(path), str(path), plans)


def read_scenario(content: bytes, file: str, plans: Mapping[str, Plan] | None = None) -> Scenario:
    """Read the content of a scenario file that is called `file`. Raises as `load_scenario`."""
    faults: list[PlanFileError] = []
    tree = parse(content, file, faults)
    scenario = None
    try:
        scenario = _ADAPTER.validate_python(plain(tree))
    except ValidationError as wrong:
        faults += _at_the_format(form_faults(wrong, Scenario, tree, file, faults), tree)
    if scenario is not None:
        faults += unknown_names(scenario, tree, plans)
    if scenario is None or faults:
        raise PlanFileError.of_all(faults)
    return scenario


def comments_of(content: bytes, file: str) -> dict[tuple[str | int, ...], list[str]]:
    """The comments of a scenario file by what they stand above; `()` is the top of the file.

    A comment within an entry, or at the end of a line, belongs to nothing and is left out.
    """
    tree = parse(content, file)
    lines = content.decode("utf-8").splitlines()
    found: dict[tuple[str | int, ...], list[str]] = {}
    paths: list[tuple[str | int, ...]] = [(key,) for key in tree]
    for key, value in tree.items():
        if isinstance(value, tuple):
            paths += [(key, index) for index in range(len(value))]
        elif isinstance(value, Mapping):
            paths += [(key, name) for name in value]
    for path in paths:
        above = line_of(tree, path) - 2
        words: list[str] = []
        while above >= 0 and lines[above].lstrip().startswith("#"):
            words.insert(0, lines[above].lstrip().removeprefix("#").strip())
            above -= 1
        if words:
            found[() if above < 0 else path] = words
    return found


_OF_FORMAT = ("scenario_one_needs_open", "scenario_one_has_two", "scenario_two_needs_incidents")
"""Faults of the whole file: they are told at the line of its format."""


def _at_the_format(faults: list[PlanFileError], tree: Mapped) -> list[PlanFileError]:
    line = line_of(tree, ("format",))
    return [
        PlanFileError(one.code, file=one.file, line=line) if one.code in _OF_FORMAT else one
        for one in faults
    ]
