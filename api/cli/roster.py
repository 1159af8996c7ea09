"""`zhiban roster import`, `export` and `check`: the roster as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typer

from api.cli.break_glass import REASON, changed_by
from api.cli.opened_store import opened_store
from api.cli.terminal import DATABASE, LANGUAGE, echo, fail, reason, say
from api.runtime.roster.roster_book import AHEAD, RosterBook
from api.runtime.roster.roster_shapes import SheetFaultView
from api.runtime.roster.roster_sheets import RosterSheets, span_of, stops
from api.runtime.roster.roster_times import ALWAYS, zone_of
from api.store.facade import Store
from engine.clock import SystemClock
from engine.incident.actors import Actor
from engine.messages import text
from engine.roster.checking import span_text

roster = typer.Typer(help=say("cli.roster"), no_args_is_help=True)

FILE = typer.Argument(help=say("cli.option.roster_file"))
ANY_FILE = typer.Argument(None, help=say("cli.option.roster_any_file"))
ONLY_CHECK = typer.Option(False, "--check", help=say("cli.option.contacts_check"))
REPLACE = typer.Option(False, "--replace", help=say("cli.option.roster_replace"))
FROM = typer.Option(None, "--from", formats=["%Y-%m-%d"], help=say("cli.option.roster_from"))
TO = typer.Option(None, "--to", formats=["%Y-%m-%d"], help=say("cli.option.roster_to"))

EVERYTHING = Actor("cli", frozenset({"admin"}))
"""Whoever works on the server itself sees the whole roster."""


@roster.command("import", help=say("cli.roster.import"))
def import_roster(
    file: Path = FILE,
    check: bool = ONLY_CHECK,
    replace: bool = REPLACE,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Take over a sheet whole, or nothing if a cell is wrong; `--check` only looks."""
    content = _read(file)
    with opened_store(database_url, create=True) as store:
        sheets = RosterSheets(_book(store))
        shown, shifts = sheets.look(content, replace=replace)
        _tell(shown["faults"])
        if stops(shown["faults"]):
            raise fail.no(say("cli.roster_refused", file=file))
        if check:
            echo("cli.roster_well", count=len(shifts))
            return
        span = span_of(shifts) if replace else None
        new, changed, gone = store.roster.take_over(shifts, changed_by(store, reason), replace=span)
    echo("cli.roster_imported", new=new, changed=changed, same=shown["same"], gone=gone)


@roster.command("export", help=say("cli.roster.export"))
def export_roster(
    file: Path = FILE,
    begin: datetime | None = FROM,
    end: datetime | None = TO,
    database_url: str | None = DATABASE,
) -> None:
    """Write the roster, or the days from `--from` until before `--to`, into a new file."""
    with opened_store(database_url) as store:
        book = _book(store)
        first, last = (
            None if day is None else day.replace(tzinfo=book.zone) for day in (begin, end)
        )
        shifts = [
            one.shift
            for one in book.stored.shifts
            if (first is None or one.shift.starts_at >= first)
            and (last is None or one.shift.starts_at < last)
        ]
        content = RosterSheets(book).write(shifts)
    try:
        with file.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise fail.usage(say("cli.contacts_exists", file=file)) from None
    except OSError as error:
        raise fail.usage(say("cli.contacts_unreadable", file=file, why=reason(error))) from None
    echo("cli.roster_exported", count=len(shifts), file=file)


@roster.command("check", help=say("cli.roster.check"))
def check_roster(file: Path | None = ANY_FILE, database_url: str | None = DATABASE) -> None:
    """Check a sheet; without one, whether anybody is missing within the next 24 hours."""
    content = None if file is None else _read(file)
    with opened_store(database_url) as store:
        book = _book(store)
        if content is None:
            _gaps(book)
            return
        shown, shifts = RosterSheets(book).look(content, replace=False)
    _tell(shown["faults"])
    if shown["faults"]:
        raise typer.Exit(1)
    echo("cli.roster_well", count=len(shifts))


def _gaps(book: RosterBook) -> None:
    gaps = book.alarm()
    for gap in gaps:
        post = text(f"roster.post.{gap.post}", LANGUAGE)
        typer.echo(say("roster.gap", span=span_text(gap, book.zone.key), post=post))
    if gaps:
        raise typer.Exit(1)
    hours = int(AHEAD.total_seconds() // 3600)
    echo("cli.roster_manned" if book.stored.kept else "cli.roster_empty", hours=hours)


def _book(store: Store) -> RosterBook:
    return RosterBook(
        stored=store.roster.read(*ALWAYS),
        contacts=[one.contact for one in store.contacts.list()],
        actor=EVERYTHING,
        now=SystemClock().now,
        zone=zone_of(store.plans.current().values()),
        language=LANGUAGE,
    )


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise fail.usage(say("cli.contacts_unreadable", file=file, why=reason(error))) from None


def _tell(faults: Sequence[SheetFaultView]) -> None:
    for one in faults:
        words = "  ".join(part for part in (one["cell"], one["sentence"]) if part)
        typer.echo(words, err=True)
