"""The program of tomorrow: today's, whose schema is three steps further.

The revisions of today's program are few and easy, so a hard migration of a database with data can
only be made up. The steps do what real ones will: add a column and fill it, have SQLite copy
a table, make a new table from the journal. Each comes to the point `in_migration` in its
middle as well as at its end (where every step does), so there are `DEATHS` places to die.

    python -m tests.crash.tomorrow FOLDER serve ...     `zhiban serve ...`, of tomorrow
"""

from __future__ import annotations

import shutil
from pathlib import Path

import api.store.migrations
from api.store.database import schema_version
from api.store.database.connections import Database

STEPS = Path(__file__).with_name("steps")
REAL = Path(api.store.migrations.__file__).parent
DEATHS = 2 * len(list(STEPS.glob("t*.py")))


def lay_out(folder: Path) -> Path:
    """A folder with the migrations of tomorrow's program: the real ones and ours."""
    place = folder / "migrations"
    if not place.exists():
        shutil.copytree(REAL, place, ignore=shutil.ignore_patterns("__pycache__"))
        for step in STEPS.glob("t*.py"):
            shutil.copy(step, place / "versions")
    return place


def become(migrations: Path) -> None:
    """This process is tomorrow's program from here on."""
    schema_version.MIGRATIONS = migrations
    schema_version.revisions.cache_clear()


def upgrade(url: str, migrations: Path) -> None:
    """Bring a database up to tomorrow's schema; for a process of its own."""
    become(migrations)
    database = Database.open(url, create=False)
    try:
        schema_version.upgrade(database)
        schema_version.check(database)
    finally:
        database.close()
