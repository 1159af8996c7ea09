"""`zhiban watch`: incidents and what is owed, live in a terminal; plain lines in a pipe."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Literal

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table
from websockets.exceptions import InvalidHandshake

from api.cli.terminal import LANGUAGE, fail, say
from api.client import Change, Follower, Refused
from api.settings import TOKEN_VARIABLE, URL_VARIABLE

INCIDENT = typer.Argument(None, help=say("cli.option.watch_incident"))
URL = typer.Option("http://127.0.0.1:8000", envvar=URL_VARIABLE, help=say("cli.option.watch_url"))
SPOKEN = typer.Option(
    LANGUAGE, "--language", help=say("cli.option.watch_language"), show_default=False
)
TOKEN = typer.Option(None, envvar=TOKEN_VARIABLE, help=say("cli.option.watch_token"))

ALARM = "[bold white on red]"
COLOURS = {"grey": "bright_black", "blue": "blue", "yellow": "yellow", "orange": "dark_orange"}


def watch(
    incident: str | None = INCIDENT,
    url: str = URL,
    token: str | None = TOKEN,
    language: Literal["zh", "en"] = SPOKEN,
) -> None:
    """Follow incidents until interrupted."""
    if not token:
        raise fail.usage(say("cli.watch_no_token"))
    if not url.startswith(("http://", "https://")):
        raise fail.usage(say("cli.watch_bad_url", url=url))
    topics = ["incidents"] if incident is None else [f"incident:{incident}"]
    follower = Follower(url, token, topics, secrets.SystemRandom().random, language=language)
    show = _screen if sys.stdout.isatty() else _lines
    try:
        asyncio.run(show(follower))
    except Refused as refused:
        raise fail.no(say("cli.watch_refused", code=refused.code)) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _screen(follower: Follower) -> None:
    with Live(console=Console(), auto_refresh=False, screen=True) as live:
        async for change in follower.changes():
            live.update(_table(follower, change), refresh=True)


def _table(follower: Follower, change: Change) -> Table:
    """All incidents, those with the most overdue first."""
    incidents, alarms = follower.incidents.values(), alarms_of(follower.watchdog)
    trouble = [words.replace("[", r"\[") for words in unreachable(follower.url, change.problem)]
    title = "\n".join((_connection(change), *trouble, *(f"{ALARM}{w}[/]" for w in alarms)))
    table = Table(title=title, expand=True)
    for name in ("number", "title", "place", "slots", "next"):
        table.add_column(say(f"cli.watch_{name}"))
    for view in sorted(incidents, key=lambda v: (-v["open_slots"]["overdue"], v["number"])):
        colour = COLOURS.get(view["colour"], view["colour"])
        slots = view["open_slots"]
        owed = f"{slots['owed']} / {slots['overdue']}"
        table.add_row(
            view["number"],
            _title(view),
            f"[{colour}]{view['place_name']}[/]",
            f"[bold red]{owed}[/]" if slots["overdue"] else owed,
            _next(view, _clock),
        )
    return table


def unreachable(url: str, problem: Exception | None) -> list[str]:
    """Where there is no connection to, and why; nothing where there is no such problem."""
    match problem:
        case None:
            return []
        case ConnectionRefusedError():
            reason = say("cli.watch_nobody_listens")
        case socket.gaierror():
            reason = say("cli.watch_no_such_host")
        case TimeoutError():
            reason = say("cli.watch_no_answer")
        case InvalidHandshake():
            reason = say("cli.watch_not_zhiban", problem=problem)
        case _:
            reason = str(problem)
    return [say("cli.watch_unreachable", url=url, reason=reason)]


def alarms_of(watchdog: dict[str, Any] | None) -> list[str]:
    """What the server's own audit of the ledgers has to say, none if all is well."""
    if watchdog is None or watchdog["well"]:
        return []
    silent = [say("cli.watch_silent")] if watchdog["silent"] else []
    count = watchdog["differences"]
    return [*silent, say("cli.watch_differences", count=count)] if count else silent


def _connection(change: Change) -> str:
    style = {"live": "green", "connecting": "yellow", "stale": "bold white on red"}
    return f"[{style[change.connection]}]{say(f'cli.watch_{change.connection}')}[/]"


def _title(view: dict[str, Any]) -> str:
    mark = say("cli.watch_exercise") if view["exercise"] else ""
    return (mark + str(view["title"])).replace("[", r"\[")


def _clock(instant: str) -> str:
    """An instant for a person: this machine's clock, to the minute, with its offset."""
    return datetime.fromisoformat(instant).astimezone().isoformat(" ", "minutes")


def _next(view: dict[str, Any], written: Callable[[str], str] = str) -> str:
    for slot in view["next_slots"][:1]:
        return f"{written(slot['due_at'])} {slot['reporter_name']} {slot['obligation_name']}"
    return "—"


async def _lines(follower: Follower) -> None:
    """One line an event, for other programs and for logs."""
    before = None
    alarms: list[str] = []
    trouble: list[str] = []
    async for change in follower.changes():
        if change.connection != before:
            before = change.connection
            typer.echo(say(f"cli.watch_{before}"), err=True)
        found = unreachable(follower.url, change.problem)
        if found and found != trouble:
            typer.echo(found[0], err=True)
        trouble = found
        now = alarms_of(follower.watchdog)
        if now != alarms:
            alarms = now
            for words in alarms or [say("cli.watch_well_again")]:
                typer.echo(words, err=True)
        if change.frame is not None and change.frame["type"] in ("event", "snapshot"):
            for line in _described(follower, change.frame):
                typer.echo(line)
            sys.stdout.flush()


def _described(follower: Follower, frame: dict[str, Any]) -> Iterable[str]:
    if frame["type"] == "snapshot":
        for view in frame["incidents"]:
            yield "\t".join((str(frame["cursor"]), view["number"], view["place_name"], _next(view)))
        return
    event = frame["event"]
    view = follower.incidents.get(event["incident"], {})
    where = view.get("number", event["incident"])
    yield "\t".join((str(frame["cursor"]), where, event["occurred_at"], event["type"]))
