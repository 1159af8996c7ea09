"""About when each token was last used.

A request notes it in memory only. It is written with the hourly sweep and when the server stops,
so that reading costs no write; a server that is killed loses what it noted since. Other nodes'
notes are seen once they are written.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from api.store.database.tables import MetaRow, SessionRow, table
from engine.instants import from_text, to_text
from engine.memo import BoundedDict

META, SESSION = table(MetaRow), table(SessionRow)
USED = "used:"
"""How the keys of the notes begin; a token's digest follows."""

MOST = 10_000
"""Tokens that are noted at a time."""


class TokenUse:
    """The notes of one node. Thread-safe."""

    def __init__(self) -> None:
        self._noted = BoundedDict[str, datetime](MOST)

    def note(self, token: str, now: datetime) -> None:
        """The token (by its digest) is used now."""
        self._noted[token] = now

    @property
    def noted(self) -> bool:
        """Whether there is something to store."""
        return bool(self._noted)

    def latest(self, connection: Connection, tokens: Collection[str]) -> dict[str, datetime]:
        """When each was last used, by what is stored and noted here; unused ones are left out."""
        found = _stored(connection)
        for token, noted in list(self._noted.items()):
            found[token] = max(noted, found.get(token, noted))
        return {token: found[token] for token in tokens if token in found}

    def write(self, connection: Connection) -> None:
        """Store what was noted, in the transaction; forget tokens that are gone."""
        stored = _stored(connection)
        living = set(connection.scalars(select(SESSION.c.digest).where(SESSION.c.kind == "token")))
        for token, noted in list(self._noted.items()):
            before = stored.get(token)
            if token not in living or (before is not None and noted <= before):
                continue
            values = {"value": to_text(noted)}
            if token in stored:
                connection.execute(update(META).where(META.c.key == USED + token).values(values))
            else:
                connection.execute(insert(META).values(key=USED + token, **values))
        for token in stored.keys() - living:
            connection.execute(delete(META).where(META.c.key == USED + token))


def _stored(connection: Connection) -> dict[str, datetime]:
    rows = connection.execute(select(META.c.key, META.c.value).where(META.c.key.startswith(USED)))
    return {row.key.removeprefix(USED): from_text(row.value) for row in rows}
