"""`zhiban contacts import`, `export` and `check`: the address book as a spreadsheet."""

from __future__ import annotations

import secrets
from pathlib import Path

import typer

from api.cli.break_glass import REASON, changed_by
from api.cli.configuration import settings_from
from api.cli.terminal import LANGUAGE, echo, fail, say
from api.contacts.posts import division_names, post_names
from api.contacts.sheet_reading import KnownWords, SheetContents, read_sheet
from api.contacts.sheet_writing import write_sheet
from api.runtime.address_book import AddressBook
from api.store.facade import Store
from api.store.opening import open_store
from engine.contacts.checking import ContactFinding, check
from engine.contacts.contact import Contact
from engine.incident.actors import Actor

contacts = typer.Typer(help=say("cli.contacts"), no_args_is_help=True)

FILE = typer.Argument(help=say("cli.option.contacts_file"))
ONLY_CHECK = typer.Option(False, "--check", help=say("cli.option.contacts_check"))
REPLACE = typer.Option(False, "--replace", help=say("cli.option.contacts_replace"))
DATABASE = typer.Option(None, help=say("cli.option.database_url"))

EVERYTHING = Actor("cli", frozenset({"admin"}))
"""Whoever works on the server itself reads every number."""

ID_BYTES = 6


@contacts.command("import", help=say("cli.contacts.import"))
def import_contacts(
    file: Path = FILE,
    check: bool = ONLY_CHECK,
    replace: bool = REPLACE,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Take over a sheet whole, or nothing if a cell is wrong; `--check` only looks."""
    settings = settings_from({"database_url": database_url})
    try:
        content = file.read_bytes()
    except OSError as error:
        raise fail.usage(say("cli.contacts_unreadable", file=file, why=error.strerror)) from None
    with fail.cleanly(), open_store(settings) as store:
        reading = _read(store, content)
        findings = _findings(store, reading)
        for fault in reading.faults:
            words = say(f"contacts.sheet.{fault.key}", **dict(fault.facts))
            typer.echo(f"{fault.cell}  {words}" if fault.cell else words, err=True)
        for one in findings:
            typer.echo(_line(one, reading), err=True)
        if reading.faults or any(one.error for one in findings):
            raise fail.no(say("cli.contacts_refused", file=file))
        if check:
            echo("cli.contacts_well", count=len(reading.contacts))
            return
        new, changed, gone = store.contacts.take_over(
            reading.contacts, changed_by(store, reason), replace=replace
        )
        same = len(reading.contacts) - new - changed
    echo("cli.contacts_imported", new=new, changed=changed, same=same, gone=gone)


@contacts.command("export", help=say("cli.contacts.export"))
def export_contacts(file: Path = FILE, database_url: str | None = DATABASE) -> None:
    """Write the address book into a new file."""
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_store(settings, create=False) as store:
        kept = [one.contact for one in store.contacts.list()]
        plans = tuple(store.plans.current().values())
        content = write_sheet(kept, post_names(plans), division_names(plans))
    try:
        with file.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise fail.usage(say("cli.contacts_exists", file=file)) from None
    except OSError as error:
        raise fail.usage(say("cli.contacts_unreadable", file=file, why=error.strerror)) from None
    echo("cli.contacts_exported", count=len(kept), file=file)


@contacts.command("check", help=say("cli.contacts.check"))
def check_contacts(database_url: str | None = DATABASE) -> None:
    """Whom the plans name and nobody can ring; exit code 1 if there is anybody."""
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_store(settings, create=False) as store:
        gaps = AddressBook(store.contacts.list(), store.plans, EVERYTHING, LANGUAGE).gaps()
    for plan in gaps["plans"]:
        reached = plan["total"] - len(plan["missing"])
        echo("cli.contacts_reached", plan=plan["title"], reached=reached, total=plan["total"])
        for party in plan["missing"]:
            echo("cli.contacts_nobody", name=party["name"])
    for finding in gaps["findings"]:
        typer.echo(finding["sentence"])
    if gaps["findings"] or any(plan["missing"] for plan in gaps["plans"]):
        raise typer.Exit(1)


def _read(store: Store, content: bytes) -> SheetContents:
    plans = tuple(store.plans.current().values())
    posts, codes = post_names(plans), division_names(plans)
    names = {name: role for role, name in posts.items()} | {role: role for role in posts}
    known = {_key(one.contact): one.contact.id for one in store.contacts.list()}
    by_name = {name: code for code, name in codes.items()}
    return read_sheet(
        content, KnownWords(known, names, by_name, lambda: secrets.token_hex(ID_BYTES))
    )


def _key(contact: Contact) -> tuple[str, str, str, str]:
    return contact.division or "", contact.unit, contact.post, contact.person or ""


def _findings(store: Store, reading: SheetContents) -> list[ContactFinding]:
    plans = tuple(store.plans.current().values())
    return check(reading.contacts, roles=post_names(plans), divisions=division_names(plans))


def _line(found: ContactFinding, reading: SheetContents) -> str:
    rows = say("word.comma").join(str(reading.rows[row]) for row in found.rows)
    words = say(f"contacts.{found.key}", **dict(found.facts))
    return say("cli.contacts_row", rows=rows, words=words)
