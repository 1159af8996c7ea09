"""Rehearse a restore: the newest backup into a database that is thrown away.

A backup that nobody has ever restored is a hope. The rehearsal does all that a real restore
does, then verifies every journal of the scratch database, and says how long it took and what the
database in use has that the backup lacks.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from api.store.backup.archive import Manifest
from api.store.backup.restore import restore
from api.store.backup.table_copy import Advance
from api.store.database.connections import Database
from api.store.database.statements import HEAD
from api.store.errors import BackupRefused
from api.store.facade import Store
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.journal_heads import compare
from api.store.integrity.verify import Verdict
from api.store.server_journal.journal import count

SUFFIX = ".backup"


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A rehearsed restore. `seconds` are real ones, for restoring and for verifying."""

    manifest: Manifest
    verdict: Verdict
    restoring_seconds: float
    verifying_seconds: float


@dataclass(frozen=True, slots=True)
class Behind:
    """What the database in use has and the backup has not; `findings` where they disagree."""

    entries: int
    changes: int
    findings: tuple[IntegrityFinding, ...]


def newest_in(place: Path) -> Path:
    """The newest backup of a folder by its name, which is the instant; a file as it is.

    Raises `BackupRefused` (`backup_absent`).
    """
    if not place.is_dir():
        return place
    files = sorted(place.glob(f"*{SUFFIX}"))
    if not files:
        raise BackupRefused("backup_absent", where=str(place / f"*{SUFFIX}"))
    return files[-1]


def rehearse(
    file: Path, plans_folder: Path, advance: Advance, elapsed: Callable[[], float]
) -> Rehearsal:
    """Restore into a scratch database, verify it, remove it. `elapsed` gives monotonic seconds.

    The scratch database is an SQLite file in the system's folder for temporary files. Raises
    `BackupRefused`, `StoreUnavailable`.
    """
    with tempfile.TemporaryDirectory(prefix="zhiban-rehearsal-") as folder:
        url = f"sqlite:///{Path(folder) / 'rehearsal.db'}"
        began = elapsed()
        database = Database.open(url)
        try:
            manifest = restore(file, database, advance)
        finally:
            database.close()
        restored = elapsed()
        with Store.open(url, plans_folder, create=False) as store:
            verdict = store.verify([manifest.head])
        return Rehearsal(manifest, verdict, restored - began, elapsed() - restored)


def behind(manifest: Manifest, database: Database) -> Behind:
    """Compare a backup's head with the database in use. Raises `StoreUnavailable`."""
    with database.reading() as connection:
        findings = tuple(compare(connection, [manifest.head]))
        entries = (connection.scalar(HEAD) or 0) - manifest.head.cursor
        return Behind(max(entries, 0), count(connection) - manifest.head.server_seq, findings)
