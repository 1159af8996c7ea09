"""Files to attach in tests: small ones of each kind, with and without a position, and bad ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

LATITUDE = struct.pack("<6I", 36, 1, 5, 1, 1234, 100)
"""36° 5' 12.34" as Exif writes it: what must not be found in a file any more."""

XMP_PLACE = b"<x:xmpmeta><exif:GPSLatitude>36,5.2N</exif:GPSLatitude></x:xmpmeta>"


def tiff(*, position: bool = True, make: bytes = b"ZhibanPhone\0") -> bytes:
    """Exif data: a maker, an orientation, and perhaps the position."""
    entries = [(0x010F, 2, len(make), None), (0x0112, 3, 1, 6)]
    if position:
        entries.append((0x8825, 4, 1, None))
    count = len(entries)
    values = 8 + 2 + 12 * count + 4
    gps = values + len(make)
    inside = [
        values if tag == 0x010F else gps if tag == 0x8825 else value for tag, _, _, value in entries
    ]
    head = b"II*\0" + struct.pack("<IH", 8, count)
    rows = [
        struct.pack("<HHII", tag, kind, number, value)
        for (tag, kind, number, _), value in zip(entries, inside, strict=True)
    ]
    found = head + b"".join(rows) + struct.pack("<I", 0) + make
    if position:
        at = gps + 2 + 2 * 12 + 4
        found += struct.pack("<H", 2)
        found += struct.pack("<HHI4s", 1, 2, 2, b"N\0\0\0")
        found += struct.pack("<HHII", 2, 5, 3, at) + struct.pack("<I", 0) + LATITUDE
    return found


def _segment(marker: int, data: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


# A grey picture of one pixel, as written by a common encoder.
_TABLE = bytes([8] * 64)
_SCAN = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\0\0\x3f\0" + b"\x2a\xff\0\x12"


def jpeg(
    *, position: bool = False, behind: bytes = b"", xmp: bool = False, salt: bytes = b""
) -> bytes:
    """A JPEG; `salt` makes it another one, `behind` stands after its end."""
    parts = [b"\xff\xd8", _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")]
    if position:
        parts.append(_segment(0xE1, b"Exif\0\0" + tiff()))
    if xmp:
        parts.append(_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP_PLACE))
    if salt:
        parts.append(_segment(0xFE, salt))
    parts += [_segment(0xDB, b"\0" + _TABLE), _segment(0xC0, b"\x08\0\x01\0\x01\x01\x01\x11\0")]
    return b"".join(parts) + _SCAN + b"\xff\xd9" + behind


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*, position: bool = False, behind: bytes = b"") -> bytes:
    """A PNG of one pixel that a browser shows."""
    parts = [b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))]
    if position:
        parts.append(_chunk(b"eXIf", tiff()))
        parts.append(_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP_PLACE))
    parts += [_chunk(b"IDAT", zlib.compress(b"\0\x80")), _chunk(b"IEND", b"")]
    return b"".join(parts) + behind


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp(*, position: bool = False) -> bytes:
    """A WebP by its container; the picture itself is not one."""
    body = b"WEBP" + _riff(b"VP8X", bytes([0x0C if position else 0]) + bytes(9))
    body += _riff(b"VP8 ", b"no picture")
    if position:
        body += _riff(b"EXIF", tiff()) + _riff(b"XMP ", XMP_PLACE)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def box(kind: bytes, body: bytes) -> bytes:
    """A box of ISO/IEC 14496-12."""
    return struct.pack(">I4s", len(body) + 8, kind) + body


def heic(*, position: bool = True) -> bytes:
    """A HEIC by its boxes: an Exif item and a description beside a picture that is none."""
    exif = struct.pack(">I", 6) + b"Exif\0\0" + tiff(position=position)
    xmp = XMP_PLACE if position else b"<x:xmpmeta/>"
    ftyp = box(b"ftyp", b"heic\0\0\0\0mif1heic")

    def meta(at: int) -> bytes:
        entries = b"".join(
            box(b"infe", b"\x02\0\0\0" + struct.pack(">HH4s", item, 0, kind) + b"\0")
            for item, kind in ((1, b"hvc1"), (2, b"Exif"), (3, b"mime"))
        )
        iinf = box(b"iinf", bytes(4) + struct.pack(">H", 3) + entries)
        places = ((1, at, 4), (2, at + 4, len(exif)), (3, at + 4 + len(exif), len(xmp)))
        rows = b"".join(
            struct.pack(">HHHHII", item, 0, 0, 1, where, size) for item, where, size in places
        )
        iloc = box(b"iloc", b"\x01\0\0\0\x44\0" + struct.pack(">H", 3) + rows)
        return box(b"meta", bytes(4) + iinf + iloc)

    begins = len(ftyp) + len(meta(0)) + 8
    return ftyp + meta(begins) + box(b"mdat", b"hevc" + exif + xmp)


def m4a(*, position: bool = False, film: bool = False) -> bytes:
    """A recording by its boxes."""
    handler = box(b"hdlr", bytes(8) + (b"vide" if film else b"soun") + bytes(13))
    inside = box(b"trak", box(b"mdia", handler))
    if position:
        inside += box(b"udta", box(b"\xa9xyz", b"\0\x12\x15\xc7+36.0868+111.5190/"))
    return box(b"ftyp", b"M4A \0\0\0\0M4A mp42isom") + box(b"moov", inside) + box(b"mdat", b"aac")


def wav() -> bytes:
    """A moment of silence."""
    data = _riff(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8)) + _riff(
        b"data", b"\x80" * 80
    )
    return b"RIFF" + struct.pack("<I", len(data) + 4) + b"WAVE" + data


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def package(*names: str) -> bytes:
    """A zip archive with parts of these names."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), "x")
    return written.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
MACROS = package("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")
OFD = package("OFD.xml", "Doc_0/Document.xml")


def compound(*names: str) -> bytes:
    """A compound file by its directory."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HB", 2 * len(name) + 2, 5 if name == "Root Entry" else 2)
        + bytes(61)
        for name in ("Root Entry", *names)
    )
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")) + entries


PROGRAM = b"MZ\x90\0" + bytes(60) + b"PE\0\0"
PAGE = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
