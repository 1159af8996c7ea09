"""The place where a photo was taken, taken out of Exif data without moving a byte of the rest.

Exif is a TIFF file inside the picture: directories of entries of twelve bytes, one of which (tag
0x8825) points to the directory with the position. That directory and its values are overwritten
with zeros, which makes it an empty one; the length stays, so nothing else has to be changed.

Source: Exif 2.32 (CIPA DC-008), 4.6.3; TIFF 6.0, section 2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from api.attachments.errors import Broken

GPS = 0x8825
EXIF = 0x8769
TEXTS = frozenset({700, 33723, 34377})
"""XMP, IPTC and Photoshop's blocks in a TIFF file: texts that may name the place."""

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
"""Bytes of one value by its type."""

MOST_DIRECTORIES = 64
ENTRY = 12


@dataclass(frozen=True, slots=True)
class _Entry:
    tag: int
    kind: int
    count: int
    value: int

    @property
    def size(self) -> int:
        return _SIZES.get(self.kind, 1) * self.count


def is_tiff(content: bytes | bytearray) -> bool:
    """Whether it begins like a TIFF file of one of the two byte orders."""
    return bytes(content[:4]) in (b"II*\0", b"MM\0*")


def without_position(tiff: bytes) -> bytes:
    """The same bytes, as many of them, without the position. Raises `Broken`."""
    if not is_tiff(tiff):
        raise Broken("Exif")
    order = "<" if tiff[:2] == b"II" else ">"
    found = bytearray(tiff)
    try:
        for directory in list(_directories(found, order)):
            for entry in _entries(found, order, directory):
                if entry.tag == GPS:
                    _blank_directory(found, order, entry.value)
                elif entry.tag in TEXTS and entry.size > 4:
                    _zero(found, entry.value, entry.size)
    except struct.error:
        raise Broken("Exif") from None
    return bytes(found)


def _directories(tiff: bytearray, order: str) -> Iterator[int]:
    """Where the directories begin: the chain of pictures, and the Exif directory of each."""
    seen: set[int] = set()
    at = _number(tiff, order, 4)
    while at and at not in seen:
        if len(seen) >= MOST_DIRECTORIES:
            raise Broken("Exif")
        seen.add(at)
        yield at
        entries = _entries(tiff, order, at)
        yield from (one.value for one in entries if one.tag == EXIF)
        following = at + 2 + ENTRY * len(entries)
        # Some writers leave the last pointer out.
        at = _number(tiff, order, following) if following + 4 <= len(tiff) else 0


def _number(tiff: bytearray, order: str, at: int) -> int:
    found: int = struct.unpack_from(f"{order}I", tiff, at)[0]
    return found


def _entries(tiff: bytearray, order: str, at: int) -> list[_Entry]:
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    places = range(at + 2, at + 2 + ENTRY * count, ENTRY)
    return [_Entry(*struct.unpack_from(f"{order}HHII", tiff, one)) for one in places]


def _blank_directory(tiff: bytearray, order: str, at: int) -> None:
    """Overwrite a directory and the values that it points to."""
    entries = _entries(tiff, order, at)
    for entry in entries:
        if entry.size > 4:
            _zero(tiff, entry.value, entry.size)
    _zero(tiff, at, 2 + ENTRY * len(entries))


def _zero(tiff: bytearray, at: int, size: int) -> None:
    if at + size > len(tiff):
        raise Broken("Exif")
    tiff[at : at + size] = bytes(size)
