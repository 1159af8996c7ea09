"""Refusals below the framework: a problem page as bytes, for a connection that is then closed."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from api.problems import HttpError, answer_to, language_of

Fields = Iterable[tuple[bytes, bytes]]


def page(error: HttpError, fields: Fields, default_headers: Fields) -> bytes:
    """The answer for a request whose headers, as far as they came, are `fields`."""
    preferred = next((value for name, value in fields if name == b"accept-language"), b"")
    answer = answer_to(error, language_of(preferred.decode("latin-1")))
    status = HTTPStatus(error.status)
    lines = [b"HTTP/1.1 %d %s" % (status.value, status.phrase.encode())]
    headers = [*default_headers, *answer.raw_headers]
    headers += [(b"connection", b"close"), (b"cache-control", b"no-store")]
    lines += [name + b": " + value for name, value in headers]
    return b"\r\n".join([*lines, b"", bytes(answer.body)])
