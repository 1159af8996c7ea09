"""What entries about attachments do to the state: which content belongs to the incident."""

from __future__ import annotations

from types import MappingProxyType

from engine.frozen import replace
from engine.incident.attachments import Attached
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.plan.model import Plan


def attached(plan: Plan, incident: Incident, event: Event) -> Incident:
    """Content was attached, perhaps not for the first time."""
    sha256 = event.data["sha256"]
    before = incident.attachments.get(sha256)
    seqs = (*(before.seqs if before is not None else ()), event.seq)
    return _with(incident, sha256, Attached(seqs, event.data["size"]))


def destroyed(plan: Plan, incident: Incident, event: Event) -> Incident:
    """Content was destroyed."""
    sha256 = event.data["sha256"]
    before = incident.attachments[sha256]
    return _with(incident, sha256, Attached(before.seqs, before.size, event.seq))


def _with(incident: Incident, sha256: str, found: Attached) -> Incident:
    after = MappingProxyType({**incident.attachments, sha256: found})
    return replace(incident, attachments=after)
