"""From a `calling.yaml` to `CallingRules`, or to an error that names file, line and remedy.

Read with the strictness of plan files, and by the same code. The file stands in the folder
that holds the plans; an office without one has no rules.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from engine.errors import PlanFileError
from engine.plan.calling_rules import NO_RULES, CallingRules
from engine.plan.form_faults import form_faults
from engine.plan.plan_files import PlanText, read
from engine.plan.yaml_tree import Mapped, parse, plain

CALLING_FILE = "calling.yaml"


@dataclass(frozen=True, slots=True)
class CallingSource:
    """Rules with the text that they were read from, and the tree that knows its lines."""

    rules: CallingRules
    tree: Mapped
    text: PlanText


def calling_file(folder: Path) -> Path | None:
    """The `calling.yaml` in a folder of plans, where there is one."""
    file = folder / CALLING_FILE
    return file if file.exists() else None


def load_calling(folder: Path) -> CallingRules:
    """The rules in a folder of plans; none without a file. Raises `PlanFileError`."""
    file = calling_file(folder)
    return read_calling(file).rules if file is not None else NO_RULES


def read_calling(file: Path) -> CallingSource:
    """The rules of a file. Raises `PlanFileError`."""
    return rebuild_calling(PlanText(str(file), read(file)))


def rebuild_calling(text: PlanText) -> CallingSource:
    """The rules from their text, such as one that was stored. Raises `PlanFileError`.

    The digest is the sha256 of the text's bytes.
    """
    found: list[PlanFileError] = []
    tree = parse(text.content, text.file, found)
    if "digest" in tree:
        line = tree.lines["digest"]
        found.append(PlanFileError("plan_digest", file=text.file, line=line))
    values = {key: value for key, value in plain(tree).items() if key != "digest"}
    digest = hashlib.sha256(text.content).hexdigest()
    rules = None
    try:
        rules = CallingRules.model_validate({**values, "digest": digest})
    except ValidationError as wrong:
        found += form_faults(wrong, CallingRules, tree, text.file, found)
    if rules is None or found:
        raise PlanFileError.of_all(found)
    return CallingSource(rules, tree, text)
