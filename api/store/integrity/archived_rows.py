"""Does what stands for archived incidents agree with the server journal?

The journal says which incidents went into which archive, with a digest of their hashes. The chain
and the published heads cover each of these hashes. So nobody can pass off a deletion as archiving:
there would be no entry; nor put other hashes there: the chain says what stood where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, inspect, select

from api.store.database.chain_links import digest_of, row_mark
from api.store.database.places import ARCHIVED_ENTRY, ARCHIVED_INCIDENT
from api.store.database.rows import INCIDENT
from api.store.integrity.finding import UNREADABLE, IntegrityFinding
from api.store.server_journal.journal import SERVER_EVENT, entry_of

TYPES = ("incidents_archived", "incidents_returned")


def archived_findings(connection: Connection) -> tuple[int, list[IntegrityFinding]]:
    """How many incidents are archived, and what is wrong with what stands for them."""
    if not inspect(connection).has_table(ARCHIVED_INCIDENT.name):
        return 0, []
    expected = archived_by_journal(connection)
    there = connection.scalars(select(ARCHIVED_INCIDENT.c.id)).all()
    findings = [
        found
        for incident in sorted(expected.keys() | set(there))
        for found in _findings(connection, incident, expected.get(incident), incident in there)
    ]
    return len(there), findings


def archived_by_journal(connection: Connection) -> dict[str, Mapping[str, Any]]:
    """What the server journal says of each incident that is in an archive now, by id."""
    found: dict[str, Mapping[str, Any]] = {}
    wanted = select(SERVER_EVENT).where(SERVER_EVENT.c.type.in_(TYPES))
    for row in connection.execute(wanted.order_by(SERVER_EVENT.c.seq)):
        data = entry_of(row)["data"]
        if row.type == "incidents_archived":
            found |= {one["incident"]: one for one in data["incidents"]}
        else:
            found = {id_: one for id_, one in found.items() if id_ not in data["incidents"]}
    return found


def _findings(
    connection: Connection, incident: str, told: Mapping[str, Any] | None, there: bool
) -> Iterator[IntegrityFinding]:
    if not there:
        yield _finding(incident, "archived_gone")
    elif told is None:
        yield _finding(incident, "archived_planted")
    elif _mark(connection, incident) != told["mark"]:
        yield _finding(incident, "archived_edited")
    if connection.scalar(select(INCIDENT.c.id).where(INCIDENT.c.id == incident)) is not None:
        yield _finding(incident, "archived_twice")
    wanted = select(ARCHIVED_ENTRY.c.hash).where(ARCHIVED_ENTRY.c.incident == incident)
    hashes = connection.scalars(wanted.order_by(ARCHIVED_ENTRY.c.seq)).all()
    if told is not None and digest_of(hashes) != {
        "count": told["entries"],
        "digest": told["digest"],
    }:
        yield _finding(incident, "archived_entries")


def _mark(connection: Connection, incident: str) -> str:
    wanted = select(ARCHIVED_INCIDENT).where(ARCHIVED_INCIDENT.c.id == incident)
    try:
        return row_mark(connection.execute(wanted).one()._asdict())
    except UNREADABLE:
        return ""


def _finding(incident: str, sentence: str) -> IntegrityFinding:
    return IntegrityFinding("archived", incident, None, "").with_facts(sentence=sentence)
