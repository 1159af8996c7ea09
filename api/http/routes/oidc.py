"""Signing in with the identity provider: out to it, and back from it.

A browser comes here by itself, so both answers are redirections; what went wrong is told by
the sign-in page, whose address carries the code of a sentence.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

import structlog
from fastapi import APIRouter, Query, Request
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.access.oidc import FLOW_COOKIE, FLOW_LASTS, OidcFailed, Person, roles_of
from api.access.roles import check_needed
from api.access.sign_in_limit import Limit, network_of
from api.http.dependencies import State
from api.http.openapi import responses
from api.http.sign_in import PER_ADDRESS, address_of, count_guess, new_session, set_cookies
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState, Oidc
from api.server_journal.account import Account
from engine.errors import InvalidInput, ZhibanError

log = structlog.get_logger("zhiban.session")
PATH = "/api/session/oidc"
router = APIRouter(prefix=PATH, tags=["session"], route_class=StrictRoute)

NAME_REFUSED = frozenset(
    {"account_exists", "account_name_wrong", "account_name_mixed", "account_name_reserved"}
)
"""What is wrong with a name that the provider gives, and would be with any other new one."""

Text = Annotated[str | None, Query(max_length=4000)]


@router.get(
    "/start",
    tags=["public"],
    status_code=303,
    response_class=RedirectResponse,
    responses=responses.TO_PROVIDER,
    summary="To the identity provider",
)
async def start(request: Request, desk: State) -> Response:
    """Send the browser there; what it needs to come back is in a cookie."""
    oidc = _oidc(desk)
    count_guess(desk, _limits(desk, request))
    try:
        url, flow = await oidc.client.leave(_redirect(desk, request), desk.wall.now)
    except OidcFailed as failed:
        return _failed(desk, failed.code, str(failed))
    answer = RedirectResponse(url, 303)
    answer.set_cookie(
        desk.cookie_names.limited(FLOW_COOKIE),
        oidc.cookies.write(flow),
        max_age=int(FLOW_LASTS.total_seconds()),
        path=desk.settings.root_path + PATH,
        secure=desk.settings.secure_cookie,
        httponly=True,
        # The provider's page sends the browser back: `strict` would keep the cookie from us.
        samesite="lax",
    )
    return answer


async def callback(
    request: Request,
    desk: State,
    code: Text = None,
    state: Text = None,
    error: Text = None,
    error_description: Text = None,
) -> Response:
    """Check who has come, and let him in with the roles that the provider says."""
    oidc = _oidc(desk)
    flow = oidc.cookies.read(
        request.cookies.get(desk.cookie_names.limited(FLOW_COOKIE)), desk.wall.now
    )
    if flow is None or state != flow.state:
        return _failed(desk, "oidc_late", "no sign-in under way, or another one")
    if code is None:
        return _failed(desk, "oidc_refused", f"{error}: {error_description}")
    try:
        person = await oidc.client.arrive(flow, code, desk.wall.now)
        account = await _account(desk, oidc, person)
    except OidcFailed as failed:
        return _failed(desk, failed.code, str(failed))
    token, lasts = await new_session(desk, request, account)
    log.info("signed_in_by_provider", account=account.name)
    answer = RedirectResponse("/", 303)
    set_cookies(desk, request, answer, account.name, token, lasts)
    path = desk.settings.root_path + PATH
    answer.delete_cookie(
        desk.cookie_names.limited(FLOW_COOKIE),
        path=path,
        secure=desk.settings.secure_cookie,
        httponly=True,
        samesite="lax",
    )
    return answer


async def _account(desk: AppState, oidc: Oidc, person: Person) -> Account:
    """The person's account here. Raises `OidcFailed`."""
    settings = desk.settings
    roles = roles_of(person.texts(settings.oidc_role_claim), settings.oidc_roles)
    name = person.text(settings.oidc_name_claim)
    if not roles:
        raise OidcFailed("oidc_no_role", f"none of {settings.oidc_roles} for {person.subject}")
    if name is None:
        raise OidcFailed("oidc_refused", f"no claim {settings.oidc_name_claim}")
    place = settings.oidc_division_claim
    division = None if place is None else person.text(place)

    def check(account: Account) -> None:
        if account.disabled:
            raise OidcFailed("oidc_disabled", account.name)
        check_needed(desk.plans, account.roles, account.division, account.unit)

    make = partial(
        oidc.identities.signed_in,
        str(settings.oidc_issuer).rstrip("/"),
        person.subject,
        name,
        roles,
        desk.wall.now,
        division=division,
        check=check,
    )
    try:
        return await run_in_threadpool(make)
    except InvalidInput as wrong:
        raise OidcFailed("oidc_no_division", wrong.code) from wrong
    except ZhibanError as wrong:
        if wrong.code not in NAME_REFUSED:
            raise
        raise OidcFailed("oidc_name_taken", f"{wrong.code}: {name}") from wrong


def _oidc(desk: AppState) -> Oidc:
    if desk.oidc is None:
        raise HttpError(404, "oidc_off")
    return desk.oidc


def _limits(desk: AppState, request: Request) -> list[Limit]:
    """Each start asks the provider: a stranger must not make us flood it."""
    network = network_of(address_of(request))
    return [Limit(("oidc", network), desk.settings.signin_attempts * PER_ADDRESS)]


def _redirect(desk: AppState, request: Request) -> str:
    given = desk.settings.oidc_redirect_url
    if given:
        return str(given)
    return f"{str(request.base_url).rstrip('/')}{desk.settings.root_path}{PATH}/callback"


def _failed(desk: AppState, code: str, why: str) -> Response:
    """Back to the sign-in page, which says what `code` means; the log has the rest."""
    desk.metrics.sign_ins.labels("refused").inc()
    log.warning("sign_in_by_provider_failed", reason=code, why=why[:500])
    return RedirectResponse(f"/#/sign-in/{code}", 303)


router.add_api_route(
    "/callback",
    callback,
    # What a provider adds of its own is passed over (RFC 6749, 4.1.2), not refused.
    route_class_override=APIRoute,
    tags=["public"],
    status_code=303,
    response_class=RedirectResponse,
    responses=responses.FROM_PROVIDER,
    summary="Back from the identity provider",
)
