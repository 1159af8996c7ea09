"""What every way to sign in shares: limits on guesses, the check, the cookies.

A guess is counted, then checked. A device on which this account has signed in before is
counted alone; everybody else by name and address, by address, and, generously, by name.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import NoReturn

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.account_names import canonical_name
from api.access.cookie_names import SESSION_COOKIE
from api.access.device_cookie import DEVICE_COOKIE, DEVICE_PATH, KNOWN_FOR
from api.access.hashing_queue import QueueFull
from api.access.identity import SignedIn
from api.access.sign_in_limit import Guess, Limit, TooMany, network_of
from api.http.openapi.account_shapes import NewSession
from api.http.responses import send
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.server_journal.account import Account
from engine.errors import ZhibanError
from engine.instants import to_text

PER_ADDRESS = 5
PER_NAME = 20
"""An attacker with many addresses must not lock out at once whoever sits at a new device."""

SECONDS_TO_RETRY = 2
"""After a full queue; by then it has moved on."""

AGENT_CHARACTERS = 200


async def check_password(
    desk: AppState, request: Request, name: str, password: str
) -> Account | None:
    """The account, or None for a wrong password. The guess is counted either way.

    Raises `HttpError`: 429 for too many guesses, 503 when too many wait for a check.
    """
    device = known_device(desk, request, name)
    guess = count_guess(desk, limits_of(desk, request, name, device))
    lane = desk.hashing.strangers if device is None else desk.hashing.known
    try:
        account = await lane.run(desk.accounts.verify, name, password)
    except QueueFull:
        desk.guesses.give_back(guess)
        refuse_busy(desk)
    except ZhibanError:
        desk.guesses.give_back(guess)
        raise
    if account is not None:
        forgive(desk, guess)
    desk.metrics.sign_ins.labels("ok" if account else "refused").inc()
    return account


async def check_second_factor(
    desk: AppState, request: Request, account: Account, code: str | None
) -> None:
    """Ask an account that has a second factor for its code, after the password was right.

    Raises `HttpError`: 401 without a code or for a wrong one, 429 for too many wrong ones.
    """
    factor = await run_in_threadpool(desk.second_factors.of, account.name)
    if factor is None:
        return
    if code is None:
        raise HttpError(401, "second_factor_required")
    device = known_device(desk, request, account.name)
    guess = count_guess(
        desk, [Limit(("code", account.name, device), desk.settings.signin_attempts)]
    )
    if not await run_in_threadpool(desk.second_factors.use, account.name, code, desk.wall.now):
        desk.metrics.sign_ins.labels("refused").inc()
        raise HttpError(401, "wrong_second_factor")
    forgive(desk, guess)


async def spend_password(desk: AppState, name: str, password: str) -> Account | None:
    """In a live drill a password is good for one sign-in; None where another one was faster."""
    try:
        return await desk.hashing.known.run(desk.accounts.spend, name, password, desk.wall.now)
    except QueueFull:
        refuse_busy(desk)


async def check_own_password(desk: AppState, who: SignedIn, password: str) -> None:
    """Check the password of somebody who is signed in; guesses are counted by sign-in.

    Raises `HttpError`: 403 for a wrong one, 429 for too many, 503 when too many wait.
    """
    limit = Limit(("own", who.session), desk.settings.signin_attempts)
    guess = count_guess(desk, [limit])
    try:
        right = await desk.hashing.known.run(desk.accounts.verify, who.actor.name, password)
    except QueueFull:
        desk.guesses.give_back(guess)
        refuse_busy(desk)
    if right is None:
        raise HttpError(403, "wrong_password")
    forgive(desk, guess)


def known_device(desk: AppState, request: Request, name: str) -> str | None:
    """The id of the device that sends this, if the account has signed in on it before."""
    return desk.devices.device(_device_cookie(desk, request), name, desk.wall.now)


def _device_cookie(desk: AppState, request: Request) -> str | None:
    """The device's cookie. It is signed, so one of before the prefix is as good."""
    found = request.cookies.get(desk.cookie_names.limited(DEVICE_COOKIE))
    return found or request.cookies.get(DEVICE_COOKIE)


