"""The skeleton of a new plan: a commented file that passes the check and runs as it is.

`plans/skeleton.yaml` holds the rules, `plans/skeleton_clauses.yaml` the clause catalogue and
`plans/skeleton_drill.yaml` a first drill, with `$names` for what differs from plan to plan.
That is made here: the levels, the prefix of incident numbers, the place where the plan
applies, and the line that tells editors of the schema. Nothing is ever overwritten.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from pydantic import TypeAdapter, ValidationError

from api.settings import SHIPPED_PLANS
from engine.errors import PlanFileError
from engine.plan.clauses import catalogue_of
from engine.plan.json_schema import SCHEMAS, schema_json
from engine.plan.loader import load_plan
from engine.plan.model import Clause, NumberPrefix, Plan
from engine.plan.part import Id
from engine.plan.plan_files import CLAUSE_FILE, JURISDICTIONS, PLAN_FILE
from engine.plan_review.clause_coverage import table

TEMPLATE = "skeleton.yaml"
CLAUSES_TEMPLATE = "skeleton_clauses.yaml"
DRILL_TEMPLATE = "skeleton_drill.yaml"
DRILL = "drill.yaml"
SCHEMA = "plan.schema.json"
CLAUSES_SCHEMA = "clauses.schema.json"
QUESTIONS = "open_questions.md"

RESERVED = frozenset({JURISDICTIONS, "drills"})
"""Folders beside the plans that hold no plan."""

LEVELS = (
    ("I", "一级响应", "Level I response", "red"),
    ("II", "二级响应", "Level II response", "orange"),
    ("III", "三级响应", "Level III response", "yellow"),
    ("IV", "四级响应", "Level IV response", "blue"),
    ("V", "五级响应", "Level V response", "grey"),
)
"""Levels from the highest down; a plan of n levels has the first n."""

DEATHS = (1, 3, 10, 30, 100)
RELOCATED = (10, 100, 500, 1000, 5000)
"""Example thresholds of the levels, from the lowest: people relocated."""

NOWHERE = """jurisdiction:
  code: "990000"                 # （填行政区划代码）
  name: 某市
  name_en: The city
  divisions:
    - {code: "990101", name: 东县, name_en: East County}
    - {code: "990102", name: 西区, name_en: West District}"""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The choices behind a new plan; `folder` is the one that holds the plans."""

    folder: Path
    id: str
    title: str
    levels: int
    prefix: str
    jurisdiction: str | None
    today: date

    @property
    def home(self) -> Path:
        """The plan's own folder."""
        return self.folder / self.id

    @property
    def file(self) -> Path:
        """The plan file."""
        return self.home / PLAN_FILE


def plan_text(new: Skeleton) -> str:
    """The plan file."""
    ids = _ids(new)
    return _filled(
        TEMPLATE,
        new,
        title=json.dumps(new.title, ensure_ascii=False),
        title_en=new.id.replace("_", " ").capitalize(),
        prefix=new.prefix,
        schema=f"../{SCHEMA}",
        jurisdiction=f"jurisdiction: {new.jurisdiction}" if new.jurisdiction else NOWHERE,
        levels="\n".join(_levels(new.levels)),
        lowest=ids[0],
        upper=", ".join(f'"{level}"' for level in ids[1:]),
    )


def clauses_text(new: Skeleton) -> str:
    """The clause catalogue of the plan."""
    return _filled(CLAUSES_TEMPLATE, new, schema=f"../{CLAUSES_SCHEMA}")


def clauses_of(new: Skeleton, plan: Plan, markdown: str) -> str:
    """The clause catalogue of an official text, with what the skeleton's rules cite besides.

    Clauses that no rule cites yet are excused with a reason that has to be replaced.
    Raises `ValueError` when a clause occurs twice.
    """
    found = catalogue_of(markdown)
    numbers = {clause.number for clause in found}
    cited = {row.number for row in table(plan) if row.rules}
    examples = [one for one in plan.clauses if one.number in cited - numbers]
    left = [clause.number for clause in found if clause.number not in cited]
    head = clauses_text(new).partition("clauses:\n")[0]
    lines = [f"{head}clauses:", *map(clause_line, found)]
    if examples:
        lines.append("  # 原文没有、骨架的例子还引用着的条款；规则改完以后删去。")
        lines += map(clause_line, examples)
    if left:
        lines += ["", "# 还没有看过的条款：逐条写成规则，或改成真正的理由。", "not_encoded:"]
        clauses = json.dumps(left, ensure_ascii=False)
        lines.append(f"  - {{clause: {clauses}, reason: preparedness, why: （还没有编码）}}")
    return "\n".join(lines) + "\n"


def clause_line(clause: Clause) -> str:
    """One clause as a clause catalogue lists it."""
    hashed = f', sha256: "{clause.sha256}"' if clause.sha256 else ""
    number, heading = (json.dumps(w, ensure_ascii=False) for w in (clause.number, clause.heading))
    return f"  - {{number: {number}, heading: {heading}{hashed}}}"


