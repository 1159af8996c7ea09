"""A request's headers as a dict, made once for all code that reads them.

Starlette searches the raw list for every name, and a command reads a dozen names.
"""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import Scope

KEPT = "zhiban.headers"


def headers_in(scope: Scope) -> Mapping[str, str]:
    """The headers by their names in lower case; of several with one name the first."""
    found: dict[str, str] | None = scope.get(KEPT)
    if found is None:
        given = reversed(scope["headers"])
        found = {name.decode("latin-1"): value.decode("latin-1") for name, value in given}
        scope[KEPT] = found
    return found
