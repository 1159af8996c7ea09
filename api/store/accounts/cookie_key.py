"""The key that signs cookies, and since when cookies have a prefix: the same for all nodes.

The key is made when first asked for and kept in the database, so that a cookie given by one node
is known to the others, and after a restart. It opens no session: of those only digests are stored.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from api.store.database.records import Write
from api.store.database.tables import MetaRow, SessionRow, table
from engine.instants import from_text, to_text

META = table(MetaRow)
SESSION = table(SessionRow)
PREFIXED = "cookies_prefixed"
COOKIE_KEY = "cookie_key"
KEY_BYTES = 32


def cookie_key(write: Write) -> str:
    """The key, the same for every caller. Blocks. Raises `StoreUnavailable`."""

    def work(connection: Connection) -> str:
        known = connection.scalar(select(META.c.value).where(META.c.key == COOKIE_KEY))
        if known is not None:
            return str(known)
        made = secrets.token_hex(KEY_BYTES)
        connection.execute(insert(META).values(key=COOKIE_KEY, value=made))
        return made

    return write(work)


def cookies_prefixed_since(write: Write, *, secure: bool, now: datetime) -> datetime | None:
    """The first start at which cookies had a prefix (`api.access.cookie_names`).

    None without HTTPS, where there is none, and where nobody had signed in before: then no cookie
    without it can be left. Blocks. Raises `StoreUnavailable`.
    """

    def work(connection: Connection) -> datetime | None:
        if not secure:
            connection.execute(delete(META).where(META.c.key == PREFIXED))
            return None
        known = connection.scalar(select(META.c.value).where(META.c.key == PREFIXED))
        if known is None:
            anybody = connection.scalar(select(SESSION.c.digest).limit(1))
            known = "" if anybody is None else to_text(now)
            connection.execute(insert(META).values(key=PREFIXED, value=known))
        return from_text(known) if known else None

    return write(work)
