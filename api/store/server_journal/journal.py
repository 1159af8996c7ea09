"""Appending to the server journal, and reading it.

`record` is called inside the transaction that makes the change, which holds the writers'
lock: the entry is there exactly if the change is, and numbers have no gaps.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, inspect, select

from api.server_journal.chain import GENESIS, JOURNAL, seal
from api.server_journal.changed_by import About, ChangedBy
from api.server_journal.drill_data import DRILL
from api.server_journal.evaluation_data import EVALUATION
from api.server_journal.events import Change
from api.server_journal.handover_data import DUTY
from api.store.database.chain_links import add_link
from api.store.database.connections import Database
from api.store.database.rows import to_json
from api.store.database.tables import ServerEventRow, table
from engine.instants import from_text, to_text

SERVER_EVENT = table(ServerEventRow)
LAST = select(SERVER_EVENT.c.seq, SERVER_EVENT.c.hash).order_by(SERVER_EVENT.c.seq.desc()).limit(1)
"""The last entry, by number and hash."""

ALARM_LASTS = timedelta(hours=24)
"""How long a change by the command line on the server is an alarm."""


def record(connection: Connection, by: ChangedBy, *changes: Change) -> None:
    """Append one entry for each change, and their link, in the connection's transaction."""
    if not changes:
        return
    last = connection.execute(LAST).one_or_none()
    seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
    rows, sealed = [], []
    for number, change in enumerate(changes, start=seq + 1):
        entry = seal(change, by, number, previous)
        previous = entry["hash"]
        rows.append(_row(entry))
        sealed.append([number, previous])
    connection.execute(insert(SERVER_EVENT), rows)
    add_link(connection, "entries", {"server_events": sealed})


def _row(entry: dict[str, Any]) -> dict[str, Any]:
    values = {name: entry[name] for name in SERVER_EVENT.c.keys()}  # noqa: SIM118
    return values | {"at": from_text(entry["at"]), "data": to_json(entry["data"])}


def entry_of(row: Row[Any]) -> dict[str, Any]:
    """An entry as it was sealed, from its row. Damaged `data` is left as its text."""
    shape = {**row._asdict(), "journal": JOURNAL, "at": to_text(row.at)}
    try:
        shape["data"] = json.loads(row.data)
    except (ValueError, TypeError, RecursionError):
        shape["data"] = row.data
    return shape


SIGN_INS = ("signed_in", "signed_out", "sign_ins_ended")
"""The entries that are about who came and went."""

OFFICE = (*DUTY, *EVALUATION)
"""The entries of the office's own work, which change nothing on the server."""


def entries(
    connection: Connection,
    *,
    after: int | None,
    before: int | None,
    limit: int,
    about: About | None = None,
) -> list[dict[str, Any]]:
    """A page: with `after` the oldest first, otherwise the newest first."""
    wanted = select(SERVER_EVENT).limit(limit)
    if about is not None:
        kinds = {"sign_ins": SIGN_INS, "duty": OFFICE}.get(about, (*SIGN_INS, *OFFICE))
        of_them = SERVER_EVENT.c.type.in_(kinds)
        wanted = wanted.where(~of_them if about == "changes" else of_them)
    if before is not None:
        wanted = wanted.where(SERVER_EVENT.c.seq < before)
    if after is not None:
        wanted = wanted.where(SERVER_EVENT.c.seq > after).order_by(SERVER_EVENT.c.seq)
    else:
        wanted = wanted.order_by(SERVER_EVENT.c.seq.desc())
    return [entry_of(row) for row in connection.execute(wanted)]


def is_kept(connection: Connection) -> bool:
    """Whether the schema has a server journal; backups of earlier versions have none."""
    return inspect(connection).has_table(SERVER_EVENT.name)


def count(connection: Connection) -> int:
    """The number of entries."""
    return connection.scalar(select(func.count()).select_from(SERVER_EVENT)) or 0


@dataclass(frozen=True, slots=True)
class BreakGlass:
    """Changes by the command line on the server that are still an alarm."""

    changes: int
    last_at: datetime

    @property
    def until(self) -> datetime:
        """When the alarm ends by itself."""
        return self.last_at + ALARM_LASTS


NO_AUTHORITY = (
    "contact_saved",
    "contact_removed",
    "shift_saved",
    "shift_removed",
    "roster_default_saved",
    *OFFICE,
    *DRILL,
)
"""Entries about nothing that gives anybody power; made by the command line they are no alarm."""


def break_glass(connection: Connection, now: datetime) -> BreakGlass | None:
    """What was changed by the command line within the last day, None for nothing."""
    wanted = select(func.count(), func.max(SERVER_EVENT.c.at)).where(
        SERVER_EVENT.c.way == "command_line",
        SERVER_EVENT.c.at > now - ALARM_LASTS,
        SERVER_EVENT.c.type.not_in(NO_AUTHORITY),
    )
    count, last = connection.execute(wanted).one()
    return BreakGlass(count, last) if count else None


def since(connection: Connection, instant: datetime, types: Sequence[str]) -> list[dict[str, Any]]:
    """The entries of these types since the instant, in order."""
    wanted = select(SERVER_EVENT).where(SERVER_EVENT.c.at > instant, SERVER_EVENT.c.type.in_(types))
    return [entry_of(row) for row in connection.execute(wanted.order_by(SERVER_EVENT.c.seq))]


def entries_of(connection: Connection, types: Iterable[str]) -> Iterator[dict[str, Any]]:
    """All entries of these types in order, without those whose data are damaged."""
    wanted = select(SERVER_EVENT).where(SERVER_EVENT.c.type.in_([*types]))
    rows = connection.execute(wanted.order_by(SERVER_EVENT.c.seq)).all()
    return (entry for row in rows if isinstance((entry := entry_of(row))["data"], dict))


class ServerJournal:
    """The journal for readers outside of a transaction. Thread-safe; every call may block."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(
        self,
        *,
        after: int | None = None,
        before: int | None = None,
        limit: int = 50,
        about: About | None = None,
    ) -> list[dict[str, Any]]:
        """Entries; with `after` the oldest first, otherwise the newest first."""
        with self._database.asking() as connection:
            return entries(connection, after=after, before=before, limit=limit, about=about)

    def break_glass(self, now: datetime) -> BreakGlass | None:
        """What was changed by the command line within the last day."""
        with self._database.asking() as connection:
            return break_glass(connection, now)
