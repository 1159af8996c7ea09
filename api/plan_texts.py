"""The plans' official texts, where an installation has them: clause by clause.

Files are Markdown, named after the plan's id (`coal_mine.md` or `coal-mine.md`). The
wording stays with its owner; without the folder, screens show the plan file's own words.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from engine.plan.clauses import split_source
from engine.plan.model import Plan

QUESTIONS = "open_questions.md"


def read_questions(folder: Path, plans: Mapping[str, Plan]) -> dict[str, str]:
    """By plan id, what its editors ask the plan's owner: Markdown beside the plan file."""
    found = {plan: questions_of(folder / plan) for plan in plans}
    return {plan: words for plan, words in found.items() if words is not None}


def questions_of(folder: Path) -> str | None:
    """What the editors of the plan in this folder ask its owner, or None."""
    file = folder / QUESTIONS
    return file.read_text(encoding="utf-8") if file.is_file() else None


def text_file(folder: Path, plan: str) -> Path | None:
    """The file with a plan's text, or None."""
    for name in (f"{plan}.md", f"{plan.replace('_', '-')}.md"):
        if (folder / name).is_file():
            return folder / name
    return None


def read_texts(folder: Path | None, plans: Mapping[str, Plan]) -> dict[str, dict[str, str]]:
    """By plan id, the text of each clause by its number; {} without a folder."""
    if folder is None:
        return {}
    texts: dict[str, dict[str, str]] = {}
    for plan in plans:
        file = text_file(folder, plan)
        if file is not None:
            texts[plan] = split_source(file.read_text(encoding="utf-8"))
    return texts
