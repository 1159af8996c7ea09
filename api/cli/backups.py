"""`zhiban backup` and `zhiban restore`."""

from __future__ import annotations

import time
from pathlib import Path

import typer

from api import fault_injection
from api.cli.break_glass import REASON, changed_by
from api.cli.configuration import settings_from
from api.cli.findings import sentence_of
from api.cli.progress import progress
from api.cli.terminal import DATABASE, LANGUAGE, echo, fail, reason, say
from api.settings import Settings
from api.store import rehearsal
from api.store.backup.archive import Manifest
from api.store.backup.backup import back_up
from api.store.backup.backup_folder import name_of, note_rehearsal
from api.store.backup.restore import examine
from api.store.backup.restore import restore as put_back
from api.store.errors import StoreUnavailable
from api.store.integrity.signing_keys import read_key
from api.store.opening import open_database
from api.store.rehearsal import behind, newest_in
from engine.clock import SystemClock
from engine.instants import to_text

TARGET = typer.Argument(help=say("cli.option.target"))
SOURCE = typer.Argument(help=say("cli.option.source"))
REPLACE = typer.Option(False, "--replace", help=say("cli.option.replace"))
REHEARSE = typer.Option(False, "--rehearse", help=say("cli.option.rehearse"))
CHECK = typer.Option(False, "--check", help=say("cli.option.check"))


def backup(
    target: Path = TARGET, rehearse: bool = REHEARSE, database_url: str | None = DATABASE
) -> None:
    """Back up into a new file; in a folder the file's name is the instant."""
    settings = settings_from({"database_url": database_url})
    if rehearse:
        _rehearse(target, settings)
        return
    fault_injection.arm(settings.fault)
    now = SystemClock().now
    file = target / name_of(now) if target.is_dir() else target
    with (
        fail.cleanly(),
        open_database(settings) as database,
        progress(say("cli.backing_up")) as advance,
    ):
        manifest = back_up(database, file, now, advance)
    _tell("cli.backed_up", file, manifest)


def restore(
    source: Path = SOURCE,
    replace: bool = REPLACE,
    check: bool = CHECK,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Restore a whole backup in one transaction, or nothing."""
    settings = settings_from({"database_url": database_url})
    fault_injection.arm(settings.fault)
    by = None if check else changed_by(None, reason)
    with fail.cleanly(), progress(say("cli.restoring")) as advance:
        manifest = examine(source, advance)
        if not check:
            with open_database(settings, create=True) as database:
                key = None if settings.key_file is None else read_key(settings.key_file)
                put_back(source, database, advance, by, key, replace=replace)
    _tell("cli.backup_whole" if check else "cli.restored", source, manifest)


def _rehearse(place: Path, settings: Settings) -> None:
    """Restore the newest backup into a scratch database. Raises `typer.Exit` (1) for a finding."""
    with fail.cleanly():
        file = newest_in(place)
        with progress(say("cli.rehearsing")) as advance:
            done = rehearsal.rehearse(file, settings.plans_dir, advance, time.monotonic)
    found = [*done.verdict.findings]
    at = to_text(done.manifest.head.at)
    try:
        with open_database(settings) as database:
            compared = behind(done.manifest, database)
    except StoreUnavailable as absent:
        beyond = say("cli.rehearsal_alone", at=at, why=absent.sentence(LANGUAGE))
    else:
        found += compared.findings
        more = {"entries": compared.entries, "changes": compared.changes}
        beyond = say("cli.rehearsal_behind", at=at, **more)
    for one in found:
        typer.echo(sentence_of(one))
    facts = {
        "file": file,
        "count": len(found),
        "restoring": _minutes(done.restoring_seconds),
        "verifying": _minutes(done.verifying_seconds),
    }
    rows = {name: done.manifest.tables[name].rows for name in ("incident", "event", "account")}
    echo("cli.rehearsed_wrong" if found else "cli.rehearsed", **facts, **rows)
    typer.echo(beyond)
    if found:
        raise typer.Exit(1)
    try:
        note_rehearsal(file.parent, file.name, SystemClock().now)
    except OSError as error:
        echo("cli.rehearsal_unnoted", folder=file.parent, why=reason(error))


def _minutes(seconds: float) -> str:
    whole = max(round(seconds), 1)
    return say("cli.duration", minutes=whole // 60, seconds=whole % 60)


def _tell(key: str, file: Path, manifest: Manifest) -> None:
    facts = {name: manifest.tables[name].rows for name in ("incident", "event", "account")}
    echo(key, file=file, at=to_text(manifest.head.at), cursor=manifest.head.cursor, **facts)
