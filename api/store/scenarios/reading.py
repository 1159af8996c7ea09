"""Reading the office's scenarios without a server, for the command line."""

from __future__ import annotations

from contextlib import closing

from api.scenarios.ports import KeptScenario
from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.scenarios.records import last_editions


def kept_scenarios(url: str) -> list[KeptScenario]:
    """The last editions by id; none where there is no such database. Nothing is made or changed."""
    try:
        with closing(Database.open(url, create=False)) as kept, kept.asking() as connection:
            found, _ = last_editions(connection)
    except StoreUnavailable:
        return []
    return [found[name] for name in sorted(found)]
