"""From a plan file to a `Plan`, or to an error that names file, line and remedy.

YAML 1.2, one mapping; how the text is read, and what is refused before anything is
built from it, is `engine.plan.tree`. Here the file is found, its size bounded, its
jurisdiction looked up, its digest taken, and the values are given to the models. Which
sentence a model's complaint becomes is `engine.plan.spelling`.

Reading a file is the one piece of input the engine does, because a plan is its program.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from engine.errors import PlanFileError
from engine.messages import MessageKey
from engine.plan.model import Plan
from engine.plan.spelling import causes, explain, nearest, steps_of
from engine.plan.tree import Mapped, line_of, parse, place_of, plain, written

__all__ = [
    "JURISDICTIONS",
    "MAX_BYTES",
    "PLAN_FILE",
    "Source",
    "build",
    "line_of",
    "load_plan",
    "load_plans",
    "parse",
    "plain",
    "read",
    "read_plan",
]

MAX_BYTES = 500_000
PLAN_FILE = "plan.yaml"
JURISDICTIONS = "jurisdictions"

_WORD = re.compile(r"[A-Za-z0-9_]{1,63}")


@dataclass(frozen=True, slots=True)
class Source:
    """A plan with the tree that it was built from, which knows files and lines."""

    plan: Plan
    tree: Mapped


def load_plan(path: Path) -> Plan:
    """Read the plan at `path` (a `plan.yaml` or the folder that holds it).

    A `jurisdiction` that is a word is looked up beside the plans, in
    `jurisdictions/WORD.yaml`. Raises `PlanFileError`.
    """
    return read_plan(path).plan


def read_plan(path: Path) -> Source:
    """Like `load_plan`, with the tree, for those who have to name lines."""
    file = path / PLAN_FILE if path.is_dir() else path
    content = read(file)
    tree = parse(content, str(file))
    digest = hashlib.sha256(content)
    jurisdiction = tree.get("jurisdiction")
    if isinstance(jurisdiction, str):
        shared = _jurisdiction_file(file, jurisdiction, tree.lines["jurisdiction"])
        shared_content = read(shared)
        digest.update(shared_content)
        tree["jurisdiction"] = parse(shared_content, str(shared))
    return Source(build(tree, str(file), digest.hexdigest()), tree)


def load_plans(folder: Path) -> dict[str, Plan]:
    """All plans below `folder`, one a sub-folder with a `plan.yaml`, by id."""
    plans: dict[str, Plan] = {}
    for file in sorted(folder.glob(f"*/{PLAN_FILE}")):
        source = read_plan(file)
        plan = source.plan
        if plan.id in plans:
            line = line_of(source.tree, ("id",))
            raise PlanFileError("plan_id_twice", file=str(file), line=line, id=plan.id)
        plans[plan.id] = plan
    return plans


def build(tree: Mapped, file: str, digest: str) -> Plan:
    """A `Plan` from the parsed file, or `PlanFileError` at the first wrong line."""
    if "digest" in tree:
        raise PlanFileError("plan_digest", file=file, line=tree.lines["digest"])
    values = plain(tree)
    values["digest"] = digest
    try:
        return Plan.model_validate(values)
    except ValidationError as wrong:
        errors = causes(wrong.errors(include_url=False))
        first = min(errors, key=lambda error: place_of(tree, steps_of(error["loc"], tree)))
        steps = steps_of(first["loc"], tree)
        where, line = place_of(tree, steps)
        code, facts = explain(first, Plan, tree=tree, written=written(tree, steps))
        raise PlanFileError(code, file=where or file, line=line, **facts) from None


def read(file: Path) -> bytes:
    """The file's content, or `PlanFileError` when it is too large or cannot be read."""
    try:
        if file.exists() and not file.is_file():
            why = MessageKey("word.not_a_file")
            raise PlanFileError("plan_unreadable", file=str(file), line=1, why=why)
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise PlanFileError("plan_missing", file=str(file), line=1, folder=file.parent) from None
    except (OSError, ValueError) as wrong:
        why_not = getattr(wrong, "strerror", None) or str(wrong)
        raise PlanFileError("plan_unreadable", file=str(file), line=1, why=why_not) from None
    if len(content) > MAX_BYTES:
        raise PlanFileError("plan_too_large", file=str(file), line=1, limit=f"{MAX_BYTES:,}")
    return content


def _jurisdiction_file(file: Path, word: str, line: int) -> Path:
    """The shared file of a jurisdiction, which is named by a plain word."""
    above = file.parent.parent if len(file.parts) > 2 else file.absolute().parent.parent
    folder = above / JURISDICTIONS
    known = sorted(shared.stem for shared in folder.glob("*.yaml"))
    if not _WORD.fullmatch(word) or word not in known:
        raise PlanFileError(
            "plan_no_jurisdiction",
            file=str(file),
            line=line,
            value=word[:80],
            folder=folder,
            accepted="、".join(known) or "—",
            hint=nearest(word[:80], known) or "—",
        )
    return folder / f"{word}.yaml"
