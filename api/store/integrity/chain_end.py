"""The end of the server's chain for running servers, and acknowledging that it was lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import cast

from sqlalchemy import Connection, select

from api.ports import ContinuationState, JournalEnd
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.sign_in_data import ContinuationAcknowledged
from api.store.database.chain_links import LINK, server_id, tail_of
from api.store.database.records import DatabaseRecords
from api.store.integrity.signatures import losses, open_continuation
from api.store.server_journal.journal import record


class ChainEnd(DatabaseRecords):
    """The chain of one database. Thread-safe; every call may block, or raise `StoreUnavailable`."""

    def end(self, known: JournalEnd | None) -> JournalEnd:
        """The last link; the same object as what was `known` if nothing is new."""
        with self._database.asking() as connection:
            tail = tail_of(connection)
            if known is not None and (known["position"], known["hash"]) == (
                tail.position,
                tail.hash,
            ):
                return known
            server, lost = server_id(connection), losses(connection)
        return {"server": server, "position": tail.position, "hash": tail.hash, "losses": lost}

    def continuation(self) -> ContinuationState | None:
        """A lost end that nobody has acknowledged."""
        with self._database.asking() as connection:
            found = open_continuation(connection)
        return None if found is None else cast(ContinuationState, asdict(found))

    def at(self, position: int) -> tuple[str | None, int]:
        """The hash at a position, and how often the chain says that it lost its end."""
        with self._database.reading() as connection:
            here = select(LINK.c.hash).where(LINK.c.position == position)
            return connection.scalar(here), losses(connection)

    def acknowledge(self, position: int, by: ChangedBy) -> bool:
        """Enter that somebody has seen the lost end; False if none with this position waits."""

        def work(connection: Connection) -> bool:
            found = open_continuation(connection)
            if found is None or found.position != position:
                return False
            told: ContinuationAcknowledged = {"position": position}
            record(connection, by, Change("continuation_acknowledged", told))
            return True

        return self._write(work)
