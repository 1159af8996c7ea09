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
    files = {plan: folder / plan / QUESTIONS for plan in plans}
    return {
        plan: file.read_text(encoding="utf-8") for plan, file in files.items() if file.is_file()
    }


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
