"""What `zhiban drill replay` plays: exported journals, archives, output of drills, a database."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from api.archives.members import MANIFEST
from api.cli.drill.drill_compare import JOURNAL
from api.cli.findings import sentence_of
from api.cli.journal_lines import entries
from api.cli.terminal import fail, say
from api.store.archives.checking import is_archive
from api.store.errors import BackupRefused
from api.store.integrity.finding import IntegrityFinding
from api.store.replays.recorded import Found, of_archive, of_archived, of_database
from api.store.retention.archive_file import is_archive as is_archived_years


def sources(files: Sequence[Path], database: str | None, numbers: Sequence[str]) -> Found:
    """Everything that was named, in one. Raises `typer.Exit`, `BackupRefused`, `NotFound`."""
    if not files and database is None:
        raise fail.usage(say("cli.replay_nothing"))
    if database is not None and not numbers:
        raise fail.usage(say("cli.replay_which"))
    found = Found()
    for file in files:
        _take(found, _of(file, numbers))
    if database is not None:
        _take(found, of_database(database, numbers))
    return found


def _of(file: Path, numbers: Sequence[str]) -> Found:
    if file.is_dir() and not (file / MANIFEST).is_file():
        # A drill of several incidents writes a folder for each.
        return _lines(sorted(file.rglob(JOURNAL)))
    if is_archive(file):
        found = of_archive(file, _refused(file))
        found.shapes += [json.loads(line) for line in found.lines]
        return found
    if is_archived_years(file):
        return of_archived(file, numbers)
    return _lines([file])


def _lines(files: Sequence[Path]) -> Found:
    return Found(shapes=[shape for file in files for shape, _ in entries(file)])


def _refused(file: Path) -> Callable[[IntegrityFinding], BackupRefused]:
    def refuse(finding: IntegrityFinding) -> BackupRefused:
        return BackupRefused("archive_wrong", where=str(file), why=sentence_of(finding))

    return refuse


def _take(into: Found, more: Found) -> None:
    into.shapes += more.shapes
    into.files += more.files
    known = {plan.digest for plan, _ in into.editions}
    into.editions += [one for one in more.editions if one[0].digest not in known]
