"""The lane for commands: one that is in order is carried out without the framework.

Finding the route, solving its dependencies and being ready to say what is wrong cost more
than the command itself. A command that is in order needs a sign-in that has been looked up
before, which the order checks again, and a body that is one. Everything else is passed on
to the routes, with whatever was read of it: there is one place that refuses and is
described, and it has not been told from here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.desk import Desk
from api.gate import SignedIn, foreign_origin, kind_of, read_strictly, token_of
from api.problems import answer_to, language_of
from api.replies import expected_version
from api.routes.incidents import carry_out, once_for, router
from api.schemas import AnyCommand
from engine.commands import Command
from engine.errors import ZhibanError

PATH = re.compile(r"^/api/incidents/([^/]+)/commands$")
ROUTE = next(route for route in router.routes if getattr(route, "name", "") == "command")
"""What the request would have come to; figures are counted under its path."""

COMMAND: TypeAdapter[Command] = TypeAdapter(AnyCommand)


class Lane:
    """Plain ASGI: carries out commands that are in order, and passes on all else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on."""
        found = None
        if scope["type"] == "http" and scope["method"] == "POST" and not scope.get("root_path"):
            found = PATH.match(scope["path"])
        if found is None:
            await self._app(scope, receive, send)
            return
        desk: Desk = scope["app"].state.desk
        # Each is looked for several times, and the first of a name counts.
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in reversed(scope["headers"])}
        who = _known(scope, headers, desk)
        if who is None:
            await self._app(scope, receive, send)
            return
        heard = await _hear(receive)
        try:
            body = _command(heard)
            version = expected_version(headers)
            once = once_for(scope, headers, body)
        except (ValueError, ZhibanError):
            await self._app(scope, _again(heard, receive), send)
            return
        scope["route"] = ROUTE
        language = language_of(headers.get("accept-language"))
        try:
            answer = await carry_out(desk, who, found[1], body, version, once, language)
        except ZhibanError as error:
            answer = answer_to(error, language)
        await answer(scope, receive, send)


def _known(scope: Scope, headers: Mapping[str, str], desk: Desk) -> SignedIn | None:
    """Who sends JSON, from no other site's page, if that can be told without asking."""
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
