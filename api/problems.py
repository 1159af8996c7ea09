"""Errors as RFC 9457 problems: which HTTP status, which members, in which language.

Every answer that is not a success is `application/problem+json` with a stable English
`code`, a `title` and a `detail` in the reader's language, and, where it applies,
`clause` (the plan's rule that refused), `allowed` (what the state allows now, and to
whom), `field`, `accepted` and `nearest`. The sentences are in `engine.messages`.

What must not be here: anything about routes. Reading pydantic's complaints is
`api.http.validation_problems`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, cast

import orjson
from starlette.responses import Response
from typing_extensions import TypedDict

from engine.decide.allowed_commands import AllowedCommand
from engine.errors import (
    InvalidInput,
    NotAllowed,
    NotFound,
    Refused,
    StaleVersion,
    StateRefuses,
    ZhibanError,
)
from engine.messages import CATALOGUES, MessageKey, text

MEDIA_TYPE = "application/problem+json"


class ProblemEntry(TypedDict):
    """One thing that is wrong with a malformed request."""

    code: str
    detail: str
    field: NotRequired[str]
    accepted: NotRequired[str]
    nearest: NotRequired[str]


class Problem(TypedDict):
    """RFC 9457. `code` is stable; `title` and `detail` are for people, in their language."""

    type: str
    """`urn:zhiban:problem:` and the code."""
    title: str
    status: int
    detail: str
    code: str
    clause: NotRequired[str]
    """The plan's rule that refused."""
    field: NotRequired[str]
    """A path such as `facts.deaths`."""
    accepted: NotRequired[str]
    nearest: NotRequired[str]
    """What was probably meant."""
    current: NotRequired[int]
    """The incident's version, where `If-Match` named another."""
    allowed: NotRequired[list[AllowedCommand]]
    """What the state allows now, and by which role."""
    errors: NotRequired[list[ProblemEntry]]
    """All that is wrong with a malformed request; the first of them is the problem."""
    ready: NotRequired[Literal[False]]
    """Of the readiness call."""
    check: NotRequired[Literal["start", "write", "read", "follow"]]
    """Of the readiness call: what the server cannot do."""
    cause: NotRequired[str]
    """Of the readiness call, for administrators: the fault in full, without passwords."""


SECONDS_TO_RETRY = "5"
"""Seconds after which a client may retry what a fault prevents."""

STATUS: dict[type[ZhibanError], int] = {
    InvalidInput: 422,
    NotFound: 404,
    NotAllowed: 403,
    StaleVersion: 412,
    StateRefuses: 409,
}
"""Errors and their HTTP status; `refuse_with` adds those of the store."""


def refuse_with(kind: type[ZhibanError], status: int) -> None:
    """Answer errors of this class (and below) with `status`."""
    STATUS[kind] = status


class HttpError(ZhibanError):
    """A refusal of the server itself: signing in, sizes, paths, readiness."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        headers: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> None:
        self.status = status
        self.headers = dict(headers or {})
        super().__init__(code, **facts)


def status_of(error: ZhibanError) -> int:
    """The HTTP status of an error; 500 for a defect of the program."""
    own = getattr(error, "status", None)
    if isinstance(own, int):
        return own
    return next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)


def language_of(accept_language: str | None) -> str:
    """`en` where the reader prefers English to Chinese, else `zh` (RFC 9110, 12.5.4)."""
    best, answer = 0.0, "zh"
    for part in accept_language.split(",") if accept_language else ():
        tag, _, parameters = part.strip().partition(";")
        language = tag.strip().lower().split("-")[0]
        if language not in ("zh", "en"):
            continue
        weight = _weight(parameters)
        if weight > best:
            best, answer = weight, language
    return answer


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def problem_of(error: ZhibanError, language: str) -> Problem:
    """The members of the problem document for one error."""
    members: dict[str, Any] = {
        **document(status_of(error), error.code, public_sentence(error, language), language)
    }
    if error.clause:
        members["clause"] = error.clause
    if isinstance(error, Refused):
        members["allowed"] = list(error.allowed)
    field = getattr(error, "field", None) or error.facts.get("field")
    if field:
        members["field"] = field
    for name in ("accepted", "hint", "current"):
        value = error.facts.get(name)
        if value not in (None, "", "—"):
            value = text(value, language) if isinstance(value, MessageKey) else value
            members["nearest" if name == "hint" else name] = value
    return cast(Problem, members)


def public_sentence(error: ZhibanError, language: str) -> str:
    """The error's sentence, without what strangers must not read of the database."""
    public = f"public.{error.code}"
    return text(public, language) if public in CATALOGUES[language] else error.sentence(language)


def document(status: int, code: str, detail: str, language: str) -> Problem:
    """The members that every problem has."""
    title = f"title.{status}"
    return {
        "type": f"urn:zhiban:problem:{code}",
        "title": text(title if title in CATALOGUES["zh"] else "title.400", language),
        "status": status,
        "detail": detail,
        "code": code,
    }


def answer(members: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """The HTTP answer for a problem document."""
    return Response(
        orjson.dumps(dict(members), default=str),
        status_code=int(members["status"]),
        headers=dict(headers or {}),
        media_type=MEDIA_TYPE,
    )


def answer_to(error: ZhibanError, language: str) -> Response:
    """The HTTP answer for one error."""
    headers = dict(error.headers) if isinstance(error, HttpError) else {}
    if status_of(error) == 503:
        headers.setdefault("Retry-After", SECONDS_TO_RETRY)
    headers.setdefault("Content-Language", "zh-CN" if language == "zh" else "en")
    return answer(problem_of(error, language), headers)
