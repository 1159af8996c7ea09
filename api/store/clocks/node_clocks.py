"""Signs of life of the nodes, and the marks of what happened to their clocks.

Every node keeps one row up to date with the time that it goes by. What happens to a clock is
a mark. A person's word that a clock is right is a mark as well, `word`: the node that it
names finds it, whichever node or command line wrote it. Marks are numbered under the
writers' lock, from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from api.server_journal.changed_by import PROGRAM, ChangedBy
from api.server_journal.events import Change
from api.server_journal.server_data import ClockTrusted
from api.store.database.records import DatabaseRecords
from api.store.database.rows import EVENT
from api.store.database.tables import ClockMarkRow, NodeClockRow, table
from api.store.server_journal.journal import record

NODE_CLOCK, CLOCK_MARK = table(NodeClockRow), table(ClockMarkRow)
MILLISECOND = timedelta(milliseconds=1)
WORD = "word"
STEPS_KEPT = 1000
"""Marks after which an older step of a clock in doubt is dropped: one may step each second."""


@dataclass(frozen=True, slots=True)
class NodeClock:
    """A node's last sign of life: the time that it goes by, and its machine's clock then."""

    node: str
    at: datetime
    wall: datetime
    condition: str
    since: datetime | None

    @property
    def ahead(self) -> timedelta:
        """How far the machine's clock was ahead of the time that counts."""
        return self.wall - self.at


@dataclass(frozen=True, slots=True)
class ClockMark:
    """Something that happened to a node's clock. `moved` is how far, forward positive.

    Of a `word` it is how far the account saw the machine's clock ahead. `id` is 0 until it is
    stored.
    """

    node: str
    kind: str
    at: datetime
    wall: datetime
    moved: timedelta
    account: str | None = None
    reason: str | None = None
    id: int = 0


class NodeClocks(DatabaseRecords):
    """The clocks of all nodes. Every call may block and raises `StoreUnavailable`."""

    def signs(self) -> Sequence[NodeClock]:
        """Every node's last sign of life, by name."""
        with self._database.asking() as connection:
            rows = connection.execute(select(NODE_CLOCK).order_by(NODE_CLOCK.c.node))
            return [NodeClock(**row._mapping) for row in rows]

    def marks(self, limit: int) -> Sequence[ClockMark]:
        """The latest marks, newest first."""
        wanted = select(CLOCK_MARK).order_by(CLOCK_MARK.c.id.desc()).limit(limit)
        with self._database.asking() as connection:
            return [_mark(row) for row in connection.execute(wanted)]

    def words(self, node: str, after: int) -> Sequence[ClockMark]:
        """People's words on a node's clock after a mark's number, in order."""
        mark = CLOCK_MARK.c
        wanted = select(CLOCK_MARK).where(mark.node == node, mark.kind == WORD, mark.id > after)
        with self._database.asking() as connection:
            return [_mark(row) for row in connection.execute(wanted.order_by(mark.id))]

    def last_mark(self) -> int:
        """The number of the last mark, 0 without any."""
        with self._database.asking() as connection:
            return _last(connection)

    def last_entry(self) -> datetime | None:
        """When the journal's last entry was recorded; None in an empty one."""
        event = EVENT.c
        last = select(event.recorded_at).order_by(event.cursor.desc()).limit(1)
        with self._database.asking() as connection:
            found: datetime | None = connection.scalar(last)
        return found

    def put(self, sign: NodeClock, marks: Sequence[ClockMark] = (), *, back: bool = False) -> int:
        """Keep a sign of life and marks in one transaction; the number of the last mark.

        `back` is that this node's time has gone back: later signs of nodes that are gone would
        have every start wait, so they are dropped. A living node's comes again.
        """

        def work(connection: Connection) -> int:
            found = NODE_CLOCK.c.node == sign.node
            values = asdict(sign)
            if not connection.execute(update(NODE_CLOCK).where(found).values(values)).rowcount:
                connection.execute(insert(NODE_CLOCK), values)
            if back:
                connection.execute(delete(NODE_CLOCK).where(NODE_CLOCK.c.at > sign.at))
            for mark in marks:
                _add(connection, mark)
            last = _last(connection)
            if marks:
                old = CLOCK_MARK.c.id <= last - STEPS_KEPT
                connection.execute(delete(CLOCK_MARK).where(CLOCK_MARK.c.kind == "stepped", old))
            return last

        return self._write(work)

    def add(self, mark: ClockMark, by: ChangedBy | None = None) -> int:
        """Keep one mark; its number. A person's word stands in the server journal, too."""
        who = by or ChangedBy(mark.account or PROGRAM, "server", mark.at, mark.reason)

        def work(connection: Connection) -> int:
            number = _add(connection, mark)
            if mark.kind == WORD:
                told: ClockTrusted = {
                    "node": mark.node,
                    "word": number,
                    "ahead_ms": mark.moved // MILLISECOND,
                }
                record(connection, who, Change("clock_trusted", told))
            return number

        return self._write(work)


def _add(connection: Connection, mark: ClockMark) -> int:
    number = _last(connection) + 1
    values = asdict(mark) | {"id": number, "moved_ms": mark.moved // MILLISECOND}
    del values["moved"]
    connection.execute(insert(CLOCK_MARK), values)
    return number


def _last(connection: Connection) -> int:
    return connection.scalar(select(func.max(CLOCK_MARK.c.id))) or 0


def _mark(row: Row[tuple[object, ...]]) -> ClockMark:
    values = dict(row._mapping)
    return ClockMark(moved=values.pop("moved_ms") * MILLISECOND, **values)
