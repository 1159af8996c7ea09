"""The content of attachments, kept in parts before the entry that names it.

Each part is a transaction of its own, so that a file of many megabytes never holds the writer for
longer than a part of it takes. Whatever goes wrong on the way leaves parts that no entry names,
which are swept away after a day, and never an entry without its content.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from api.store.database.attachment_tables import AttachmentPartRow
from api.store.database.records import DatabaseRecords
from api.store.database.rows import EVENT
from api.store.database.tables import table

PARTS = table(AttachmentPartRow)

PART_BYTES = 256 * 1024
"""Of content; as base64 a third more."""

WAITS_FOR_ITS_ENTRY = timedelta(days=1)
"""How long content may stand without an entry; an upload takes minutes."""


class AttachmentContents(DatabaseRecords):
    """The content of attachments. Thread-safe; every call may block."""

    def keep(self, incident: str, sha256: str, content: bytes, at: datetime) -> None:
        """Keep the content, part by part, as far as it is not there yet."""
        for part, begins in enumerate(range(0, len(content), PART_BYTES)):
            encoded = base64.b64encode(content[begins : begins + PART_BYTES]).decode()
            row = {
                "incident": incident,
                "sha256": sha256,
                "part": part,
                "put_at": at,
                "content": encoded,
            }

            def work(connection: Connection, row: dict[str, object] = row) -> None:
                there = _of(incident, sha256) & (PARTS.c.part == row["part"])
                # Put in again: it may have been left there by an upload of the day before.
                connection.execute(delete(PARTS).where(there))
                connection.execute(insert(PARTS), row)

            self._write(work)

    def parts(self, incident: str, sha256: str) -> Iterator[bytes]:
        """The content, part by part, each read by itself; nothing where there is none."""
        part = 0
        while True:
            wanted = select(PARTS.c.content).where(_of(incident, sha256), PARTS.c.part == part)
            with self._database.asking() as connection:
                found = connection.execute(wanted).scalar_one_or_none()
            if found is None:
                return
            yield base64.b64decode(found)
            part += 1

    def get(self, incident: str, sha256: str) -> bytes:
        """The whole content; empty where there is none."""
        return b"".join(self.parts(incident, sha256))

    def forget(self, incident: str, sha256: str) -> None:
        """Delete content that no standing entry names, such as of a refused upload."""
        self._write(lambda connection: destroy(connection, incident, sha256))

    def sweep(self, now: datetime) -> None:
        """Delete what was put in a day ago and is named by no entry, or was destroyed since."""
        before = now - WAITS_FOR_ITS_ENTRY
        with self._database.reading() as connection:
            left = list(_unnamed(connection, before))
        if not left:
            return

        def work(connection: Connection) -> None:
            # Looked at again under the writers' lock: it may have been sent anew meanwhile.
            for incident, sha256 in list(_unnamed(connection, before)):
                destroy(connection, incident, sha256)

        self._write(work)


def destroy(connection: Connection, incident: str, sha256: str) -> None:
    """Delete content for good; SQLite overwrites its pages with zeros too."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    connection.execute(delete(PARTS).where(_of(incident, sha256)))


def _of(incident: str, sha256: str) -> ColumnElement[bool]:
    return (PARTS.c.incident == incident) & (PARTS.c.sha256 == sha256)


def _unnamed(connection: Connection, before: datetime) -> Iterator[tuple[str, str]]:
    wanted = select(PARTS.c.incident, PARTS.c.sha256).where(PARTS.c.part == 0)
    old = connection.execute(wanted.where(PARTS.c.put_at < before)).all()
    for incident in sorted({row.incident for row in old}):
        named = _named(connection, incident)
        yield from (
            (incident, row.sha256)
            for row in old
            if row.incident == incident and row.sha256 not in named
        )


def _named(connection: Connection, incident: str) -> set[str]:
    """The hashes of content that the incident's journal names and has not destroyed."""
    types = ("attachment_added", "attachment_destroyed")
    wanted = select(EVENT.c.type, EVENT.c.data).where(EVENT.c.incident == incident)
    found: set[str] = set()
    for row in connection.execute(wanted.where(EVENT.c.type.in_(types)).order_by(EVENT.c.seq)):
        sha256 = json.loads(row.data)["sha256"]
        (found.add if row.type == types[0] else found.discard)(sha256)
    return found
