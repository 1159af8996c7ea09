"""`zhiban watch`: incidents and what is owed, live in a terminal; plain lines in a pipe."""

from __future__ import annotations

import asyncio
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from typing import Any, Literal

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table
from websockets.exceptions import InvalidHandshake

from api.cli.terminal import LANGUAGE, fail, say
from api.cli.zones import Zones
from api.client import Change, Follower, Refused
from api.settings import TOKEN_VARIABLE, URL_VARIABLE
from engine.messages import text

INCIDENT = typer.Argument(None, help=say("cli.option.watch_incident"))
URL = typer.Option("http://127.0.0.1:8000", envvar=URL_VARIABLE, help=say("cli.option.watch_url"))
SPOKEN = typer.Option(
    LANGUAGE, "--language", help=say("cli.option.watch_language"), show_default=False
)
TOKEN = typer.Option(None, envvar=TOKEN_VARIABLE, help=say("cli.option.watch_token"))

NOTHING = "—"
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
        raise fail.usage(text("cli.watch_no_token", language))
    if not url.startswith(("http://", "https://")):
        raise fail.usage(text("cli.watch_bad_url", language, url=url))
    topics = ["incidents"] if incident is None else [f"incident:{incident}"]
    follower = Follower(url, token, topics, secrets.SystemRandom().random, language=language)
    show = _screen if sys.stdout.isatty() else _lines
    try:
        asyncio.run(show(follower, Zones(url, token)))
    except _Absent:
        raise fail.usage(text("cli.watch_absent", language, incident=incident)) from None
    except Refused as refused:
        raise fail.no(text("cli.watch_refused", language, code=refused.code)) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


class _Absent(Exception):
    """There is no such incident as the one that was asked for, or it may not be seen."""


async def _heard(follower: Follower, zones: Zones) -> AsyncIterator[Change]:
    """What happens, with the zones of what is to be shown. Raises `_Absent`, `Refused`."""
    async for change in follower.changes():
        shown = change.frame is not None and change.frame["type"] == "snapshot"
        # A snapshot shows the incident that was asked for even when it is closed.
        if shown and "incidents" not in follower.topics and not follower.incidents:
            raise _Absent
        await zones.learn(follower.incidents.values())
        yield change


async def _screen(follower: Follower, zones: Zones) -> None:
    with Live(console=Console(), auto_refresh=False, screen=True) as live:
        async for change in _heard(follower, zones):
            live.update(_table(follower, change, zones), refresh=True)


def _table(follower: Follower, change: Change, zones: Zones) -> Table:
    """All incidents, those with the most overdue first."""
    language = follower.language
    incidents, alarms = follower.incidents.values(), alarms_of(follower.watchdog, language)
    reasons = unreachable(follower.url, change.problem, language)
    trouble = [words.replace("[", r"\[") for words in reasons]
    state = _connection(change, language)
    title = "\n".join((state, *trouble, *(f"{ALARM}{w}[/]" for w in alarms)))
    table = Table(title=title, expand=True)
    for name in ("number", "title", "place", "slots", "next"):
        table.add_column(text(f"cli.watch_{name}", language))
    for view in sorted(incidents, key=lambda v: (-v["open_slots"]["overdue"], v["number"])):
        colour = COLOURS.get(view["colour"], view["colour"])
        slots = view["open_slots"]
        owed = f"{slots['owed']} / {slots['overdue']}"
        table.add_row(
            view["number"],
            _title(view, language),
            f"[{colour}]{view['place_name']}[/]",
            f"[bold red]{owed}[/]" if slots["overdue"] else owed,
            " ".join(_next(view, zones)),
        )
    return table


def unreachable(url: str, problem: Exception | None, language: str) -> list[str]:
    """Where there is no connection to, and why; nothing where there is no such problem."""
    match problem:
        case None:
            return []
        case ConnectionRefusedError():
            reason = text("cli.watch_nobody_listens", language)
        case socket.gaierror():
            reason = text("cli.watch_no_such_host", language)
        case TimeoutError():
            reason = text("cli.watch_no_answer", language)
        case InvalidHandshake():
            reason = text("cli.watch_not_zhiban", language, problem=problem)
        case _:
            reason = str(problem)
    return [text("cli.watch_unreachable", language, url=url, reason=reason)]


def alarms_of(watchdog: dict[str, Any] | None, language: str) -> list[str]:
    """What the server's own audit of the ledgers has to say, none if all is well."""
    if watchdog is None or watchdog["well"]:
        return []
    silent = [text("cli.watch_silent", language)] if watchdog["silent"] else []
    count = watchdog["differences"]
    return [*silent, text("cli.watch_differences", language, count=count)] if count else silent


def _connection(change: Change, language: str) -> str:
    style = {"live": "green", "connecting": "yellow", "stale": "bold white on red"}
    words = text(f"cli.watch_{change.connection}", language)
    return f"[{style[change.connection]}]{words}[/]"


def _title(view: dict[str, Any], language: str) -> str:
    mark = text("cli.watch_exercise", language) if view["exercise"] else ""
    return (mark + str(view["title"])).replace("[", r"\[")


def _next(view: dict[str, Any], zones: Zones) -> tuple[str, str]:
    """When the next report is due, and from whom which; both `—` where none is owed."""
    for slot in view.get("next_slots", ())[:1]:
        owed = f"{slot['reporter_name']} {slot['obligation_name']}"
        return zones.written(view, slot["due_at"]), owed
    return NOTHING, NOTHING


async def _lines(follower: Follower, zones: Zones) -> None:
    """One line an event, for other programs and for logs."""
    before, language = None, follower.language
    alarms: list[str] = []
    trouble: list[str] = []
    known: dict[str, dict[str, Any]] = {}
    async for change in _heard(follower, zones):
        if change.connection != before:
            before = change.connection
            typer.echo(text(f"cli.watch_{before}", language), err=True)
        found = unreachable(follower.url, change.problem, language)
        if found and found != trouble:
            typer.echo(found[0], err=True)
        trouble = found
        now = alarms_of(follower.watchdog, language)
        if now != alarms:
            alarms = now
            for words in alarms or [text("cli.watch_well_again", language)]:
                typer.echo(words, err=True)
        # What has just been closed is not followed any more, but its last line is shown.
        known |= follower.incidents
        if change.frame is not None and change.frame["type"] in ("event", "snapshot"):
            for line in _described(follower, change.frame, known, zones):
                typer.echo(line)
            sys.stdout.flush()


def _described(
    follower: Follower, frame: dict[str, Any], known: dict[str, dict[str, Any]], zones: Zones
) -> Iterable[str]:
    """A line for each incident of a snapshot, or one for an event; the same columns."""
    if frame["type"] == "snapshot":
        at = follower.hello["server_time"]
        told = [(view, at, "snapshot") for view in frame["incidents"]]
    else:
        event = frame["event"]
        view = known.get(event["incident"], {"number": event["incident"]})
        told = [(view, event["occurred_at"], event["type"])]
    for view, at, kind in told:
        instant, place = zones.written(view, at), view.get("place_name", NOTHING)
        columns = (str(frame["cursor"]), view["number"], instant, kind, place, *_next(view, zones))
        yield "\t".join(columns)
