"""Documents of an incident: what there is, what is missing, the files, and its whole archive."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from typing import IO, Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from api.archives.material import archive_name
from api.http.dependencies import State, Tongue, Who
from api.http.file_response import file_response
from api.http.openapi import responses
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.runtime.documents.archives import write
from api.runtime.documents.documents import (
    DocumentsPage,
    DocumentView,
    Format,
    check_signed,
    document_of,
    document_view,
    documents_page,
    not_yours,
    remember,
    render,
)
from api.store.queries.reader import Reader
from engine.documents.document import Document, Kind
from engine.incident.state import Incident
from engine.plan.model import Plan

router = APIRouter(prefix="/api/incidents", tags=["documents"], route_class=StrictRoute)
SlotId = Annotated[str | None, Query(max_length=300, description="the report that it settles")]

Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="of the file")]

PIECE = 1 << 18
"""Bytes of an archive that are sent at once."""


@router.get("/{incident}/documents", responses=responses.DOCUMENTS, summary="Its documents")
async def documents(language: Tongue, incident: str, desk: State, who: Who) -> Response:
    """Each kind of document with the number of places that are still to be filled in."""

    def read(reader: Reader) -> DocumentsPage:
        return documents_page(reader, *desk.whole(who, reader, incident, not_yours), language)

    return send(await desk.read(read))


# Before the next one, whose kind would take the ending in.
@router.get(
    "/{incident}/documents/{kind}.{form}",
    response_class=Response,
    responses=responses.DOCUMENT_FILE,
    summary="A document as a file",
)
async def document_file(
    incident: str, kind: Kind, form: Format, desk: State, who: Who, slot: SlotId = None
) -> Response:
    """The document as Word, PDF or HTML; the same bytes for the same entries of the journal.

    The `ETag` is the sha256 of the file, which `sign_document` names; `Zhiban-Content` the hash of
    what it says, the same in each format. An exercise says so on every page and in the file's name.
    """

    def read(reader: Reader) -> tuple[Document, Plan]:
        plan, state = desk.whole(who, reader, incident, not_yours)
        return document_of(reader, plan, state, kind, slot), plan

    made, plan = await desk.read(read)
    folder = desk.settings.plans_dir
    file = await run_in_threadpool(render, made, form, folder, plan.id)
    remember(file, made)
    return file_response(file, **{"Zhiban-Content": made.digest})


@router.get(
    "/{incident}/documents/signed/{sha256}",
    response_class=Response,
    responses=responses.SIGNED_DOCUMENT,
    summary="The file of a signed document",
)
async def signed_document(incident: str, sha256: Sha256, desk: State, who: Who) -> Response:
    """The file as it was signed, byte for byte."""

    def read(reader: Reader) -> str:
        id_ = desk.whole(who, reader, incident, not_yours)[1].id
        check_signed(reader, id_, sha256)
        return id_

    found = await run_in_threadpool(desk.kept_files.get, await desk.read(read), sha256)
    if found is None:
        raise HttpError(404, "signed_document_not_found")
    return file_response(found)


@router.get("/{incident}/documents/{kind}", responses=responses.DOCUMENT, summary="One document")
async def document(
    incident: str, kind: Kind, desk: State, who: Who, slot: SlotId = None
) -> Response:
    """What the document says, what is missing, and where a person may write."""

    def read(reader: Reader) -> DocumentView:
        plan, state = desk.whole(who, reader, incident, not_yours)
        return document_view(plan, document_of(reader, plan, state, kind, slot), state)

    return send(await desk.read(read))


@router.get(
    "/{incident}/archive.zip",
    response_class=Response,
    responses=responses.ARCHIVE,
    summary="The archive of an incident",
)
async def archive(incident: str, desk: State, who: Who) -> Response:
    """Journal, documents, attachments, the plan's edition, ledger and proofs in one file.

    The same bytes as long as nothing is entered. `zhiban journal verify` checks it without a
    server; its `index.html` opens without a network.
    """

    def read(reader: Reader) -> Incident:
        return desk.whole(who, reader, incident, not_yours)[1]

    state = await desk.read(read)
    async with desk.archiving:
        file = await run_in_threadpool(_written, desk, state.id)
    name = archive_name(state.number, exercise=state.exercise)
    headers = {
        "Content-Disposition": 'attachment; filename="archive.zip"; '
        f"filename*=UTF-8''{quote(name)}",
        "Content-Length": str(os.fstat(file.fileno()).st_size),
    }
    return StreamingResponse(_pieces(file), headers=headers, media_type="application/zip")


def _written(desk: AppState, incident: str) -> IO[bytes]:
    """The archive as a file that has no name and goes with its last reader. Blocks."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    try:
        write(desk.archives, incident, file, desk.settings.plans_dir)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
