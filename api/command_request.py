"""What an account asks the command runner to do to an incident."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from engine.incident.command_parts import Command
from engine.incident.commands import OpenIncident


class IdempotencyKey(NamedTuple):
    """A client's key, and a digest of the request that it came with."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class CommandRequest:
    """A command on an incident, or the opening of one.

    `incident` is an id or a number, "" for an opening. `version` is the version that the
    client has seen, None if it does not say. With `once` a repeated request gets the first
    reply. With `minimal` the reply names the incident's version and leaves its view out.
    """

    command: Command | OpenIncident
    language: str
    incident: str = ""
    version: int | None = None
    once: IdempotencyKey | None = None
    minimal: bool = False
