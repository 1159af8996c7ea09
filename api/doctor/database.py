"""The database as it is, and the clocks of the servers that use it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from api.doctor.row import Row, fail, ok, warn
from api.settings import Settings
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.integrity import condition
from api.store.opening import open_database
from engine.instants import to_text

CLOCKS_APART = timedelta(seconds=5)
"""The journal's last entry may be so much later than this machine's time."""


@contextmanager
def opened(settings: Settings) -> Iterator[Database | StoreUnavailable]:
    """The database, or why there is none to be had."""
    try:
        found = open_database(settings)
    except StoreUnavailable as problem:
        yield problem
        return
    with found as database:
        yield database


def usable(found: Database | StoreUnavailable) -> Database | None:
    """The database, if it can be read and its tables are those that this program knows."""
    if isinstance(found, StoreUnavailable):
        return None
    try:
        sound = condition.damage(found) is None
        return found if sound and schema_version.current(found) == schema_version.newest() else None
    except StoreUnavailable:
        return None


def check_database(settings: Settings, found: Database | StoreUnavailable) -> Iterator[Row]:
    """Reachable, sound, of this program's schema, of the right birth."""
    if isinstance(found, StoreUnavailable):
        yield fail("database", "database_away", problem=found)
        return
    try:
        yield _outside(found) or _inside(settings, found)
    except StoreUnavailable as problem:
        yield fail("database", "database_away", problem=problem)


def _outside(database: Database) -> Row | None:
    """What prevents looking inside."""
    damage = condition.damage(database)
    if damage is not None:
        return fail("database", "database_damaged", problem=damage, where=database.where)
    revision, newest = schema_version.current(database), schema_version.newest()
    facts = {"where": database.where, "found": revision or "—", "known": newest}
    if revision is not None and revision not in schema_version.revisions():
        return fail("database", "database_ahead", **facts)
    return None if revision == newest else warn("database", "database_behind", **facts)


def _inside(settings: Settings, database: Database) -> Row:
    content = condition.content(database)
    if content.born == "real" and settings.virtual_clock:
        return fail("database", "database_born_real")
    if content.born == "exercise" and not settings.virtual_clock:
        return fail("database", "database_born_exercise")
    if content.lost_its_end:
        return fail("database", "database_lost_its_end")
    if not content.accounts:
        return warn("database", "database_without_accounts")
    facts = {"where": database.where, "known": schema_version.newest()}
    return ok("database", "database_well", count=content.incidents, **facts)


def check_clocks(settings: Settings, database: Database, now: datetime) -> Iterator[Row]:
    """The servers' clocks as they say themselves, and the journal against this machine's clock."""
    if settings.virtual_clock:
        return
    for node in condition.doubted_clocks(database):
        yield fail("clock", "clock_doubted", node=node)
    last = condition.last_entry(database)
    if last is not None and last > now + CLOCKS_APART:
        yield fail("clock", "clock_before_journal", last=to_text(last), now=to_text(now))
