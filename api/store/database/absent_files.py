"""Which files of a replayed record are not here: the record did not hold them.

A single value of a database of exercises. Pages say so instead of offering a file that cannot
open, and checks do not take for lost what was never there. In a real database it says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from api.store.database.birth import birth_of
from api.store.database.tables import MetaRow, table

META = table(MetaRow)
WITHOUT = "replay_without"
"""The key of the value. It stands from when the files of the record were looked for."""

File = tuple[str, str]
"""Incident and sha256."""


def absent_files(connection: Connection) -> frozenset[File]:
    """The files that the record of a replay did not hold."""
    return looked_for(connection) or frozenset()


def looked_for(connection: Connection) -> frozenset[File] | None:
    """As `absent_files`; None where no files have been looked for yet."""
    kept = connection.scalar(select(META.c.value).where(META.c.key == WITHOUT))
    if kept is None or birth_of(connection) != "exercise":
        return None
    return frozenset((incident, sha256) for incident, sha256 in json.loads(kept))


def put_absent(connection: Connection, files: Iterable[File]) -> None:
    """Keep which files were looked for and not found."""
    connection.execute(delete(META).where(META.c.key == WITHOUT))
    connection.execute(insert(META).values(key=WITHOUT, value=json.dumps(sorted(files))))
