"""Every failure of a request, as a problem (RFC 9457)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import cast

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.http import request_bodies
from api.http.archived_incidents import where_it_is
from api.http.static_pages import Pages
from api.http.validation_problems import problem_of_complaints
from api.problems import MEDIA_TYPE, HttpError, answer, answer_to, language_of
from engine.errors import ZhibanError
from engine.incident.commands import OpenIncident

Handler = Callable[[Request, Exception], Awaitable[Response]]

BODIES: dict[tuple[str, str], type[BaseModel]] = {
    ("POST", "/api/incidents"): OpenIncident,
    ("POST", "/api/session"): request_bodies.SignIn,
    ("POST", "/api/setup"): request_bodies.SetUp,
    ("POST", "/api/accounts"): request_bodies.NewAccount,
    ("PATCH", "/api/accounts/{name}"): request_bodies.AccountChange,
}
"""The body of each route, so that the refusal of an unknown field can list the known ones."""


def install(app: FastAPI, pages: Pages) -> None:
    """Let `app` answer all errors as problems, and unknown paths with pages."""

    async def refused(request: Request, error: Exception) -> Response:
        told = await where_it_is(request, cast(ZhibanError, error))
        return answer_to(told, _language(request))

    async def malformed(request: Request, error: Exception) -> Response:
        wrong = cast(RequestValidationError, error)
        route = getattr(request.scope.get("route"), "path", "")
        body = BODIES.get((request.method, route))
        members = problem_of_complaints(wrong.errors(), _language(request), body)
        return answer(members)

    async def http(request: Request, error: Exception) -> Response:
        wrong = cast(HTTPException, error)
        try:
            if wrong.status_code == 404:
                return pages.answer(request)
            return answer_to(_as_problem(request, wrong), _language(request))
        except HttpError as missing:
            return answer_to(missing, _language(request))

    app.add_exception_handler(ZhibanError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http)


def _language(request: Request) -> str:
    return language_of(request.headers.get("accept-language"))


def _as_problem(request: Request, wrong: HTTPException) -> HttpError:
    path, headers = request.url.path[:200], dict(wrong.headers or {})
    if wrong.status_code == 405:
        allowed = headers.pop("Allow", "") or headers.pop("allow", "")
        accepted = allowed.replace("GET", "GET, HEAD") if "HEAD" not in allowed else allowed
        headers["Allow"] = accepted
        return HttpError(
            405,
            "method_not_allowed",
            headers=headers,
            path=path,
            method=request.method,
            accepted=accepted,
        )
    return HttpError(wrong.status_code, "bad_request", headers=headers, problem=wrong.detail)


__all__ = ["MEDIA_TYPE", "install"]
