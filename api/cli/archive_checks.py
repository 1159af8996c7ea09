"""Whether an archive is whole by itself, told in sentences."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.findings import sentence_of
from api.cli.terminal import echo
from api.store.retention.archive_file import sha256_of, verify_archive


def verify_one(file: Path) -> bool:
    """Verify an archive by itself and say what was found. Raises `BackupRefused`."""
    verdict = verify_archive(file)
    for found in verdict.findings:
        typer.echo(f"{file}: {sentence_of(found)}")
    facts = {"incidents": verdict.incidents, "events": verdict.events}
    key = "cli.retain.not_whole" if verdict.findings else "cli.retain.whole"
    echo(key, file=file, count=len(verdict.findings), sha256=sha256_of(file), **facts)
    return not verdict.findings
