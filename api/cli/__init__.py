"""The command line: `zhiban …`. One module a group of commands; `main` is the entry.

The module of a group is imported when the group is used, and that about wrong usage when
the usage is wrong: the libraries of server and database take longer to load than a plan
takes to check.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group
from typing_extensions import override

from api import __version__
from api.cli.terminal import say, speak_to_any_console
from api.runtime import garbage_collection

PARTS = {
    "serve": ("serving", "serve"),
    "demo": ("demo", "demo"),
    "watch": ("watch", "watch"),
    "mcp": ("mcp", "mcp"),
    "doctor": ("doctor", "doctor"),
    "plan": ("plan_tables", "plans"),
    "drill": ("drills", "drills"),
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


class _Commands(MutableMapping[str, Any]):
    """The commands by name; each is imported when it is asked for."""

    def __init__(self) -> None:
        self._loaded: dict[str, Any] = {}

    @override
    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            module, attribute = PARTS[name]
            self._loaded[name] = _command(
                name, getattr(import_module(f".{module}", __name__), attribute)
            )
        return self._loaded[name]

    @override
    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    @override
    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(PARTS)

    @override
    def __len__(self) -> int:
        return len(PARTS)


class _Program(TyperGroup):
    """The group of all commands."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands()

    @override
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands with the catalogue's sentences: no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(f"cli.{name}")) for name in PARTS])


def _command(name: str, found: Any) -> Any:
    holder = typer.Typer(add_completion=False, rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name, help=say(f"cli.{name}"))(found)
    command = get_group(holder).commands[name]
    _name_arguments(command)
    return command


def _name_arguments(command: Any) -> None:
    """Arguments in capitals wherever typer names them, as the documentation has them."""
    for below in getattr(command, "commands", {}).values():
        _name_arguments(below)
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            parameter.metavar = parameter.name.upper()


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
    garbage_collection.for_a_command()
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as wrong:
        import_module(".usage", __name__).tell(wrong)
        sys.exit(wrong.exit_code)
    except typer.Abort:
        typer.echo(say("cli.usage.aborted"), err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)
