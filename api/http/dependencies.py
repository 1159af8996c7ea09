"""What routes depend on: the server's parts and the signed-in account."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection
from starlette.types import Scope

from api.access.identity import SignedIn, not_signed_in
from api.http.authentication import SAFE_METHODS, check_account, check_origin, token_of
from api.http.request_headers import headers_in
from api.problems import HttpError, language_of
from api.runtime.app_state import AppState
from api.server_journal.changed_by import ChangedBy
from api.transport.guests import guest_of
from engine.messages import post_words


async def app_state(request: Request) -> AppState:
    """The parts of the server that got this request."""
    desk: AppState = request.app.state.desk
    return desk


async def signed_in(request: Request) -> SignedIn:
    """The account that sent this request; the route has checked it before."""
    found: SignedIn = request.state.signed_in
    return found


async def asked_language(request: Request) -> str:
    """The language in which the client wants to be answered: `zh` or `en`."""
    return language_of(request.headers.get("accept-language"))


State = Annotated[AppState, Depends(app_state)]
Who = Annotated[SignedIn, Depends(signed_in)]
Tongue = Annotated[str, Depends(asked_language)]


def require(found: SignedIn, *general_roles: str) -> None:
    """Raise 403 unless the account holds one of these general roles."""
    if not any(found.actor.is_a(role) for role in general_roles):
        raise HttpError(403, "general_role_required", who=post_words(*general_roles))


def changed_by(request: Request, found: SignedIn, at: datetime, reason: str | None) -> ChangedBy:
    """Who changes something by this request: by a browser's cookie, or by a token."""
    _, by_cookie = token_of(request.app.state.desk, request)
    return ChangedBy(found.actor.name, "page" if by_cookie else "api", at, reason)


async def author(request: Request, desk: State, who: Who) -> ChangedBy:
    """Who changes something by this request, without a reason."""
    return changed_by(request, who, desk.wall.now, None)


By = Annotated[ChangedBy, Depends(author)]


async def authenticate(
    desk: AppState, scope: Scope, *, checked_at_commit: bool = False
) -> SignedIn:
    """The account that sends a request.

    With `checked_at_commit` the transaction checks the sign-in again, so a remembered account is
    enough. Raises `HttpError`: 401 without a valid token, 409 for a page that shows another
    account, 403 for a write from another site's page or with a token that only reads.
    """
    headers = headers_in(scope)
    token, by_cookie = token_of(desk, HTTPConnection(scope))
    found = desk.recently(token) if token and checked_at_commit else None
    if found is None and token:
        found = await desk.session(token)
    if found is None:
        raise not_signed_in()
    if by_cookie:
        check_account(headers, found.actor.name)
    if scope["method"] not in SAFE_METHODS:
        if found.read_only:
            raise HttpError(403, "token_read_only")
        if by_cookie:
            check_origin(headers, desk.settings.allowed_origins)
    guest_of(scope).go()
    return found
