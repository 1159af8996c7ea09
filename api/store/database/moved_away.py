"""The mark of a database whose content was moved into another one.

A server that were started on it by an old setting would go on with a journal that has gone on
elsewhere. So no server opens it. `zhiban db renew-epoch` takes the mark away, and from there on
it is another line of the journal, which every screen says.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from api.store.database.schema_version import META
from api.store.errors import StoreUnavailable

MOVED_TO = "moved_to"
"""The key of the value that says where the content is now."""


def close_for(connection: Connection, where: str) -> None:
    """Mark the database as moved to another place, whose address shows no password."""
    reopen(connection)
    connection.execute(insert(META).values(key=MOVED_TO, value=where))


def reopen(connection: Connection) -> None:
    """Take the mark away."""
    connection.execute(delete(META).where(META.c.key == MOVED_TO))


def refuse_moved(connection: Connection, where: str) -> None:
    """Raise `StoreUnavailable` (`database_moved_away`) if the content was moved elsewhere."""
    to = connection.scalar(select(META.c.value).where(META.c.key == MOVED_TO))
    if to is not None:
        raise StoreUnavailable("database_moved_away", where=where, to=to)
