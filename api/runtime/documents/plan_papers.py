"""Papers about plans for the routes: made from the plan in force, as the account asks for them."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from api.ports import SHEET, NamedFile
from api.runtime.app_state import AppState
from api.runtime.documents.documents import Format
from engine.plan_paper.cards import cards
from engine.plan_paper.paper import PaperKind
from engine.plan_paper.sheet import sheet


def plan_paper_file(
    desk: AppState, plan: str, kind: PaperKind, form: Format, post: str | None, language: str
) -> NamedFile:
    """The file. Blocks for a moment: call it in a thread.

    Raises `NotFound` for an unknown plan or post, `CannotRender` without a font. The libraries are
    loaded with the first file, so that a server that makes none starts fast.
    """
    found = desk.plan(plan)
    if kind == "cards":
        paper = cards(found, language, post)
    else:
        paper = sheet(found, desk.plan_texts.get(plan), desk.plan_questions.get(plan), language)
    return cast(NamedFile, import_module("api.documents.plan_files").plan_file(paper, form))


def plan_table_file(desk: AppState, plan: str) -> NamedFile:
    """The plan's spreadsheet. Blocks for a moment. Raises `NotFound` for an unknown plan."""
    found = desk.plan(plan)
    content = import_module("api.plan_tables.workbook").plan_workbook(found)
    files = import_module("api.documents.files")
    name = files.plain_name(f"{found.title}_{found.version}", "xlsx")
    return NamedFile(name, SHEET, content)
