"""Move closed incidents of finished years into an archive, and back.

Both happen under the writers' lock in one transaction, with no server on the database: what
leaves is in a verified file before, and the server journal says in the same transaction which
file holds what, with the file's sha256. In place of each entry its hash stays, so the server's
chain and every head that was ever published still hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlalchemy import Connection, Table, delete, insert, select

from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.retention_data import ArchivedIncident, IncidentsReturned
from api.store.backup.table_copy import Advance, Rows, copy, tables_of
from api.store.database import schema_version
from api.store.database.chain_links import digest_of, row_mark
from api.store.database.connections import Database
from api.store.database.places import ARCHIVED_ENTRY, ARCHIVED_INCIDENT
from api.store.database.rows import EVENT, INCIDENT
from api.store.errors import BackupRefused
from api.store.integrity.chain import read_chain
from api.store.integrity.guards import deletion_allowed
from api.store.integrity.journal_heads import head_of
from api.store.integrity.signing_keys import SigningKey
from api.store.integrity.verify import check_incident, gaps
from api.store.queries.plan_versions import PLAN_TEXT
from api.store.retention.archive_file import (
    ArchivedPlans,
    is_of_incidents,
    reading_archive,
    rows_of,
    sha256_of,
    write_archive,
)
from api.store.retention.eligible import Candidate, candidates
from api.store.server_journal.journal import record
from engine.ports import PlanLibrary

SUFFIX = ".archive"


@dataclass(frozen=True, slots=True)
class Written:
    """An archive that was written: where, its sha256, its year, what is in it."""

    file: Path
    sha256: str
    year: int
    incidents: tuple[Candidate, ...]


def move_out(
    database: Database,
    plans: PlanLibrary,
    folder: Path,
    before: int,
    by: ChangedBy,
    key: SigningKey | None,
    advance: Advance,
) -> list[Written]:
    """Move what may go, a file for each year before `before`; the oldest year first.

    A year that fails leaves the years before it moved. Raises `BackupRefused`,
    `StoreUnavailable`; then that year is in the database as it was, and its file is gone.
    """
    _alone(database)
    with database.reading() as connection:
        going = [one for one in candidates(connection, plans, before) if one.stays is None]
    going.sort(key=lambda one: one.year)
    done = []
    for year, several in groupby(going, key=lambda one: one.year):
        incidents = tuple(several)
        file = _free_name(folder, year)
        with database.reading() as source:
            head = head_of(source, by.at).signed(key)
            ids = [one.id for one in incidents]
            sha256 = write_archive(source, file, ids, head, advance)
        written = Written(file, sha256, year, incidents)
        try:
            with database.writing() as connection:
                _take_out(connection, written, by)
        except BackupRefused:
            file.unlink()
            raise
        done.append(written)
    return done


def _alone(database: Database) -> None:
    schema_version.check(database)
    if database.in_use():
        raise BackupRefused("restore_in_use", where=database.where)


def _free_name(folder: Path, year: int) -> Path:
    """`zhiban-2023.archive`, or the next name that is free."""
    number, name = 1, f"zhiban-{year}"
    while (file := folder / f"{name}{SUFFIX}").exists():
        number += 1
        name = f"zhiban-{year}-{number}"
    return file


def _take_out(connection: Connection, written: Written, by: ChangedBy) -> None:
    """Put what stands for the incidents, delete the rest, tell the server journal."""
    told = [_stand_in(connection, one, written) for one in written.incidents]
    which = rows_of([one.id for one in written.incidents], [])
    with deletion_allowed(connection):
        for of in reversed(tables_of(connection).values()):
            if is_of_incidents(of):
                connection.execute(delete(of).where(which(of)))
    data = {"file": written.file.name, "sha256": written.sha256, "year": written.year}
    record(connection, by, Change("incidents_archived", {**data, "incidents": told}))
    _refuse_broken(connection)


def _stand_in(connection: Connection, one: Candidate, written: Written) -> ArchivedIncident:
    """Put the row and the hashes that stand for an incident; what the journal says of it."""
    found = connection.execute(select(INCIDENT).where(INCIDENT.c.id == one.id)).one_or_none()
    if found is None or (found.seq, found.last_cursor) != (one.entries, one.last_cursor):
        raise BackupRefused("archive_overtaken", number=one.number)
    same = ("id", "number", "title", "plan", "plan_version", "exercise", "voided", "division")
    row = {name: getattr(found, name) for name in (*same, "occurred_at", "opened_at")}
    row |= {"last_at": one.last_at, "entries": found.seq}
    row |= {"archive": written.sha256, "file": written.file.name}
    connection.execute(insert(ARCHIVED_INCIDENT), row)
    columns = (EVENT.c.cursor, EVENT.c.incident, EVENT.c.seq, EVENT.c.hash)
    wanted = select(*columns).where(EVENT.c.incident == one.id).order_by(EVENT.c.seq)
    entries = [entry._asdict() for entry in connection.execute(wanted)]
    connection.execute(insert(ARCHIVED_ENTRY), entries)
    digest = digest_of([entry["hash"] for entry in entries])["digest"]
    told: ArchivedIncident = {
        "incident": one.id,
        "number": one.number,
        "entries": found.seq,
        "digest": digest,
        "mark": row_mark(row),
    }
    return told


def _refuse_broken(connection: Connection) -> None:
    """Raise `BackupRefused` unless numbers and chain are whole; the transaction is undone."""
    wrong = next(gaps(connection), None) or next(iter(read_chain(connection).findings), None)
    if wrong is not None:
        raise BackupRefused("archive_of_damaged", why=f"{wrong.what} {wrong.detail}".rstrip())


def bring_back(database: Database, file: Path, by: ChangedBy, advance: Advance) -> Sequence[str]:
    """Put the incidents of an archive back into the database they came from; their numbers.

    The file stays. Raises `BackupRefused`, `StoreUnavailable`; then nothing has changed.
    """
    _alone(database)
    sha256 = sha256_of(file) if file.is_file() else ""
    with reading_archive(file) as (archive, _), database.writing() as target:
        ids = archive.scalars(select(INCIDENT.c.id).order_by(INCIDENT.c.first_cursor)).all()
        here = select(ARCHIVED_INCIDENT.c.id).where(ARCHIVED_INCIDENT.c.archive == sha256)
        if set(target.scalars(here)) != set(ids):
            raise BackupRefused("archive_unknown", where=str(file), sha256=sha256[:12])
        _put_back(archive, target, ids, advance)
        for entry_table, own in (
            (ARCHIVED_ENTRY, ARCHIVED_ENTRY.c.incident),
            (ARCHIVED_INCIDENT, ARCHIVED_INCIDENT.c.id),
        ):
            target.execute(delete(entry_table).where(own.in_(ids)))
        told: IncidentsReturned = {"file": file.name, "sha256": sha256, "incidents": list(ids)}
        record(target, by, Change("incidents_returned", told))
        _refuse_broken(target)
        plans = ArchivedPlans(target)
        for incident in ids:
            _, findings = check_incident(target, incident, plans)
            if findings:
                why = f"{findings[0].what} {incident}"
                raise BackupRefused("backup_damaged", where=str(file), why=why)
        numbers = select(INCIDENT.c.number).where(INCIDENT.c.id.in_(ids))
        return target.scalars(numbers.order_by(INCIDENT.c.first_cursor)).all()


def _put_back(
    archive: Connection, target: Connection, ids: Sequence[str], advance: Advance
) -> None:
    here = set(target.scalars(select(PLAN_TEXT.c.digest)))

    def put(into: Table, rows: Rows) -> None:
        wanted = [row for row in rows if into.name != PLAN_TEXT.name or row["digest"] not in here]
        if wanted:
            target.execute(insert(into), wanted)

    which = rows_of(ids, archive.scalars(select(PLAN_TEXT.c.digest)).all())
    copy(archive, target, put, advance, list(tables_of(archive)), which)
