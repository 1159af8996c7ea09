"""Answers with a body: JSON as it is, with the version as ETag and the new thing's place.

A reply is kept as text for an Idempotency-Key, and its headers follow from its body, so
a retry gets the same answer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from starlette.responses import Response

from api.problems import HttpError
from engine.state import Incident

JSON = "application/json"
ETAG = re.compile(r'^(?:W/)?"?([0-9]{1,9})"?$')
KEY = re.compile(r"^[\x21-\x7e]{1,200}$")


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer about an incident, by id and version.

    `repeated` when it was given before to the same key.
    """

    status: int
    content: bytes
    incident: str
    version: int
    repeated: bool = False


def reply(status: int, incident: Incident, body: Mapping[str, Any]) -> Reply:
    """A reply about an incident as it is now."""
    return Reply(status, orjson.dumps(body), incident.id, incident.seq)


def reply_again(status: int, content: bytes) -> Reply:
    """The reply that was given to a key, as it was stored."""
    body = orjson.loads(content)
    view = body.get("incident", body)
    return Reply(status, content, view["id"], view["version"], repeated=True)


def send(body: Any, status: int = 200, **headers: str) -> Response:
    """Any JSON-ready body as an HTTP answer."""
    return Response(orjson.dumps(body), status, headers=headers, media_type=JSON)


def headers_of(answer: Reply) -> list[tuple[bytes, bytes]]:
    """The headers that say what a reply holds."""
    found = [
        (b"content-length", b"%d" % len(answer.content)),
        (b"content-type", JSON.encode()),
        (b"etag", b'"%d"' % answer.version),
    ]
    if answer.status == 201:
        found.append((b"location", f"/api/incidents/{answer.incident}".encode()))
    if answer.repeated:
        found.append((b"idempotency-replayed", b"true"))
    return found


def send_incident(answer: Reply) -> Response:
    """A reply about an incident as an HTTP answer."""
    response = Response(answer.content, answer.status)
    response.raw_headers = headers_of(answer)
    return response


def expected_version(headers: Mapping[str, str]) -> int | None:
    """The version that the client has seen, by `If-Match`; None when it does not say."""
    given = headers.get("if-match")
    if given is None or given.strip() == "*":
        return None
    found = ETAG.match(given.strip())
    if found is None:
        raise HttpError(400, "bad_header", field="If-Match", value=given[:80], accepted='"7"')
    return int(found[1])


def idempotency_key(headers: Mapping[str, str]) -> str | None:
    """The client's key for this request, or None."""
    given = headers.get("idempotency-key")
    if given is not None and not KEY.match(given):
        accepted = "1-200 ASCII"
        raise HttpError(
            400, "bad_header", field="Idempotency-Key", value=given[:80], accepted=accepted
        )
    return given


def fingerprint(method: str, path: str, body: Any) -> str:
    """What makes a request the same one: method, path and the body as it was understood."""
    canonical = orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    head = f"{method} {path}\n".encode()
    return hashlib.sha256(head + canonical).hexdigest()
