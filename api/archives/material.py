"""What an archive is made of: everything of one incident, as one snapshot has it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.plan.model import Plan
from engine.plan.plan_files import PlanFiles

EXERCISE = "演练_"
ADDED, DESTROYED, SIGNED = "attachment_added", "attachment_destroyed", "document_signed"


@dataclass(frozen=True, slots=True)
class Proof:
    """What the server's chain says of the incident's entries.

    `links` are the texts of the links that cover entries of the incident, in order; `head` is the
    server's head as of the incident's last entry (`api.store.integrity.journal_heads.Head`).
    """

    links: Sequence[str]
    head: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Material:
    """The parts of an archive but for the contents of files."""

    plan: Plan
    incident: Incident
    events: Sequence[Event]
    slots: Sequence[Slot]
    files: PlanFiles
    proof: Proof


class Contents(Protocol):
    """The contents of files, read one after the other from the same snapshot."""

    def signed(self, sha256: str) -> bytes:
        """The file of a signed document; empty where it is gone."""
        ...

    def attachment(self, sha256: str) -> Iterator[bytes]:
        """The content of an attachment, part by part; nothing where there is none."""
        ...

    def absent(self) -> Collection[str]:
        """The sha256 of files that the record of a replay did not hold."""
        ...


Sign = Callable[[Mapping[str, Any]], tuple[str, str]]
"""Signs an object of JSON: the public key, and the signature."""


def archive_name(number: str, *, exercise: bool) -> str:
    """The name of the file: `演练_CM-YL-2026-0001_档案.zip`."""
    return f"{EXERCISE if exercise else ''}{number}_档案.zip"
