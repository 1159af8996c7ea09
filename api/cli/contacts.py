"""`zhiban contacts import`, `export` and `check`: the address book as a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.break_glass import REASON, changed_by
from api.cli.contact_sheets import read_contacts
from api.cli.opened_store import opened_store
from api.cli.terminal import DATABASE, LANGUAGE, echo, fail, reason, say
from api.contacts.posts import division_names, post_names
from api.contacts.sheet_writing import write_sheet
from api.runtime.contacts.address_book import AddressBook
from engine.incident.actors import Actor

contacts = typer.Typer(help=say("cli.contacts"), no_args_is_help=True)

FILE = typer.Argument(help=say("cli.option.contacts_file"))
ONLY_CHECK = typer.Option(False, "--check", help=say("cli.option.contacts_check"))
REPLACE = typer.Option(False, "--replace", help=say("cli.option.contacts_replace"))

EVERYTHING = Actor("cli", frozenset({"admin"}))
"""Whoever works on the server itself reads every number."""


@contacts.command("import", help=say("cli.contacts.import"))
def import_contacts(
    file: Path = FILE,
    check: bool = ONLY_CHECK,
    replace: bool = REPLACE,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Take over a sheet whole, or nothing if a cell is wrong; `--check` only looks."""
    with opened_store(database_url, create=True) as store:
        plans = tuple(store.plans.current().values())
        found = read_contacts(file, plans, [one.contact for one in store.contacts.list()])
        if check:
            echo("cli.contacts_well", count=len(found))
            return
        new, changed, gone = store.contacts.take_over(
            found, changed_by(store, reason), replace=replace
        )
        same = len(found) - new - changed
    echo("cli.contacts_imported", new=new, changed=changed, same=same, gone=gone)


@contacts.command("export", help=say("cli.contacts.export"))
def export_contacts(file: Path = FILE, database_url: str | None = DATABASE) -> None:
    """Write the address book into a new file."""
    with opened_store(database_url) as store:
        kept = [one.contact for one in store.contacts.list()]
        plans = tuple(store.plans.current().values())
        content = write_sheet(kept, post_names(plans), division_names(plans))
    try:
        with file.open("xb") as out:
            out.write(content)
    except FileExistsError:
        raise fail.usage(say("cli.contacts_exists", file=file)) from None
    except OSError as error:
        raise fail.usage(say("cli.contacts_unreadable", file=file, why=reason(error))) from None
    echo("cli.contacts_exported", count=len(kept), file=file)


@contacts.command("check", help=say("cli.contacts.check"))
def check_contacts(database_url: str | None = DATABASE) -> None:
    """Whom the plans name and nobody can ring; exit code 1 if there is anybody."""
    with opened_store(database_url) as store:
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
