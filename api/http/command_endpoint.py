"""The endpoint of commands: plain ASGI, since a command is the request that has to be fast.

FastAPI's `APIRoute` describes it in the OpenAPI document and matches its path. The ASGI app
of the route is `run_command`, which needs no dependencies solved. Middleware, authentication,
body checks and error handlers are those of every route.
"""

from __future__ import annotations

from json import JSONDecodeError
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import TypeAdapter, ValidationError
from starlette.requests import HTTPConnection
from starlette.types import Receive, Scope, Send

from api.command_request import CommandRequest
from api.http.dependencies import authenticate
from api.http.openapi import responses
from api.http.query_parameters import check_path, check_query
from api.http.request_bodies import AnyCommand, CommandBody
from api.http.request_headers import headers_in
from api.http.responses import expected_version, once_for, prefers_minimal, send_incident
from api.http.strict_json import check_content_type, read_strictly
from api.problems import HttpError, language_of
from api.runtime.app_state import AppState
from api.runtime.documents.signing import sign
from engine.errors import ZhibanError
from engine.incident.command_parts import Command
from engine.incident.document_commands import SignDocument

PATH = "/api/incidents/{incident}/commands"
COMMAND: TypeAdapter[Command] = TypeAdapter(AnyCommand)


async def command(incident: str, body: CommandBody) -> None:
    """Carry out one command; `If-Match` refuses when the incident has moved on.

    With `Prefer: return=minimal` the answer has only id and version of the incident, not its
    view, and says so in `Preference-Applied`.
    """


def command_route() -> APIRoute:
    """The route, described by `command` and answered by `run_command`.

    It belongs among the application's own routes: an included router would build another
    app out of `command`.
    """
    route = APIRoute(
        PATH,
        command,
        methods=["POST"],
        tags=["incidents"],
        responses=responses.COMMANDED,
        summary="Carry out a command",
    )
    route.app = run_command
    return route


async def run_command(scope: Scope, receive: Receive, send: Send) -> None:
    """Authenticate, read, run and answer. Raises what the error handlers answer."""
    desk: AppState = scope["app"].state.desk
    by = await authenticate(desk, scope, checked_at_commit=True)
    # The refusal of an archived incident asks who wants to know.
    scope.setdefault("state", {})["signed_in"] = by
    try:
        request = await read_request(scope, receive)
    except (ZhibanError, RequestValidationError):
        # A request that is refused here never reaches the transaction that checks its sign-in.
        await authenticate(desk, scope)
        raise
    if isinstance(request.command, SignDocument):
        reply = await sign(desk, request, by)
    else:
        reply = await desk.commands.run(request, by)
    await send_incident(reply)(scope, receive, send)


async def read_request(scope: Scope, receive: Receive) -> CommandRequest:
    """The command request in an HTTP request.

    Raises `RequestValidationError` for a malformed body, `HttpError` for bad headers, and
    `InvalidInput` for any query parameter.
    """
    headers = headers_in(scope)
    check_path(HTTPConnection(scope))
    check_query(HTTPConnection(scope))
    check_content_type(headers)
    command = _command_in(await _body(receive))
    return CommandRequest(
        command,
        language_of(headers.get("accept-language")),
        scope["path_params"]["incident"],
        expected_version(headers),
        once_for(scope, headers, command),
        minimal=prefers_minimal(headers),
    )


async def _body(receive: Receive) -> bytes:
    """The whole body. Raises `HttpError` (400) if the client stops sending."""
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise HttpError(400, "bad_request", problem="the body broke off")
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _command_in(body: bytes) -> Command:
    """The command in a body. Its errors have the same words as those of FastAPI's routes."""
    try:
        value = read_strictly(body) if body else None
        if value is None:
            raise _malformed({"type": "missing", "loc": (), "msg": "", "input": None})
        return COMMAND.validate_python(value, from_attributes=True)
    except JSONDecodeError as wrong:
        ctx = {"error": wrong.msg}
        found = {"type": "json_invalid", "loc": (wrong.pos,), "msg": wrong.msg, "ctx": ctx}
        raise _malformed(found) from wrong
    except ValidationError as wrong:
        raise _malformed(*wrong.errors(include_url=False)) from wrong


def _malformed(*complaints: Any) -> RequestValidationError:
    return RequestValidationError([one | {"loc": ("body", *one["loc"])} for one in complaints])
