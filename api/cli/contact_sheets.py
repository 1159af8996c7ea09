"""Sheets of contacts as commands read them: with the words of these plans, faults in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import typer

from api.cli.terminal import fail, reason, say
from api.contacts.sheet_reading import SheetContents
from api.contacts.taking_over import read
from engine.contacts.checking import ContactFinding
from engine.contacts.contact import Contact
from engine.contacts.directory import unreachable
from engine.plan.model import Plan


def read_contacts(
    file: Path, plans: Sequence[Plan], known: Iterable[Contact] = ()
) -> list[Contact]:
    """The contacts of a sheet; those that are `known` keep their ids.

    Prints what is wrong, each with its cell or row. Raises `typer.Exit`: 2 for a file that
    cannot be opened, 1 for one with a fault that stops an import.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise fail.usage(say("cli.contacts_unreadable", file=file, why=reason(error))) from None
    sheet = read(content, plans, known)
    found = sheet.contents
    for line in (*_faults(found), *(_line(one, found) for one in sheet.findings)):
        typer.echo(line, err=True)
    if sheet.refused:
        raise fail.no(say("cli.contacts_refused", file=file))
    return found.contacts


def warn_of_unreached(file: Path, plans: Sequence[Plan]) -> int:
    """Print whom the plans name and nobody on the sheet can be rung for; how many they are."""
    contacts = read_contacts(file, plans)
    count = 0
    for plan in plans:
        for party in unreachable(contacts, plan):
            words = say("cli.plan_unreached", plan=plan.title, name=party.name)
            typer.echo(f"{say('cli.severity.warning')} {words}")
            count += 1
    return count


def _faults(found: SheetContents) -> Iterator[str]:
    for fault in found.faults:
        words = say(f"contacts.sheet.{fault.key}", **dict(fault.facts))
        yield f"{fault.cell}  {words}" if fault.cell else words


def _line(finding: ContactFinding, found: SheetContents) -> str:
    rows = say("word.comma").join(str(found.rows[row]) for row in finding.rows)
    words = say(f"contacts.{finding.key}", **dict(finding.facts))
    return say("cli.contacts_row", rows=rows, words=words)
