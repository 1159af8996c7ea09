"""Files of signed documents: kept by their hash before the entry that names it.

A file is put in first, in a transaction of its own. Whatever goes wrong then leaves a file that no
entry names, never an entry whose file is missing.
"""

from __future__ import annotations

import base64

from sqlalchemy import Connection, insert, select

from api.ports import NamedFile
from api.store.database.records import DatabaseRecords
from api.store.database.tables import KeptDocumentRow, table

KEPT = table(KeptDocumentRow)


class KeptFiles(DatabaseRecords):
    """The files of signed documents. Thread-safe; every call may block."""

    def keep(self, incident: str, name: str, media: str, content: bytes) -> str:
        """Keep a file, if it is not there yet; its sha256."""
        file = NamedFile(name, media, content)
        row = {
            "sha256": file.sha256,
            "incident": incident,
            "name": name,
            "media": media,
            "content": base64.b64encode(content).decode(),
        }
        there = (KEPT.c.sha256 == file.sha256) & (KEPT.c.incident == incident)

        def work(connection: Connection) -> None:
            if connection.execute(select(KEPT.c.sha256).where(there)).one_or_none() is None:
                connection.execute(insert(KEPT), row)

        self._write(work)
        return file.sha256

    def get(self, incident: str, sha256: str) -> NamedFile | None:
        """The file of an incident with this hash, or None."""
        wanted = select(KEPT).where(KEPT.c.sha256 == sha256, KEPT.c.incident == incident)
        with self._database.asking() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return NamedFile(row.name, row.media, base64.b64decode(row.content))
