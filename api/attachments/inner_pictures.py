"""Photos inside of office files and PDF: the same file without the places where they were taken.

An office file is a zip archive of parts; its photos are parts of it. Those that hold a
position are written without it, every other part keeps its bytes. In a PDF a photo stands as it
came from the telephone: the position in its Exif is overwritten in place, so that no offset of the
file moves. What is signed stays as it is, since a change would break the signature.

Source: ECMA-376 part 2; GB/T 33190-2016 (OFD); ISO 32000-1, 7.4.8 (DCTDecode), 12.8 (signatures).
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

from api.attachments.errors import Broken
from api.attachments.pictures import (
    EXIF,
    PNG,
    jpeg_without_position,
    png_without_position,
    webp_without_position,
)
from api.attachments.tiff_position import is_tiff
from api.attachments.tiff_position import without_position as tiff_without_position
from engine.incident.attachments import Position

MOST_PART = 60_000_000
"""Bytes of one photo, unpacked: an archive that would unpack to more is not searched."""

MOST_PARTS = 300_000_000
"""Bytes of all of them."""

_SIGNATURES = re.compile(r"(?i)^(_xmlsignatures/|doc_\d+/signs?/|signs?/)")

Cleaned = tuple[bytes, Position]


def package_without_position(content: bytes, most: int = MOST_PARTS) -> Cleaned:
    """An office file or OFD without the positions of its photos, and what was found.

    `not_searched` where a photo cannot be read; `kept` where the file is signed.
    """
    try:
        return _searched(content, most)
    except (Broken, zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError):
        # A photo inside that is damaged, or locked by a password: the file itself was taken.
        return content, "not_searched"


def _searched(content: bytes, left: int) -> Cleaned:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        changed: dict[str, bytes] = {}
        for part in parts:
            with archive.open(part) as opened:
                strip = _strip_of(opened.read(16))
            if strip is None:
                continue
            left -= part.file_size
            if part.file_size > MOST_PART or left < 0:
                return content, "not_searched"
            with archive.open(part) as opened:
                photo = opened.read(MOST_PART + 1)
            cleaned = strip(photo)
            # What only stands behind the end of a photo is no position: the part stays as it is.
            if cleaned != photo and not photo.startswith(cleaned):
                changed[part.filename] = cleaned
        if not changed:
            return content, "none"
        if any(_SIGNATURES.match(part.filename) for part in parts):
            return content, "kept"
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as out:
            for part in parts:
                inside = changed.get(part.filename)
                out.writestr(part, archive.read(part) if inside is None else inside)
    return made.getvalue(), "removed"


def _strip_of(head: bytes) -> Callable[[bytes], bytes] | None:
    if head.startswith(b"\xff\xd8\xff"):
        return jpeg_without_position
    if head.startswith(PNG):
        return png_without_position
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return webp_without_position
    return tiff_without_position if is_tiff(head) else None


def pdf_without_position(content: bytes) -> Cleaned:
    """A PDF with the positions overwritten that stand in the Exif of its photos.

    Without one it is `not_searched`: what a PDF has packed is not unpacked here.
    """
    made = bytearray(content)
    at = content.find(EXIF)
    while at >= 0:
        # The segment APP1 of a JPEG: its marker and its length stand before it.
        if at >= 4 and content[at - 4 : at - 2] == b"\xff\xe1":
            (size,) = struct.unpack_from(">H", content, at - 2)
            begins, ends = at + len(EXIF), at - 2 + size
            with suppress(Broken):
                made[begins:ends] = tiff_without_position(content[begins:ends])
        at = content.find(EXIF, at + 1)
    if made == content:
        return content, "not_searched"
    return (content, "kept") if b"/ByteRange" in content else (bytes(made), "removed")
