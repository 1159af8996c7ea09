"""HEIC, AVIF and M4A: files of boxes, and the same without the place where they were made.

A position stands in the Exif item or a description of a picture, or in the boxes `udta` and
`meta` of a recording. It is overwritten where it stands, so that no offset in the file changes.

Source: ISO/IEC 14496-12 (8.11), ISO/IEC 23008-12 (annex A).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from api.attachments.errors import Broken
from api.attachments.texts import says_where
from api.attachments.tiff_position import is_tiff, without_position

MOST_BOXES = 10_000


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its kind, where it begins, where its body begins, and where both end."""

    kind: bytes
    at: int
    body: int
    end: int


def boxes(content: bytes | bytearray, at: int, end: int) -> Iterator[Box]:
    """The boxes between two places. Raises `Broken` where one does not fit."""
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", content, at)
        body = at + 8
        if size == 1:
            if at + 16 > end:
                raise Broken("ISO")
            size, body = struct.unpack_from(">Q", content, body)[0], at + 16
        elif size == 0:
            size = end - at
        if size < body - at or at + size > end:
            raise Broken("ISO")
        yield Box(kind, at, body, at + size)
        at += size
    raise Broken("ISO")


def brands(content: bytes) -> frozenset[bytes]:
    """The brands that the file says it follows; empty if it is no such file."""
    if content[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(content[:4], "big"), 256, len(content))
    found = [content[8:12], *(content[at : at + 4] for at in range(16, end - 3, 4))]
    return frozenset(found)


def has_film(content: bytes) -> bool:
    """Whether a track of the file is a film. Raises `Broken`."""
    for top in _all(content, (b"moov",)):
        for track in boxes(content, top.body, top.end):
            if track.kind == b"trak" and b"vide" in _handlers(content, track):
                return True
    return False


def _handlers(content: bytes, track: Box) -> list[bytes]:
    found = []
    for media in boxes(content, track.body, track.end):
        if media.kind == b"mdia":
            inner = boxes(content, media.body, media.end)
            found += [content[one.body + 8 : one.body + 12] for one in inner if one.kind == b"hdlr"]
    return found


def _all(content: bytes | bytearray, kinds: tuple[bytes, ...]) -> Iterator[Box]:
    return (one for one in boxes(content, 0, len(content)) if one.kind in kinds)


def sound_without_position(content: bytes) -> bytes:
    """The recording without boxes that say where it was made. Raises `Broken`."""
    found = bytearray(content)
    for top in _all(content, (b"moov", b"udta", b"meta", b"uuid")):
        if top.kind != b"moov":
            _free_if_telling(found, top)
            continue
        for one in boxes(content, top.body, top.end):
            if one.kind in (b"udta", b"meta"):
                _free_if_telling(found, one)
            elif one.kind == b"trak":
                for inner in boxes(content, one.body, one.end):
                    if inner.kind in (b"udta", b"meta"):
                        _free_if_telling(found, inner)
    return bytes(found)


def _free_if_telling(content: bytearray, box: Box) -> None:
    inside = bytes(content[box.body : box.end])
    if b"\xa9xyz" in inside or b"loci" in inside or says_where(inside):
        _free(content, box)


def _free(content: bytearray, box: Box) -> None:
    """Make a box one that every reader passes over."""
    content[box.at + 4 : box.at + 8] = b"free"
    content[box.body : box.end] = bytes(box.end - box.body)


def picture_without_position(content: bytes) -> bytes:
    """The HEIC or AVIF without its position. Raises `Broken`."""
    metas = list(_all(content, (b"meta",)))
    if len(metas) != 1:
        raise Broken("HEIC")
    found = bytearray(content)
    try:
        _strip_items(found, metas[0])
    except (struct.error, IndexError):
        raise Broken("HEIC") from None
    for box in _all(content, (b"uuid", b"mpvd")):
        if box.kind == b"mpvd":
            _free(found, box)
        else:
            _free_if_telling(found, box)
    return sound_without_position(bytes(found))


def _strip_items(content: bytearray, meta: Box) -> None:
    inside = {one.kind: one for one in boxes(content, meta.body + 4, meta.end)}
    if b"iinf" not in inside or b"iloc" not in inside:
        raise Broken("HEIC")
    kinds = dict(_items(content, inside[b"iinf"]))
    idat = inside.get(b"idat")
    for item, places in _locations(content, inside[b"iloc"], idat):
        kind = kinds.get(item)
        if kind not in (b"Exif", b"mime"):
            continue
        if len(places) != 1:
            raise Broken("HEIC")
        at, size = places[0]
        if at + size > len(content):
            raise Broken("HEIC")
        part = bytes(content[at : at + size])
        content[at : at + size] = _exif(part) if kind == b"Exif" else _description(part)


def _exif(part: bytes) -> bytes:
    begins = 4 + int.from_bytes(part[:4], "big")
    if not is_tiff(part[begins:]):
        raise Broken("HEIC")
    return part[:begins] + without_position(part[begins:])


def _description(part: bytes) -> bytes:
    return b" " * len(part) if says_where(part) else part


def _items(content: bytearray, iinf: Box) -> Iterator[tuple[int, bytes]]:
    """Each item's number with its kind."""
    wide = content[iinf.body] != 0
    for one in boxes(content, iinf.body + (8 if wide else 6), iinf.end):
        version = content[one.body]
        if one.kind != b"infe" or version < 2:
            raise Broken("HEIC")
        form, size = (">H", 2) if version == 2 else (">I", 4)
        at = one.body + 4
        yield (
            struct.unpack_from(form, content, at)[0],
            bytes(content[at + size + 2 : at + size + 6]),
        )


def _locations(
    content: bytearray, iloc: Box, idat: Box | None
) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """Each item's number with where its parts stand in the file: place and size."""
    at = iloc.body
    version, sizes, more = content[at], content[at + 4], content[at + 5]
    widths = sizes >> 4, sizes & 15, more >> 4, (more & 15) if version in (1, 2) else 0
    offset_size, length_size, base_size, index_size = widths
    at += 6

    def number(width: int) -> int:
        nonlocal at
        if at + width > iloc.end:
            raise Broken("HEIC")
        at += width
        return int.from_bytes(content[at - width : at], "big")

    for _ in range(number(2 if version < 2 else 4)):
        item = number(2 if version < 2 else 4)
        method = number(2) & 15 if version in (1, 2) else 0
        number(2)
        base = number(base_size)
        places: list[tuple[int, int]] = []
        for _ in range(number(2)):
            number(index_size)
            places.append((base + number(offset_size), number(length_size)))
        if method == 1 and idat is not None:
            places = [(place + idat.body, size) for place, size in places]
        elif method != 0:
            places = []
        yield item, places
