"""Deaths in the migration of a database that is in use, and what must be there afterwards.

Tomorrow's program starts on today's database and is killed in the middle and at the end of
each step of its migration. After each death the database is what it was, to the last row and
index; today's program goes on with it, too. In the end the migration gets through, and the
database is what a copy of it has become whose migration nobody disturbed.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Inspector, MetaData, create_engine, inspect, select, text

from tests.crash.nodes import in_a_fresh_process
from tests.crash.servers import Servers
from tests.crash.tally import Row, Tally
from tests.crash.tomorrow import lay_out, upgrade

POINT = "in_upgrade"

Copied = Callable[[], AbstractContextManager[str]]
"""Copies the database while nobody uses it; the address of the copy."""

Picture = dict[str, Any]
"""Everything in a database by its name: columns and keys of tables, triggers, rows."""

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


async def dies_upgrading(
    servers: Servers, at: datetime, places: Iterable[int], tally: Tally, row: Row
) -> None:
    """Die in these places of the migration (from 1); nobody else uses the database."""
    migrations = lay_out(servers.folder)
    before = await asyncio.to_thread(picture, servers.url)
    for place in places:
        node = servers.node(at, f"in_migration:{place}", tomorrow=migrations)
        assert not await asyncio.to_thread(node.wait_until), "it survived its migration"
        assert node.wait(0) == -9, node.log_tail()
        row.times += 1
        now = await asyncio.to_thread(picture, servers.url)
        tally.wrong += [f"migration {place}: {name} is another" for name in differing(before, now)]


async def gets_through(servers: Servers, copied: Copied, tally: Tally) -> None:
    """Migrate the database and a copy of it, and compare; `servers` are tomorrow's from then."""
    migrations = lay_out(servers.folder)
    before = await asyncio.to_thread(picture, servers.url)
    with copied() as undisturbed:
        pictures = []
        for url in (undisturbed, servers.url):
            await asyncio.to_thread(in_a_fresh_process, upgrade, url, migrations)
            pictures.append(await asyncio.to_thread(picture, url))
    tally.wrong += [f"migrated: {name} is another" for name in differing(*pictures)]
    if not differing(before, pictures[1]):
        tally.wrong.append("migrated: nothing has changed")
    servers.tomorrow = migrations


def differing(one: Picture, other: Picture) -> list[str]:
    """The names of what is not the same in both."""
    return sorted(name for name in one | other if one.get(name) != other.get(name))


def picture(url: str) -> Picture:
    """The whole database, read without any code of the program."""
    engine = create_engine(url)
    found: Picture = {}
    with contextlib.ExitStack() as ending:
        ending.callback(engine.dispose)
        connection = ending.enter_context(engine.connect())
        found["triggers"] = {tuple(one) for one in connection.execute(text(TRIGGERS[engine.name]))}
        structure, tables = inspect(connection), MetaData()
        tables.reflect(connection)
        for name, table in tables.tables.items():
            found[f"{name}: columns"] = _in_words(structure.get_columns(name))
            found[f"{name}: keys"] = _keys(structure, name)
            found[f"{name}: rows"] = sorted(map(repr, connection.execute(select(table))))
    return found


def _keys(structure: Inspector, table: str) -> list[str]:
    ways = (structure.get_unique_constraints, structure.get_indexes, structure.get_foreign_keys)
    found = [one for way in ways for one in _in_words(way(table))]
    return [str(structure.get_pk_constraint(table)), *sorted(found)]


def _in_words(things: Iterable[Any]) -> list[str]:
    return [str({key: str(value) for key, value in thing.items()}) for thing in things]


@contextlib.contextmanager
def copied_file(file: Path) -> Iterator[str]:
    """A copy of a SQLite database, gone afterwards."""
    copy = file.with_name("undisturbed.db")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    try:
        yield f"sqlite:///{copy}"
    finally:
        for left in file.parent.glob(f"{copy.name}*"):
            left.unlink()
