"""Is each file of a signed document there, and is it what the journal says was signed?"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import Connection, inspect, select

from api.store.database.absent_files import absent_files
from api.store.database.rows import EVENT
from api.store.database.tables import KeptDocumentRow, table
from api.store.integrity.finding import UNREADABLE, IntegrityFinding, not_in_record

KEPT = table(KeptDocumentRow)


def kept_file_findings(connection: Connection) -> Iterator[IntegrityFinding]:
    """Files that are gone or were changed. One that no entry names is left of a refused signing.

    What the record of a replay did not hold is told as `not_in_record`, which is no fault.
    """
    if not inspect(connection).has_table(KEPT.name):
        return
    kept = connection.execute(select(KEPT.c.incident, KEPT.c.sha256))
    there = {(row.incident, row.sha256) for row in kept}
    absent = absent_files(connection)
    wanted = select(EVENT.c.incident, EVENT.c.seq, EVENT.c.data)
    for row in connection.execute(wanted.where(EVENT.c.type == "document_signed")).all():
        try:
            sha256 = str(json.loads(row.data)["sha256"])
        except (*UNREADABLE, KeyError):
            continue  # the journal's own check says so
        if (row.incident, sha256) not in there:
            found = _finding(row.incident, row.seq, sha256, "kept_file_gone")
            yield not_in_record(found) if (row.incident, sha256) in absent else found
        elif _hash(connection, row.incident, sha256) != sha256:
            yield _finding(row.incident, row.seq, sha256, "kept_file_edited")


def _hash(connection: Connection, incident: str, sha256: str) -> str:
    """The hash of the file as it is now; empty for what is no file any more."""
    wanted = select(KEPT.c.content).where(KEPT.c.incident == incident, KEPT.c.sha256 == sha256)
    try:
        content = base64.b64decode(connection.execute(wanted).scalar_one(), validate=True)
    except (*UNREADABLE, binascii.Error):
        return ""
    return hashlib.sha256(content).hexdigest()


def _finding(incident: str, seq: int, sha256: str, sentence: str) -> IntegrityFinding:
    found = IntegrityFinding("kept_file", incident, seq, sha256)
    return found.with_facts(seq=seq, name=sha256[:12], sentence=sentence)
