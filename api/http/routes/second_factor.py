"""One's own second factor: codes of a telephone beside the password.

An option of each account. Who signs in with an identity provider has the provider's.
"""

from __future__ import annotations

import structlog
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access import totp
from api.access.identity import SignedIn
from api.access.sign_in_limit import Limit
from api.http.dependencies import By, State, Who, changed_by
from api.http.openapi import responses
from api.http.openapi.account_shapes import RecoveryCodes, SecondFactorSecret, SecondFactorState
from api.http.request_bodies import ConfirmingCodeBody, CurrentPasswordBody, SecondFactorOffBody
from api.http.responses import send
from api.http.sign_in import check_own_password, count_guess, forgive
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from engine.errors import InvalidInput
from engine.instants import to_text

log = structlog.get_logger("zhiban.session")
router = APIRouter(prefix="/api/session/totp", tags=["session"], route_class=StrictRoute)


@router.get("", responses=responses.SECOND_FACTOR, summary="One's own second factor")
async def second_factor(desk: State, who: Who) -> Response:
    """Whether it is in force, and how many recovery codes are left."""
    found = await run_in_threadpool(desk.second_factors.of, who.actor.name)
    return send(
        SecondFactorState(
            enabled=found is not None,
            since=None if found is None else to_text(found.since),
            recovery_left=0 if found is None else found.recovery_left,
        )
    )


@router.post("", responses=responses.SECOND_FACTOR_BEGUN, summary="Set up a second factor")
async def begin(body: CurrentPasswordBody, desk: State, who: Who) -> Response:
    """A new secret for an authenticator program; nothing changes until a code confirms it."""
    name = who.actor.name
    await check_own_password(desk, who, body.current)
    secret = await run_in_threadpool(desk.second_factors.begin, name)
    if secret is None:
        raise HttpError(409, "second_factor_on")
    return send(
        SecondFactorSecret(
            secret=secret, uri=totp.address(secret, name), qr=totp.picture(secret, name)
        )
    )


@router.put("", responses=responses.SECOND_FACTOR_ON, summary="Confirm the second factor")
async def confirm(request: Request, body: ConfirmingCodeBody, desk: State, who: Who) -> Response:
    """Put it in force; the recovery codes are shown this once."""
    name = who.actor.name
    guess = count_guess(desk, [_codes_of(desk, who)])
    now = desk.wall.now
    by = changed_by(request, who, now, None)
    codes = await run_in_threadpool(desk.second_factors.confirm, name, body.code, now, by)
    if codes is None:
        raise InvalidInput("code_wrong", field="code")
    forgive(desk, guess)
    log.info("second_factor_on", account=name)
    return send(RecoveryCodes(recovery_codes=[*codes]))


@router.post(
    "/off",
    status_code=204,
    responses=responses.SECOND_FACTOR_OFF,
    summary="Turn the second factor off",
)
async def turn_off(body: SecondFactorOffBody, desk: State, who: Who, by: By) -> Response:
    """With the password and a code, of the telephone or a recovery code."""
    name = who.actor.name
    if await run_in_threadpool(desk.second_factors.of, name) is None:
        raise HttpError(409, "second_factor_off")
    await check_own_password(desk, who, body.current)
    guess = count_guess(desk, [_codes_of(desk, who)])
    if not await run_in_threadpool(desk.second_factors.use, name, body.code, desk.wall.now):
        raise InvalidInput("code_wrong", field="code")
    forgive(desk, guess)
    await run_in_threadpool(desk.second_factors.drop, name, by)
    log.info("second_factor_off", account=name)
    return Response(status_code=204)


def _codes_of(desk: AppState, who: SignedIn) -> Limit:
    """Codes tried by one sign-in."""
    return Limit(("own code", who.session), desk.settings.signin_attempts)
