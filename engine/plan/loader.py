"""From plan files to a `Plan`, or to an error that names file, line and remedy.

YAML 1.2, one mapping a file; how the text is read, and what is refused before anything is
built from it, is `engine.plan.yaml_tree`. Which files belong to a plan, and its digest, is
`engine.plan.plan_files`. Here their mappings are joined into one tree, and the values are
given to the models. Which sentence a model's complaint becomes is
`engine.plan.validation_messages`.

Reading a file is the one piece of input the engine does, because a plan is its program.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import PlanFileError
from engine.plan.form_faults import of_form
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan.plan_files import (
    PLAN_FILE,
    PlanFiles,
    PlanText,
    clause_file,
    jurisdiction_file,
    read,
)
from engine.plan.yaml_tree import Mapped, line_of, parse

CLAUSE_KEYS = ("clauses", "not_encoded")
"""The keys that `clauses.yaml` may hold."""


@dataclass(frozen=True, slots=True)
class Source:
    """A plan with its files, and the tree that knows their lines."""

    plan: Plan
    tree: Mapped
    files: PlanFiles


def load_plan(path: Path) -> Plan:
    """Read the plan at `path` (a `plan.yaml` or the folder that holds it).

    A `clauses.yaml` beside it belongs to the plan. A `jurisdiction` that is a word is
    looked up beside the plans, in `jurisdictions/WORD.yaml`. Raises `PlanFileError`.
    """
    return read_plan(path).plan


def read_plan(path: Path) -> Source:
    """Like `load_plan`, with the tree and the files. Raises `PlanFileError`."""
    file = path / PLAN_FILE if path.is_dir() else path
    text = PlanText(str(file), read(file))
    faults: list[PlanFileError] = []
    tree = parse(text.content, text.file, faults)
    word = tree.get("jurisdiction")
    shared = None
    if isinstance(word, str):
        shared = jurisdiction_file(file, word, tree.lines["jurisdiction"])
    files = PlanFiles(text, clause_file(file), shared)
    _join(tree, files, faults)
    return Source(of_form(Plan, tree, text.file, files.digest, faults), tree, files)


def read_plans(folder: Path) -> dict[str, Source]:
    """All plans below `folder`, one a sub-folder with a `plan.yaml`, by id.

    Raises `PlanFileError`, also when two plans have one id.
    """
    sources: dict[str, Source] = {}
    for file in sorted(folder.glob(f"*/{PLAN_FILE}")):
        source = read_plan(file)
        plan = source.plan
        if plan.id in sources:
            line = line_of(source.tree, ("id",))
            raise PlanFileError("plan_id_twice", file=str(file), line=line, id=plan.id)
        sources[plan.id] = source
    return sources


def load_plans(folder: Path) -> dict[str, Plan]:
    """Like `read_plans`, the plans only. Raises `PlanFileError`."""
    return {id_: source.plan for id_, source in read_plans(folder).items()}


def rebuild(files: PlanFiles, digest: str) -> Plan:
    """The plan from the texts that were stored of it. Raises `PlanFileError`."""
    faults: list[PlanFileError] = []
    tree = parse(files.plan.content, files.plan.file, faults)
    _join(tree, files, faults)
    return of_form(Plan, tree, files.plan.file, digest, faults)


def _join(tree: Mapped, files: PlanFiles, faults: list[PlanFileError]) -> None:
    """Put the entries of the other files into the tree of the `plan.yaml`."""
    if files.clauses is not None:
        clauses = parse(files.clauses.content, files.clauses.file, faults)
        _join_clauses(tree, clauses)
        tree.cut += clauses.cut
    if files.jurisdiction is not None:
        area = parse(files.jurisdiction.content, files.jurisdiction.file, faults)
        tree.adopt("jurisdiction", area, area.file, area.line)
        tree.cut += area.cut


def _join_clauses(tree: Mapped, clauses: Mapped) -> None:
    for key, line in clauses.lines.items():
        if key not in CLAUSE_KEYS:
            raise PlanFileError(
                "plan_not_in_clauses",
                file=clauses.file,
                line=line,
                key=key,
                accepted="、".join(CLAUSE_KEYS),
                hint=nearest(str(key), CLAUSE_KEYS) or "—",
            )
        if key in tree:
            raise PlanFileError(
                "plan_key_in_both",
                file=clauses.file,
                line=line,
                key=key,
                other=tree.file,
                first=tree.lines[key],
            )
        tree.adopt(str(key), clauses[str(key)], clauses.file, line)
