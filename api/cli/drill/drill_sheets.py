"""`zhiban drill export` and `zhiban drill import`: a scenario as a spreadsheet, and back."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.drill.drill_files import scenario_text
from api.cli.terminal import LANGUAGE, echo, fail, say
from engine.drill.scenario import comments_of
from engine.plan.loader import load_plans

SCENARIO = typer.Argument(help=say("cli.option.export_scenario"))
INTO = typer.Argument(None, dir_okay=False, help=say("cli.option.export_file"))
BOOK = typer.Argument(exists=True, dir_okay=False, help=say("cli.option.import_file"))
YAML = typer.Argument(None, dir_okay=False, help=say("cli.option.import_into"))


def export_scenario(scenario: str = SCENARIO, into: Path | None = INTO) -> None:
    """Write a scenario as a workbook. With one argument, its name is that of the scenario."""
    file = into or Path(scenario)
    if file.suffix.lower() != ".xlsx":
        raise fail.usage(say("cli.export_suffix", file=file))
    if file.exists():
        raise fail.usage(say("cli.file_exists", file=file))
    settings = settings_from()
    source = scenario_text(settings.plans_dir, scenario if into else file.stem)
    with fail.cleanly():
        script = source.scenario(load_plans(settings.plans_dir))
        comments = comments_of(source.content, source.name)
    # Loaded where it is used: spreadsheets take a tenth of a second of every start.
    book = import_module("api.scenario_sheets.writing").write_book(script, comments)
    file.write_bytes(book)
    echo("cli.drill_written", folder=file)


def import_scenario(book: Path = BOOK, into: Path | None = YAML) -> None:
    """Write a workbook as a scenario file. Exits with 1, and writes nothing, for a bad cell."""
    file = into or book.with_suffix(".yaml")
    if file.exists():
        raise fail.usage(say("cli.file_exists", file=file))
    with fail.cleanly():
        plans = load_plans(settings_from().plans_dir)
    found = import_module("api.scenario_sheets.reading").read_book(book.read_bytes(), plans)
    for fault in found.faults:
        typer.echo(fault.sentence(LANGUAGE), err=True)
    if found.faults:
        raise fail.no(say("cli.import_refused", file=book))
    file.write_text(found.yaml, encoding="utf-8")
    echo("cli.drill_written", folder=file)
