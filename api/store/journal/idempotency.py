"""First answers by Idempotency-Key: a retry gets what the first request got.

Looked up and stored in the transaction of the request itself, so an answer is there
exactly if what it tells of is there.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from api.command_request import IdempotencyKey
from api.store.database.chain_links import add_link, row_mark
from api.store.database.tables import AnswerRow, instant_text, table
from api.store.errors import KeyReused

ANSWER = table(AnswerRow)
CREATED = 201


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an account's request with `key`; `request` is a digest of the request."""

    account: str
    key: str
    request: str
    status: int
    response: str
    created_at: datetime
    audience: str | None = None
    """Who saw it (`Audience.key`); None in answers of earlier versions."""


class IdempotencyStore:
    """The answers as one transaction sees them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._new: dict[tuple[str, str], Answer] = {}
        self._written = 0

    def recall(self, account: str, key: str, request: str) -> Answer | None:
        """The first answer to this account's key, None if there is none yet.

        Raises `KeyReused` if the key came with another request.
        """
        found = self._new.get((account, key)) or self._stored(account, key)
        if found is not None and found.request != request:
            raise KeyReused("key_reused", key=key)
        return found

    def remember(self, answer: Answer) -> None:
        """Keep an answer to be written with the journal."""
        self._new[answer.account, answer.key] = answer

    def unwritten(self) -> list[dict[str, Any]]:
        """The rows that have not been written yet; the caller writes them."""
        rows = [asdict(answer) for answer in islice(self._new.values(), self._written, None)]
        self._written += len(rows)
        return rows

    def _stored(self, account: str, key: str) -> Answer | None:
        wanted = select(ANSWER).where(ANSWER.c.account == account, ANSWER.c.key == key)
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else Answer(**row._asdict())


def made_before(connection: Connection, account: str, once: IdempotencyKey | None) -> str | None:
    """What the first request with this key has made; None for a first one, or one without a key.

    For what is no command of an incident: a hand-over, an entry of the shift log, a call of the
    office. Raises `KeyReused` if the key came with another request.
    """
    if once is None:
        return None
    found = IdempotencyStore(connection).recall(account, once.key, once.digest)
    return None if found is None else found.response


def note_made(
    connection: Connection, account: str, once: IdempotencyKey | None, made: str, at: datetime
) -> None:
    """Keep what was made, by its number or id, in the transaction that has made it."""
    if once is None:
        return
    row = asdict(Answer(account, once.key, once.digest, CREATED, made, at))
    connection.execute(insert(ANSWER), row)
    add_link(connection, "entries", {"answers": [[row_mark(row), instant_text(at)]]})


def forget_answers(connection: Connection, before: datetime) -> int:
    """Delete answers older than the instant; how many there were.

    The chain says so: any later answer that is gone was not forgotten but removed.
    """
    forgotten = connection.execute(delete(ANSWER).where(ANSWER.c.created_at < before)).rowcount
    if forgotten:
        add_link(connection, "entries", {"forgotten": instant_text(before)})
    return forgotten
