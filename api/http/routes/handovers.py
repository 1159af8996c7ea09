"""Hand-overs: what there is to hand over now, freezing it, and signing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.handover_sight import may_read, may_write
from api.handover.ports import Handover
from api.http.dependencies import By, State, signed_in
from api.http.file_response import file_response
from api.http.openapi import responses
from api.http.request_bodies import NewHandoverBody, SignHandoverBody
from api.http.responses import once_for, send
from api.http.strict_json import StrictRoute
from api.problems import HttpError, language_of
from api.runtime.app_state import AppState
from api.runtime.documents.documents import Format, render
from api.runtime.handover.handovers import HandoverDesk
from api.store.queries.reader import Reader
from engine.documents.document import Document

Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="its number")]
T = TypeVar("T")


async def readers_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account reads hand-overs."""
    if not may_read((await signed_in(request)).actor):
        raise HttpError(403, "handovers_not_yours")


async def writers_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account makes hand-overs."""
    if not may_write((await signed_in(request)).actor):
        raise HttpError(403, "handover_by_duty_officers")


READERS, WRITERS = [Depends(readers_only)], [Depends(writers_only)]
router = APIRouter(prefix="/api/handovers", tags=["duty"], route_class=StrictRoute)


@router.get(
    "/current",
    responses=responses.CURRENT_HANDOVER,
    dependencies=READERS,
    summary="What there is to hand over now",
)
async def current(request: Request, desk: State) -> Response:
    """The sheet as it stands, and what has changed since the last one that both have signed."""
    return send(await _ask(desk, request, HandoverDesk.current))


@router.get("", responses=responses.HANDOVERS, dependencies=READERS, summary="Hand-overs")
async def handovers(
    request: Request,
    desk: State,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="a number")] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Response:
    """Those that were frozen, the newest first, without their sheets."""
    return send(await _ask(desk, request, lambda asked: asked.page(before, limit)))


# Before the next one, whose number would take the ending in.
@router.get(
    "/{handover}.{form}",
    response_class=Response,
    responses=responses.HANDOVER_FILE,
    dependencies=READERS,
    summary="A hand-over's record as a file",
)
async def handover_file(request: Request, handover: Number, form: Format, desk: State) -> Response:
    """The frozen sheet as Word, PDF or HTML; the same bytes until somebody signs it.

    The `ETag` is the sha256 of the file. Where all of it is exercises, every page and the name
    of the file say so; else each exercise says so in its row.
    """

    def ask(asked: HandoverDesk) -> Document:
        found = asked.handovers.one(handover)
        if found is None:
            raise HttpError(404, "handover_not_found")
        return asked.paper(found, exercise=desk.service.exercises_only)

    made = await _ask(desk, request, ask)
    return file_response(await run_in_threadpool(render, made, form, desk.settings.plans_dir, ""))


@router.get(
    "/{handover}", responses=responses.HANDOVER, dependencies=READERS, summary="A frozen sheet"
)
async def handover(request: Request, handover: Number, desk: State) -> Response:
    """One as it was frozen; while it waits for a signature, with what has changed since."""

    def ask(asked: HandoverDesk) -> Response:
        found = asked.handovers.one(handover)
        if found is None:
            raise HttpError(404, "handover_not_found")
        return send(asked.view(found))

    return await _ask(desk, request, ask)


@router.post(
    "",
    status_code=201,
    responses=responses.NEW_HANDOVER,
    dependencies=WRITERS,
    summary="Freeze the sheet",
)
async def freeze(request: Request, body: NewHandoverBody, desk: State, by: By) -> Response:
    """The sheet of this instant with notes, kept as it is, and signed by whoever gives over.

    Without `sign` it waits for both signatures. A repeated `Idempotency-Key` freezes nothing and
    gets the first sheet.
    """
    sheet = await _ask(desk, request, lambda asked: asked.sheet(body.notes))
    once = once_for(request.scope, request.headers, body)
    made = await run_in_threadpool(desk.handovers.add, sheet, by, sign=body.sign, once=once)
    return await _shown(desk, request, made, 201, Location=f"/api/handovers/{made.number}")


@router.post(
    "/{handover}/sign",
    responses=responses.SIGNED_HANDOVER,
    dependencies=WRITERS,
    summary="Sign a hand-over",
)
async def sign(
    request: Request, handover: Number, body: SignHandoverBody, desk: State, by: By
) -> Response:
    """Sign as the one who gives or who takes over: two different accounts."""
    signed = await run_in_threadpool(desk.handovers.sign, handover, body.side, by)
    return await _shown(desk, request, signed, 200)


async def _shown(
    desk: AppState, request: Request, handover: Handover, status: int, **headers: str
) -> Response:
    view = await _ask(desk, request, lambda asked: asked.view(handover))
    return send(view, status, **headers)


async def _ask(desk: AppState, request: Request, question: Callable[[HandoverDesk], T]) -> T:
    language = language_of(request.headers.get("accept-language"))
    health, now = desk.health(), desk.clock.now

    def ask(reader: Reader) -> T:
        asked = HandoverDesk(
            reader,
            desk.plans,
            desk.handovers,
            desk.shift_log,
            health,
            now,
            language,
            desk.shift_end,
            desk.standing_calls(),
        )
        return question(asked)

    return await desk.read(ask)
