"""From a plan file to a `Plan`, or to an error that names file, line and remedy.

YAML 1.2 (ruamel.yaml), one mapping. Refused before anything is built from it: a file
over `MAX_BYTES`, anchors and aliases (they can explode and nobody can cite them), tags,
duplicate keys, nesting deeper than `MAX_DEPTH`, text that is not UTF-8. Clause numbers
and clock times must be quoted: `4.10` would be 4.1 and `15:00` the number 900 in older
YAML, so an unquoted one is refused where a string is expected.

Reading a file is the one piece of input the engine does, because a plan is its program.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from engine.errors import PlanFileError
from engine.plan.model import Plan
from engine.plan.spelling import explain

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
PLAN_FILE = "plan.yaml"
JURISDICTIONS = "jurisdictions"


def load_plan(path: Path) -> Plan:
    """Read the plan at `path` (a `plan.yaml` or the folder that holds it).

    A `jurisdiction` that is a word is looked up beside the plans, in
    `jurisdictions/WORD.yaml`. Raises `PlanFileError`.
    """
    file = path / PLAN_FILE if path.is_dir() else path
    content = read(file)
    tree = parse(content, str(file))
    digest = hashlib.sha256(content)
    jurisdiction = tree.get("jurisdiction")
    if isinstance(jurisdiction, str):
        shared = file.parent.parent / JURISDICTIONS / f"{jurisdiction}.yaml"
        shared_content = read(shared)
        digest.update(shared_content)
        tree["jurisdiction"] = parse(shared_content, str(shared))
    return build(tree, str(file), digest.hexdigest())


def load_plans(folder: Path) -> dict[str, Plan]:
    """All plans below `folder`, one a sub-folder with a `plan.yaml`, by id."""
    plans: dict[str, Plan] = {}
    for file in sorted(folder.glob(f"*/{PLAN_FILE}")):
        plan = load_plan(file)
        if plan.id in plans:
            raise PlanFileError("plan_id_twice", file=str(file), line=1, id=plan.id)
        plans[plan.id] = plan
    return plans


def parse(content: bytes, file: str) -> CommentedMap:
    """The file's mapping with line numbers, or `PlanFileError`."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise PlanFileError("plan_not_utf8", file=file, line=line) from None
    try:
        _refuse_tricks(words, file)
        tree = YAML(typ="rt", pure=True).load(words)
    except MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        problem = (wrong.problem or "").splitlines()[0] if wrong.problem else "?"
        raise PlanFileError("plan_not_yaml", file=file, line=line, problem=problem) from None
    except (YAMLError, ValueError, RecursionError) as wrong:
        problem = str(wrong).splitlines()[0] if str(wrong) else type(wrong).__name__
        raise PlanFileError("plan_not_yaml", file=file, line=1, problem=problem) from None
    if not isinstance(tree, CommentedMap):
        raise PlanFileError("plan_not_a_mapping", file=file, line=1)
    return tree


def build(tree: CommentedMap, file: str, digest: str) -> Plan:
    """A `Plan` from the parsed file, or `PlanFileError` at the first wrong line."""
    values = plain(tree)
    values["digest"] = digest
    try:
        return Plan.model_validate(values)
    except ValidationError as wrong:
        first = min(
            wrong.errors(include_url=False, include_context=False),
            key=lambda error: line_of(tree, error["loc"]),
        )
        line = line_of(tree, first["loc"])
        code, facts = explain(first, Plan)
        raise PlanFileError(code, file=file, line=line, **facts) from None


def line_of(tree: Any, path: tuple[int | str, ...]) -> int:
    """The line (from 1) of the deepest part of `path` that the file holds."""
    line, node = 1, tree
    for step in path:
        if isinstance(node, CommentedMap) and step in node:
            line = node.lc.key(step)[0] + 1
            node = node[step]
        elif isinstance(node, CommentedSeq) and isinstance(step, int) and step < len(node):
            line = node.lc.item(step)[0] + 1
            node = node[step]
    return line


def read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise PlanFileError("plan_too_large", file=str(file), line=1, limit=MAX_BYTES)
        return file.read_bytes()
    except OSError as wrong:
        why = wrong.strerror or str(wrong)
        raise PlanFileError("plan_unreadable", file=str(file), line=1, why=why) from None


def _refuse_tricks(words: str, file: str) -> None:
    """Walk the event stream once and refuse what a plan never needs."""
    depth = 0
    for event in YAML(typ="rt", pure=True).parse(words):
        line = event.start_mark.line + 1
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            raise PlanFileError("plan_has_anchor", file=file, line=line)
        tag = getattr(event, "tag", None)
        if tag:
            raise PlanFileError("plan_has_tag", file=file, line=line, tag=tag)
        name = type(event).__name__
        if name in ("MappingStartEvent", "SequenceStartEvent"):
            depth += 1
        elif name in ("MappingEndEvent", "SequenceEndEvent"):
            depth -= 1
        if depth > MAX_DEPTH:
            raise PlanFileError("plan_too_deep", file=file, line=line, limit=MAX_DEPTH)


def plain(node: Any) -> Any:
    """Plain dicts and tuples of plain scalars: what the strict models accept."""
    if isinstance(node, Mapping):
        return {plain(key): plain(value) for key, value in node.items()}
    if isinstance(node, list | tuple):
        return tuple(plain(value) for value in node)
    if isinstance(node, bool) or node is None:
        return node
    for kind in (str, int, float):
        if isinstance(node, kind):
            return kind(node)
    return node
