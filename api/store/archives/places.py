"""An archive as a zip or as the folder into which it was unpacked: its members, read in pieces."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

PIECE = 1 << 20


class Place(Protocol):
    """Where the members are."""

    def names(self) -> list[str]:
        """The names of all members; one that stands twice is named twice."""
        ...

    def open(self, name: str) -> IO[bytes]:
        """A member. Raises `OSError`, `KeyError`, `zipfile.BadZipFile`."""
        ...


UNREADABLE = (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError)
"""What reading a damaged archive raises."""


class InZip:
    """The members of a zip."""

    def __init__(self, file: Path) -> None:
        self._zip = zipfile.ZipFile(file)

    def names(self) -> list[str]:
        """The names of all members."""
        return self._zip.namelist()

    def open(self, name: str) -> IO[bytes]:
        """A member."""
        return self._zip.open(name)


class InFolder:
    """The members of an archive that was unpacked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    def names(self) -> list[str]:
        """The names of all files below the folder."""
        files = (one for one in self._folder.rglob("*") if not one.is_dir())
        return sorted(one.relative_to(self._folder).as_posix() for one in files)

    def open(self, name: str) -> IO[bytes]:
        """A file; nothing outside of the folder is read."""
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder):
            raise OSError(name)
        return path.open("rb")


def place_of(path: Path) -> Place:
    """The archive at a path. Raises what `UNREADABLE` lists."""
    return InFolder(path) if path.is_dir() else InZip(path)


def is_member_name(name: str) -> bool:
    """Whether the name stays inside of the archive."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def content_of(place: Place, name: str, most: int) -> bytes:
    """A member, at most `most` bytes and one. Raises what `UNREADABLE` lists."""
    with place.open(name) as file:
        return file.read(most + 1)


def summed(place: Place, name: str, most: int) -> tuple[int, str]:
    """Size and sha256 of a member; no more is read than `most` bytes and a piece."""
    found, size = hashlib.sha256(), 0
    with place.open(name) as file:
        for piece in _pieces(file):
            found.update(piece)
            size += len(piece)
            if size > most:
                break
    return size, found.hexdigest()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(PIECE):
        yield piece
