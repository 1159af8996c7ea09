"""The limits of a request's head: bytes, fields, the request line, and its `Host`.

The parser keeps what it has read of a line until the line ends, so the bytes are counted
before it gets them. Trailers, and whatever stands between the pieces of a chunked body,
are held to the same limits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from api.problems import HttpError

MOST_BYTES = 32 * 1024
MOST_FIELDS = 100
LONGEST_LINE = 8 * 1024
"""Of the request line, and of a field in a request for a websocket: its library reads no more."""

HOST = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%!$&'()*+,;=-]*)(:[0-9]*)?")
"""A host and perhaps a port (RFC 9110, 7.2; RFC 3986, 3.2.2)."""

UPLOADS = re.compile(r"/api/incidents/[^/]+/(attachments|comparison\.[a-z]+)")
"""Paths to which files are sent: their bodies are large and may take long."""

Fields = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a client may take for a head, for a whole request and for one with a file; real
    seconds.
    """

    head_s: float
    request_s: float
    upload_s: float


def too_long() -> HttpError:
    """A head, or what stands after a body, that does not end."""
    return HttpError(431, "head_too_large", limit=MOST_BYTES)


def too_many_fields() -> HttpError:
    """More header fields than anybody needs."""
    return HttpError(431, "too_many_headers", limit=MOST_FIELDS)


def line_too_long() -> HttpError:
    """A request line that does not end."""
    return HttpError(414, "request_line_too_long", limit=LONGEST_LINE)


def host_problem(fields: Fields, allowed: Collection[str]) -> HttpError | None:
    """What is wrong with the `Host` of a request (RFC 9112, 3.2); None if nothing is.

    `allowed` are names in lower case, `*.` before one stands for all below it; empty: any.
    """
    hosts = [value for name, value in fields if name == b"host"]
    if len(hosts) != 1:
        return HttpError(400, "host_not_once", found=len(hosts))
    found = HOST.fullmatch(hosts[0])
    if found is None:
        return HttpError(400, "host_malformed")
    name = found[1].decode("ascii").lower()
    if allowed and not any(_matches(name, one) for one in allowed):
        return HttpError(400, "host_not_allowed", host=name[:200])
    return None


def _matches(name: str, allowed: str) -> bool:
    if allowed.startswith("*."):
        return name.endswith(allowed[1:])
    return name.strip("[]").rstrip(".") == allowed.strip("[]")


def long_field(fields: Fields) -> bool:
    """Whether a field is longer than the websocket library reads."""
    return any(len(name) + len(value) + len(": \r\n") > LONGEST_LINE for name, value in fields)
