"""Files beside the plans that follow their rules: what is watched, and sheets of evaluation.

Read with the strictness of plan files, by the same code: each error names file, line and
remedy. Which files there are is decided here; what they mean is not.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from engine.errors import PlanFileError
from engine.plan.calling_rules import CallingRules
from engine.plan.evaluation_sheets import EvaluationSheet
from engine.plan.form_faults import of_form
from engine.plan.monitor_rules import MonitorRules
from engine.plan.plan_files import PlanText, read
from engine.plan.yaml_tree import Mapped, parse

MONITOR_FILE = "monitors.yaml"
SHEET_FOLDER = "evaluation"

M = TypeVar("M", MonitorRules, EvaluationSheet, CallingRules)


@dataclass(frozen=True, slots=True)
class Companion(Generic[M]):
    """What a file says, with the tree that knows its lines."""

    value: M
    tree: Mapped
    text: PlanText


def monitor_files(folder: Path) -> list[Path]:
    """Every `monitors.yaml` beside a plan below a folder of plans, or in a plan's own folder."""
    return sorted({*folder.glob(f"*/{MONITOR_FILE}"), *folder.glob(MONITOR_FILE)})


def sheet_files(folder: Path) -> list[Path]:
    """Every sheet of a folder of plans."""
    return sorted(folder.glob(f"{SHEET_FOLDER}/*.yaml"))


def read_monitors(file: Path) -> Companion[MonitorRules]:
    """The monitors of a file. Raises `PlanFileError`."""
    return _read(file, MonitorRules)


def read_sheet(file: Path) -> Companion[EvaluationSheet]:
    """The sheet of a file. Raises `PlanFileError`."""
    return _read(file, EvaluationSheet)


def load_monitors(folder: Path) -> dict[str, MonitorRules]:
    """What is watched, by plan. Raises `PlanFileError`."""
    found = (read_monitors(file).value for file in monitor_files(folder))
    return {one.plan: one for one in found}


def load_sheets(folder: Path) -> dict[str, EvaluationSheet]:
    """The sheets of a folder of plans, by id. Raises `PlanFileError`."""
    found = (read_sheet(file).value for file in sheet_files(folder))
    return {one.id: one for one in found}


def companion(text: PlanText, form: type[M]) -> Companion[M]:
    """What a file's text says, also one that was stored. Raises `PlanFileError`.

    The digest is the sha256 of the text's bytes.
    """
    found: list[PlanFileError] = []
    tree = parse(text.content, text.file, found)
    digest = hashlib.sha256(text.content).hexdigest()
    return Companion(of_form(form, tree, text.file, digest, found), tree, text)


def _read(file: Path, form: type[M]) -> Companion[M]:
    return companion(PlanText(str(file), read(file)), form)
