"""`zhiban template`: the Word template of documents, written out and checked."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.terminal import echo, fail, say
from api.documents.template_check import check_template
from api.documents.templates import SHIPPED

templates = typer.Typer(help=say("cli.template"), no_args_is_help=True)

FILE = typer.Argument(help=say("cli.option.template"))


@templates.command("write", help=say("cli.template.write"))
def write(file: Path = FILE) -> None:
    """Write the shipped template, to be changed in Word."""
    if file.exists():
        raise fail.usage(say("cli.file_exists", file=file))
    file.write_bytes(SHIPPED.read_bytes())
    echo("cli.template_written", file=file)


@templates.command("check", help=say("cli.template.check"))
def check(file: Path = FILE) -> None:
    """Exit with 1 when a document cannot be made from the template."""
    if not file.is_file():
        raise fail.usage(say("cli.path_missing", path=file))
    found = check_template(file.read_bytes())
    for one in found:
        facts = {"where": one.where, "word": one.word, "hint": one.hint or "—"}
        typer.echo(say(f"cli.template_found.{one.code}", **facts))
    if found:
        raise typer.Exit(1)
    echo("cli.template_whole", file=file)
