"""The server journal, for administrators and auditors."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.dependencies import State
from api.http.openapi import responses
from api.http.openapi.account_shapes import ServerEntryView, ServerJournalPage
from api.http.responses import send
from api.http.routes.accounts import READERS_ONLY, words_for
from api.http.strict_json import StrictRoute
from api.runtime.health import break_glass
from api.server_journal.changed_by import About

router = APIRouter(tags=["accounts"], route_class=StrictRoute)

Seq = Annotated[int | None, Query(ge=0, le=2**31 - 1)]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get(
    "/api/server-journal",
    responses=responses.SERVER_JOURNAL,
    dependencies=READERS_ONLY,
    summary="The server journal",
)
async def server_journal(
    request: Request,
    desk: State,
    after: Seq = None,
    before: Seq = None,
    limit: Limit = 50,
    about: Annotated[About | None, Query(description="only of this kind")] = None,
) -> Response:
    """Changes of accounts, tokens, settings and plans: the newest first, `before` an entry.

    With `after` the oldest first, for machines that follow it. `about=sign_ins` gives who signed
    in and out, `about=changes` all others.
    """

    def ask() -> list[dict[str, object]]:
        page = desk.server_journal.page(after=after, before=before, limit=limit + 1, about=about)
        return [dict(entry) for entry in page]

    found = await run_in_threadpool(ask)
    shown = found[:limit]
    words = words_for(desk, request)
    entries = [
        cast(ServerEntryView, {"entry": entry, "sentence": words.of(entry)}) for entry in shown
    ]
    more = shown[-1]["seq"] if len(found) > limit else None
    alarm = await run_in_threadpool(break_glass, desk)
    return send(ServerJournalPage(entries=entries, next=cast(int | None, more), break_glass=alarm))
