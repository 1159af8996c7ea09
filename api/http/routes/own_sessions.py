"""One's own password, and sign-ins and tokens: to see them and to end them.

One's own; an administrator sees and ends everybody's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import structlog
from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.http.dependencies import By, State, Who, require
from api.http.openapi import responses
from api.http.openapi.account_shapes import OwnSession, OwnSessions
from api.http.request_bodies import PasswordChangeBody
from api.http.responses import send
from api.http.sign_in import check_own_password, drop_session_cookie
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.store.accounts.sessions import OpenSession
from engine.instants import to_text

log = structlog.get_logger("zhiban.session")
router = APIRouter(prefix="/api", tags=["session"], route_class=StrictRoute)


@router.patch(
    "/session/password",
    status_code=204,
    responses=responses.CHANGED_PASSWORD,
    summary="Change one's own password",
)
async def change_password(body: PasswordChangeBody, desk: State, who: Who, by: By) -> Response:
    """The present password is asked for. This sign-in and tokens stay, other sign-ins end."""
    name = who.actor.name
    await check_own_password(desk, who, body.current)
    change = {"password": body.password}

    def end() -> None:
        desk.accounts.change_and_sign_out(name, change, by, keep=who.session)

    await _sign_out(desk, name, end, keep=who.session)
    log.info("password_changed", account=name)
    return Response(status_code=204)


@router.get("/sessions", responses=responses.OWN_SESSIONS, summary="One's own sign-ins and tokens")
async def own_sessions(
    desk: State,
    who: Who,
    everybody: Annotated[bool, Query(description="all accounts', for administrators")] = False,
) -> Response:
    """Those that are valid, newest first; of `everybody` for administrators and auditors."""
    if everybody:
        require(who, "admin", "auditor")
    account = None if everybody else who.actor.name
    found = await run_in_threadpool(partial(desk.sessions.open, desk.wall.now, account=account))
    return send(OwnSessions(sessions=[_shape(one, who) for one in found]))


@router.delete(
    "/sessions", status_code=204, responses=responses.SIGNED_OUT, summary="Sign out everywhere"
)
async def sign_out_everywhere(desk: State, who: Who, by: By) -> Response:
    """End all one's sign-ins, this one too. Tokens of machines stay, such as a wall screen's."""
    name = who.actor.name
    end = partial(desk.sessions.revoke_all, name, by, kind="session")
    await _sign_out(desk, name, end)
    log.info("signed_out_everywhere", account=who.actor.name)
    answer = Response(status_code=204)
    drop_session_cookie(desk, answer)
    return answer


@router.delete(
    "/sessions/{session}",
    status_code=204,
    responses=responses.ENDED_SESSION,
    summary="End a sign-in",
)
async def end_session(session: str, desk: State, who: Who, by: By) -> Response:
    """A sign-in on another device, or a token: one's own, or anybody's for an administrator."""
    account = None if who.actor.is_a("admin") else who.actor.name
    if not await run_in_threadpool(desk.sessions.revoke, session, account, by):
        raise HttpError(404, "session_not_found")
    desk.hub.sign_out(session=session)
    return Response(status_code=204)


async def _sign_out(
    desk: AppState, account: str, end: Callable[[], object], keep: str | None = None
) -> None:
    """Do what ends the account's sign-ins, and close their sockets."""
    now = desk.wall.now
    found = await run_in_threadpool(
        partial(desk.sessions.open, now, account=account, kind="session")
    )
    await run_in_threadpool(end)
    for one in found:
        if one.id != keep:
            desk.hub.sign_out(session=one.id)


def _shape(one: OpenSession, who: SignedIn) -> OwnSession:
    return {
        "id": one.id,
        "account": one.account,
        "kind": one.kind,
        "current": one.id == who.session,
        "created_at": to_text(one.created_at),
        "expires_at": None if one.expires_at is None else to_text(one.expires_at),
        "read_only": one.read_only,
        "address": one.address,
        "agent": one.agent,
        "last_used_at": None if one.last_used_at is None else to_text(one.last_used_at),
    }
