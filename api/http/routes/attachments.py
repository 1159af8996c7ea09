"""Attachments of an incident: taking a file in, the list, and the content.

What comes back is what somebody sent: it is given out under the type that its content has, never to
be run or framed by a page. Browsers do not keep it, so what is destroyed is gone there too.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from starlette.responses import Response, StreamingResponse

from api.attachments.previews import MEDIA
from api.http.dependencies import State, Who
from api.http.openapi import responses
from api.http.request_headers import headers_in
from api.http.responses import expected_version, once_for, send, send_incident
from api.http.strict_json import StrictRoute
from api.http.uploads import FORM, upload_in
from api.problems import HttpError, language_of
from api.runtime.documents.attachments import (
    AttachmentsPage,
    attach,
    attachment_named,
    attachments_page,
    check_may_attach,
    download_name,
    not_yours,
)
from api.store.queries.reader import Reader
from engine.incident.events import Event
from engine.incident.state import Incident

router = APIRouter(prefix="/api/incidents", tags=["attachments"], route_class=StrictRoute)
Sha256 = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$", description="of the content")]

LOCKED = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'"
)
"""Of content that is opened as a page of its own: it is shown, and loads and runs nothing."""

SHOWN = ("image/", "audio/", "application/pdf")
"""What browsers show by themselves; everything else is saved."""


@router.post(
    "/{incident}/attachments",
    tags=["upload"],
    responses=responses.ATTACHED,
    openapi_extra=FORM,
    summary="Attach a file",
)
async def add_attachment(request: Request, incident: str, desk: State, who: Who) -> Response:
    """A photo, scan, recording, PDF or office file, as `multipart/form-data`.

    Its kind is found by its content. The place where a photo was taken is taken out, and the entry
    says so. The same file attached again to the same entry is refused (409).
    """
    headers = headers_in(request.scope)
    version = expected_version(headers)

    def may(reader: Reader) -> Incident:
        return check_may_attach(desk, who, reader, incident)

    state = await desk.read(may)
    async with upload_in(request, desk.settings.attachment_bytes) as upload:
        reply = await attach(
            desk,
            who,
            state,
            upload,
            language_of(headers.get("accept-language")),
            version,
            lambda command: once_for(request.scope, headers, command),
        )
    return send_incident(reply)


@router.get("/{incident}/attachments", responses=responses.ATTACHMENTS, summary="Its attachments")
async def attachments(incident: str, desk: State, who: Who) -> Response:
    """What is attached, the newest first, also what was destroyed by order since."""

    def read(reader: Reader) -> AttachmentsPage:
        _, state = desk.whole(who, reader, incident, not_yours)
        return attachments_page(desk, reader, state)

    return send(await desk.read(read))


@router.get(
    "/{incident}/attachments/{sha256}",
    response_class=Response,
    responses=responses.ATTACHMENT,
    summary="The content of an attachment",
)
async def attachment(incident: str, sha256: Sha256, desk: State, who: Who) -> Response:
    """The content, byte for byte as its entry says; 410 where it was destroyed by order."""

    def read(reader: Reader) -> tuple[Incident, Event]:
        _, state = desk.whole(who, reader, incident, not_yours)
        return state, attachment_named(reader, state, sha256)

    state, event = await desk.read(read)
    media, name = event.data["media"], download_name(state, event.data["name"])
    kept = "inline" if media.startswith(SHOWN) else "attachment"
    ending = name.rpartition(".")[2]
    # Browsers show no PDF in a sandbox; their viewers of PDF run nothing of the page.
    locked = LOCKED if media == "application/pdf" else f"{LOCKED}; sandbox"
    headers = {
        "Content-Disposition": f'{kept}; filename="attachment.{ending}"; '
        f"filename*=UTF-8''{quote(name)}",
        "Content-Length": str(event.data["size"]),
        "Content-Security-Policy": locked,
        "ETag": f'"{sha256}"',
    }
    return StreamingResponse(
        desk.attachments.parts(state.id, sha256), headers=headers, media_type=media
    )


@router.get(
    "/{incident}/attachments/{sha256}/preview",
    response_class=Response,
    responses=responses.PREVIEW,
    summary="A small picture of an attached photo",
)
async def preview(incident: str, sha256: Sha256, desk: State, who: Who) -> Response:
    """A JPEG of at most 320 pixels a side, without position, of a JPEG, PNG or WebP.

    404 for other files and for pictures that are too large to be decoded here; 410 where the
    attachment was destroyed by order.
    """

    def read(reader: Reader) -> tuple[Incident, Event]:
        _, state = desk.whole(who, reader, incident, not_yours)
        return state, attachment_named(reader, state, sha256)

    state, event = await desk.read(read)
    made = await desk.previews.get(state.id, sha256, event.data["media"])
    if made is None:
        raise HttpError(404, "attachment_no_preview", name=event.data["name"])
    headers = {"Content-Security-Policy": f"{LOCKED}; sandbox"}
    return Response(made, headers=headers, media_type=MEDIA)
