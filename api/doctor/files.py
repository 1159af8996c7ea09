"""Files of the server: who may read them, and whether the server can write them."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from api.doctor.row import Row, fail, ok, warn
from api.settings import DOTENV, Settings
from api.store.database.connections import file_of
from api.store.errors import KeyRefused, StoreUnavailable
from api.store.integrity.signing_keys import read_key

OF_EVERYBODY = stat.S_IROTH | stat.S_IWOTH
WRITTEN = ("head_file", "deadman_file", "log_file")
"""Settings that name a file which the server writes."""


def database_file(settings: Settings) -> Path | None:
    """The database's file; None if it is on a database server, or the address is wrong."""
    try:
        return file_of(settings.database_url)
    except StoreUnavailable:
        return None


def check_files(settings: Settings) -> Iterator[Row]:
    """Every fault of the files, or one row that there is none."""
    found = [*_secrets(settings), *_written(settings), *_owner(settings)]
    yield from found or [ok("files", "files_well")]


def _secrets(settings: Settings) -> Iterator[Row]:
    """Files with what nobody else may read."""
    database = database_file(settings)
    for file in (database, Path(DOTENV)):
        if file is not None and file.is_file() and file.stat().st_mode & OF_EVERYBODY:
            mode = f"{stat.S_IMODE(file.stat().st_mode):o}"
            yield fail("files", "files_open", file=file, mode=mode)
    if settings.key_file is not None:
        try:
            read_key(settings.key_file)
        except KeyRefused as refused:
            yield fail("files", "files_key", problem=refused, file=settings.key_file)


def _written(settings: Settings) -> Iterator[Row]:
    named = [getattr(settings, name) for name in WRITTEN]
    for file in (*named, database_file(settings)):
        if file is None:
            continue
        why = _cannot_write(file)
        if why is not None:
            yield fail("files", "files_unwritable", file=file, why=why)


def _cannot_write(file: Path) -> str | None:
    """Why the file cannot be written, tried without changing anything; None if it can."""
    try:
        if file.exists():
            os.close(os.open(file, os.O_WRONLY | os.O_APPEND))
        with tempfile.TemporaryFile(dir=file.parent):
            return None
    except OSError as error:
        return error.strerror or type(error).__name__


def _owner(settings: Settings) -> Iterator[Row]:
    """Whether this is not the account of the server: then the answers say little of it."""
    database = database_file(settings)
    if database is not None and database.is_file() and database.stat().st_uid != os.geteuid():
        yield warn("files", "files_of_another", file=database, owner=_name(database))


def _name(file: Path) -> str:
    try:
        return file.owner()
    except KeyError:
        return str(file.stat().st_uid)
