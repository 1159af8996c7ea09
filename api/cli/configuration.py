"""The settings of a command: the environment, overridden by the command line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
from pydantic import ValidationError

from api.cli.terminal import LANGUAGE, fail, say
from api.environment import PREFIX
from api.settings import Settings, check_dotenv, unknown_names


def settings_from(given: Mapping[str, Any] | None = None) -> Settings:
    """The settings of the environment, overridden by the options of the command line.

    Raises `typer.Exit` after a sentence that says what is wrong with a setting or with `.env`.
    """
    with fail.cleanly():
        check_dotenv()
    for name, meant in unknown_names().items():
        typer.echo(say("cli.unknown_setting", name=name, hint=meant or "—"), err=True)
    try:
        return Settings(**{k: v for k, v in (given or {}).items() if v is not None})
    except ValidationError as wrong:
        raise fail.usage(next(sentences_of(wrong))) from None


def sentences_of(wrong: ValidationError) -> Iterator[str]:
    """What is wrong with each setting, and what would be right."""
    # Loaded when something is wrong: what explains requests loads all commands, and starlette.
    explain = import_module("api.http.validation_problems").explain
    for one in wrong.errors(include_url=False):
        code, facts = explain(one, LANGUAGE, None)
        name = f"{PREFIX}{facts.get('field', '')}".upper()
        yield say(f"error.{code}", **(facts | {"field": name}))
