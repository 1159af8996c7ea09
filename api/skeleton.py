"""The skeleton of a new plan: a commented file that passes the check and runs as it is.

`plans/skeleton.yaml` holds the text and `plans/skeleton_drill.yaml` a first drill, with
`$names` for what differs from plan to plan. What differs is made here: the levels, the
prefix of incident numbers, the place where the plan applies, and the line that tells
editors of the schema. Nothing is ever overwritten.
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
from engine.plan.base import Id
from engine.plan.loader import JURISDICTIONS, PLAN_FILE, load_plan
from engine.plan.model import NumberPrefix, Plan
from engine.plan.schema import schema_text

TEMPLATE = "skeleton.yaml"
DRILL_TEMPLATE = "skeleton_drill.yaml"
DRILL = "drill.yaml"
SCHEMA = "plan.schema.json"
QUESTIONS = "open_questions.md"

RESERVED = frozenset({JURISDICTIONS, "drills"})
"""Folders beside the plans that are none."""

LEVELS = (
    ("I", "一级响应", "red"),
    ("II", "二级响应", "orange"),
    ("III", "三级响应", "yellow"),
    ("IV", "四级响应", "blue"),
    ("V", "五级响应", "grey"),
)
"""From the highest down; a plan of n levels has the first n."""

DEATHS = (1, 3, 10, 30, 100)
RELOCATED = (10, 100, 500, 1000, 5000)
"""Where the levels begin, from the lowest: examples, in people."""

NOWHERE = """jurisdiction:
  code: "990000"                 # （填行政区划代码）
  name: 某市
  divisions:
    - {code: "990101", name: 东县}
    - {code: "990102", name: 西区}"""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What a new plan is made of; `folder` is the one that holds the plans."""

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
        prefix=new.prefix,
        schema=f"../{SCHEMA}",
        jurisdiction=f"jurisdiction: {new.jurisdiction}" if new.jurisdiction else NOWHERE,
        levels="\n".join(_levels(new.levels)),
        lowest=ids[0],
        upper=", ".join(f'"{level}"' for level in ids[1:]),
    )


def drill_text(new: Skeleton, plan: Plan) -> str:
    """A first drill under the plan, from the first call to the closing."""
    area = plan.jurisdiction
    division = area.divisions[0].code if area.divisions else area.code
    lowest, second, *_ = _ids(new)
    return _filled(DRILL_TEMPLATE, new, division=division, lowest=lowest, second=second)


def _ids(new: Skeleton) -> list[str]:
    """The levels from the lowest up."""
    return [level for level, _, _ in reversed(LEVELS[: new.levels])]


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
    """The file for what the text leaves open."""
    return (
        f"# {new.title}：请主管单位确认的问题\n\n"
        "原文没有说清、或者规则文件只能近似表达的地方，写在这里：条款、我们的做法、怎样改。\n"
        "编号 A… 是 `plan.yaml` 末尾 `assumptions` 里的编号，界面上也会显示。\n\n"
        "1. **降级由谁决定（A1）**。4.2 没有说。本文件：由总指挥决定。\n"
    )


def write(new: Skeleton) -> list[Path]:
    """Write the files; those that were written.

    Raises `FileExistsError` when the plan's folder is there, `OSError` when it cannot be
    written, `PlanFileError` when what it refers to is wrong; nothing is left then.
    """
    new.home.mkdir(parents=True)
    try:
        _put(new.file, plan_text(new))
        _put(new.home / DRILL, drill_text(new, load_plan(new.file)))
        _put(new.home / QUESTIONS, questions_text(new))
    except BaseException:
        shutil.rmtree(new.home)
        raise
    written = [new.file, new.home / DRILL, new.home / QUESTIONS]
    schema = new.folder / SCHEMA
    if not schema.exists():
        _put(schema, schema_text())
        written.append(schema)
    return written


def _put(file: Path, words: str) -> None:
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(words)


def fits_id(word: str) -> bool:
    """Whether the word can be a plan's id."""
    return _fits(Id, word)


def fits_prefix(word: str) -> bool:
    """Whether the word can stand before an incident's number."""
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
    for place, (level, name, colour) in enumerate(reversed(LEVELS[:count])):
        top = place == count - 1
        yield f'  - id: "{level}"'
        yield f"    name: {name}"
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
