"""What proves the journal later: published heads, and backups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from api.doctor.row import Row, fail, ok, warn
from api.settings import Settings
from api.store.backup.backup_folder import newest, rehearsed
from api.store.database.connections import Database
from api.store.errors import BackupRefused
from api.store.integrity import condition
from api.store.integrity.journal_heads import Head, heads_in
from engine.instants import to_text

LATE, LOST = timedelta(hours=26), timedelta(days=7)
"""A backup older than a day and a little is late; after a week there is none to speak of."""
UNREHEARSED = timedelta(days=15)
"""A rehearsal is due every week; two that were missed are told."""
LONGEST_TAIL = 20_000
"""Bytes of a file of heads that hold its last head for certain."""


def check_heads(settings: Settings, database: Database | None, now: datetime) -> Iterator[Row]:
    """Whether heads are published, of this journal, and up to its end."""
    file = settings.head_file
    if file is None:
        yield warn("heads", "heads_unset")
        return
    try:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - LONGEST_TAIL))
            last = stream.read().decode(errors="replace").rstrip().rpartition("\n")[2]
        head = heads_in(last)[-1]
    except (OSError, BackupRefused, IndexError):
        yield fail("heads", "heads_none", file=file)
        return
    fault = None if database is None else _fault(settings, database, head, now)
    yield fault or ok("heads", "heads_well", at=to_text(head.at), cursor=head.cursor)


def _fault(settings: Settings, database: Database, head: Head, now: datetime) -> Row | None:
    if not condition.agrees(database, head.epoch, head.cursor, head.hash):
        return fail("heads", "heads_differ", cursor=head.cursor, file=settings.head_file)
    since = condition.first_after(database, head.cursor)
    if since is not None and since < now - timedelta(seconds=2 * settings.head_s + 60):
        return fail("heads", "heads_behind", at=to_text(head.at), cursor=head.cursor)
    return None


def check_backups(settings: Settings, now: datetime) -> Iterator[Row]:
    """Whether the newest backup is of today."""
    folder = settings.backup_folder
    if folder is None:
        yield warn("backups", "backups_unset")
        return
    try:
        found = newest(folder)
    except OSError as error:
        yield fail("backups", "backups_unreadable", folder=folder, why=error.strerror)
        return
    if found is None:
        yield fail("backups", "backups_none", folder=folder)
        return
    file, at = found
    facts = {"file": file.name, "hours": max(0, (now - at) // timedelta(hours=1))}
    if now - at > LOST:
        yield fail("backups", "backups_old", **facts)
    elif now - at > LATE:
        yield warn("backups", "backups_late", **facts)
    else:
        yield ok("backups", "backups_well", **facts)
    yield _rehearsal(folder, now)


def _rehearsal(folder: Path, now: datetime) -> Row:
    """Whether a backup was restored lately, for a trial: else nobody knows that it can be."""
    last = rehearsed(folder)
    if last is None:
        return warn("backups", "rehearsal_none", folder=folder)
    days = max(0, (now - last) // timedelta(days=1))
    if now - last > UNREHEARSED:
        return warn("backups", "rehearsal_late", days=days)
    return ok("backups", "rehearsal_well", days=days)
