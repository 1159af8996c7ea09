"""`zhiban watch`: incidents and owed reports, live in a terminal; plain lines in a pipe."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any, Literal

import typer
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text
from websockets.exceptions import InvalidHandshake

from api.cli.terminal import LANGUAGE, fail, say
from api.cli.watch_calls import call_lines, unanswered
from api.cli.zones import Zones
from api.reference_client import Change, LiveClient, Refused
from api.settings import TOKEN_VARIABLE, URL_VARIABLE
from engine.input_types import CONTROLS
from engine.messages import text

INCIDENT = typer.Argument(None, help=say("cli.option.watch_incident"))
URL = typer.Option("http://127.0.0.1:8000", envvar=URL_VARIABLE, help=say("cli.option.watch_url"))
SPOKEN = typer.Option(
    LANGUAGE, "--language", help=say("cli.option.watch_language"), show_default=False
)
SEEN = typer.Option(None, "--seen", dir_okay=False, help=say("cli.option.watch_seen"))
TOKEN = typer.Option(None, envvar=TOKEN_VARIABLE, help=say("cli.option.watch_token"))

NOTHING = "—"
ALARM = "bold white on red"
COLOURS = {"grey": "bright_black", "blue": "blue", "yellow": "yellow", "orange": "dark_orange"}


def watch(
    incident: str | None = INCIDENT,
    url: str = URL,
    token: str | None = TOKEN,
    language: Literal["zh", "en"] = SPOKEN,
    seen: Path | None = SEEN,
) -> None:
    """Follow incidents until interrupted."""
    if not token:
        raise fail.usage(text("cli.watch_no_token", language))
    if not url.startswith(("http://", "https://")):
        raise fail.usage(text("cli.watch_bad_url", language, url=url))
    topics = ["incidents"] if incident is None else [f"incident:{incident}"]
    follower = LiveClient(url, token, topics, secrets.SystemRandom().random, language=language)
    follower.chain.seen = _remembered(seen)
    show = _screen if sys.stdout.isatty() else _lines
    try:
        asyncio.run(show(follower, Zones(url, token)))
    except _Absent:
        raise fail.usage(text("cli.watch_absent", language, incident=incident)) from None
    except Refused as refused:
        raise fail.no(text("cli.watch_refused", language, code=refused.code)) from None
    except KeyboardInterrupt:
        raise typer.Exit(0) from None
    finally:
        if seen is not None and follower.chain.seen is not None:
            seen.write_text(json.dumps(follower.chain.seen), encoding="utf-8")


def _remembered(seen: Path | None) -> dict[str, Any] | None:
    """What an earlier run saw last; nothing where the file is not there or is no such file."""
    if seen is None or not seen.is_file():
        return None
    try:
        found = json.loads(seen.read_text(encoding="utf-8"))
        return {name: found[name] for name in ("server", "position", "hash", "losses")}
    except (ValueError, TypeError, KeyError):
        raise fail.usage(say("cli.watch_seen_wrong", path=seen)) from None


class _Absent(Exception):
    """The incident that was asked for does not exist, or the account may not see it."""


async def _heard(follower: LiveClient, zones: Zones) -> AsyncIterator[Change]:
    """The incoming events, with the zones of their plans. Raises `_Absent`, `Refused`."""
    async for change in follower.changes():
        frame = change.frame
        shown = frame is not None and frame["type"] == "snapshot" and not frame["more"]
        # A snapshot shows the incident that was asked for even when it is closed.
        if shown and "incidents" not in follower.topics and not follower.incidents:
            raise _Absent
        await zones.learn(follower.incidents.values())
        yield change


async def _screen(follower: LiveClient, zones: Zones) -> None:
    with Live(console=Console(), auto_refresh=False, screen=True) as live:
        async for change in _heard(follower, zones):
            live.update(_table(follower, change, zones), refresh=True)


def _table(follower: LiveClient, change: Change, zones: Zones) -> Table:
    """A table of all incidents, those with the most overdue reports first."""
    language = follower.language
    incidents, alarms = follower.incidents.values(), alarms_of(follower)
    trouble = unreachable(follower.url, change.problem, language)
    lost = losses_of(follower.store, language) if change.connection == "live" else []
    # Frames come, but a server that stores nothing is not live.
    state = [_words(loss, ALARM) for loss in lost] or [_connection(change, language)]
    parts = [*state, *map(_words, trouble)]
    parts += [_words(alarm, ALARM) for alarm in alarms]
    table = Table(title=Text("\n").join(parts), expand=True)
    for name in ("number", "title", "place", "slots", "next"):
        table.add_column(text(f"cli.watch_{name}", language))
    for view in sorted(incidents, key=lambda v: (-v["open_slots"]["overdue"], v["number"])):
        colour = COLOURS.get(view["colour"], view["colour"])
        slots = view["open_slots"]
        owed, late = f"{slots['owed']} / {slots['overdue']}", slots.get("past_reminders")
        if late:
            owed += f" {text('cli.watch_unsent', language, count=late)}"
        table.add_row(
            _words(view["number"]),
            _title(view, zones, language),
            _words(view["place_name"], colour),
            _words(owed, "bold red" if slots["overdue"] or late else None),
            _words(" ".join(_next(view, zones))),
        )
    return table


def unreachable(url: str, problem: Exception | None, language: str) -> list[str]:
    """Lines that name the unreachable address and the reason; empty where it is reachable."""
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


def alarms_of(follower: LiveClient) -> list[str]:
    """What the server has to say against its own clock and ledgers, none if all is well."""
    language = follower.language
    return [
        *chain_alarms(follower),
        *clock_alarms(follower.clock, language),
        *ledger_alarms(follower.watchdog, language),
    ]


def chain_alarms(follower: LiveClient) -> list[str]:
    """Whether the journals that are shown extend those that were shown before."""
    language, found = follower.language, []
    broken, lost = follower.chain.broken, follower.continuation
    if broken is not None:
        found.append(text("cli.watch_chain_broken", language, position=broken["position"]))
    if lost is not None:
        facts = {"position": lost["position"], "kept": lost["kept"], "at": lost["at"]}
        found.append(text("cli.watch_chain_lost", language, **facts))
    return found


def clock_alarms(clock: dict[str, Any] | None, language: str) -> list[str]:
    """Whether the server's clock may be wrong; one sentence, or none."""
    state = clock and clock.get("state")
    if state not in ("jumped", "distrusted", "waiting"):
        return []
    return [text(f"cli.watch_clock_{state}", language)]


