"""`zhiban document`: a document of an incident as a file, without a server."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.journals import DATABASE, find_incident
from api.cli.terminal import echo, fail, say
from api.documents.files import MEDIA, Format, file_of
from api.runtime.documents import document_of
from api.store.opening import open_store
from engine.documents.making import KINDS
from engine.plan.nearest import nearest

KIND = typer.Argument(help=say("cli.option.document_kind"))
INCIDENT = typer.Argument(help=say("cli.option.incident"))
OUT = typer.Option(..., "--out", help=say("cli.option.document_out"))
SLOT = typer.Option(None, "--slot", help=say("cli.option.document_slot"))


def document(
    kind: str = KIND,
    incident: str = INCIDENT,
    out: Path = OUT,
    slot: str | None = SLOT,
    database_url: str | None = DATABASE,
) -> None:
    """Write one document; the ending of the file says whether Word, PDF or HTML."""
    wanted = next((one for one in KINDS if one == kind), None)
    if wanted is None:
        hint = nearest(kind, KINDS) or "—"
        accepted = ", ".join(KINDS)
        raise fail.usage(say("cli.no_such_document", kind=kind, accepted=accepted, hint=hint))
    form = _form(out)
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_store(settings, create=False) as store:
        found = find_incident(store, incident)
        plan = store.plans.pinned(found.plan, found.plan_digest)
        with store.reading() as reader:
            made = document_of(reader, plan, found, wanted, slot)
        file = file_of(made, form, settings.plans_dir, plan.id)
        out.write_bytes(file.content)
        echo("cli.document_written", file=out, blanks=len(made.blanks))
        for words in made.blank_words:
            typer.echo(f"  {words}")


def _form(out: Path) -> Format:
    ending = out.suffix.removeprefix(".")
    found: Format | None = next((one for one in FORMATS if one == ending), None)
    if found is None:
        accepted = ", ".join(f".{one}" for one in MEDIA)
        raise fail.usage(say("cli.no_such_ending", file=out, accepted=accepted))
    return found


FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")
