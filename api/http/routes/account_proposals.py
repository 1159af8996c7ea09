"""Changes of accounts that wait for a second administrator."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.dependencies import By, State, Who, changed_by
from api.http.openapi import responses
from api.http.openapi.account_shapes import ProposalsPage
from api.http.request_bodies import ConfirmationBody
from api.http.responses import send
from api.http.routes.accounts import (
    ADMIN_ONLY,
    READERS_ONLY,
    checking,
    proposal_view,
    show_change,
    view_of,
    words_for,
)
from api.http.strict_json import StrictRoute
from api.server_journal.account import Account

router = APIRouter(prefix="/api/account-proposals", tags=["accounts"], route_class=StrictRoute)


@router.get(
    "",
    responses=responses.PROPOSALS,
    dependencies=READERS_ONLY,
    summary="What waits for a second administrator",
)
async def proposals(request: Request, desk: State) -> Response:
    """Oldest first; each ends by itself after a day. For administrators and auditors."""
    waiting = await run_in_threadpool(desk.accounts.proposals, desk.wall.now)
    words = words_for(desk, request)
    return send(ProposalsPage(proposals=[proposal_view(one, words) for one in waiting]))


@router.post(
    "/{proposal}/confirm",
    responses=responses.CONFIRMED,
    dependencies=ADMIN_ONLY,
    summary="Confirm a change as the second administrator",
)
async def confirm(
    request: Request, proposal: str, body: ConfirmationBody, desk: State, who: Who
) -> Response:
    """Not by who proposed it, and not by the account that it is about."""
    by = changed_by(request, who, desk.wall.now, body.reason)
    wanted = {one.id: one for one in await run_in_threadpool(desk.accounts.proposals, by.at)}
    found = wanted.get(proposal)
    check = checking(desk, found.changes if found else {}, by)

    def work() -> Account:
        return desk.accounts.confirm(proposal, check, by)

    account = await run_in_threadpool(work)
    signed_out = account.disabled or (found is not None and found.has_password)
    show_change(desk, account, signed_out=signed_out)
    return send(view_of(account))


@router.delete(
    "/{proposal}",
    status_code=204,
    responses=responses.WITHDRAWN,
    dependencies=ADMIN_ONLY,
    summary="Withdraw or refuse a proposal",
)
async def withdraw(proposal: str, desk: State, by: By) -> Response:
    """Any administrator may; nothing changes but that it is gone."""
    await run_in_threadpool(desk.accounts.withdraw, proposal, by)
    return Response(status_code=204)
