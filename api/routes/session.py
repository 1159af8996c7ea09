"""Signing in and out, who am I, and the first account of a new installation.

A password is checked in the same time whatever is wrong with it, and failures are
counted: per name and address, per address, and, generously, per name.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import answers
from api.desk import Desk, desk_of, signed_in
from api.gate import COOKIE, SignedIn, StrictRoute, check_origin, token_of
from api.ports import Account
from api.problems import HttpError
from api.replies import send
from api.schemas import SetUpBody, SignInBody
from engine.errors import ZhibanError
from engine.instants import to_text

log = structlog.get_logger("zhiban.session")
router = APIRouter(prefix="/api", tags=["session"], route_class=StrictRoute)

TheDesk = Annotated[Desk, Depends(desk_of)]
PER_ADDRESS = 5
PER_NAME = 20
FIRST_ROLES = ("admin", "duty_officer")


@router.post("/session", tags=["public"], responses=answers.SIGNED_IN, summary="Sign in")
async def sign_in(request: Request, body: SignInBody, desk: TheDesk) -> Response:
    """A cookie for browsers, and a token for `Authorization: Bearer`."""
    check_origin(request, desk.settings.allowed_origins)
    keys = _counted(desk, request, body.name)
    _refuse_too_many(desk, keys)
    async with desk.sign_ins:
        account = await run_in_threadpool(desk.accounts.verify, body.name, body.password)
    desk.metrics.sign_ins.labels("ok" if account else "refused").inc()
    if account is None:
        for key in keys:
            desk.sign_in_failures.failed(key)
        log.info("sign_in_refused", account=body.name, address=_address(request))
        raise HttpError(401, "wrong_credentials")
    for key in keys:
        desk.sign_in_failures.forget(key)
    return await _let_in(desk, account, 200)


@router.get("/session", tags=["public"], responses=answers.SESSION, summary="Who am I")
async def who_am_i(request: Request, desk: TheDesk) -> Response:
    """The account (`name` is null for nobody), and what the server's clock is."""
    token, _ = token_of(request.headers, request.cookies)
    found = await desk.session(token) if token else None
    facts = {"setup_required": await _needs_setup(desk), **_clock(desk)}
    if found is None:
        nobody: dict[str, Any] = {"name": None, "roles": [], "division": None, "unit": None}
        return send(nobody | facts)
    actor = found.actor
    who = {"name": actor.name, "roles": sorted(actor.roles)}
    return send(who | {"division": actor.division, "unit": actor.unit} | facts)


@router.delete("/session", status_code=204, responses=answers.SIGNED_OUT, summary="Sign out")
async def sign_out(desk: TheDesk, who: Annotated[SignedIn, Depends(signed_in)]) -> Response:
    """End this session; its websockets are closed."""
    await run_in_threadpool(desk.sessions.revoke, who.session)
    desk.hub.sign_out(session=who.session)
    answer = Response(status_code=204)
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


@router.post(
    "/setup",
    tags=["public"],
    status_code=201,
    responses=answers.SET_UP,
    summary="Make the first account",
)
async def set_up(request: Request, body: SetUpBody, desk: TheDesk) -> Response:
    """Only while there is no account, and with the code on the server's terminal."""
    check_origin(request, desk.settings.allowed_origins)
    if not await _needs_setup(desk):
        raise HttpError(409, "setup_done")
    keys = _counted(desk, request, "")
    _refuse_too_many(desk, keys)
    if not desk.right_setup_code(body.code):
        for key in keys:
            desk.sign_in_failures.failed(key)
        raise HttpError(403, "wrong_setup_code")
    # Taken away before anything is awaited: the code makes one account, not two at once.
    code, desk.setup_code = desk.setup_code, None
    try:
        account = await run_in_threadpool(
            desk.accounts.create, body.name, body.password, FIRST_ROLES, desk.wall.now
        )
    except ZhibanError:
        desk.setup_code = code
        raise
    log.info("set_up", account=account.name)
    return await _let_in(desk, account, 201)


async def _needs_setup(desk: Desk) -> bool:
    """Whether there is still no account; one may have come from the command line."""
    if desk.setup_code is not None:
        known = await run_in_threadpool(desk.accounts.list)
        if known:
            desk.setup_code = None
    return desk.setup_code is not None


async def _let_in(desk: Desk, account: Account, status: int) -> Response:
    now = desk.wall.now
    lasts = timedelta(hours=desk.settings.session_hours)
    token = await run_in_threadpool(desk.sessions.create, account.name, "session", now, now + lasts)
    body = {
        "token": token,
        "expires_at": to_text(now + lasts),
        "name": account.name,
        "roles": sorted(account.roles),
        "division": account.division,
        "unit": account.unit,
        **_clock(desk),
    }
    answer = send(body, status)
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=desk.settings.secure_cookie,
        httponly=True,
        samesite="strict",
    )
    return answer


def _clock(desk: Desk) -> dict[str, Any]:
    return {"server_time": to_text(desk.clock.now), **desk.clock_facts()}


def _address(request: Request) -> str:
    return request.client.host if request.client else "?"


def _counted(desk: Desk, request: Request, name: str) -> list[tuple[str, ...]]:
    """What failures are counted by, in the order of `_limits`."""
    address = _address(request)
    return [("both", name, address), ("address", address), ("name", name)]


def _refuse_too_many(desk: Desk, keys: list[tuple[str, ...]]) -> None:
    few = desk.settings.signin_attempts
    for key, limit in zip(keys, (few, few * PER_ADDRESS, few * PER_NAME), strict=True):
        seconds = desk.sign_in_failures.seconds_to_wait(key, limit)
        if seconds:
            headers = {"Retry-After": str(seconds)}
            raise HttpError(429, "too_many_attempts", headers=headers, seconds=seconds)
