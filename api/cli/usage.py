"""Wrong usage, explained in the terminal's language.

Typer explains it in English only. In Chinese our sentence comes first and Typer's own follows: it
names the value and what would be right.
"""

from __future__ import annotations

from typing import Any

import typer
from pydantic import ValidationError

from api.cli.terminal import LANGUAGE, say
from api.http.validation_problems import explain

ENGLISH_USAGE = "Usage: "
PYDANTICS_OWN = "Value error, "
"""Pydantic's words before the sentence of a validator."""
EXPLAINED = frozenset({"wrong_kind", "out_of_range"})
"""Complaints about a value for which our own sentences say what would be right."""


def tell(wrong: typer.TyperException) -> None:
    """Print to standard error what was wrong, how the command is used, and what explains it."""
    context: typer.Context | None = getattr(wrong, "ctx", None)
    kind = type(wrong).__name__
    theirs = wrong.format_message().replace(f": {PYDANTICS_OWN}", ": ", 1)
    lines = [_sentence(wrong, kind, context), theirs]
    if LANGUAGE == "en" or kind == "NoArgsIsHelpError":
        lines = lines[1:]
    if context is not None and kind != "NoArgsIsHelpError":
        usage = context.get_usage().removeprefix(ENGLISH_USAGE)
        lines.insert(0, say("cli.usage.line", usage=usage))
        lines.append(say("cli.usage.help", command=context.command_path))
    typer.echo("\n".join(lines), err=True)


def _sentence(wrong: typer.TyperException, kind: str, context: typer.Context | None) -> str:
    """The complaint in our words, chosen by the class of Typer's."""
    parameter = getattr(wrong, "param", None)
    named = getattr(parameter, "metavar", None)
    names = getattr(parameter, "opts", None) or [getattr(wrong, "option_name", "")]
    name = named or " / ".join(names)
    commands = None if context is None else getattr(context.command, "commands", None)
    match kind:
        case "MissingParameter":
            return say("cli.usage.missing", name=name)
        case "NoSuchOption":
            return say("cli.usage.no_such_option", name=name)
        case "BadParameter" if name:
            return _bad_value(wrong.__cause__, parameter, name)
        case "BadOptionUsage":
            return say("cli.usage.bad_option", name=name)
        case "UsageError" if commands:
            return say("cli.usage.no_such_command", accepted="、".join(commands))
        case _:
            return say("cli.usage.wrong")


def _bad_value(cause: BaseException | None, parameter: Any, name: str) -> str:
    """The sentence on what the value should have been, if the complaint says so."""
    if isinstance(cause, ValidationError):
        first = cause.errors(include_url=False)[0]
        choices = parameter.type_descriptor.choices
        if choices:
            accepted = "、".join(str(one) for one in choices)
            return say("cli.usage.not_one_of", name=name, value=first["input"], accepted=accepted)
        code, facts = explain(first, LANGUAGE, None)
        if code in EXPLAINED:
            return say(f"error.{code}", **(facts | {"field": name}))
    return say("cli.usage.bad_value", name=name)
