"""Office files: Word, Excel and PowerPoint of both formats, and OFD; never with a macro inside.

Nothing is unpacked: the names in the file's own table of contents say what it is.

Source: ECMA-376 part 2 (packages); MS-CFB 2.6 (directory entries); GB/T 33190-2016 (OFD).
"""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO

from api.attachments.errors import Broken

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_PARTS = 20_000

_MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "OFD.xml": "ofd",
}
_MAIN_STREAMS = {
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_MACROS = ("vbaproject.bin", "vbadata.xml")
_MACRO_STREAMS = frozenset({"_VBA_PROJECT", "VBA", "Macros", "_VBA_PROJECT_CUR"})

MACRO = "macro"
"""Instead of a format: the file holds a program."""


def package_format(content: bytes) -> str | None:
    """The format of a zip archive that is an office file, `MACRO`, or None for another archive.

    Raises `Broken` for what is no archive, or has parts under names that leave the file.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise Broken("ZIP") from None
    if len(names) > MOST_PARTS:
        raise Broken("ZIP")
    found = {form for part, form in _MAIN_PARTS.items() if part in names}
    if len(found) != 1:
        return None
    (form,) = found
    if form != "ofd" and "[Content_Types].xml" not in names:
        return None
    lowered = [name.lower() for name in names]
    if any(name.endswith((*_MACROS, ".exe", ".js", ".vbs", ".bat")) for name in lowered):
        return MACRO
    return form


def compound_format(content: bytes) -> str | None:
    """The format of an older office file, `MACRO`, or None for another compound file."""
    names = _streams(content)
    if names & _MACRO_STREAMS:
        return MACRO
    return next((form for stream, form in _MAIN_STREAMS.items() if stream in names), None)


def _streams(content: bytes) -> frozenset[str]:
    """The names of all streams and storages: each directory entry is 128 bytes, aligned."""
    found: set[str] = set()
    for at in range(512, len(content) - 127, 128):
        size, kind = struct.unpack_from("<HB", content, at + 64)
        if kind in (1, 2, 5) and 4 <= size <= 64 and size % 2 == 0:
            name = content[at : at + size - 2]
            found.add(name.decode("utf-16-le", "replace"))
    return frozenset(found)
