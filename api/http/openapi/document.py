"""The OpenAPI document at `/api/openapi.json`. No page that loads from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from api.http.openapi.responses import MODELS, refusals_of
from api.http.openapi.schemas import schemas_of
from api.http.query_parameters import check_query
from api.http.responses import send
from api.problems import MEDIA_TYPE

PATH = "/api/openapi.json"
FILE = Path(__file__).with_name("openapi.json")
"""The document, made once for all servers: making it takes a second of processor time."""

DESCRIPTION = """The API of Zhiban (值班): emergency plans as checked data, and the duty desk.

Instants are RFC 3339 with an offset. Writes accept `Idempotency-Key` (a retry gets the
first answer) and, on an incident, `If-Match` with its version (412 when it has moved
on). An unknown query parameter is refused (422). `HEAD` answers wherever `GET` does.
Errors are `application/problem+json` (RFC 9457) with a stable `code`; `title` and `detail`
are Chinese, English with `Accept-Language: en`. The websocket is `/api/live`."""

SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "zhiban_session"},
}

HEADERS = [
    {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "schema": {"type": "string", "maxLength": 200},
        "example": "3f0c8a52-0d5b-4b0e-9d7e-5a4c2f6d1e90",
    }
]
KEYED = ("/api/calls", "/api/handovers", "/api/shift-log")
"""What else is made once by a key, though it belongs to no incident."""

IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "example": '"12"',
}
PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "example": "return=minimal",
}


def install(app: FastAPI, root_path: str = "") -> None:
    """Let `app` serve the document that `docs/generate.py` made from it."""
    known: dict[str, Any] = {}

    def read() -> dict[str, Any]:
        if not known:
            known.update(orjson.loads(FILE.read_bytes()))
            if root_path:
                known["servers"] = [{"url": root_path}]
        return known

    async def described(request: Request) -> Response:
        check_query(request)
        return send(read())

    app.openapi = read  # type: ignore[method-assign]
    app.add_route(PATH, described, include_in_schema=False)


Recorded = Mapping[str, Mapping[str, Any]]
"""Bodies by call, such as `GET /api/plans`, and then by status or by name."""


def describe(app: FastAPI, requests: Recorded, answers: Recorded) -> dict[str, Any]:
    """The document of `app`, with recorded bodies of requests and answers."""
    document = get_openapi(
        title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes
    )
    parts = document.setdefault("components", {})
    parts.setdefault("schemas", {}).update(schemas_of(MODELS))
    parts["securitySchemes"] = SECURITY
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if "public" not in operation.get("tags", ()):
                operation["security"] = [{"bearer": []}, {"cookie": []}]
            _answer_malformed_as_we_do(operation["responses"])
            for status, response in refusals_of(method).items():
                operation["responses"].setdefault(str(status), response)
            call = f"{method.upper()} {path}"
            _show(operation["responses"], answers.get(call, {}))
            if "requestBody" in operation:
                shown = {name: {"value": body} for name, body in requests[call].items()}
                for body in operation["requestBody"]["content"].values():
                    body["examples"] = shown
            if path in KEYED and method == "post":
                operation.setdefault("parameters", []).extend(HEADERS)
            if path.startswith("/api/incidents") and method == "post":
                extra = [] if path.endswith("/preview") else list(HEADERS)
                extra += [IF_MATCH] if "/commands" in path or "/attachments" in path else []
                extra += [PREFER] if path.endswith(("/commands", "/reports")) else []
                operation.setdefault("parameters", []).extend(extra)
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    return document


def _show(responses: dict[str, Any], recorded: Mapping[str, Any]) -> None:
    """Add the recorded bodies as examples of the responses."""
    for status, body in recorded.items():
        response = responses[status]
        kinds = {kind: {**about, "example": body} for kind, about in response["content"].items()}
        responses[status] = {**response, "content": kinds}


def _answer_malformed_as_we_do(responses: dict[str, Any]) -> None:
    """Replace FastAPI's description of 422 by ours where a route describes none."""
    if "HTTPValidationError" in str(responses.get("422")):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses["422"] = {"description": "the request is malformed", "content": content}
