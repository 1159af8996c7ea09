"""The OpenAPI document at `/api/openapi.json`. No page that loads from elsewhere."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.answers import PROBLEM_SCHEMA
from api.problems import MEDIA_TYPE

PATH = "/api/openapi.json"

DESCRIPTION = """The API of Zhiban (值班): emergency plans as checked data, and the duty desk.

Instants are RFC 3339 with an offset. Writes accept `Idempotency-Key` (a retry gets the
first answer) and, on an incident, `If-Match` with its version (412 when it has moved
on). Errors are `application/problem+json` (RFC 9457) with a stable `code`; `title` and
`detail` are Chinese, English with `Accept-Language: en`. The websocket is `/api/live`."""

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
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "example": '"12"',
}


def install(app: FastAPI) -> None:
    """Have `app` describe itself with our problems and security schemes."""
    known: dict[str, Any] = {}

    def describe() -> dict[str, Any]:
        if not known:
            known.update(_document(app))
        return known

    app.openapi = describe  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes
    )
    parts = document.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = PROBLEM_SCHEMA
    parts["securitySchemes"] = SECURITY
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if "public" not in operation.get("tags", ()):
                operation["security"] = [{"bearer": []}, {"cookie": []}]
            _answer_malformed_as_we_do(operation["responses"])
            if path.startswith("/api/incidents") and method == "post":
                extra = [*HEADERS, *([IF_MATCH] if path.endswith("/commands") else [])]
                operation.setdefault("parameters", []).extend(extra)
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    return document


def _answer_malformed_as_we_do(responses: dict[str, Any]) -> None:
    """A route that says nothing about 422 gets FastAPI's words for it: replaced by ours."""
    if "HTTPValidationError" in str(responses.get("422")):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses["422"] = {"description": "the request is malformed", "content": content}
