"""The commands of live drills; what loads a server is loaded when one is used."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.drill.drill_files import scenario_text
from api.cli.terminal import say
from api.settings import TOKEN_VARIABLE, URL_VARIABLE
from engine.drill.exercise import FASTEST, SLOWEST

SERVING = "api.cli.drill.drill_serving"
REPLAYING = "api.cli.drill.replay_serving"

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
RECORDS = typer.Argument(None, exists=True, help=say("cli.option.replay_file"))
SOURCE = typer.Option(None, "--source", help=say("cli.option.replay_source"))
NUMBERS = typer.Option([], "--incident", help=say("cli.option.replay_incident"))
SPEED = typer.Option(1, "--speed", min=SLOWEST, max=FASTEST, help=say("cli.option.replay_speed"))
BEGINS = typer.Option(None, "--from", help=say("cli.option.replay_from"))
BRANCHES = typer.Option(None, "--branch-at", help=say("cli.option.replay_branch"))
REPLAY_DATABASE = typer.Option(None, "--database-url", help=say("cli.option.replay_database"))
URL = typer.Option("http://127.0.0.1:8000", envvar=URL_VARIABLE, help=say("cli.option.watch_url"))
TOKEN = typer.Option(None, envvar=TOKEN_VARIABLE, help=say("cli.option.drill_token"))
ABORT = typer.Option(None, "--abort", help=say("cli.option.drill_abort"))
REASON = typer.Option("", "--reason", help=say("cli.option.drill_reason"))


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
    given = scenario_text(settings_from().plans_dir, scenario)
    serving = import_module(SERVING)
    serving.serve(given, host, port, database_url, sheet, word, simulate, real, real_token)


def replay(
    file: list[Path] = RECORDS,
    source: str | None = SOURCE,
    incident: list[str] = NUMBERS,
    speed: int = SPEED,
    begins: str | None = BEGINS,
    branch_at: str | None = BRANCHES,
    host: str | None = HOST,
    port: int | None = PORT,
    database_url: str | None = REPLAY_DATABASE,
    sheet: Path | None = SHEET,
    word: str = WORD,
    simulate: list[str] = PLAYED,
    real: str | None = REAL,
    real_token: str | None = REAL_TOKEN,
) -> None:
    """Play finished journals again, on a server and a database of their own."""
    replaying = import_module(REPLAYING)
    asked = replaying.Replaying(
        files=file or [],
        source=source,
        numbers=incident,
        host=host,
        port=port,
        database_url=database_url,
        sheet=sheet,
        word=word,
        played=simulate,
        real=real,
        real_token=real_token,
        speed=speed,
        begins=begins,
        branches=branch_at,
    )
    replaying.serve(asked)


def end(
    url: str = URL,
    token: str | None = TOKEN,
    abort: str | None = ABORT,
    reason: str = REASON,
) -> None:
    """End a live drill."""
    import_module(SERVING).end(url, token, abort, reason)
