"""The check of `zhiban drill check`, with each finding at the row and field it belongs to.

The sentences are for people who do not know the file: `scenario.wrong.*`, else the checker's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from api.scenarios.shapes import ScenarioFinding
from engine.drill.scenario import Scenario, read_scenario
from engine.errors import PlanFileError
from engine.messages import CATALOGUES, MessageKey, text
from engine.plan.model import Plan
from engine.plan.yaml_tree import Listed, Mapped, line_of, parse

FILE = "scenario"
Path = tuple[str | int, ...]
_STEP = re.compile(r"\[(\d+)\]|([^.\[\]]+)")


@dataclass(frozen=True, slots=True)
class Checked:
    """The scenario, if it can be played, or what is wrong with it."""

    scenario: Scenario | None
    faults: tuple[PlanFileError, ...]
    tree: Mapped | None

    def findings(self, language: str) -> list[ScenarioFinding]:
        """What is wrong, in words."""
        return [
            {
                "place": list(_place(one, self.tree)),
                "line": one.line,
                "code": one.code,
                "sentence": _sentence(one, language),
            }
            for one in self.faults
        ]


def check(content: str, plans: Mapping[str, Plan]) -> Checked:
    """Read the text of a scenario file as a drill would."""
    tree: Mapped | None = None
    try:
        tree = parse(content.encode(), FILE, [])
        return Checked(read_scenario(content.encode(), FILE, plans), (), tree)
    except PlanFileError as wrong:
        return Checked(None, wrong.every, tree)


def _place(fault: PlanFileError, tree: Mapped | None) -> Path:
    place = fault.facts.get("place")
    # The top of the file is named by a key of the catalogue.
    path = _steps(place) if isinstance(place, str) and not isinstance(place, MessageKey) else ()
    if fault.code == "plan_missing_key":
        return (*path, str(fault.facts.get("key")))
    if path:
        return path
    return () if tree is None else _at_line(tree, fault.line)


def _steps(place: str) -> Path:
    """`injects[3].at.day` → `("injects", 3, "at", "day")`."""
    found = _STEP.finditer(place)
    return tuple(int(one[1]) if one[1] is not None else one[2] for one in found)


def _at_line(tree: Mapped, line: int) -> Path:
    """The entry that a line of the file belongs to."""
    found: Path = ()
    for path in _entries(tree):
        if line_of(tree, path) <= line:
            found = path
    return found


def _entries(tree: Mapped) -> Iterator[Path]:
    for key, value in tree.items():
        yield (key,)
        if isinstance(value, Listed):
            yield from ((key, index) for index in range(len(value)))
        elif isinstance(value, Mapping):
            yield from ((key, name) for name in value)


def _sentence(fault: PlanFileError, language: str) -> str:
    known = f"scenario.wrong.{fault.code}"
    facts: dict[str, Any] = dict(fault.facts)
    if fault.code == "scenario_outside":
        facts["first"] = str(facts["first"])[:16].replace("T", " ")
    if known in CATALOGUES["zh"]:
        return text(known, language, **facts)
    return _without_place(fault.sentence(language), fault)


def _without_place(sentence: str, fault: PlanFileError) -> str:
    """The checker's sentence without file, line and path: they stand at the field already."""
    for start in (f"{fault.file}:{fault.line}：", f"{fault.file}:{fault.line}:"):
        sentence = sentence.removeprefix(start)
    place = str(fault.facts.get("place") or "")
    return sentence.strip().removeprefix(place).lstrip(" ：:").strip()