def ledger_alarms(watchdog: dict[str, Any] | None, language: str) -> list[str]:
    """What the server's own audit of the ledgers has to say, none if all is well."""
    if watchdog is None or watchdog["well"]:
        return []
    silent = [text("cli.watch_silent", language)] if watchdog["silent"] else []
    count = watchdog["differences"]
    return [*silent, text("cli.watch_differences", language, count=count)] if count else silent


def losses_of(store: dict[str, Any] | None, language: str) -> list[str]:
    """What the server cannot do with its database, none if all is well."""
    if store is None or store["well"]:
        return []
    return [text("cli.watch_unread" if store["writes"] else "cli.watch_unstored", language)]


def _connection(change: Change, language: str) -> Text:
    style = {"live": "green", "connecting": "yellow", "stale": ALARM}
    return _words(text(f"cli.watch_{change.connection}", language), style[change.connection])


def _title(view: dict[str, Any], zones: Zones, language: str) -> Text:
    """The title, and below it who is being called."""
    mark = text("cli.watch_exercise", language) if view["exercise"] else ""
    lines = [_words(mark + str(view["title"]))]
    for words, alarm in call_lines(view, zones, language):
        lines.append(_words(words, ALARM if alarm else "yellow"))
    return Text("\n").join(lines)


def _words(words: str, style: str | None = None) -> Text:
    """The words as text: brackets are no markup, and control characters are replaced."""
    return Text(_plain(words), style or "")


def _plain(words: str) -> str:
    """The words in one line, with control characters replaced."""
    return CONTROLS.sub("\ufffd", " ".join(words.split()))


def _next(view: dict[str, Any], zones: Zones) -> tuple[str, str]:
    """The due instant of the next report, and its reporter; both `—` where none is owed."""
    for slot in view.get("next_slots", ())[:1]:
        owed = f"{slot['reporter_name']} {slot['obligation_name']}"
        return zones.written(view, slot["due_at"]), owed
    return NOTHING, NOTHING


def _told(now: list[str], before: list[str], well_again: str) -> list[str]:
    """Print alarms that have changed, or that there are none any more; the present ones."""
    for words in (now or [well_again]) if now != before else ():
        typer.echo(_plain(words), err=True)
    return now


async def _lines(follower: LiveClient, zones: Zones) -> None:
    """One line an event, for other programs and for log files."""
    before, language = None, follower.language
    alarms: list[str] = []
    losses: list[str] = []
    trouble: list[str] = []
    known: dict[str, dict[str, Any]] = {}
    async for change in _heard(follower, zones):
        if change.connection != before:
            before = change.connection
            typer.echo(text(f"cli.watch_{before}", language), err=True)
        found = unreachable(follower.url, change.problem, language)
        if found and found != trouble:
            typer.echo(_plain(found[0]), err=True)
        trouble = found
        again = text("cli.watch_stored_again", language)
        losses = _told(losses_of(follower.store, language), losses, again)
        again = text("cli.watch_well_again", language)
        alarms = _told(alarms_of(follower), alarms, again)
        # An incident that has just been closed is not followed any more; its last line is printed.
        known |= follower.incidents
        if change.frame is not None and change.frame["type"] in ("event", "snapshot"):
            for line in _described(follower, change.frame, known, zones):
                typer.echo(line)
            sys.stdout.flush()
            asked = _asked(change.frame, known, language)
            for words in (*asked, *unanswered(change.frame, known, language)):
                typer.echo(_plain(words), err=True)


def _asked(frame: dict[str, Any], known: dict[str, dict[str, Any]], language: str) -> Iterable[str]:
    """A figure fell, and nobody said whether it was ever true."""
    event = frame.get("event", {})
    lowered = event.get("data", {}).get("lowered")
    if lowered:
        view = known.get(event["incident"], {})
        figures = view.get("figures", {})
        names = [figures[one]["name"] for one in lowered if one in figures]
        yield text(
            "cli.watch_lowered",
            language,
            number=view.get("number", event["incident"]),
            seq=event["seq"],
            figures=text("word.comma", language).join(names),
        )


def _described(
    follower: LiveClient, frame: dict[str, Any], known: dict[str, dict[str, Any]], zones: Zones
) -> Iterable[str]:
    """A line for each incident of a snapshot, or one for an event, in the same columns."""
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
        yield "\t".join(map(_plain, columns))
