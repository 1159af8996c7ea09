"""`zhiban plan export` and `zhiban plan import`: a plan as a spreadsheet, and back as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

import typer

from api.cli.configuration import settings_from
from api.cli.plans import tell
from api.cli.reviews import plans as plans
from api.cli.terminal import LANGUAGE, echo, fail, say
from engine.plan.loader import Source, load_plan, read_plan
from engine.plan.nearest import nearest
from engine.plan.plan_files import PLAN_FILE
from engine.plan_checks import check_folder, has_errors
from engine.plan_review.change_text import lines
from engine.plan_review.changes import difference
from engine.plan_tables.comparing import CellPlace

PLAN = typer.Argument(help=say("cli.option.plan_or_path"))
XLSX = typer.Option(..., "--xlsx", dir_okay=False, help=say("cli.option.plan_xlsx"))
FILE = typer.Argument(exists=True, dir_okay=False, help=say("cli.option.plan_sheet"))
INTO = typer.Option(..., "--into", file_okay=False, help=say("cli.option.plan_into"))
FROM = typer.Option(None, "--plan", exists=True, help=say("cli.option.plan_from"))


@plans.command("export", help=say("cli.plan.export"))
def export(plan: str = PLAN, xlsx: Path = XLSX) -> None:
    """Write the plan's thresholds, deadlines, posts, units, groups and measures as a workbook."""
    with fail.cleanly():
        source = _source(plan)
        # Loaded where they are used: the libraries of spreadsheets take long to load.
        content = import_module("api.plan_tables.workbook").plan_workbook(source.plan)
        xlsx.write_bytes(content)
    echo("cli.plan_exported", file=xlsx, plan=source.plan.id, version=source.plan.version)


@plans.command("import", help=say("cli.plan.import"))
def import_(file: Path = FILE, into: Path = INTO, plan: Path | None = FROM) -> None:
    """Make a draft of the changed cells, check it, and print what it changes.

    Exits with 1 and writes nothing where a cell is wrong or the draft does not pass the check.
    """
    drafts = import_module("api.plan_tables.draft")
    with fail.cleanly():
        content = file.read_bytes()
        source = _source(str(plan) if plan else drafts.plan_of_workbook(content), file)
        read = drafts.read_sheets(content, source)
        for fault in read.faults:
            typer.echo(fault.sentence(LANGUAGE), err=True)
        if read.faults:
            raise fail.no(say("cli.plan_sheet_wrong", count=len(read.faults)))
        if (into / source.plan.id).exists():
            raise fail.usage(say("cli.plan_into_taken", folder=into / source.plan.id))
        made = drafts.write_draft(source, read.values, into)
        if not _check(made.plan.parent, source, read):
            made.remove()
            raise fail.no(say("cli.plan_draft_wrong"))
        changed = load_plan(made.plan)
    changes = difference(source.plan, changed)
    for line in lines(source.plan, changed, changes, LANGUAGE):
        typer.echo(line)
    facts = {"file": made.plan, "cells": len(read.values), "changes": len(changes)}
    echo("cli.plan_imported" if changes else "cli.plan_imported_same", **facts)
    if changes and changed.version == source.plan.version:
        echo("cli.plan_same_version", version=changed.version)


def _check(folder: Path, source: Source, read: ReadSheets) -> bool:
    """Print what the checker finds about a draft, with the changed cells; whether it passes."""
    findings = check_folder(folder, {})
    for finding in findings:
        tell(finding)
        for place in read.at_line(source, finding.line):
            facts = {"sheet": place.sheet, "row": place.row, "column": place.column}
            typer.echo("    " + say("cli.plan_sheet_at", **facts))
    return not has_errors(findings)


class ReadSheets(Protocol):
    """What was read of a spreadsheet (`api.plan_tables.draft`, which loads late)."""

    def at_line(self, source: Source, line: int) -> Sequence[CellPlace]:
        """The changed cells of the rule in this line."""
        ...


def _source(plan: str, file: Path | None = None) -> Source:
    """The plan of an id in use, or at a path. Raises `typer.Exit` (2) for neither."""
    folder = settings_from().plans_dir
    there = Path(plan) if plan else folder / "?"
    if not there.exists():
        there = folder / plan
    if not plan or not (there / PLAN_FILE if there.is_dir() else there).is_file():
        known = sorted(one.parent.name for one in folder.glob(f"*/{PLAN_FILE}"))
        if not plan and file is not None:
            raise fail.usage(say("table.wrong.no_plan"))
        facts = {"plan": plan, "accepted": ", ".join(known), "hint": nearest(plan, known) or "—"}
        raise fail.usage(say("cli.no_plan_there", **facts))
    return read_plan(there)
