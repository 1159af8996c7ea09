"""Finding words in titles, numbers, places and entries.

A bounded scan of what is stored, without an index of its own: 20,000 entries take some 30 ms of
processor time (docs/explanation/measured.md), and a word of two Chinese characters is found as any
other. What a row holds besides what its reader may see is sorted out by the caller.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Row, or_, select

from api.ports import ArchivedIncident, ArchivedPlace, Concerned
from api.store.database import statements
from api.store.database.places import ARCHIVED_INCIDENT
from api.store.database.rows import EVENT, INCIDENT, event_of
from api.store.queries.concerned import of_incidents
from api.store.server_journal.journal import SERVER_EVENT
from engine.incident.events import Event

SPAN = 200_000
"""The entries that one request looks through; the next request goes on where it ended."""


def heads_with(
    connection: Connection,
    words: str,
    *,
    exercise: bool | None,
    concerned: Concerned | None,
    limit: int,
) -> list[Row[tuple[str, str, str, int]]]:
    """The newest incidents whose title, number or opening entry holds the words."""
    opening = select(EVENT.c.incident).where(EVENT.c.seq == 1, _holds(words))
    named = (
        column.icontains(words, autoescape=True) for column in (INCIDENT.c.title, INCIDENT.c.number)
    )
    wanted = statements.HEADS.where(or_(*named, INCIDENT.c.id.in_(opening)))
    wanted = wanted.where(*_of(exercise, concerned))
    return list(connection.execute(wanted.order_by(INCIDENT.c.first_cursor.desc()).limit(limit)))


def archived_with(
    connection: Connection, words: str, *, exercise: bool | None, limit: int
) -> list[ArchivedIncident]:
    """The newest incidents in archives whose title or number holds the words."""
    row = ARCHIVED_INCIDENT.c
    named = (column.icontains(words, autoescape=True) for column in (row.title, row.number))
    columns = (row.id, row.number, row.title, row.plan, row.exercise, row.division)
    wanted = select(*columns, row.occurred_at, row.file).where(or_(*named))
    if exercise is not None:
        wanted = wanted.where(row.exercise == exercise)
    rows = connection.execute(wanted.order_by(row.opened_at.desc(), row.number).limit(limit))
    return [ArchivedIncident(**found._asdict()) for found in rows]


def archived_place(connection: Connection, asked: str) -> ArchivedPlace | None:
    """Where an incident is that was archived, by its id or number; the newest entry says when."""
    row = ARCHIVED_INCIDENT.c
    columns = (row.number, row.entries, row.file, row.archive)
    wanted = select(*columns).where(or_(row.id == asked, row.number == asked))
    found = connection.execute(wanted).one_or_none()
    if found is None:
        return None
    told = SERVER_EVENT.c.type == "incidents_archived"
    of_file = SERVER_EVENT.c.data.contains(found.archive, autoescape=True)
    last = select(SERVER_EVENT.c.at).where(told, of_file).order_by(SERVER_EVENT.c.seq.desc())
    at = connection.scalars(last.limit(1)).first()
    return ArchivedPlace(found.number, found.entries, found.file, found.archive, at)


def entries_with(
    connection: Connection,
    words: str,
    *,
    before: int,
    down_to: int,
    exercise: bool | None,
    concerned: Concerned | None,
    limit: int,
) -> list[tuple[int, Event]]:
    """The newest entries that hold the words, numbered from `down_to` to below `before`."""
    at = EVENT.c.cursor
    wanted = select(EVENT).where(at < before, at >= down_to, _holds(words))
    if exercise is not None or concerned is not None:
        incidents = select(INCIDENT.c.id).where(*_of(exercise, concerned))
        wanted = wanted.where(EVENT.c.incident.in_(incidents))
    rows = connection.execute(wanted.order_by(at.desc()).limit(limit))
    return [(row.cursor, event_of(row)) for row in rows]


def _holds(words: str) -> ColumnElement[bool]:
    """The JSON of the entry holds the words as JSON writes them."""
    return EVENT.c.data.icontains(json.dumps(words, ensure_ascii=False)[1:-1], autoescape=True)


def _of(exercise: bool | None, concerned: Concerned | None) -> Iterator[ColumnElement[bool]]:
    if exercise is not None:
        yield INCIDENT.c.exercise == exercise
    if concerned is not None:
        yield of_incidents(concerned)
