"""The store that a command works on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from api.cli.configuration import settings_from
from api.cli.terminal import fail
from api.store.facade import Store
from api.store.opening import open_store


@contextmanager
def opened_store(database_url: str | None, *, create: bool = False) -> Iterator[Store]:
    """The store of this address or of the environment's settings.

    `create` is whether a missing SQLite file is made. The program's own errors become a sentence
    and `typer.Exit`.
    """
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_store(settings, create=create) as store:
        yield store
