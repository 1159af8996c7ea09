"""`zhiban backup` and `zhiban restore`."""

from __future__ import annotations

from pathlib import Path

import typer

from api import faults
from api.app import Manifest, back_up, examine, open_database
from api.app import restore as put_back
from api.cli.terminal import echo, fail, progress, say, settings_from
from engine.clock import SystemClock
from engine.instants import to_text

TARGET = typer.Argument(help=say("cli.option.target"))
SOURCE = typer.Argument(help=say("cli.option.source"))
REPLACE = typer.Option(False, "--replace", help=say("cli.option.replace"))
CHECK = typer.Option(False, "--check", help=say("cli.option.check"))
DATABASE = typer.Option(None, help=say("cli.option.database_url"))


def backup(target: Path = TARGET, database_url: str | None = DATABASE) -> None:
    """Into a new file; in a folder it gets the instant as its name."""
    settings = settings_from({"database_url": database_url})
    faults.arm(settings.fault)
    now = SystemClock().now
    file = target / f"zhiban-{now:%Y%m%dT%H%M%SZ}.backup" if target.is_dir() else target
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
    database_url: str | None = DATABASE,
) -> None:
    """All of it in one transaction, or nothing."""
    settings = settings_from({"database_url": database_url})
    faults.arm(settings.fault)
    with fail.cleanly(), progress(say("cli.restoring")) as advance:
        manifest = examine(source, advance)
        if not check:
            with open_database(settings, create=True) as database:
                put_back(source, database, advance, replace=replace)
    _tell("cli.backup_whole" if check else "cli.restored", source, manifest)


def _tell(key: str, file: Path, manifest: Manifest) -> None:
    facts = {name: manifest.tables[name].rows for name in ("incident", "event", "account")}
    echo(key, file=file, at=to_text(manifest.head.at), cursor=manifest.head.cursor, **facts)
