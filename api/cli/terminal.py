"""What all commands share: words, settings, progress, and how they end.

Exit codes: 0 done, 1 the answer is no, 2 wrong usage.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress

from api.complaints import explain
from api.settings import PREFIX, Settings, terminal_language, unknown_names
from engine.errors import InvalidInput, NotFound, ZhibanError
from engine.messages import text

LANGUAGE = terminal_language()
ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


def say(key: str, **facts: Any) -> str:
    """A sentence of the catalogue in the terminal's language."""
    return text(key, LANGUAGE, **facts)


def echo(key: str, **facts: Any) -> None:
    """Print a sentence of the catalogue."""
    typer.echo(say(key, **facts))


class fail:
    """How a command ends when something is wrong."""

    @staticmethod
    def usage(sentence: str) -> typer.Exit:
        """Wrong usage: say so; raise what this returns."""
        typer.echo(sentence, err=True)
        return typer.Exit(2)

    @staticmethod
    def no(sentence: str) -> typer.Exit:
        """The answer is no: say so; raise what this returns."""
        typer.echo(sentence, err=True)
        return typer.Exit(1)

    @staticmethod
    @contextlib.contextmanager
    def cleanly() -> Iterator[None]:
        """Turn our errors into one sentence and an exit code."""
        try:
            yield
        except ZhibanError as error:
            usage = isinstance(error, InvalidInput | NotFound)
            typer.echo(error.sentence(LANGUAGE), err=True)
            raise typer.Exit(2 if usage else 1) from None


def settings_from(given: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the environment, with what the command line gave on top."""
    for name, meant in unknown_names().items():
        typer.echo(say("cli.unknown_setting", name=name, hint=meant or "—"), err=True)
    try:
        return Settings(**{k: v for k, v in (given or {}).items() if v is not None})
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        code, facts = explain(first, LANGUAGE, None)
        name = f"{PREFIX}{facts.get('field', '')}".upper()
        sentence = say(f"error.{code}", **(facts | {"field": name}))
        raise fail.usage(sentence) from None


@contextlib.contextmanager
def progress(title: str, total: float | None = None) -> Iterator[Any]:
    """A bar on a terminal, nothing in a pipe; call what this gives with the steps done."""
    if not sys.stderr.isatty():
        yield lambda steps=1: None
        return
    with Progress(console=ERRORS, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda steps=1: bar.advance(task, steps)
