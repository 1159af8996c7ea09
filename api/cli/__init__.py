"""The command line: `zhiban …`. One module a group of commands; `main` is the entry.

The module of a group is imported when the group is used, and that about wrong usage when
the usage is wrong: the libraries of server and database take longer to load than a plan
takes to check.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated

import typer

from api import __version__
from api.cli.late_commands import LateGroup
from api.cli.terminal import reason, say, speak_to_any_console
from api.environment import load_no_plugins
from api.runtime import garbage_collection

PARTS = {
    "serve": ("serving", "serve"),
    "demo": ("demo", "demo"),
    "watch": ("watch", "watch"),
    "mcp": ("mcp", "mcp"),
    "doctor": ("doctor", "doctor"),
    "plan": ("plan_tables", "plans"),
    "drill": ("drill.drills", "drills"),
    "journal": ("journals", "journals"),
    "user": ("accounts", "users"),
    "token": ("tokens", "tokens"),
    "contacts": ("contacts", "contacts"),
    "channel": ("channels", "channels"),
    "roster": ("roster", "roster"),
    "document": ("documents", "document"),
    "archive": ("archives", "archive"),
    "template": ("templates", "templates"),
    "docs": ("documentation", "docs"),
    "clock": ("clocks", "clocks"),
    "key": ("keys", "keys"),
    "db": ("databases", "databases"),
    "backup": ("backups", "backup"),
    "restore": ("backups", "restore"),
    "retain": ("retention", "retention"),
}
"""Each command or group → the module of this package that holds it, and its name there."""


class _Program(LateGroup):
    """The group of all commands."""

    parts = PARTS


app = typer.Typer(
    cls=_Program,
    name="zhiban",
    help=say("cli.help"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"zhiban {__version__}")
        raise typer.Exit


@app.callback()
def _program(
    _version: Annotated[
        bool,
        typer.Option("--version", help=say("cli.version"), callback=_tell_version, is_eager=True),
    ] = False,
) -> None:
    """The commands are those of `PARTS`."""


def main() -> None:
    """Run the command line."""
    speak_to_any_console()
    load_no_plugins()
    garbage_collection.for_a_command()
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as wrong:
        import_module(".usage", __name__).tell(wrong)
        sys.exit(wrong.exit_code)
    except typer.Abort:
        typer.echo(say("cli.usage.aborted"), err=True)
        sys.exit(1)
    except OSError as wrong:
        if wrong.filename is None:
            raise
        # A file that somebody named cannot be read or written: theirs to mend, not a defect.
        typer.echo(say("cli.file_refused", file=wrong.filename, why=reason(wrong)), err=True)
        sys.exit(1)
    finally:
        garbage_collection.at_the_end_of_a_command()
    sys.exit(code if isinstance(code, int) else 0)
