"""The journals of finished incidents in another database or archive, to be replayed; reading only.

An SQLite file is opened so that nothing can be written to it: a replay never touches the record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, select

from api.archives import members
from api.store.archives.checking import MOST, check_archive
from api.store.archives.places import content_of, place_of
from api.store.database import schema_version
from api.store.database.connections import Database, file_of
from api.store.database.rows import EVENT, INCIDENT, event_of
from api.store.errors import BackupRefused, StoreUnavailable
from api.store.integrity.finding import IntegrityFinding
from api.store.queries.plan_versions import PLAN_TEXT, files_of
from api.store.replays.files import FileSource, of_members, of_rows
from api.store.retention.archive_file import reading_archive
from engine.errors import NotFound
from engine.plan.loader import rebuild
from engine.plan.model import Plan
from engine.plan.plan_files import PlanFiles, PlanText

Edition = tuple[Plan, PlanFiles]


@dataclass
class Found:
    """Entries as files hold them, and the editions of plans that came with them."""

    lines: list[bytes] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    files: list[FileSource] = field(default_factory=list)
    """Where attachments and signed papers are; none beside a journal alone."""


def of_database(url: str, numbers: Collection[str]) -> Found:
    """Incidents of a database by number or id. Raises `StoreUnavailable`, `NotFound`."""
    with _read_only(url) as database:
        schema_version.check(database)
        with database.reading() as connection:
            found = _journals(connection, numbers)
    found.files.append(lambda: of_rows(_snapshot(url)))
    return found


def of_archived(file: Path, numbers: Collection[str]) -> Found:
    """Incidents of a file of archived years; all of them where no numbers are named.

    Raises `BackupRefused`, `NotFound`.
    """
    with reading_archive(file) as (connection, _):
        found = _journals(connection, numbers)
    found.files.append(lambda: of_rows(_rows_of(file)))
    return found


def of_archive(path: Path, refused: Callable[[IntegrityFinding], BackupRefused]) -> Found:
    """The incident of an archive, a zip or its folder, checked first. Raises `BackupRefused`."""
    verdict = check_archive(path)
    if verdict.findings:
        raise refused(verdict.findings[0])
    place = place_of(path)
    there = set(place.names())
    texts = [
        PlanText(name, content_of(place, name, MOST)) if name in there else None
        for name in members.PLAN_FILES
    ]
    lines = content_of(place, members.JOURNAL, MOST).splitlines()
    plan_text = texts[0]
    found = Found(lines, files=[lambda: of_members(path)])
    if plan_text is not None:
        files = PlanFiles(plan_text, texts[1], texts[2])
        found.editions.append((rebuild(files, files.digest), files))
    return found


@contextmanager
def _read_only(url: str) -> Iterator[Database]:
    file = file_of(url)
    if file is not None:
        if not file.is_file():
            raise StoreUnavailable("database_absent", where=str(file))
        url = f"sqlite:///file:{quote(str(file.resolve()))}?mode=ro&uri=true"
    with closing(Database.open(url, create=False)) as database:
        yield database


@contextmanager
def _snapshot(url: str) -> Iterator[Connection]:
    with _read_only(url) as database, database.reading() as connection:
        yield connection


@contextmanager
def _rows_of(file: Path) -> Iterator[Connection]:
    with reading_archive(file) as (connection, _):
        yield connection


def _journals(connection: Connection, numbers: Collection[str]) -> Found:
    wanted = select(INCIDENT.c.id, INCIDENT.c.number, INCIDENT.c.plan_digest)
    every = connection.execute(wanted.order_by(INCIDENT.c.first_cursor)).all()
    chosen = [row for row in every if not numbers or {row.id, row.number} & set(numbers)]
    known = {name for row in chosen for name in (row.id, row.number)}
    for number in numbers:
        if number not in known:
            raise NotFound("incident_not_found", id=number)
    found = Found()
    for row in chosen:
        entries = select(EVENT).where(EVENT.c.incident == row.id).order_by(EVENT.c.seq)
        found.shapes += [event_of(entry).to_json() for entry in connection.execute(entries)]
    digests = {row.plan_digest for row in chosen}
    kept = select(PLAN_TEXT).where(PLAN_TEXT.c.digest.in_(digests))
    for row in connection.execute(kept).all():
        files = files_of(row)
        found.editions.append((rebuild(files, row.digest), files))
    return found
