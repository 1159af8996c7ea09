"""`zhiban document`: a document of an incident, or a paper about a plan, as a file.

No server is needed.
"""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.configuration import settings_from
from api.cli.journals import DATABASE, find_incident
from api.cli.plans import plan_called
from api.cli.terminal import LANGUAGE, echo, fail, say
from api.documents.files import MEDIA, Format, file_of
from api.documents.plan_files import plan_file
from api.plan_texts import questions_of, read_texts
from api.runtime.documents import document_of
from api.store.opening import open_store
from engine.documents.making import KINDS
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
    """Write one document; the ending of the file says whether Word, PDF or HTML."""
    if kind in PAPERS:
        return _paper(kind, subject, out, language or LANGUAGE, post)
    wanted = next((one for one in KINDS if one == kind), None)
    if wanted is None:
        hint = nearest(kind, (*PAPERS, *KINDS)) or "—"
        accepted = ", ".join((*PAPERS, *KINDS))
        raise fail.usage(say("cli.no_such_document", kind=kind, accepted=accepted, hint=hint))
    form = _form(out)
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_store(settings, create=False) as store:
        found = find_incident(store, subject)
        plan = store.plans.pinned(found.plan, found.plan_digest)
        with store.reading() as reader:
            made = document_of(reader, plan, found, wanted, slot)
        file = file_of(made, form, settings.plans_dir, plan.id)
        out.write_bytes(file.content)
        echo("cli.document_written", file=out, blanks=len(made.blanks))
        for words in made.blank_words:
            typer.echo(f"  {words}")


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


def _form(out: Path) -> Format:
    ending = out.suffix.removeprefix(".")
    found: Format | None = next((one for one in FORMATS if one == ending), None)
    if found is None:
        accepted = ", ".join(f".{one}" for one in MEDIA)
        raise fail.usage(say("cli.no_such_ending", file=out, accepted=accepted))
    return found


FORMATS: tuple[Format, ...] = ("docx", "pdf", "html")
