"""The schema's versions: up and down, in-process, on the connection that is given.

Alembic without alembic.ini: `migrations/env.py` takes the connection from here. All of
it happens in one transaction under the writers' lock, so two servers that start at once
do not get into each other's way, and a migration that fails leaves nothing behind.
"""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, select, text, update

from api.store.database import Database
from api.store.errors import StoreUnavailable
from api.store.tables import MetaRow, table

MIGRATIONS = Path(__file__).parent / "migrations"
META = table(MetaRow)
ACCESS = "access"
"""The key of a value that is another one whenever sign-ins have been ended."""
ACCESS_NOW = select(META.c.value).where(META.c.key == ACCESS)
ENDED = "ended:"
"""How the keys begin under which ended epochs are kept."""


def upgrade(database: Database) -> None:
    """Bring the schema to this program's version and make the epoch, if need be.

    Raises `StoreUnavailable`; `database_newer` if the schema is ahead of this program.
    """
    with database.writing() as connection:
        found = revision(connection)
        refuse_revision(found, database.where)
        if found != newest():
            migrate(connection)
        for key in ("epoch", ACCESS):
            if connection.scalar(select(META.c.value).where(META.c.key == key)) is None:
                connection.execute(insert(META).values(key=key, value=_random()))


def refuse_newer(connection: Connection, where: str) -> None:
    """Raise `StoreUnavailable` if somebody has brought a newer schema meanwhile."""
    found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found != newest():
        refuse_revision(found, where)


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the schema up to a revision, in the connection's transaction."""
    command.upgrade(_config(connection), to)


def clear(connection: Connection) -> None:
    """Drop all tables with everything in them, in the connection's transaction."""
    command.downgrade(_config(connection), "base")


def renew_epoch(database: Database, known: str | None = None) -> None:
    """Tell clients apart from those of the past, after the database has gone back.

    Cursors that were given out already will be given out again for other events: with a
    new epoch nobody goes on from one of them. Nothing is done if the epoch is another
    than the `known` one by now: somebody else was faster.
    """
    with database.writing() as connection:
        if known in (None, epoch(connection)):
            end_epoch(connection, None)


def epoch(connection: Connection) -> str:
    """The random id of the journal's present line."""
    return str(connection.scalars(select(META.c.value).where(META.c.key == "epoch")).one())


def end_epoch(connection: Connection, cursor: int | None) -> None:
    """Begin a new epoch, and keep how far the one before is still true.

    After `cursor` what was published of that epoch is gone; None if nobody knows where.
    """
    ended = {"key": f"{ENDED}{epoch(connection)}", "value": "" if cursor is None else str(cursor)}
    connection.execute(insert(META).values(ended))
    place = update(META).where(META.c.key == "epoch")
    connection.execute(place.values(value=_random()))


def ended_epochs(connection: Connection) -> dict[str, int | None]:
    """Every epoch that was ended, with the last cursor that still holds (None: unknown)."""
    rows = connection.execute(select(META.c.key, META.c.value).where(META.c.key.startswith(ENDED)))
    return {row.key.removeprefix(ENDED): int(row.value) if row.value else None for row in rows}


def access_changed(connection: Connection) -> None:
    """Have every node look whether the sign-ins of its open sockets still hold."""
    connection.execute(update(META).where(META.c.key == ACCESS).values(value=_random()))


def downgrade(database: Database, revision: str) -> None:
    """Take the schema back to `revision` ("base" for nothing). Loses what it did not have."""
    with database.writing() as connection:
        command.downgrade(_config(connection), revision)


def check(database: Database) -> None:
    """Raises `StoreUnavailable` unless the schema is exactly this program's."""
    with database.reading() as connection:
        found = revision(connection)
    refuse_revision(found, database.where)
    if found != newest():
        raise StoreUnavailable("database_absent", where=database.where)


def current(database: Database) -> str | None:
    """The schema's revision; None for an empty database."""
    with database.reading() as connection:
        return revision(connection)


@cache
def newest() -> str | None:
    """The revision that this program brings."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


@cache
def revisions() -> frozenset[str]:
    """All revisions that this program knows."""
    return frozenset(one.revision for one in ScriptDirectory(str(MIGRATIONS)).walk_revisions())


def _random() -> str:
    return secrets.token_hex(8)


def revision(connection: Connection) -> str | None:
    """The revision that a transaction sees; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_revision(found: str | None, where: str) -> None:
    """Raise `StoreUnavailable` (`database_newer`) for a revision that is not known here."""
    if found is not None and found not in revisions():
        raise StoreUnavailable("database_newer", where=where, found=found, known=newest())


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
