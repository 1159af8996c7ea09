"""What a database was made for: real incidents, or exercises alone.

The mark is set when a server first opens the database, and never changes. A server that plays
(the demonstration, a virtual clock) would write false instants beside real ones; a real server
over a database of exercises would call real people, and mix what happened with what was played.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, insert, select

from api.store.database.rows import INCIDENT
from api.store.database.schema_version import META
from api.store.database.tables import AccountRow, table
from api.store.errors import WrongBirth

ACCOUNT = table(AccountRow)

Birth = Literal["real", "exercise"]
BORN = "born"


def birth_of(connection: Connection) -> Birth | None:
    """The mark; None where no server has opened the database, or only one of before there were
    marks."""
    known = connection.scalar(select(META.c.value).where(META.c.key == BORN))
    return "exercise" if known == "exercise" else "real" if known == "real" else None


def open_as(connection: Connection, asked: Birth, *, untouched: bool = False) -> None:
    """Mark a database on its first opening, or refuse one of the other kind.

    A database from before there were marks is real if it holds a real incident. With `untouched`
    one without a mark may hold no accounts either: an office makes them before it first starts its
    server, and the mark would take that database from it for good. Raises `WrongBirth`.
    """
    known = birth_of(connection)
    if known is None and untouched and connection.scalar(select(ACCOUNT.c.name).limit(1)):
        raise WrongBirth("database_has_accounts")
    if known is None and asked == "exercise" and has_real_incidents(connection):
        known = "real"
    if known is None:
        connection.execute(insert(META).values(key=BORN, value=asked))
    elif known != asked:
        raise WrongBirth(f"database_is_{known}")


def has_real_incidents(connection: Connection) -> bool:
    """Whether any incident is no exercise."""
    real = select(INCIDENT.c.id).where(INCIDENT.c.exercise.is_(False)).limit(1)
    return connection.scalar(real) is not None
