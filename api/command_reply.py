"""The answer to a command, kept as text so that an Idempotency-Key can replay it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.incident.state import Incident


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
