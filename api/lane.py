"""The lane for commands: one that is in order is carried out without the framework.

Finding the route, solving its dependencies and being ready to say what is wrong cost more
than the command itself. A command that is in order needs a sign-in that has been looked up
before, which the order checks again, and a body that is one. Everything else is passed on
to the routes, with whatever was read of it: there is one place that refuses and is
described, and it has not been told from here. So the lane stands before the framework and
the middleware; what it answers has the headers that theirs have, and is logged and counted
as theirs are.
"""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from fastapi import FastAPI
from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from typing_extensions import override
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from api.desk import Desk
from api.gate import SignedIn, foreign_origin, kind_of, read_strictly, token_of
from api.live.at_once import at_once, lines
from api.middleware import BEGAN, GUARDS, NOT_STORED, Observer, unforeseen
from api.problems import answer_to, language_of
from api.replies import expected_version, headers_of
from api.routes.incidents import carry_out, once_for, router
from api.schemas import AnyCommand
from engine.commands import Command
from engine.errors import ZhibanError

PATH = re.compile(r"^/api/incidents/([^/]+)/commands$")
ROUTE = next(route for route in router.routes if getattr(route, "name", "") == "command")
"""What the request would have come to; figures are counted under its path."""

COMMAND: TypeAdapter[Command] = TypeAdapter(AnyCommand)


GUARDS_OF_API = (*GUARDS, NOT_STORED)
"""No answer to a command has one of them by itself."""


class Answer(NamedTuple):
    """All that is sent."""

    status: int
    headers: Sequence[tuple[bytes, bytes]]
    body: bytes


class Lane:
    """Plain ASGI: carries out commands that are in order, and passes on all else."""

    def __init__(self, app: ASGIApp, observer: Observer) -> None:
        self._app = app
        self._observer = observer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        found = None
        if scope["type"] == "http" and scope["method"] == "POST" and not scope.get("root_path"):
            found = PATH.match(scope["path"])
        if found is None:
            await self._app(scope, receive, send)
            return
        # Each is looked for several times, and the first of a name counts.
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in reversed(scope["headers"])}
        try:
            desk: Desk = scope["app"].state.desk
            who = _known(scope, headers, desk)
        except Exception:
            # It goes wrong there as well, and there it is told.
            who = None
        if who is None:
            await self._app(scope, receive, send)
            return
        scope[BEGAN] = time.perf_counter()
        heard = await _hear(receive)
        try:
            body = _command(heard)
            version = expected_version(headers)
            once = once_for(scope, headers, body)
        except Exception:
            await self._app(scope, _again(heard, receive), send)
            return
        scope["route"] = ROUTE
        language = language_of(headers.get("accept-language"))

        async def carried_out() -> Answer:
            try:
                done = await carry_out(desk, who, found[1], body, version, once, language)
                return Answer(done.status, headers_of(done), done.content)
            except ZhibanError as error:
                return _whole(answer_to(error, language))

        await self._answer(scope, headers, send, carried_out())

    async def _answer(
        self, scope: Scope, headers: Mapping[str, str], send: Send, coming: Awaitable[Answer]
    ) -> None:
        """Answer as `api.middleware` would, once for all that it does."""
        own = self._observer.begin(scope, headers.get("x-request-id", ""))
        status = 0
        try:
            answer = await coming
            status = answer.status
            await _send(scope, send, answer, own, GUARDS_OF_API)
        except Exception:
            answer = _whole(unforeseen(scope, own, headers.get("accept-language", "")))
            if status:
                raise
            status = answer.status
            await _send(scope, send, answer, own, ())
        finally:
            self._observer.end(scope, status, time.perf_counter() - scope[BEGAN])


def _whole(response: Response) -> Answer:
    return Answer(response.status_code, response.raw_headers, bytes(response.body))


async def _send(
    scope: Scope, send: Send, answer: Answer, own: str, guards: Iterable[tuple[bytes, bytes]]
) -> None:
    headers = [*answer.headers, *guards, (b"x-request-id", own.encode())]
    whole = at_once(scope)
    if whole is not None:
        await whole(answer.status, lines(headers), answer.body)
        return
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


class Application(FastAPI):
    """FastAPI behind the lane, and nothing before it."""

    def behind_lane(self, observer: Observer, trusted_proxies: str) -> None:
        """Put the lane before all that has been added by now.

        It asks neither where a request came from nor by which scheme; all else finds there
        what a trusted proxy says of it.
        """
        inside = cast(Any, self.build_middleware_stack())
        behind = ProxyHeadersMiddleware(inside, trusted_proxies)
        self.middleware_stack = Lane(cast(ASGIApp, behind), observer)

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """FastAPI's own does this in two steps, which cost as much as the lane."""
        scope["app"] = self
        if self.middleware_stack is None:
            self.middleware_stack = self.build_middleware_stack()
        await self.middleware_stack(scope, receive, send)


def _known(scope: Scope, headers: Mapping[str, str], desk: Desk) -> SignedIn | None:
    """Who sends JSON that is not too long, from no other site's page, if that can be told
    without asking."""
    length = headers.get("content-length", "")
    # The server reads no more of a body than was declared.
    if not length.isdecimal() or "transfer-encoding" in headers:
        return None
    if int(length) > desk.settings.max_body_bytes:
        return None
    token, by_cookie = token_of(headers, Request(scope).cookies if "cookie" in headers else {})
    if not token or kind_of(headers) != "application/json":
        return None
    if by_cookie and foreign_origin(headers, desk.settings.allowed_origins) is not None:
        return None
    return desk.recently(token)


async def _hear(receive: Receive) -> list[Message]:
    """The body, as it came, or up to where it broke off."""
    heard = [await receive()]
    while heard[-1].get("more_body", False):
        heard.append(await receive())
    return heard


def _again(heard: Sequence[Message], receive: Receive) -> Receive:
    """What was heard, and then what comes."""
    rest = iter(heard)

    async def again() -> Message:
        message = next(rest, None)
        return await receive() if message is None else message

    return again


def _command(heard: Sequence[Message]) -> Command:
    """The command that a whole body holds; raises `ValueError`."""
    if heard[-1]["type"] != "http.request":
        raise ValueError("the body broke off")
    return COMMAND.validate_python(
        read_strictly(b"".join(message.get("body", b"") for message in heard))
    )
