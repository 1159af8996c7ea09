"""`zhiban document`: a document of an incident, a hand-over, or a paper about a plan, as a file.

No server is needed.
"""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.journals import find_incident
from api.cli.plans import plan_called
from api.cli.terminal import DATABASE, LANGUAGE, echo, fail, say
from api.documents.files import Format, file_of
from api.documents.media import MEDIA
from api.documents.plan_files import plan_file
from api.plan_texts import questions_of, read_texts
from api.runtime.documents.documents import document_of
from api.runtime.handover.handovers import paper_of
from api.spreadsheets.paper import paper_sheets
from api.spreadsheets.workbook import workbook_file
from api.store.facade import Store
from api.store.opening import open_store
from engine.documents.document import Document
from engine.documents.making import KINDS
from engine.errors import NotFound
from engine.messages import CATALOGUES
from engine.plan.loader import load_plan
from engine.plan.nearest import nearest
from engine.plan_paper.cards import card_holders, cards
from engine.plan_paper.paper import PAPERS
from engine.plan_paper.sheet import sheet

KIND = typer.Argument(help=say("cli.option.document_kind"))
SUBJECT = typer.Argument(help=say("cli.option.document_subject"))
OUT = typer.Option(..., "--out", help=say("cli.option.document_out"))
SLOT = typer.Option(None, "--slot", help=say("cli.option.document_slot"))
POST = typer.Option(None, "--post", help=say("cli.option.document_post"))
TONGUE = typer.Option(None, "--language", help=say("cli.option.document_language"))


def document(
    kind: str = KIND,
    subject: str = SUBJECT,
    out: Path = OUT,
    slot: str | None = SLOT,
    post: str | None = POST,
    language: str | None = TONGUE,
    database_url: str | None = DATABASE,
) -> None:
    """Write one document; the ending of the file says whether Word, PDF, HTML or spreadsheet."""
    if kind in PAPERS:
        return _paper(kind, subject, out, language or LANGUAGE, post)
    settings = settings_from({"database_url": database_url})
    if kind == HANDOVER:
        form = _form(out)
        with fail.cleanly(), open_store(settings, create=False) as store:
            _write(out, _handover(store, subject), form, settings.plans_dir, "")
        return
    wanted = next((one for one in KINDS if one == kind), None)
    if wanted is None:
        kinds = (*PAPERS, *KINDS, HANDOVER)
        hint, accepted = nearest(kind, kinds) or "—", ", ".join(kinds)
        raise fail.usage(say("cli.no_such_document", kind=kind, accepted=accepted, hint=hint))
    as_sheet = out.suffix == SHEET and wanted in AS_SHEETS
    form = "html" if as_sheet else _form(out, *([SHEET] if wanted in AS_SHEETS else []))
    with fail.cleanly(), open_store(settings, create=False) as store:
        found = find_incident(store, subject)
        plan = store.plans.pinned(found.plan, found.plan_digest)
        with store.reading() as reader:
            made = document_of(reader, plan, found, wanted, slot)
        if as_sheet:
            out.write_bytes(workbook_file(paper_sheets(made)))
            echo("cli.document_written", file=out, blanks=len(made.blanks))
            return
        _write(out, made, form, settings.plans_dir, plan.id)


def _paper(kind: str, plan: str, out: Path, language: str, post: str | None) -> None:
    """Write a paper about a plan: an id of the plans in use, or the path of a plan file."""
    form = _form(out)
    if language not in CATALOGUES:
        accepted = ", ".join(CATALOGUES)
        raise fail.usage(say("cli.no_such_language", language=language, accepted=accepted))
    settings = settings_from()
    with fail.cleanly():
        there = Path(plan)
        found = load_plan(there) if there.exists() else plan_called(plan)
        if kind == "cards":
            holders = card_holders(found)
            if post is not None and post not in holders:
                hint = nearest(post, holders) or "—"
                accepted = ", ".join(holders)
                facts = {"post": post, "accepted": accepted, "hint": hint}
                raise fail.usage(say("cli.no_such_post", **facts))
            made = cards(found, language, post)
        else:
            beside = (there if there.is_dir() else there.parent) if there.exists() else None
            folder = beside or settings.plans_dir / found.id
            texts = read_texts(settings.plan_texts, {found.id: found}).get(found.id)
            made = sheet(found, texts, questions_of(folder), language)
        out.write_bytes(plan_file(made, form).content)
    echo("cli.paper_written", file=out, rows=len(made.rows))


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
