"""Reading the office's scenarios without a server, for the command line."""

from __future__ import annotations

from contextlib import closing

from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.scenarios.records import ScenarioRecords


def kept_texts(url: str) -> dict[str, str]:
    """The texts by id; none where there is no such database. Nothing is made or changed."""
    try:
        with closing(Database.open(url, create=False)) as database:
            return {one.id: one.text for one in ScenarioRecords(database, database.write).list()}
    except StoreUnavailable:
        return {}
