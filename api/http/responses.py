"""Answers with a body: JSON, the version as `ETag`, and the path of what was made.

A reply is stored as text for an Idempotency-Key, and its headers follow from its body. So a retry
gets the same answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Scope

from api.command_reply import Reply
from api.command_request import IdempotencyKey
from api.problems import HttpError

JSON = "application/json"
MINIMAL = "return=minimal"
ETAG = re.compile(r'^(?:W/)?"?([0-9]{1,9})"?$')
PREFERENCES_KEPT = 64
KEY = re.compile(r"^[\x21-\x7e]{1,200}$")


def send(body: Any, status: int = 200, **headers: str) -> Response:
    """Any JSON-ready body as an HTTP answer."""
    return Response(orjson.dumps(body), status, headers=headers, media_type=JSON)


def headers_of(answer: Reply) -> list[tuple[bytes, bytes]]:
    """The headers that follow from a reply."""
    found = [
        (b"content-length", b"%d" % len(answer.content)),
        (b"content-type", JSON.encode()),
        (b"etag", b'"%d"' % answer.version),
    ]
    if answer.status == 201:
        found.append((b"location", f"/api/incidents/{answer.incident}".encode()))
    if answer.repeated:
        found.append((b"idempotency-replayed", b"true"))
    if answer.minimal:
        found.append((b"preference-applied", MINIMAL.encode()))
    return found


def send_incident(answer: Reply) -> Response:
    """A reply about an incident as an HTTP answer."""
    response = Response(answer.content, answer.status)
    response.raw_headers = headers_of(answer)
    return response


def prefers_minimal(headers: Mapping[str, str]) -> bool:
    """Whether the client asks for a reply without the view (RFC 7240, 4.2).

    What a client would rather have is never refused: other preferences are passed over.
    """
    return _wants_minimal(headers.get("prefer", ""))


@lru_cache(PREFERENCES_KEPT)
def _wants_minimal(given: str) -> bool:
    """Whether a `Prefer` wants a minimal reply; a program sends the same one each time."""
    wishes = (wish.partition(";")[0] for wish in given.lower().split(","))
    named = (wish.replace(" ", "").replace('"', "") for wish in wishes)
    return next((wish for wish in named if wish.startswith("return=")), None) == MINIMAL


def expected_version(headers: Mapping[str, str]) -> int | None:
    """The version that the client has seen, by `If-Match`; None without the header.

    Raises `HttpError` (400) for a header of another form.
    """
    given = headers.get("if-match")
    if given is None or given.strip() == "*":
        return None
    found = ETAG.match(given.strip())
    if found is None:
        raise HttpError(400, "bad_header", field="If-Match", value=given[:80], accepted='"7"')
    return int(found[1])


def idempotency_key(headers: Mapping[str, str]) -> str | None:
    """The client's key for this request, or None. Raises `HttpError` (400) for a malformed key."""
    given = headers.get("idempotency-key")
    if given is not None and not KEY.match(given):
        accepted = "1-200 ASCII"
        raise HttpError(
            400, "bad_header", field="Idempotency-Key", value=given[:80], accepted=accepted
        )
    return given


def once_for(scope: Scope, headers: Mapping[str, str], body: BaseModel) -> IdempotencyKey | None:
    """The client's key for this request with its digest, None without a key.

    Raises `HttpError` (400) for a key of another form.
    """
    key = idempotency_key(headers)
    if key is None:
        return None
    understood = body.model_dump(mode="json")
    return IdempotencyKey(key, fingerprint(scope["method"], scope["path"], understood))


def fingerprint(method: str, path: str, body: Any) -> str:
    """The digest of method, path and parsed body. A retry has the same digest."""
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    head = f"{method} {path}\n".encode()
    return hashlib.sha256(head + canonical).hexdigest()
