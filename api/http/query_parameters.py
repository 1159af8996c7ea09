"""Query parameters that a call does not know are refused.

A misspelt filter that is ignored would answer with more than was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import HTTPConnection

from api.problems import HttpError
from engine.errors import InvalidInput
from engine.plan.nearest import nearest

LONGEST_ECHO = 80


def unknown_parameter(connection: HTTPConnection, accepted: Iterable[str]) -> str | None:
    """The first query parameter that is not among the accepted ones, or None."""
    known = frozenset(accepted)
    return next((name for name in connection.query_params if name not in known), None)


def check_path(connection: HTTPConnection) -> None:
    """Raise `HttpError` (404) for a path with a NUL: nothing is called so in any database."""
    path: str = connection.scope["path"]
    if "\0" in path:
        raise HttpError(404, "path_not_found", path=path[:LONGEST_ECHO])


def check_query(connection: HTTPConnection, accepted: Iterable[str] = ()) -> None:
    """Raise `InvalidInput` for a query parameter that is not accepted, or a NUL in one."""
    if not connection.scope.get("query_string"):
        return
    known = list(accepted)
    for key, value in connection.query_params.multi_items():
        if "\0" in value:
            # PostgreSQL stores none, and takes none in a question either.
            raise InvalidInput("bad_value", field=key[:LONGEST_ECHO], value="NUL", accepted="—")
    name = unknown_parameter(connection, known)
    if name is not None:
        raise InvalidInput(
            "unknown_parameter",
            field=name[:LONGEST_ECHO],
            accepted=", ".join(known) or "—",
            hint=nearest(name[:LONGEST_ECHO], known) or "—",
        )
