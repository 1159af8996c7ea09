"""`zhiban document`: a document of an incident as a file, without a server."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.journals import DATABASE, find_incident
from api.cli.terminal import echo, fail, say
from api.documents.files import MEDIA, Format, file_of
from api.runtime.documents import document_of
from api.runtime.handovers import paper_of
from api.spreadsheets.paper import paper_sheets
from api.spreadsheets.workbook import workbook_file
from api.store.facade import Store
from api.store.opening import open_store
from engine.documents.document import Document
from engine.documents.making import KINDS
from engine.errors import NotFound
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
    """Write one document; the ending of the file says whether Word, PDF, HTML or spreadsheet."""
    settings = settings_from({"database_url": database_url})
    if kind == HANDOVER:
        form = _form(out)
        with fail.cleanly(), open_store(settings, create=False) as store:
            _write(out, _handover(store, incident), form, settings.plans_dir, "")
        return
    wanted = next((one for one in KINDS if one == kind), None)
    if wanted is None:
        kinds = (*KINDS, HANDOVER)
        hint, accepted = nearest(kind, kinds) or "—", ", ".join(kinds)
        raise fail.usage(say("cli.no_such_document", kind=kind, accepted=accepted, hint=hint))
    sheet = out.suffix == SHEET and wanted in AS_SHEETS
    form = "html" if sheet else _form(out, *([SHEET] if wanted in AS_SHEETS else []))
    with fail.cleanly(), open_store(settings, create=False) as store:
        found = find_incident(store, incident)
        plan = store.plans.pinned(found.plan, found.plan_digest)
        with store.reading() as reader:
            made = document_of(reader, plan, found, wanted, slot)
        if sheet:
            out.write_bytes(workbook_file(paper_sheets(made)))
            echo("cli.document_written", file=out, blanks=len(made.blanks))
            return
        _write(out, made, form, settings.plans_dir, plan.id)


def _write(out: Path, made: Document, form: Format, plans_dir: Path, plan: str) -> None:
    out.write_bytes(file_of(made, form, plans_dir, plan).content)
    echo("cli.document_written", file=out, blanks=len(made.blanks))
    for words in made.blank_words:
        typer.echo(f"  {words}")


def _handover(store: Store, number: str) -> Document:
    """The record of a hand-over. Raises `NotFound`."""
    found = store.handovers.one(int(number)) if number.isdecimal() else None
    if found is None:
        raise NotFound("handover_not_found", id=number)
    return paper_of(found, store.plans, exercise=store.birth() == "exercise")


def _form(out: Path, *more: str) -> Format:
    ending = out.suffix.removeprefix(".")
    found: Format | None = next((one for one in FORMATS if one == ending), None)
    if found is None:
        accepted = ", ".join([*(f".{one}" for one in MEDIA), *more])
        raise fail.usage(say("cli.no_such_ending", file=out, accepted=accepted))
    return found


FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")
HANDOVER = "handover"
SHEET = ".xlsx"
AS_SHEETS = ("digest", "incident_log", "call_record")
"""Documents whose table may be had as a spreadsheet."""
