"""`zhiban journal verify`, `head` and `export`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.findings import sentence_of
from api.cli.journal_files import verify_archives, verify_files
from api.cli.opened_store import opened_store
from api.cli.progress import progress
from api.cli.terminal import DATABASE, echo, fail, say
from api.store.archives.checking import is_archive
from api.store.facade import Store
from api.store.integrity.journal_heads import Head, heads_in, published
from api.store.integrity.signing_keys import read_key, read_public
from api.store.opening import open_database, open_store
from engine.clock import SystemClock
from engine.errors import NotFound
from engine.incident.state import Incident

journals = typer.Typer(help=say("cli.journal"), no_args_is_help=True)

INCIDENT = typer.Argument(help=say("cli.option.incident"))


FILES = typer.Argument(None, exists=True, help=say("cli.option.journal_file"))
HEADS = typer.Option([], "--head", help=say("cli.option.head"))
KEY = typer.Option(None, "--key", help=say("cli.option.public_key"))
BACKUPS = typer.Option([], "--backup", dir_okay=False, help=say("cli.option.backup"))


@journals.command("verify", help=say("cli.journal.verify"))
def verify(
    file: list[Path] = FILES,
    head: list[str] = HEADS,
    backup: list[Path] = BACKUPS,
    key: Path | None = KEY,
    database_url: str | None = DATABASE,
) -> None:
    """Exit with 1 when any entry is missing, altered, out of its chain or not as published.

    With files, the exported journals in them are checked, and no database.
    """
    if file:
        archives = [one for one in file if is_archive(one)]
        if head or backup or database_url or (key and len(archives) != len(file)):
            raise fail.usage(say("cli.verify_files_alone"))
        with fail.cleanly():
            verify_archives(archives, None if key is None else read_public(key))
        if len(archives) != len(file):
            verify_files(one for one in file if one not in archives)
        return
    settings = settings_from({"database_url": database_url})
    with fail.cleanly():
        heads = list(_heads(head))
        pinned = None if key is None else read_public(key)
        with open_store(settings, create=False) as store, progress(say("cli.verifying")):
            verdict = store.verify(heads, backup, pinned)
    checked = {
        "incidents": verdict.incidents,
        "events": verdict.events,
        "changes": verdict.changes,
        "links": verdict.links,
    }
    for found in verdict.findings:
        typer.echo(sentence_of(found))
    for noted in verdict.notes:
        typer.echo(sentence_of(noted))
    if verdict.findings:
        echo("cli.journal_not_whole", count=len(verdict.findings), **checked)
        raise typer.Exit(1)
    echo("cli.journal_whole", **checked)
    if verdict.archived:
        echo("cli.journal_archived", count=verdict.archived)


def _heads(given: list[str]) -> Iterator[Head]:
    """The heads: each argument is a head, or the name of a file with one head a line."""
    for words in given:
        if words.lstrip().startswith("{"):
            yield from heads_in(words)
        elif Path(words).is_file():
            yield from heads_in(Path(words).read_text(encoding="utf-8", errors="replace"))
        else:
            raise fail.usage(say("cli.path_missing", path=words))


@journals.command("head", help=say("cli.journal.head"))
def head(database_url: str | None = DATABASE) -> None:
    """Print the head as one JSON object on one line, signed where there is a key."""
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_database(settings) as database:
        key = None if settings.key_file is None else read_key(settings.key_file)
        typer.echo(json.dumps(published(database, SystemClock().now, key).to_json()))


@journals.command("export", help=say("cli.journal.export"))
def export(incident: str = INCIDENT, database_url: str | None = DATABASE) -> None:
    """Print the entries in order, one JSON object a line, with their hashes."""
    with opened_store(database_url) as store:
        found = find_incident(store, incident)
        with store.reading() as reader:
            for event in reader.events(found.id):
                typer.echo(json.dumps(event.to_json(), ensure_ascii=False))


def find_incident(store: Store, words: str) -> Incident:
    """Find an incident by id, or by number through the pages of the list."""
    with store.reading() as reader:
        found = reader.incident(words)
        after: str | None = None
        while found is None:
            page = reader.incidents(after=after, limit=200)
            found = next((one for one in page.items if one.number == words), None)
            after = page.next
            if after is None:
                break
    if found is None:
        raise NotFound("incident_not_found", id=words)
    return found
