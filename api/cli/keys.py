"""`zhiban key create`, `show` and `rotate`: what signs the heads of the journal."""

from __future__ import annotations

from pathlib import Path

import typer

from api.cli.break_glass import REASON, changed_by
from api.cli.configuration import settings_from
from api.cli.terminal import DATABASE, echo, fail, say
from api.store.integrity.signatures import current_key, enter_key
from api.store.integrity.signing_keys import (
    PUBLIC_SUFFIX,
    create_key,
    fingerprint,
    read_key,
    read_public,
)
from api.store.opening import open_store

keys = typer.Typer(help=say("cli.key"), no_args_is_help=True)

FILE = typer.Argument(help=say("cli.option.key_file"))
NEW = typer.Argument(help=say("cli.option.new_key"))
BEFORE = typer.Option(None, "--before", help=say("cli.option.key_before"))
LOST = typer.Option(False, "--lost", help=say("cli.option.key_lost"))


@keys.command("create", help=say("cli.key.create"))
def create(file: Path = FILE) -> None:
    """Write a new private key, and its public half beside it; replace nothing."""
    with fail.cleanly():
        made = create_key(file)
    public = file.with_name(file.name + PUBLIC_SUFFIX)
    echo("cli.key_created", file=file, public=public, name=fingerprint(made.public))


@keys.command("show", help=say("cli.key.show"))
def show(file: Path = FILE) -> None:
    """Print the fingerprint, which people compare, and the whole public key."""
    with fail.cleanly():
        public = read_public(file)
    echo("cli.key_shown", name=fingerprint(public), public=public)


@keys.command("rotate", help=say("cli.key.rotate"))
def rotate(
    new: Path = NEW,
    before: Path | None = BEFORE,
    lost: bool = LOST,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Make another key the server's; the key before it signs that too, unless it is lost."""
    settings = settings_from({"database_url": database_url})
    old = before or settings.key_file
    with fail.cleanly(), open_store(settings, create=False) as store:
        key = read_key(new)
        signer = read_key(old) if old is not None and not lost else None
        by = changed_by(store, reason)
        changed = store.writer.write(
            lambda connection: enter_key(connection, key, by, signer, lost=lost)
        )
        known = store.writer.write(current_key)
    told = "cli.key_rotated" if changed else "cli.key_already"
    echo(told, name=fingerprint(known or key.public))
