"""JPEG, PNG and WebP: what they are built of, and the same picture without its position.

The picture itself is never decoded or written anew: segments and chunks are passed on, left out
or changed in place. What stands behind the end of a picture is left out: telephones put a film with
its own position there, and others a second file.

Source: ITU-T T.81, annex B; PNG (W3C), 5; WebP container (RFC 9649), 2.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from api.attachments.errors import Broken
from api.attachments.texts import says_where
from api.attachments.tiff_position import without_position

# JPEG -----------------------------------------------------------------------------------

EXIF = b"Exif\0\0"
_XMP = (b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0")
_PHOTOSHOP = b"Photoshop 3.0\0"
_SEVERAL = b"MPF\0"
_START_OF_SCAN, _END = 0xDA, 0xD9
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
"""Markers without a length: TEM and the restarts."""

_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
"""In the data of a scan: a marker that is neither a stuffed byte nor a restart."""


def jpeg_without_position(content: bytes) -> bytes:
    """The JPEG without position, and without what stands behind its end. Raises `Broken`."""
    kept = [b"\xff\xd8"]
    for marker, part in _segments(content):
        data = part[4:]
        if marker == 0xE1 and data.startswith(EXIF):
            kept.append(part[:10] + without_position(data[len(EXIF) :]))
        elif marker == 0xE1 and data.startswith(_XMP):
            kept += [] if says_where(data) or data.startswith(_XMP[1]) else [part]
        elif (marker == 0xED and data.startswith(_PHOTOSHOP)) or (
            marker == 0xE2 and data.startswith(_SEVERAL)
        ):
            continue
        else:
            kept.append(part)
    return b"".join(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its whole segment; a scan with its data. Ends with the end of the image."""
    if not content.startswith(b"\xff\xd8\xff"):
        raise Broken("JPEG")
    at, scans = 2, 0
    while True:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if len(content) < at + 2 or content[at] != 0xFF:
            raise Broken("JPEG")
        marker = content[at + 1]
        if marker == _END:
            if not scans:
                raise Broken("JPEG")
            yield marker, content[at : at + 2]
            return
        scans += marker == _START_OF_SCAN
        end = _end_of(content, marker, at)
        yield marker, content[at:end]
        at = end


def _end_of(content: bytes, marker: int, at: int) -> int:
    """Where the segment ends that begins with a marker; a scan ends with its data."""
    if marker in _ALONE:
        return at + 2
    size = int.from_bytes(content[at + 2 : at + 4], "big")
    end = at + 2 + size
    if size < 2 or end > len(content):
        raise Broken("JPEG")
    if marker != _START_OF_SCAN:
        return end
    found = _NEXT_MARKER.search(content, end)
    if found is None:
        raise Broken("JPEG")
    return found.start()


# PNG ------------------------------------------------------------------------------------

PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS = (b"XML:com.adobe.xmp\0", b"Raw profile type ", b"xmp\0")


def png_without_position(content: bytes) -> bytes:
    """The PNG without position, and without what stands behind its end. Raises `Broken`."""
    kept, at = [PNG], len(PNG)
    while True:
        if len(content) < at + 12:
            raise Broken("PNG")
        size, kind = struct.unpack_from(">I4s", content, at)
        body = content[at + 8 : at + 8 + size]
        end = at + 12 + size
        if end > len(content) or (at == len(PNG) and kind != b"IHDR"):
            raise Broken("PNG")
        if kind == b"eXIf":
            body = without_position(body)
            check = struct.pack(">I", zlib.crc32(kind + body))
            kept.append(struct.pack(">I4s", size, kind) + body + check)
        elif kind not in (b"tEXt", b"zTXt", b"iTXt") or not body.startswith(_PNG_TEXTS):
            kept.append(content[at:end])
        at = end
        if kind == b"IEND":
            return b"".join(kept)


# WebP -----------------------------------------------------------------------------------

_XMP_FLAG = 0x04


def webp_without_position(content: bytes) -> bytes:
    """The WebP without position, and without what stands behind its end. Raises `Broken`."""
    end = 8 + int.from_bytes(content[4:8], "little")
    if end > len(content) or end < 20:
        raise Broken("WebP")
    kept: list[bytes] = []
    at, dropped = 12, False
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", content, at)
        following = at + 8 + size + size % 2
        if at + 8 + size > end:
            raise Broken("WebP")
        chunk = content[at:following]
        if kind == b"EXIF":
            prefix = EXIF if chunk[8:14] == EXIF else b""
            inside = chunk[8 + len(prefix) : 8 + size]
            chunk = chunk[:8] + prefix + without_position(inside) + chunk[8 + size :]
        if kind == b"XMP " and says_where(chunk):
            dropped = True
        else:
            kept.append(chunk)
        at = following
    if dropped and kept and kept[0][:4] == b"VP8X":
        flags = kept[0][8] & ~_XMP_FLAG
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
