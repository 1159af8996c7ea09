"""Requests read strictly: JSON without NaN, lone surrogates, NUL and keys that stand twice.

Unknown parameters are refused as well.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping
from json import JSONDecodeError
from typing import Any

import orjson
from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.responses import Response
from typing_extensions import override

from api.http.authentication import SAFE_METHODS
from api.http.dependencies import authenticate
from api.http.query_parameters import check_path, check_query
from api.json_keys import DuplicateKey, check_keys
from api.problems import HttpError

DEEPEST = 32
LONGEST_KEY = 60


class StrictRequest(Request):
    """A request whose JSON is read strictly: no NaN, no lone surrogates, no NUL."""

    @override
    async def json(self) -> Any:
        """The body. Raises `JSONDecodeError`, which becomes a problem."""
        return read_strictly(await self.body())


def read_strictly(body: bytes) -> Any:
    """The JSON of a body. Raises `JSONDecodeError`."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as wrong:
        text = body.decode("utf-8", "replace")
        raise JSONDecodeError(wrong.msg, text, min(wrong.pos, len(text))) from None
    _refuse_nul(value, DEEPEST)
    try:
        check_keys(body)
    except DuplicateKey as twice:
        raise JSONDecodeError(f'duplicate key "{twice.key[:LONGEST_KEY]}"', "", 0) from None
    return value


def _refuse_nul(value: Any, depth: int) -> None:
    """Refuse NUL, which PostgreSQL cannot store, and nesting deep enough to exhaust the stack."""
    if depth == 0:
        raise JSONDecodeError("nested too deeply", "", 0)
    if isinstance(value, str):
        if "\0" in value:
            raise JSONDecodeError("NUL character", "", 0)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_nul(key, depth)
            _refuse_nul(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            _refuse_nul(inner, depth - 1)


class StrictRoute(APIRoute):
    """A route that reads query and JSON strictly, and only after it has identified the account.

    A route tagged `public` is open without signing in; one tagged `upload` takes no JSON, and
    looks at its body itself.
    """

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's handler behind the checks."""
        handle = super().get_route_handler()
        public, upload = "public" in self.tags, "upload" in self.tags
        parameters = list(_query_parameters(self.dependant))

        async def checked(request: Request) -> Response:
            desk = request.app.state.desk
            if not public:
                request.state.signed_in = await authenticate(desk, request.scope)
            check_path(request)
            check_query(request, parameters)
            if request.method not in SAFE_METHODS and not upload:
                check_content_type(request.headers)
            return await handle(StrictRequest(request.scope, request.receive))

        return checked


def _query_parameters(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route and of what it depends on."""
    for parameter in dependant.query_params:
        yield parameter.alias
    for below in dependant.dependencies:
        yield from _query_parameters(below)


def kind_of(headers: Mapping[str, str]) -> str:
    """The media type of a body, without parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def check_content_type(headers: Mapping[str, str]) -> None:
    """Raise `HttpError` (415) for a body that is not JSON."""
    kind = kind_of(headers)
    if kind == "application/json" or kind.endswith("+json"):
        return
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        raise HttpError(415, "body_not_json")
