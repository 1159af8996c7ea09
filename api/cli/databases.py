"""`zhiban db upgrade`, `renew-epoch`, `move`, `size` and `vacuum`."""

from __future__ import annotations

from contextlib import closing

import typer

from api.access.account_names import names_alike
from api.cli.break_glass import REASON, changed_by
from api.cli.configuration import settings_from
from api.cli.findings import sentence_of
from api.cli.opened_store import opened_store
from api.cli.progress import progress
from api.cli.terminal import DATABASE, echo, fail, say
from api.store.backup import move as moving
from api.store.database import upkeep
from api.store.database.connections import Database
from api.store.facade import Store
from api.store.integrity.signatures import begin_epoch
from api.store.integrity.signing_keys import read_key
from api.store.opening import open_database

databases = typer.Typer(help=say("cli.db"), no_args_is_help=True)

FROM = typer.Argument(help=say("cli.option.from"))
TO = typer.Argument(help=say("cli.option.to"))

UNITS = ("B", "KiB", "MiB", "GiB", "TiB")


@databases.command("upgrade", help=say("cli.db.upgrade"))
def upgrade(database_url: str | None = DATABASE) -> None:
    """Bring the schema up to this program's version, as every start does."""
    with opened_store(database_url, create=True) as store:
        echo("cli.db_upgraded", where=store.database.where)
        for alike in names_alike(account.name for account in store.accounts.list()):
            typer.echo(say("cli.names_alike", names="、".join(alike)), err=True)


@databases.command("renew-epoch", help=say("cli.db.renew_epoch"))
def renew(reason: str | None = REASON, database_url: str | None = DATABASE) -> None:
    """Begin a new epoch, for a database that was restored by other means than `zhiban restore`."""
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_database(settings) as database:
        key = None if settings.key_file is None else read_key(settings.key_file)
        begin_epoch(database, "renewed", changed_by(None, reason), key)
        echo("cli.epoch_renewed", where=database.where)


@databases.command("move", help=say("cli.db.move"))
def move(source: str = FROM, target: str = TO, reason: str | None = REASON) -> None:
    """Move everything, then verify all journals there. Exits with 1 for a finding."""
    settings = settings_from({"database_url": target})
    by = changed_by(None, reason)
    with fail.cleanly():
        with (
            closing(Database.open(source, create=False)) as here,
            closing(Database.open(settings.database_url)) as there,
            progress(say("cli.moving")) as advance,
        ):
            before, after = here.where, there.where
            manifest = moving.move(here, there, by, advance)
        with Store.open(settings.database_url, settings.plans_dir, create=False) as store:
            findings = store.verify([manifest.head]).findings
    for found in findings:
        typer.echo(sentence_of(found))
    if findings:
        echo("cli.db_moved_wrong", after=after)
        raise typer.Exit(1)
    rows = {name: manifest.tables[name].rows for name in ("incident", "event", "account")}
    told = {"cursor": manifest.head.cursor, "tables": len(manifest.tables)}
    echo("cli.db_moved", before=before, after=after, **told, **rows)
    echo("cli.db_moved_next")


@databases.command("size", help=say("cli.db.size"))
def size(database_url: str | None = DATABASE) -> None:
    """Print bytes of the whole and of each table, largest first."""
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_database(settings) as database:
        found = upkeep.size_of(database)
    parts = {name: in_units(getattr(found, name)) for name in ("whole", "free", "log")}
    echo("cli.size.whole", where=database.where, **parts)
    for name, one in sorted(found.tables.items(), key=lambda of: -(of[1].bytes or 0)):
        if one.rows:
            taken = "—" if one.bytes is None else in_units(one.bytes)
            echo("cli.size.table", name=name, rows=one.rows, size=taken)


@databases.command("vacuum", help=say("cli.db.vacuum"))
def vacuum(database_url: str | None = DATABASE) -> None:
    """Give back the room of deleted rows; tell the bytes before and after."""
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_database(settings) as database:
        before, after = map(in_units, upkeep.vacuum(database))
        echo("cli.vacuumed", where=database.where, before=before, after=after)


def in_units(count: int) -> str:
    """Bytes with two or three significant digits, in powers of 1,024."""
    amount, unit = float(count), 0
    while amount >= 1024 and unit < len(UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    return (
        f"{amount:.1f} {UNITS[unit]}"
        if unit > 0 and amount < 100
        else f"{amount:.0f} {UNITS[unit]}"
    )
