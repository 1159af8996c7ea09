"""The answer to a command, kept as text so that an Idempotency-Key can replay it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from typing_extensions import TypedDict

from engine.incident.state import Incident


class IncidentVersion(TypedDict):
    """An incident by id and version: what a minimal reply has in place of the view."""

    id: str
    version: int


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer about an incident, by id and version.

    `repeated` when it was given before to the same key; `minimal` without the view.
    """

    status: int
    content: bytes
    incident: str
    version: int
    repeated: bool = False
    minimal: bool = False


def reply(
    status: int, incident: Incident, body: Mapping[str, Any], *, minimal: bool = False
) -> Reply:
    """A reply about an incident as it is now."""
    return Reply(status, orjson.dumps(body), incident.id, incident.seq, minimal=minimal)


def reply_again(status: int, content: bytes) -> Reply:
    """The reply that was given to a key, as it was stored."""
    body = orjson.loads(content)
    view = body.get("incident", body)
    minimal = view.keys() == IncidentVersion.__annotations__.keys()
    return Reply(status, content, view["id"], view["version"], repeated=True, minimal=minimal)
