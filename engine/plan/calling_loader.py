"""From a `calling.yaml` to `CallingRules`, or to an error that names file, line and remedy.

Read with the strictness of plan files, and by the same code. The file stands in the folder
that holds the plans; an office without one has no rules.
"""

from __future__ import annotations

from pathlib import Path

from engine.plan.calling_rules import NO_RULES, CallingRules
from engine.plan.companion_files import Companion, companion
from engine.plan.plan_files import PlanText, read

CALLING_FILE = "calling.yaml"


CallingSource = Companion[CallingRules]
"""Rules with the text that they were read from, and the tree that knows its lines."""


def calling_file(folder: Path) -> Path | None:
    """The `calling.yaml` in a folder of plans, where there is one."""
    file = folder / CALLING_FILE
    return file if file.exists() else None


def load_calling(folder: Path) -> CallingRules:
    """The rules in a folder of plans; none without a file. Raises `PlanFileError`."""
    file = calling_file(folder)
    return read_calling(file).value if file is not None else NO_RULES


def read_calling(file: Path) -> CallingSource:
    """The rules of a file. Raises `PlanFileError`."""
    return rebuild_calling(PlanText(str(file), read(file)))


def rebuild_calling(text: PlanText) -> CallingSource:
    """The rules from their text, such as one that was stored. Raises `PlanFileError`."""
    return companion(text, CallingRules)
