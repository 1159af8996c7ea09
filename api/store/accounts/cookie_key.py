"""The key that signs cookies: one for all nodes of a database, made when first asked for.

It is kept in the database, so that a cookie given by one node is known to the others and
after a restart. It opens no session: of those only digests are stored.
"""

from __future__ import annotations

import secrets

from sqlalchemy import Connection, insert, select

from api.store.accounts.accounts import Write
from api.store.database.tables import MetaRow, table

META = table(MetaRow)
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
