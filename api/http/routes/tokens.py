"""Tokens of wall screens and other machines that read, for administrators.

A token made here belongs to a viewer and only reads, so that no administrator can act by it as
somebody else. Tokens that write, or of other accounts, are made on the server's command line.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.token_expiry import WALL_ROLES, ends_soon
from api.http.dependencies import By, State
from api.http.openapi import responses
from api.http.openapi.account_shapes import NewToken, TokensPage, TokenView
from api.http.request_bodies import NewTokenBody
from api.http.responses import send
from api.http.routes.accounts import ADMIN_ONLY, READERS_ONLY
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.server_journal.changed_by import ChangedBy
from api.store.accounts.sessions import OpenSession
from engine.instants import to_text

router = APIRouter(prefix="/api/tokens", tags=["accounts"], route_class=StrictRoute)


@router.get("", responses=responses.TOKENS, dependencies=READERS_ONLY, summary="Tokens of machines")
async def tokens(desk: State) -> Response:
    """Those that are valid, newest first, without anything secret."""
    found = await run_in_threadpool(_listed, desk)
    return send(TokensPage(tokens=found))


@router.post(
    "",
    status_code=201,
    responses=responses.NEW_TOKEN,
    dependencies=ADMIN_ONLY,
    summary="Make a token that reads",
)
async def add_token(body: NewTokenBody, desk: State, by: By) -> Response:
    """For a viewer's account, which is made if there is none of the name. Shown this once."""
    lasts = None if body.days is None else timedelta(days=body.days)
    return send(
        await run_in_threadpool(_make, desk, body.name, lasts, by.because(body.reason)), 201
    )


@router.delete(
    "/{token}",
    status_code=204,
    responses=responses.ENDED_TOKEN,
    dependencies=ADMIN_ONLY,
    summary="End a token",
)
async def end_token(token: str, desk: State, by: By) -> Response:
    """Screens that use it are closed."""
    if not await run_in_threadpool(_end, desk, token, by):
        raise HttpError(404, "token_not_found")
    desk.hub.sign_out(session=token)
    return Response(status_code=204)


def _make(desk: AppState, name: str, lasts: timedelta | None, by: ChangedBy) -> NewToken:
    account = desk.accounts.find(name)
    if account is None:
        account = desk.accounts.create(name, None, WALL_ROLES, by.at, by=by)
    elif not account.roles <= WALL_ROLES:
        raise HttpError(409, "token_of_no_viewer", name=account.name)
    expires = None if lasts is None else by.at + lasts
    secret = desk.sessions.create(account.name, "token", by.at, expires, by, read_only=True)
    id_ = desk.sessions.id_of(secret)
    made = next(one for one in _listed(desk, account.name) if one["id"] == id_)
    return {**made, "token": secret}


def _end(desk: AppState, token: str, by: ChangedBy) -> bool:
    known = {one.id for one in desk.sessions.open(desk.wall.now, kind="token")}
    return token in known and desk.sessions.revoke(token, by=by)


def _listed(desk: AppState, account: str | None = None) -> list[TokenView]:
    roles = {one.name: sorted(one.roles) for one in desk.accounts.list()}
    found = partial(desk.sessions.open, desk.wall.now, account=account, kind="token")()
    return [_shape(desk, one, roles.get(one.account, [])) for one in found]


def _shape(desk: AppState, one: OpenSession, roles: list[str]) -> TokenView:
    return {
        "id": one.id,
        "account": one.account,
        "roles": roles,
        "created_at": to_text(one.created_at),
        "expires_at": None if one.expires_at is None else to_text(one.expires_at),
        "ends_soon": ends_soon(one.expires_at, desk.wall.now),
        "read_only": one.read_only,
        "last_used_at": None if one.last_used_at is None else to_text(one.last_used_at),
    }
