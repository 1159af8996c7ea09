"""Journals and archives in files, checked: of `journal export`, `drill run --out`, `archive`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import typer

from api.cli.archive_checks import verify_one
from api.cli.findings import sentence_of
from api.cli.journal_lines import entries
from api.cli.terminal import echo, fail
from api.store.archives.checking import check_archive
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.signing_keys import fingerprint
from api.store.retention.archive_file import is_archive
from engine.incident.events import first_bad_entry


def verify_files(files: Iterable[Path]) -> None:
    """Check numbers and hash chain of every incident in the files. Raises `typer.Exit` (1)."""
    incidents, events, findings = 0, 0, 0
    given = list(files)
    archives = [file for file in given if is_archive(file)]
    with fail.cleanly():
        broken = [file for file in archives if not verify_one(file)]
    if len(archives) == len(given):
        if broken:
            raise typer.Exit(1)
        return
    findings += len(broken)
    for file in given:
        if file in archives:
            continue
        for incident, lines in groupby(entries(file), key=lambda one: one[1].incident):
            shapes = [shape for shape, _ in lines]
            incidents, events = incidents + 1, events + len(shapes)
            bad = first_bad_entry(incident, shapes)
            if bad is not None:
                findings += 1
                found = IntegrityFinding(bad.why, incident, bad.seq, "")
                typer.echo(f"{file}: {sentence_of(found)}")
    if findings:
        echo("cli.files_not_whole", incidents=incidents, events=events, count=findings)
        raise typer.Exit(1)
    echo("cli.files_whole", incidents=incidents, events=events)


def verify_archives(archives: Iterable[Path], pinned: str | None) -> None:
    """Check archives of incidents, zips or folders. Raises `typer.Exit` (1), `BackupRefused`."""
    broken = False
    for path in archives:
        verdict = check_archive(path, pinned)
        for one in (*verdict.notes, *verdict.findings):
            typer.echo(f"{path}: {sentence_of(one)}")
        count = len(verdict.findings)
        facts = {"file": path, "number": verdict.number, "entries": verdict.entries}
        key = "cli.archive_not_whole" if count else "cli.archive_whole"
        echo(key, **facts, members=verdict.members, count=count)
        if not count:
            signed = verdict.signed_by
            mark = fingerprint(signed) if signed else ""
            echo("cli.archive_signed" if signed else "cli.archive_unsigned", mark=mark)
        broken = broken or bool(count)
    if broken:
        raise typer.Exit(1)
