"""Sign in and out, the present session, and the first account of a new installation."""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.account_names import canonical_name
from api.http.authentication import check_origin, token_of
from api.http.dependencies import By, State, Who
from api.http.openapi import responses
from api.http.openapi.account_shapes import Session
from api.http.request_bodies import SetUpBody, SignInBody
from api.http.responses import send
from api.http.sign_in import (
    address_of,
    check_password,
    check_second_factor,
    count_guess,
    drop_session_cookie,
    forgive,
    let_in,
    limits_of,
    spend_password,
)
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.server_journal.account import Account
from api.server_journal.changed_by import ChangedBy
from engine.errors import ZhibanError
from engine.instants import to_text

log = structlog.get_logger("zhiban.session")
router = APIRouter(prefix="/api", tags=["session"], route_class=StrictRoute)

FIRST_ROLES = ("admin", "duty_officer")


@router.post("/session", tags=["public"], responses=responses.SIGNED_IN, summary="Sign in")
async def sign_in(request: Request, body: SignInBody, desk: State) -> Response:
    """A cookie for browsers, and a token for `Authorization: Bearer`.

    On the server of a live drill a password is good for one sign-in.
    """
    check_origin(request.headers, desk.settings.allowed_origins)
    account = await check_password(desk, request, body.name, body.password)
    if account is None:
        log.info("sign_in_refused", account=body.name, address=address_of(request))
        raise HttpError(401, "wrong_credentials")
    await check_second_factor(desk, request, account, body.code)
    if desk.drill is not None:
        account = await spend_password(desk, body.name, body.password)
    if account is None:
        raise HttpError(401, "wrong_credentials")
    return await let_in(desk, request, account, 200)


@router.get("/session", tags=["public"], responses=responses.SESSION, summary="Who am I")
async def who_am_i(request: Request, desk: State) -> Response:
    """The account (`name` is null for nobody), and what the server's clock is."""
    token, _ = token_of(desk, request)
    found = await desk.session(token) if token else None
    actor = found.actor if found else None
    body: Session = {
        "name": actor.name if actor else None,
        "roles": sorted(actor.roles) if actor else [],
        "division": actor.division if actor else None,
        "unit": actor.unit if actor else None,
        "setup_required": await _needs_setup(desk),
        "expires_at": to_text(found.expires_at) if found and found.expires_at else None,
        "sign_in_with": desk.settings.oidc_label if desk.oidc else None,
        "read_only": found is not None and found.read_only,
        "sign_in_once": desk.drill is not None,
        "server_time": to_text(desk.clock.now),
        **desk.clock_facts(),
    }
    return send(body)


@router.delete("/session", status_code=204, responses=responses.SIGNED_OUT, summary="Sign out")
async def sign_out(desk: State, who: Who, by: By) -> Response:
    """End this session; its websockets are closed."""
    await run_in_threadpool(desk.sessions.revoke, who.session, None, by)
    desk.hub.sign_out(session=who.session)
    answer = Response(status_code=204)
    drop_session_cookie(desk, answer)
    return answer


@router.post(
    "/setup",
    tags=["public"],
    status_code=201,
    responses=responses.SET_UP,
    summary="Make the first account",
)
async def set_up(request: Request, body: SetUpBody, desk: State) -> Response:
    """Only while there is no account, and with the code on the server's terminal."""
    check_origin(request.headers, desk.settings.allowed_origins)
    if not await _needs_setup(desk):
        raise HttpError(409, "setup_done")
    guess = count_guess(desk, limits_of(desk, request, "", None))
    if not desk.right_setup_code(body.code):
        raise HttpError(403, "wrong_setup_code")
    forgive(desk, guess)

    def make_first() -> Account:
        now = desk.wall.now
        by = ChangedBy(canonical_name(body.name), "setup", now)
        return desk.accounts.create(body.name, body.password, FIRST_ROLES, now, by=by, first=True)

    # The code is cleared before the first await: it makes one account, not two at once. Another
    # node may be asked at the same time: the transaction looks once more.
    code, desk.setup_code = desk.setup_code, None
    try:
        account = await run_in_threadpool(make_first)
    except ZhibanError:
        desk.setup_code = code
        raise
    log.info("set_up", account=account.name)
    return await let_in(desk, request, account, 201)


async def _needs_setup(desk: AppState) -> bool:
    """True if there is still no account; the command line may have made one."""
    if desk.setup_code is not None:
        known = await run_in_threadpool(desk.accounts.list)
        if known:
            desk.setup_code = None
    return desk.setup_code is not None
