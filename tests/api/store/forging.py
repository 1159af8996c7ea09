"""Changing rows as somebody could who has all rights on the database, and much care."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select, update

from api.store.database.connections import Database
from api.store.database.rows import EVENT, stored_shape
from engine.incident.events import digest


def tamper(database: Database, change: Callable[[Connection], object]) -> None:
    """Change rows past the guards of the journal."""
    with database.begin() as connection:
        guards = disarm(connection)
        change(connection)
        for guard in guards:
            connection.exec_driver_sql(guard)


def disarm(connection: Connection) -> list[str]:
    """Take the guards away, for this transaction or, on SQLite, until these statements are run."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return []
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    wanted = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    found = connection.exec_driver_sql(wanted).all()
    for name, _ in found:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    return [sql for _, sql in found]


def rewrite(connection: Connection, incident: str, seq: int) -> None:
    """Have somebody else be the actor of an entry, and make all hashes fit again."""
    wanted = select(EVENT).where(EVENT.c.incident == incident).order_by(EVENT.c.seq)
    previous: str | None = None
    for row in connection.execute(wanted).all():
        if row.seq < seq:
            continue
        actor = "somebody else" if row.seq == seq else row.actor
        changed = {"actor": actor, "prev_hash": previous or row.prev_hash}
        previous = digest({**stored_shape(row._asdict()), **changed})
        place = update(EVENT).where(EVENT.c.cursor == row.cursor)
        connection.execute(place.values(**changed, hash=previous))
