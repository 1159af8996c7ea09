"""The commands of live drills; what loads a server is loaded when one is used."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.drill_files import scenario_file
from api.cli.terminal import say
from api.settings import TOKEN_VARIABLE, URL_VARIABLE

SERVING = "api.cli.drill_serving"

SCENARIO = typer.Argument(help=say("cli.option.scenario"))
HOST = typer.Option(None, help=say("cli.option.host"))
PORT = typer.Option(None, min=0, max=65535, help=say("cli.option.port"))
DATABASE = typer.Option(None, help=say("cli.option.drill_database"))
SHEET = typer.Option(None, "--sheet", dir_okay=False, help=say("cli.option.drill_sheet"))
WORD = typer.Option(say("cli.drill_default_word"), "--word", help=say("cli.option.drill_word"))
PLAYED = typer.Option([], "--simulate", help=say("cli.option.drill_simulate"))
REAL = typer.Option(None, "--real", help=say("cli.option.drill_real"))
REAL_TOKEN = typer.Option(
    None, "--real-token", envvar="ZHIBAN_REAL_TOKEN", help=say("cli.option.drill_real_token")
)
URL = typer.Option("http://127.0.0.1:8000", envvar=URL_VARIABLE, help=say("cli.option.watch_url"))
TOKEN = typer.Option(None, envvar=TOKEN_VARIABLE, help=say("cli.option.drill_token"))
ABORT = typer.Option(None, "--abort", help=say("cli.option.drill_abort"))
REASON = typer.Option("", "--reason", help=say("cli.option.drill_reason"))


def register(drills: typer.Typer) -> None:
    """Add the commands to their group."""
    drills.command("serve", help=say("cli.drill.serve"))(serve)
    drills.command("end", help=say("cli.drill.end"))(end)


def serve(
    scenario: str = SCENARIO,
    host: str | None = HOST,
    port: int | None = PORT,
    database_url: str | None = DATABASE,
    sheet: Path | None = SHEET,
    word: str = WORD,
    simulate: list[str] = PLAYED,
    real: str | None = REAL,
    real_token: str | None = REAL_TOKEN,
) -> None:
    """Serve a live drill on a database of its own."""
    file = scenario_file(settings_from().plans_dir, scenario)
    serving = import_module(SERVING)
    serving.serve(file, host, port, database_url, sheet, word, simulate, real, real_token)


def end(
    url: str = URL,
    token: str | None = TOKEN,
    abort: str | None = ABORT,
    reason: str = REASON,
) -> None:
    """End a live drill."""
    import_module(SERVING).end(url, token, abort, reason)