def limits_of(desk: AppState, request: Request, name: str, device: str | None) -> list[Limit]:
    """What a guess is counted under; a success starts the first one afresh."""
    few, name = desk.settings.signin_attempts, canonical_name(name)
    if device is not None:
        return [Limit(("device", device, name), few)]
    network = network_of(address_of(request))
    return [
        Limit(("both", name, network), few),
        Limit(("address", network), few * PER_ADDRESS),
        Limit(("name", name), few * PER_NAME),
    ]


def count_guess(desk: AppState, limits: list[Limit]) -> Guess:
    """Count a guess before it is checked. Raises `HttpError` (429)."""
    try:
        return desk.guesses.take(limits)
    except TooMany as full:
        desk.metrics.sign_ins.labels("limited").inc()
        headers = {"Retry-After": str(full.seconds)}
        raise HttpError(429, "too_many_attempts", headers=headers, seconds=full.seconds) from None


def forgive(desk: AppState, guess: Guess) -> None:
    """The guess was right: it counts no more, nor do those of this client before it."""
    desk.guesses.give_back(guess)
    desk.guesses.forget(guess.keys[0])


def refuse_busy(desk: AppState) -> NoReturn:
    """Raise `HttpError` (503): too many passwords wait to be checked."""
    desk.metrics.sign_ins.labels("busy").inc()
    headers = {"Retry-After": str(SECONDS_TO_RETRY)}
    raise HttpError(503, "sign_in_busy", headers=headers, seconds=SECONDS_TO_RETRY) from None


async def new_session(desk: AppState, request: Request, account: Account) -> tuple[str, timedelta]:
    """A new session's secret for an account that has proved itself, and how long it lasts."""
    now = desk.wall.now
    lasts = timedelta(hours=desk.settings.session_hours)
    token = await run_in_threadpool(
        partial(
            desk.sessions.create,
            account.name,
            "session",
            now,
            now + lasts,
            address=address_of(request),
            agent=request.headers.get("user-agent", "")[:AGENT_CHARACTERS] or None,
        )
    )
    return token, lasts


async def let_in(desk: AppState, request: Request, account: Account, status: int) -> Response:
    """Sign an account in that has proved itself: the answer, with its cookies."""
    token, lasts = await new_session(desk, request, account)
    body: NewSession = {
        "token": token,
        "expires_at": to_text(desk.wall.now + lasts),
        "name": account.name,
        "roles": sorted(account.roles),
        "division": account.division,
        "unit": account.unit,
        "server_time": to_text(desk.clock.now),
        **desk.clock_facts(),
    }
    answer = send(body, status)
    set_cookies(desk, request, answer, account.name, token, lasts)
    return answer


def set_cookies(
    desk: AppState, request: Request, answer: Response, name: str, token: str, lasts: timedelta
) -> None:
    """Give the browser its session, and remember that the account signed in on this device."""
    before, names = _device_cookie(desk, request), desk.cookie_names
    device = desk.devices.after_sign_in(before, name, desk.wall.now)
    device_path = desk.settings.root_path + DEVICE_PATH
    for cookie, value, path, age in (
        (names.session, token, cookie_path(desk), lasts),
        (names.limited(DEVICE_COOKIE), device, device_path, KNOWN_FOR),
    ):
        answer.set_cookie(
            cookie,
            value,
            max_age=int(age.total_seconds()),
            path=path,
            secure=desk.settings.secure_cookie,
            httponly=True,
            samesite="strict",
        )


def drop_session_cookie(desk: AppState, answer: Response) -> None:
    """Have the browser forget its session, under each name that it may have it under."""
    secure = desk.settings.secure_cookie
    for name in sorted({desk.cookie_names.session, SESSION_COOKIE}):
        answer.delete_cookie(
            name, path=cookie_path(desk), secure=secure, httponly=True, samesite="strict"
        )


def cookie_path(desk: AppState) -> str:
    """Where browsers send the session: to this server, not to its neighbours behind the proxy."""
    return desk.settings.root_path or "/"


def address_of(request: Request) -> str:
    """The client's address, as a trusted proxy tells it."""
    return request.client.host if request.client else "?"
