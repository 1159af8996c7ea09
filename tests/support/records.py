"""Journals as if they had been real: those of a drill, sealed again as no exercise."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.incident.events import GENESIS, digest
from engine.plan.loader import load_plans
from engine.plan.model import Plan

PLANS = Path("plans")


@cache
def shipped_plans() -> Mapping[str, Plan]:
    """The shipped plans."""
    return load_plans(PLANS)


@cache
def real_record(scenario: str) -> tuple[dict[str, Any], ...]:
    """The journals of a shipped drill, one after the other, as files hold real ones."""
    plans, found = shipped_plans(), list[dict[str, Any]]()
    script = load_scenario(PLANS / "drills" / f"{scenario}.yaml", plans)
    for one in run(script, plans).every:
        shapes = [event.to_json() for event in one.events]
        data = shapes[0]["data"]
        number = data["number"].replace("-YL", "")
        shapes[0]["data"] = {**data, "exercise": False, "number": number}
        found += sealed(shapes)
    return tuple(found)


def sealed(shapes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The same entries in a chain that holds."""
    previous, found = GENESIS, list[dict[str, Any]]()
    for shape in shapes:
        chained = {**shape, "prev_hash": previous}
        previous = digest(chained)
        found.append({**chained, "hash": previous})
    return found


def write_record(file: Path, scenario: str) -> Path:
    """The record in a file, as `journal export` writes it."""
    lines = (json.dumps(one, ensure_ascii=False) for one in real_record(scenario))
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file
