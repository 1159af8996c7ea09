"""The schema's versions: upgrade and downgrade, in-process, on the given connection.

Everything happens in one transaction under the writers' lock, so two servers that start at once
do not disturb each other, and a failing migration leaves nothing behind.

Alembic is loaded only when the schema changes (`schema_steps`): with what it loads in turn it
is a tenth of the processor time of a start. Revisions are read from the steps' file names.
"""

from __future__ import annotations

import re
import secrets
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, inspect, select, text, update

from api.store.database.chain_links import ENDED
from api.store.database.chain_links import found as found_chain
from api.store.database.connections import Database
from api.store.database.tables import MetaRow, table
from api.store.errors import StoreUnavailable

MIGRATIONS = Path(__file__).parents[1] / "migrations"
STEP = re.compile(r"[a-z](\d{4})_\w+\.py")
"""The file name of a step; the digits are its revision."""
VERSION = "alembic_version"
NOW = text("SELECT version_num FROM alembic_version")
META = table(MetaRow)
ACCESS = "access"
"""The key of a value that is another one whenever sign-ins have been ended."""
ACCESS_NOW = select(META.c.value).where(META.c.key == ACCESS)


def upgrade(database: Database) -> None:
    """Bring the schema to this program's version; make epoch and founding link, if need be.

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
        found_chain(connection, found)


def refuse_newer(connection: Connection, where: str) -> None:
    """Raise `StoreUnavailable` if somebody has brought a newer schema meanwhile."""
    found = connection.scalar(NOW)
    if found != newest():
        refuse_revision(found, where)


def migrate(connection: Connection, to: str = "head") -> None:
    """Bring the schema up to a revision, in the connection's transaction."""
    _steps().upgrade(connection, MIGRATIONS, to)


def clear(connection: Connection) -> None:
    """Drop all tables with everything in them, in the connection's transaction."""
    _steps().downgrade(connection, MIGRATIONS, "base")


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
    """Make every node check whether the sign-ins of its open sockets are still valid."""
    connection.execute(update(META).where(META.c.key == ACCESS).values(value=_random()))


def downgrade(database: Database, revision: str) -> None:
    """Take the schema back to `revision` ("base" for nothing). Loses what it did not have."""
    with database.writing() as connection:
        _steps().downgrade(connection, MIGRATIONS, revision)


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


def newest() -> str:
    """The revision that this program brings."""
    return max(revisions())


@cache
def revisions() -> frozenset[str]:
    """All revisions that this program knows."""
    names = (STEP.fullmatch(file.name) for file in (MIGRATIONS / "versions").iterdir())
    return frozenset(found[1] for found in names if found)


def _random() -> str:
    return secrets.token_hex(8)


def revision(connection: Connection) -> str | None:
    """The revision that a transaction sees; None for an empty database."""
    return connection.scalar(NOW) if inspect(connection).has_table(VERSION) else None


def refuse_revision(found: str | None, where: str) -> None:
    """Raise `StoreUnavailable` (`database_newer`) for a revision that is not known here."""
    if found is not None and found not in revisions():
        raise StoreUnavailable("database_newer", where=where, found=found, known=newest())


def _steps() -> Any:
    return import_module("api.store.database.schema_steps")
