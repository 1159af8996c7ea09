"""The shift log: what belongs to no incident."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.handover.ports import LogQuery
from api.http.dependencies import By, State
from api.http.openapi import responses
from api.http.request_bodies import AccountName, NewLogEntryBody, StrikeBody
from api.http.responses import once_for, send
from api.http.routes.handovers import READERS, WRITERS
from api.http.strict_json import StrictRoute
from api.runtime.handover.handover_shapes import ShiftLogPage
from api.runtime.handover.handovers import log_view
from api.server_journal.handover_data import LogKind
from engine.errors import InvalidInput
from engine.input_types import Instant, Name
from engine.instants import to_text

router = APIRouter(prefix="/api/shift-log", tags=["duty"], route_class=StrictRoute)
Seq = Annotated[int | None, Query(ge=1, le=2**31 - 1)]
Words = Annotated[Name, StringConstraints(max_length=100)]


@router.get("", responses=responses.SHIFT_LOG, dependencies=READERS, summary="The shift log")
async def shift_log(
    desk: State,
    kind: Annotated[LogKind | None, Query(description="only of this kind")] = None,
    account: Annotated[AccountName | None, Query(description="only of this account")] = None,
    q: Annotated[Words | None, Query(description="words")] = None,
    since: Annotated[Instant | None, Query(description="written at or after")] = None,
    until: Annotated[Instant | None, Query(description="written before")] = None,
    before: Annotated[Seq, Query(description="an entry: older ones")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Entries that fit everything that is asked for, the newest first."""
    query = LogQuery(kind, account, q, since, until, before)
    found = await run_in_threadpool(desk.shift_log.page, query, limit + 1)
    shown = found[:limit]
    more = shown[-1].seq if len(found) > limit else None
    return send(ShiftLogPage(entries=[log_view(one) for one in shown], next=more))


@router.post(
    "",
    status_code=201,
    responses=responses.NEW_LOG_ENTRY,
    dependencies=WRITERS,
    summary="Write into the shift log",
)
async def write(request: Request, body: NewLogEntryBody, desk: State, by: By) -> Response:
    """Add an entry; it happened now unless `happened_at` says when.

    A repeated `Idempotency-Key` adds nothing and gets the first entry.
    """
    now = desk.clock.now
    happened = body.happened_at or now
    if happened > now:
        raise InvalidInput(
            "future_instant", field="happened_at", value=to_text(happened), now=to_text(now)
        )
    once = once_for(request.scope, request.headers, body)
    entry = await run_in_threadpool(desk.shift_log.write, body.kind, body.text, happened, by, once)
    return send(log_view(entry), 201)


@router.post(
    "/{entry}/strike",
    responses=responses.STRUCK_LOG_ENTRY,
    dependencies=WRITERS,
    summary="Strike an entry of the shift log",
)
async def strike(
    entry: Annotated[int, Path(ge=1, le=2**31 - 1, description="its number")],
    body: StrikeBody,
    desk: State,
    by: By,
) -> Response:
    """The entry stays and is shown struck through, with who struck it and why."""
    return send(
        log_view(await run_in_threadpool(desk.shift_log.strike, entry, by.because(body.reason)))
    )
