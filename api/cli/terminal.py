"""What all commands share: sentences, and how they end.

Exit codes: 0 done, 1 the answer is no, 2 wrong usage. Every run of `zhiban` loads this
module, `--help` too: it imports nothing that loads slowly.
"""

from __future__ import annotations

import contextlib
import errno
import io
import sys
from collections.abc import Iterator
from typing import Any

import typer

from api.environment import terminal_language
from engine.errors import InvalidInput, NotFound, PlanFileError, ZhibanError
from engine.messages import text

LANGUAGE = terminal_language()


def speak_to_any_console() -> None:
    """Write what the console's code page lacks as `\\uXXXX`, instead of ending in a traceback.

    A question mark would lose the character; JSON reads the escape back.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(key: str, **facts: Any) -> str:
    """A sentence of the catalogue in the terminal's language."""
    return text(key, LANGUAGE, **facts)


DATABASE = typer.Option(None, help=say("cli.option.database_url"))
"""The option `--database-url` of most commands."""


def echo(key: str, **facts: Any) -> None:
    """Print a sentence of the catalogue."""
    typer.echo(say(key, **facts))


REASONS = frozenset(
    ("ENOENT", "EACCES", "EPERM", "EISDIR", "ENOTDIR", "EEXIST", "ENOSPC", "EROFS", "ENAMETOOLONG")
)
"""Reasons of the system for which there is a sentence (`cli.os.*`)."""


def reason(wrong: OSError) -> str:
    """Why the system refused a file, in the terminal's language; rare reasons in its own words."""
    name = errno.errorcode.get(wrong.errno or 0)
    return say(f"cli.os.{name}") if name in REASONS else wrong.strerror or str(wrong)


class fail:
    """The end of a command that something prevents: a sentence, and the exit code."""

    @staticmethod
    def usage(sentence: str) -> typer.Exit:
        """Print that the usage is wrong. The caller raises the returned exit."""
        typer.echo(sentence, err=True)
        return typer.Exit(2)

    @staticmethod
    def no(sentence: str) -> typer.Exit:
        """Print that the answer is no. The caller raises the returned exit."""
        typer.echo(sentence, err=True)
        return typer.Exit(1)

    @staticmethod
    @contextlib.contextmanager
    def cleanly() -> Iterator[None]:
        """Turn the program's own errors into one sentence and an exit code."""
        try:
            yield
        except ZhibanError as error:
            usage = isinstance(error, InvalidInput | NotFound)
            for one in error.every if isinstance(error, PlanFileError) else (error,):
                typer.echo(one.sentence(LANGUAGE), err=True)
            raise typer.Exit(2 if usage else 1) from None
