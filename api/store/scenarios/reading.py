"""Reading the office's scenarios without a server, for the command line."""

from __future__ import annotations

from contextlib import closing

from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.scenarios.records import last_editions


def kept_texts(url: str) -> dict[str, str]:
    """The texts by id; none where there is no such database. Nothing is made or changed."""
    try:
        with closing(Database.open(url, create=False)) as kept, kept.asking() as connection:
            return {one.id: one.text for one in last_editions(connection)[0].values()}
    except StoreUnavailable:
        return {}
