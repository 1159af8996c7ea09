"""Is the content of each attachment there, and is it what its entry says?

What was destroyed by order must be gone, and is told as that: it is no fault. Nor is what the
record of a replay did not hold.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, inspect, select

from api.store.database.absent_files import absent_files
from api.store.database.attachment_tables import AttachmentPartRow
from api.store.database.rows import EVENT
from api.store.database.tables import table
from api.store.integrity.finding import UNREADABLE, IntegrityFinding, not_in_record

PARTS = table(AttachmentPartRow)
ADDED, DESTROYED = "attachment_added", "attachment_destroyed"
GONE = "attachment_gone"


@dataclass(frozen=True, slots=True)
class AttachmentCheck:
    """What is wrong, and what is gone by order."""

    findings: tuple[IntegrityFinding, ...] = ()
    notes: tuple[IntegrityFinding, ...] = ()


def check_attachments(connection: Connection) -> AttachmentCheck:
    """Compare each entry with its content; content that no entry names is an upload's."""
    if not inspect(connection).has_table(PARTS.name):
        return AttachmentCheck()
    entries, absent = list(_entries(connection)), absent_files(connection)
    orders = {
        (row.incident, data["sha256"]): (row.seq, data)
        for row, data in entries
        if row.type == DESTROYED
    }
    findings: list[IntegrityFinding] = []
    notes: list[IntegrityFinding] = []
    for row, data in entries:
        if row.type == ADDED:
            order = orders.get((row.incident, data["sha256"]))
            found = _judged(connection, row.incident, row.seq, data, order)
            if found is None:
                continue
            if found.facts.get("sentence") == GONE and (row.incident, data["sha256"]) in absent:
                notes.append(not_in_record(found))
            else:
                (notes if found.what == DESTROYED else findings).append(found)
    return AttachmentCheck(tuple(findings), tuple(notes))


def _entries(connection: Connection) -> Iterator[tuple[Any, Mapping[str, Any]]]:
    wanted = select(EVENT.c.incident, EVENT.c.seq, EVENT.c.type, EVENT.c.data)
    wanted = wanted.where(EVENT.c.type.in_((ADDED, DESTROYED)))
    for row in connection.execute(wanted.order_by(EVENT.c.incident, EVENT.c.seq)).all():
        try:
            data = json.loads(row.data)
            data["sha256"], data["size"] if row.type == ADDED else data["order_number"]
        except (*UNREADABLE, KeyError):
            continue  # the journal's own check says so
        yield row, data


def _judged(
    connection: Connection,
    incident: str,
    seq: int,
    data: Mapping[str, Any],
    order: tuple[int, Mapping[str, Any]] | None,
) -> IntegrityFinding | None:
    size, sha256 = _content(connection, incident, data["sha256"])
    named = {"name": data["sha256"][:12], "entry": seq}
    found = IntegrityFinding("attachment", incident, seq, data["sha256"])
    if order is not None:
        by, said = order
        named |= {"by": by, "order": said["order_number"]}
        if size:
            return found.with_facts(sentence="attachment_not_destroyed", seq=seq, **named)
        gone = IntegrityFinding(DESTROYED, incident, seq, data["sha256"])
        return gone.with_facts(seq=seq, **named)
    if not size:
        return found.with_facts(sentence=GONE, seq=seq, **named)
    if (size, sha256) != (data["size"], data["sha256"]):
        return found.with_facts(sentence="attachment_edited", seq=seq, **named)
    return None


def _content(connection: Connection, incident: str, sha256: str) -> tuple[int, str]:
    """Size and hash of the content as it is now, read part by part; 0 if there is none."""
    wanted = select(PARTS.c.part, PARTS.c.content)
    wanted = wanted.where(PARTS.c.incident == incident, PARTS.c.sha256 == sha256)
    wanted = wanted.order_by(PARTS.c.part)
    summed, size, rows = hashlib.sha256(), 0, 0
    paged = {"yield_per": 4}
    try:
        with closing(connection.execute(wanted, execution_options=paged)) as parts:
            for row in parts:
                content = base64.b64decode(row.content, validate=True)
                summed.update(content)
                size, rows = size + len(content), rows + 1
    except (*UNREADABLE, binascii.Error):
        return -1, ""
    return (size, summed.hexdigest()) if rows else (0, "")
