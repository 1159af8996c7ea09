"""`zhiban archive`: everything of an incident in one file, without a server."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.journals import find_incident
from api.cli.progress import progress
from api.cli.terminal import DATABASE, echo, fail, say
from api.runtime.documents.archives import write
from api.store.integrity.signing_keys import read_key
from api.store.opening import open_store

INCIDENT = typer.Argument(help=say("cli.option.incident"))
OUT = typer.Option(..., "--out", help=say("cli.option.archive_out"))


def archive(incident: str = INCIDENT, out: Path = OUT, database_url: str | None = DATABASE) -> None:
    """Write the archive beside its place first: a file of that name is whole."""
    settings = settings_from({"database_url": database_url})
    if out.suffix.lower() != ".zip":
        raise fail.usage(say("cli.archive_ending", file=out))
    part = out.with_name(f"{out.name}.part")
    with fail.cleanly(), open_store(settings, create=False) as store:
        found = find_incident(store, incident)
        store.key = None if settings.key_file is None else read_key(settings.key_file)
        try:
            with progress(say("cli.archiving")), part.open("wb") as file:
                write(store.archives, found.id, file, settings.plans_dir)
            part.replace(out)
        finally:
            part.unlink(missing_ok=True)
        echo("cli.archive_written", file=out, number=found.number, entries=found.seq)
