"""Request ids, one log line and one metric for each request."""

from __future__ import annotations

import re
from collections.abc import Callable

import structlog
from starlette.types import Scope

from api.monitoring import logs
from api.monitoring.metrics import Metrics

REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
INCIDENT_PATH = re.compile(r"^/api/incidents/([A-Za-z0-9._-]{1,64})")
SECRET_PATHS = ("/answer/",)
"""Paths that hold the secret of a link: the log has the route in their place."""

QUIET_PATHS = ("/api/health/", "/metrics", "/assets/")


class Observer:
    """Gives requests their ids, logs and counts them."""

    def __init__(self, metrics: Metrics, new_id: Callable[[], str]) -> None:
        self._metrics = metrics
        self._new_id = new_id
        # Bound once: structlog's own proxy binds a new logger for every line.
        self._log = structlog.get_logger("zhiban.http").bind()

    def begin(self, scope: Scope, given: str) -> str:
        """Begin a request and return its id, which may be `given`; every log line carries it."""
        request_id = given if given and REQUEST_ID.match(given) else self._new_id()
        logs.about(request=request_id, **incident_in(scope["path"]))
        return request_id

    def end(self, scope: Scope, status: int, seconds: float) -> None:
        """Count a finished request, and log it unless the line would say nothing new."""
        method, path = scope["method"], scope["path"]
        self._metrics.answered(method, _route(scope), status, seconds)
        if path.startswith(QUIET_PATHS) and status < 400:
            return
        ms = round(seconds * 1000, 1)
        self._log.info("request", method=method, path=path_for_log(scope), status=status, ms=ms)


def path_for_log(scope: Scope) -> str:
    """The path as a log may hold it: without the secret of a link."""
    path: str = scope["path"]
    return _route(scope) if path.startswith(SECRET_PATHS) else path


def incident_in(path: str) -> dict[str, str]:
    """The part of a log line that names the incident of a path."""
    found = INCIDENT_PATH.match(path)
    return {"incident": found[1]} if found else {}


def _route(scope: Scope) -> str:
    """The route's template, so that ids do not become labels; `other` for unknown paths."""
    route = scope.get("route")
    return str(getattr(route, "path", "other"))
