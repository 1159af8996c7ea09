"""The store or the bare database that the settings name.

Commands about accounts, journals and backups begin here: they load nothing of the server.
"""

from __future__ import annotations

from contextlib import AbstractContextManager, closing

from api.settings import Settings
from api.store.database.connections import Database
from api.store.facade import Store


def open_store(settings: Settings, *, create: bool = True) -> Store:
    """The database with its schema brought up and the plans' texts kept.

    `create` is whether a missing SQLite file is made. Raises `StoreUnavailable`,
    `engine.errors.PlanFileError`.
    """
    return Store.open(settings.database_url, settings.plans_dir, create=create)


def open_server_store(
    settings: Settings, *, exercise: bool | None = None, untouched: bool = False
) -> Store:
    """As `open_store`, with the server's signing key, which the chain gets to know.

    `exercise` is whether the server plays; by default if its clock is not the real one. The
    database is marked when it is opened for the first time; with `untouched` it may hold no
    accounts then, since the server makes its own.

    Raises what `open_store` raises, `KeyRefused`, and `WrongBirth` for a database of the other
    kind.
    """
    plays = settings.virtual_clock if exercise is None else exercise
    store = open_store(settings)
    try:
        store.open_as("exercise" if plays else "real", untouched=untouched)
        store.use_key(settings.key_file)
    except BaseException:
        store.close()
        raise
    return store


def open_database(settings: Settings, *, create: bool = False) -> AbstractContextManager[Database]:
    """The database as it is, whatever its schema.

    `create` is whether a missing SQLite file is made. Raises `StoreUnavailable`.
    """
    return closing(Database.open(settings.database_url, create=create))
