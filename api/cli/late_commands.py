"""Groups whose commands are imported when they are used.

A group names for each command the module that holds it. Its list of commands is written from the
catalogues, so that `--help` of the group imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_group
from typing_extensions import override

from api.cli.terminal import say

Parts = Mapping[str, tuple[str, str]]
"""Each command or group → the module of `api.cli` that holds it, and its name there."""


class LateGroup(TyperGroup):
    """A group of commands that are imported when they are used; `parts` are its commands."""

    parts: ClassVar[Parts] = {}

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = _Commands(self.parts, self.about)

    @staticmethod
    def about(name: str) -> str:
        """The key of what the catalogues say of a command."""
        return f"cli.{name}"

    @override
    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands with the catalogue's sentences: no command is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, say(self.about(name))) for name in self.parts])


class _Commands(MutableMapping[str, Any]):
    """The commands by name; each is imported when it is asked for."""

    def __init__(self, parts: Parts, about: Callable[[str], str]) -> None:
        self._parts, self._about = parts, about
        self._loaded: dict[str, Any] = {}

    @override
    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            module, attribute = self._parts[name]
            found = getattr(import_module(f"api.cli.{module}"), attribute)
            self._loaded[name] = _command(name, found, say(self._about(name)))
        return self._loaded[name]

    @override
    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    @override
    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    @override
    def __len__(self) -> int:
        return len(self._parts)


def _command(name: str, found: Any, words: str) -> Any:
    holder = typer.Typer(add_completion=False, rich_markup_mode=None)
    if isinstance(found, typer.Typer):
        holder.add_typer(found, name=name)
    else:
        holder.command(name, help=words)(found)
    command = get_group(holder).commands[name]
    _name_arguments(command)
    return command


def _name_arguments(command: Any) -> None:
    """Arguments in capitals wherever typer names them, as the documentation has them."""
    if isinstance(command, LateGroup):
        return  # Its commands are named when they are imported.
    for below in getattr(command, "commands", {}).values():
        _name_arguments(below)
    for parameter in command.params:
        if parameter.param_type_name == "argument":
            parameter.metavar = parameter.name.upper()
