"""What an archive holds, as values for pages: read-only, with nothing but the file at hand."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from api.ports import NamedFile
from api.store.database.rows import EVENT, INCIDENT, SLOT, event_of, slot_of
from api.store.database.tables import KeptDocumentRow, table
from api.store.retention.archive_file import ArchivedPlans, reading_archive
from engine.evolve.apply import apply
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.plan.model import Plan

KEPT = table(KeptDocumentRow)


@dataclass(frozen=True, slots=True)
class ArchivedStory:
    """An incident as it ended, with its whole journal, its ledger and its signed files."""

    plan: Plan
    incident: Incident
    events: tuple[Event, ...]
    slots: tuple[Slot, ...]
    files: tuple[NamedFile, ...]


def stories(file: Path) -> Iterator[ArchivedStory]:
    """The incidents of an archive, the oldest first. Raises `BackupRefused`."""
    with reading_archive(file) as (archive, _):
        plans = ArchivedPlans(archive)
        wanted = select(INCIDENT.c.id, INCIDENT.c.plan, INCIDENT.c.plan_digest)
        for row in archive.execute(wanted.order_by(INCIDENT.c.first_cursor)).all():
            yield _story(archive, row.id, plans.pinned(row.plan, row.plan_digest))


def _story(archive: Connection, incident: str, plan: Plan) -> ArchivedStory:
    of_events = select(EVENT).where(EVENT.c.incident == incident).order_by(EVENT.c.seq)
    events = tuple(event_of(row) for row in archive.execute(of_events))
    state: Incident | None = None
    for event in events:
        state = apply(plan, state, event)
    if state is None:
        raise LookupError(f"the incident {incident} has no entries")
    of_slots = select(SLOT).where(SLOT.c.incident == incident).order_by(SLOT.c.due_at, SLOT.c.id)
    slots = tuple(slot_of(row) for row in archive.execute(of_slots))
    of_files = select(KEPT).where(KEPT.c.incident == incident).order_by(KEPT.c.sha256)
    files = tuple(
        NamedFile(row.name, row.media, base64.b64decode(row.content))
        for row in archive.execute(of_files)
    )
    return ArchivedStory(plan, state, events, slots, files)
