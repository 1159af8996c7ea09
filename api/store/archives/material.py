"""Everything of one incident for its archive, from one snapshot of the database."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from api import __version__
from api.archives.material import Material, Proof
from api.store.database import schema_version
from api.store.database.absent_files import absent_files
from api.store.database.attachment_tables import AttachmentPartRow
from api.store.database.chain_links import LINK, is_chained, server_id
from api.store.database.connections import Database
from api.store.database.rows import EVENT
from api.store.database.tables import KeptDocumentRow, table
from api.store.integrity.journal_heads import ROWS_AT_ONCE, Head
from api.store.integrity.signing_keys import SigningKey
from api.store.journal.incident_cache import IncidentCache
from api.store.queries.plan_versions import StoredPlans
from api.store.queries.reader import Reader
from engine.errors import NotFound

PARTS, KEPT = table(AttachmentPartRow), table(KeptDocumentRow)


@dataclass(frozen=True, slots=True)
class StoredContents:
    """The contents of an incident's files, in a snapshot."""

    connection: Connection
    incident: str

    def signed(self, sha256: str) -> bytes:
        """The file of a signed document; empty where it is gone."""
        wanted = select(KEPT.c.content).where(
            KEPT.c.incident == self.incident, KEPT.c.sha256 == sha256
        )
        return base64.b64decode(self.connection.scalar(wanted) or "")

    def attachment(self, sha256: str) -> Iterator[bytes]:
        """The content of an attachment, part by part."""
        of = (PARTS.c.incident == self.incident) & (PARTS.c.sha256 == sha256)
        part = 0
        while True:
            wanted = select(PARTS.c.content).where(of, PARTS.c.part == part)
            found = self.connection.scalar(wanted)
            if found is None:
                return
            yield base64.b64decode(found)
            part += 1

    def absent(self) -> frozenset[str]:
        """The sha256 of files that the record of a replay did not hold."""
        absent = absent_files(self.connection)
        return frozenset(sha256 for incident, sha256 in absent if incident == self.incident)


Opened = tuple[Material, StoredContents]


class ArchiveSource:
    """Reads the material of archives. Thread-safe; every call may block."""

    def __init__(
        self,
        database: Database,
        states: IncidentCache,
        plans: StoredPlans,
        key: Callable[[], SigningKey | None],
    ) -> None:
        self._database, self._states, self._plans = database, states, plans
        self._key = key

    def sign(self, content: Mapping[str, Any]) -> tuple[str, str]:
        """The public key and its signature over an object of JSON; both empty without a key."""
        key = self._key()
        return ("", "") if key is None else (key.public, key.sign(content))

    def open(self, incident: str) -> AbstractContextManager[Opened]:
        """The material of an incident's archive, by its id. Raises `NotFound`."""
        return self._open(incident)

    @contextmanager
    def _open(self, id_: str) -> Iterator[Opened]:
        with self._database.reading() as connection:
            reader = Reader(connection, self._states)
            incident = reader.incident(id_)
            if incident is None:
                raise NotFound("incident_not_found", id=id_)
            plan = self._plans.pinned(incident.plan, incident.plan_digest)
            given = Material(
                plan,
                incident,
                reader.events(id_),
                reader.ledger(id_),
                self._plans.files(plan.id, plan.digest),
                proof_of(connection, id_),
            )
            yield given, StoredContents(connection, id_)


def proof_of(connection: Connection, incident: str) -> Proof:
    """The links that cover the incident's entries, and the head as of its last entry."""
    last = connection.execute(
        select(EVENT.c.cursor, EVENT.c.hash, EVENT.c.recorded_at)
        .where(EVENT.c.incident == incident)
        .order_by(EVENT.c.seq.desc())
        .limit(1)
    ).one()
    links = list(_links(connection, incident)) if is_chained(connection) else []
    end: dict[str, Any] = {}
    if links:
        position, text, hash_ = links[-1]
        if any(row[0] == last.cursor for row in json.loads(text).get("events", ())):
            end = {"server": server_id(connection), "position": position, "link": hash_}
    head = Head(
        schema_version.epoch(connection),
        last.cursor,
        last.hash,
        _digest(connection, last.cursor),
        last.recorded_at,
        **end,
        program=__version__,
    )
    return Proof([text for _, text, _ in links], head.to_json())


def _links(connection: Connection, incident: str) -> Iterator[tuple[int, str, str]]:
    """Position, text and hash of each link with an entry of the incident."""
    wanted = select(LINK.c.position, LINK.c.content, LINK.c.hash).where(
        LINK.c.kind == "entries", LINK.c.content.contains(f'"{incident}"', autoescape=True)
    )
    yield from (tuple(row) for row in connection.execute(wanted.order_by(LINK.c.position)))


def _digest(connection: Connection, cursor: int) -> str:
    """The sha256 over the hashes of all entries up to a cursor, as heads have it."""
    summed = hashlib.sha256()
    wanted = select(EVENT.c.hash).where(EVENT.c.cursor <= cursor).order_by(EVENT.c.cursor)
    paged = {"yield_per": ROWS_AT_ONCE}
    with closing(connection.execute(wanted, execution_options=paged)) as rows:
        for row in rows:
            summed.update(row.hash.encode())
    return summed.hexdigest()
