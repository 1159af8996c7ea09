"""Previews: what an opening or a command would do. They change nothing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.access.delegates import check_delegate
from api.http.dependencies import State, Tongue, Who
from api.http.openapi import responses
from api.http.request_bodies import CommandBody, PreviewBody
from api.http.responses import expected_version, send
from api.http.strict_json import StrictRoute
from api.runtime.commands.command_preview import CommandPreview, command_preview
from api.runtime.commands.opening_preview import OpeningPreview, Previews
from api.store.queries.reader import Reader

router = APIRouter(prefix="/api/incidents", tags=["incidents"], route_class=StrictRoute)


@router.post("/preview", responses=responses.OPENING_PREVIEW, summary="Preview an opening")
async def preview_opening(language: Tongue, body: PreviewBody, desk: State, who: Who) -> Response:
    """What opening an incident would mean, with what is known so far; opens nothing.

    `similar` are open incidents of the same plan and area that happened within a day.
    """

    def read(reader: Reader) -> OpeningPreview:
        sight = desk.sight(who, language)
        return Previews(desk.service, reader, who.actor, sight, language).opening(body)

    return send(await desk.read(read))


@router.post(
    "/{incident}/commands/preview",
    responses=responses.COMMAND_PREVIEW,
    summary="Preview a command",
)
async def preview_command(
    request: Request, language: Tongue, incident: str, body: CommandBody, desk: State, who: Who
) -> Response:
    """What a command would start, end and make owed, or why it would be refused; does nothing."""
    version = expected_version(request.headers)

    def read(reader: Reader) -> CommandPreview:
        sight = desk.sight(who, language)
        plan, state = desk.seen(sight, reader, incident)
        return command_preview(
            desk.service,
            reader,
            sight,
            plan,
            state,
            body,
            version,
            lambda command: check_delegate(desk.accounts.find, command),
        )

    return send(await desk.read(read))