def drill_text(new: Skeleton, plan: Plan) -> str:
    """A first drill under the plan, from the first call to the closing."""
    area = plan.jurisdiction
    division = area.divisions[0].code if area.divisions else area.code
    lowest, second, *_ = _ids(new)
    return _filled(DRILL_TEMPLATE, new, division=division, lowest=lowest, second=second)


def _ids(new: Skeleton) -> list[str]:
    """The ids of the levels, from the lowest up."""
    return [level for level, *_ in reversed(LEVELS[: new.levels])]


def _filled(template: str, new: Skeleton, **given: str) -> str:
    words = (SHIPPED_PLANS / template).read_text(encoding="utf-8")
    common = {
        "id": new.id,
        "title_words": new.title,
        "folder": new.folder.as_posix(),
        "home": new.home.as_posix(),
        "today": new.today.isoformat(),
    }
    return Template(words).substitute(common | given)


def questions_text(new: Skeleton) -> str:
    """The file for the questions that the official text leaves open."""
    return (
        f"# {new.title}：请主管单位确认的问题\n\n"
        "原文没有说清、或者规则文件只能近似表达的地方，写在这里：条款、我们的做法、怎样改。\n"
        "编号 A… 是 `plan.yaml` 末尾 `assumptions` 里的编号，界面上也会显示。\n\n"
        "1. **降级由谁决定（A1）**。4.2 没有说。本文件：由总指挥决定。\n"
    )


def write(new: Skeleton, markdown: str | None = None) -> list[Path]:
    """Write the files; those that were written. `markdown` is the plan's official text.

    Raises `FileExistsError` when the plan's folder is there, `OSError` when it cannot be
    written, `PlanFileError` when what it refers to is wrong, `ValueError` when a clause of
    the text occurs twice; nothing is left then.
    """
    new.home.mkdir(parents=True)
    try:
        _put(new.home / CLAUSE_FILE, clauses_text(new))
        _put(new.file, plan_text(new))
        _put(new.home / DRILL, drill_text(new, load_plan(new.file)))
        _put(new.home / QUESTIONS, questions_text(new))
        if markdown is not None:
            catalogue = clauses_of(new, load_plan(new.file), markdown)
            (new.home / CLAUSE_FILE).write_text(catalogue, encoding="utf-8", newline="\n")
    except BaseException:
        shutil.rmtree(new.home)
        raise
    written = [new.home / name for name in (PLAN_FILE, CLAUSE_FILE, DRILL, QUESTIONS)]
    for name in SCHEMAS:
        schema = new.folder / name
        if not schema.exists():
            _put(schema, schema_json(name))
            written.append(schema)
    return written


def _put(file: Path, words: str) -> None:
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(words)


def fits_id(word: str) -> bool:
    """True if the word can be a plan's id."""
    return _fits(Id, word)


def fits_prefix(word: str) -> bool:
    """True if the word can be the prefix of an incident's number."""
    return _fits(NumberPrefix, word)


def _fits(kind: Any, word: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(word)
    except ValidationError:
        return False
    return True


def nearest_id(word: str) -> str | None:
    """An id that looks like the word: `Flood-Control 2` → `flood_control_2`."""
    plain = re.sub(r"[^a-z0-9]+", "_", word.lower()).strip("_0123456789")
    return plain if fits_id(plain) and plain not in RESERVED else None


def jurisdictions(folder: Path) -> list[str]:
    """The areas that the plans of the folder share."""
    return sorted(file.stem for file in (folder / JURISDICTIONS).glob("*.yaml"))


def prefixes(folder: Path) -> dict[str, str]:
    """The prefixes of incident numbers that plans of the folder have, with their titles."""
    found = {}
    for file in sorted(folder.glob(f"*/{PLAN_FILE}")):
        with contextlib.suppress(PlanFileError):  # the check says what is wrong with it
            plan = load_plan(file)
            found[plan.number_prefix] = plan.title
    return found


def free_prefix(folder: Path, plan: str) -> str | None:
    """A prefix that no plan of the folder has: `FC` for flood_control."""
    taken = prefixes(folder)
    initials = "".join(word[0] for word in plan.upper().split("_") if word[:1].isalpha())
    letters = "".join(letter for letter in plan.upper() if letter.isalpha())
    wished = (initials, *(letters[:length] for length in range(2, 7)))
    return next((one for one in wished if fits_prefix(one) and one not in taken), None)


def _levels(count: int) -> Iterable[str]:
    for place, (level, name, english, colour) in enumerate(reversed(LEVELS[:count])):
        top = place == count - 1
        yield f'  - id: "{level}"'
        yield f"    name: {name}"
        yield f"    name_en: {english}"
        yield f"    colour: {colour}"
        yield '    clause: "4.1"'
        yield "    criteria:"
        for fact, words, bounds in (("deaths", "死亡", DEATHS), ("relocated", "转移", RELOCATED)):
            low, high = bounds[place], None if top else bounds[place + 1]
            said = f"{words}{low}人以上" + ("" if high is None else f"、不足{high}人")
            upto = "" if high is None else f", below: {high}"
            yield f"      - id: {fact}_{level.lower()}"
            yield f"        text: {said}"
            yield f"        when: {{fact: {fact}, at_least: {low}{upto}}}"
            yield '        clause: "4.1"'
