"""Signing a document (签发): the server renders it once more and keeps the file that was signed.

The client names the sha256 of the file that it has seen. The document is made again from the
journal as it stands and rendered in each format; if none has this hash, the version is not the
newest and nothing is signed. The file is kept before the entry is written. The command names the
version of the incident that was rendered: if something was entered in between, the writer refuses
it and all begins again.
"""

from __future__ import annotations

from dataclasses import replace

from starlette.concurrency import run_in_threadpool

from api.access.identity import SignedIn
from api.command_reply import Reply
from api.command_request import CommandRequest
from api.ports import NamedFile
from api.runtime.app_state import AppState
from api.runtime.documents.documents import FORMATS, document_of, remembered, render, versions_of
from api.store.queries.reader import Reader
from engine.documents.document import Document
from engine.errors import StaleVersion, StateRefuses, ZhibanError
from engine.incident.document_commands import SignDocument, SignedVersion
from engine.incident.documents import REPORT_KINDS
from engine.incident.state import Incident
from engine.messages import text
from engine.plan.model import Plan

TRIES = 4
"""How often the incident may move on between rendering and signing before the client is told."""

MOST_CHANGES = 6
"""Lines of a refusal that say what changed."""


async def sign(desk: AppState, request: CommandRequest, by: SignedIn) -> Reply:
    """Sign the version that the command names. Raises the refusals of the engine."""
    command = request.command
    if not isinstance(command, SignDocument):
        raise TypeError(command)
    for left in range(TRIES, 0, -1):
        try:
            prepared = await _prepared(desk, request, command, by)
        except ZhibanError as refusal:
            return await _repeated(desk, request, by, refusal)
        try:
            return await desk.commands.run(prepared, by)
        except StaleVersion:
            if request.version is not None or left == 1:
                raise
    raise TypeError(TRIES)


async def _repeated(
    desk: AppState, request: CommandRequest, by: SignedIn, refusal: ZhibanError
) -> Reply:
    """The first answer to a repeated request, which the journal has left behind; else `refusal`."""
    if request.once is None:
        raise refusal
    try:
        return await desk.commands.run(request, by)
    except StateRefuses as unknown:
        raise (refusal if unknown.code == "document_not_rendered" else unknown) from None


async def _prepared(
    desk: AppState, request: CommandRequest, command: SignDocument, by: SignedIn
) -> CommandRequest:
    """The command with what stands in the version that it names, whose file is kept now."""

    def read(reader: Reader) -> tuple[Document, Plan, Incident]:
        plan, state = desk.known(reader, request.incident)
        desk.sight(by).check(plan, state, request.incident)
        made = document_of(reader, plan, state, command.document, command.slot)
        return made, plan, state

    made, plan, state = await desk.read(read)
    file = await run_in_threadpool(_signed_file, desk, made, plan, command.sha256)
    if file is None:
        raise StaleVersion("document_changed", changes=_changes(made, command.sha256))
    if made.signature is not None:
        seq = made.signature.seq
        raise StateRefuses("document_signed_already", seq=seq, by=made.signature.who.text)
    if made.blanks:
        missing = text("document.list_comma").join(made.blank_words)
        raise StateRefuses("document_incomplete", count=len(made.blanks), missing=missing)
    media, content = file.media, file.content
    await run_in_threadpool(desk.kept_files.keep, state.id, file.name, media, content)
    report = made.kind in REPORT_KINDS
    signed = SignedVersion(
        **command.model_dump(exclude={"slot"}),
        slot=made.slot,
        content_sha256=made.digest,
        file=file.name,
        size=len(content),
        content=made.report_content,
        sends=report and (made.kind != "correction" or bool(made.slot or made.corrects)),
        corrects=made.corrects,
    )
    return replace(request, command=signed, version=request.version or state.seq)


def _signed_file(desk: AppState, made: Document, plan: Plan, sha256: str) -> NamedFile | None:
    """The format of the document that has this hash, or None."""
    for form in FORMATS:
        file = render(made, form, desk.settings.plans_dir, plan.id)
        if file.sha256 == sha256:
            return file
    return None


def _changes(made: Document, sha256: str) -> str:
    """What stands in the newest version and not in the one that was seen, as far as it is known."""
    seen = remembered(sha256)
    if seen is None:
        return text("document.changed_unknown")
    before = frozenset(versions_of(seen))
    new = [line for line in versions_of(made) if line not in before]
    if not new:
        return text("document.changed_look")
    return text("document.changed", lines=text("document.semicolon").join(new[:MOST_CHANGES]))
