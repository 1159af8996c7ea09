"""Wrong usage, told in the terminal's language.

Typer says it in English only. In Chinese the sentence comes first and Typer's own stays
behind it: that names the value and what would be right.
"""

from __future__ import annotations

import typer

from api.cli.terminal import LANGUAGE, say

ENGLISH_USAGE = "Usage: "


def tell(wrong: typer.TyperException) -> None:
    """Print to standard error what was wrong, how the command is used, and where to read on."""
    context: typer.Context | None = getattr(wrong, "ctx", None)
    kind = type(wrong).__name__
    lines = [_sentence(wrong, kind, context), wrong.format_message()]
    if LANGUAGE == "en" or kind == "NoArgsIsHelpError":
        lines = lines[1:]
    if context is not None and kind != "NoArgsIsHelpError":
        usage = context.get_usage().removeprefix(ENGLISH_USAGE)
        lines.insert(0, say("cli.usage.line", usage=usage))
        lines.append(say("cli.usage.help", command=context.command_path))
    typer.echo("\n".join(lines), err=True)


def _sentence(wrong: typer.TyperException, kind: str, context: typer.Context | None) -> str:
    """The complaint in our words, by the kind of Typer's."""
    parameter = getattr(wrong, "param", None)
    names = getattr(parameter, "opts", None) or [getattr(wrong, "option_name", "")]
    name = " / ".join(names)
    commands = None if context is None else getattr(context.command, "commands", None)
    match kind:
        case "MissingParameter":
            return say("cli.usage.missing", name=name)
        case "NoSuchOption":
            return say("cli.usage.no_such_option", name=name)
        case "BadParameter" if name:
            return say("cli.usage.bad_value", name=name)
        case "BadOptionUsage":
            return say("cli.usage.bad_option", name=name)
        case "UsageError" if commands:
            return say("cli.usage.no_such_command", accepted="、".join(commands))
        case _:
            return say("cli.usage.wrong")
