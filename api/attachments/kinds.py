"""What a file is, decided by its content and never by its name: a narrow list of what is taken.

Photos and scans, sound, PDF, OFD and office files. Everything else is refused, with a word for what
it seems to be: programs, web pages and drawings that can hold a program, archives, films.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from api.attachments import iso_media, office_files, pictures, tiff_position
from api.attachments.errors import Broken
from api.attachments.inner_pictures import (
    Cleaned,
    package_without_position,
    pdf_without_position,
)

Strip = Callable[[bytes], bytes]
Search = Callable[[bytes], Cleaned]


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken.

    `strip` makes the same file without the place where it was made; `search` does so for the
    photos inside of it, and says how far it got. None where nobody looks for one in such files.
    """

    ending: str
    media: str
    strip: Strip | None = None
    search: Search | None = None


JPEG = FileKind("jpg", "image/jpeg", pictures.jpeg_without_position)
PNG = FileKind("png", "image/png", pictures.png_without_position)
WEBP = FileKind("webp", "image/webp", pictures.webp_without_position)
TIFF = FileKind("tif", "image/tiff", tiff_position.without_position)
HEIC = FileKind("heic", "image/heic", iso_media.picture_without_position)
AVIF = FileKind("avif", "image/avif", iso_media.picture_without_position)
M4A = FileKind("m4a", "audio/mp4", iso_media.sound_without_position)
PDF = FileKind("pdf", "application/pdf", search=pdf_without_position)
_OFFICE = "application/vnd.openxmlformats-officedocument."
PACKAGES = {
    ending: FileKind(ending, media, search=package_without_position)
    for ending, media in {
        "docx": f"{_OFFICE}wordprocessingml.document",
        "xlsx": f"{_OFFICE}spreadsheetml.sheet",
        "pptx": f"{_OFFICE}presentationml.presentation",
        "ofd": "application/ofd",
    }.items()
}
COMPOUNDS = {
    "doc": FileKind("doc", "application/msword"),
    "xls": FileKind("xls", "application/vnd.ms-excel"),
    "ppt": FileKind("ppt", "application/vnd.ms-powerpoint"),
}
SOUNDS = (
    (b"ID3", FileKind("mp3", "audio/mpeg")),
    (b"#!AMR", FileKind("amr", "audio/amr")),
    (b"OggS", FileKind("ogg", "audio/ogg")),
)
WAV, MP3, AAC = (
    FileKind("wav", "audio/wav"),
    FileKind("mp3", "audio/mpeg"),
    FileKind("aac", "audio/aac"),
)

KINDS = (
    *(JPEG, PNG, WEBP, TIFF, HEIC, AVIF, M4A, PDF),
    *PACKAGES.values(),
    *COMPOUNDS.values(),
    *(kind for _, kind in SOUNDS),
    *(WAV, AAC),
)
"""All kinds that are taken."""

_PICTURES = {
    frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}): HEIC,
    frozenset({b"avif", b"avis"}): AVIF,
}
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"#! /", b"\xca\xfe\xba\xbe", b"dex\n")
_MACH = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
_ARCHIVES = (b"PK", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_FILMS = (b"\x1aE\xdf\xa3", b"\0\0\x01\xba", b"FLV")
_MARKUP = re.compile(rb"(?is)\A[\s\0\xef\xbb\xbf\xfe\xff]*<[\s\0]*[!?a-z]")


class NotTaken(Exception):
    """The file is of no kind that is taken; `looks` is the last part of `word.file.looks_…`."""

    def __init__(self, looks: str) -> None:
        super().__init__(looks)
        self.looks = looks


def kind_of(content: bytes) -> FileKind:
    """The kind of a whole file. Raises `NotTaken`."""
    try:
        found = _kind(content)
    except Broken:
        raise NotTaken("broken") from None
    if found is None:
        raise NotTaken(_looks(content))
    if found.ending not in PACKAGES and _archive_at_end(content):
        raise NotTaken("two")
    return found


def _kind(content: bytes) -> FileKind | None:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(pictures.PNG):
        return PNG
    if content.startswith(b"RIFF"):
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(content[8:12])
    if tiff_position.is_tiff(content):
        return TIFF
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(office_files.ZIP):
        return _office(office_files.package_format(content), PACKAGES)
    if content.startswith(office_files.COMPOUND):
        return _office(office_files.compound_format(content), COMPOUNDS)
    if content[4:8] == b"ftyp":
        return _of_boxes(content)
    sound = next((kind for begins, kind in SOUNDS if content.startswith(begins)), None)
    return sound or _of_frames(content)


def _office(form: str | None, kinds: dict[str, FileKind]) -> FileKind | None:
    if form == office_files.MACRO:
        raise NotTaken("macro")
    return None if form is None else kinds[form]


def _of_boxes(content: bytes) -> FileKind | None:
    brands = iso_media.brands(content)
    for names, kind in _PICTURES.items():
        if content[8:12] in names:
            return kind
    if brands & {b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"3gp4", b"3gp5", b"3gp6"}:
        if iso_media.has_film(content):
            raise NotTaken("film")
        return M4A
    return None


def _of_frames(content: bytes) -> FileKind | None:
    """MP3 without a header, or AAC: two frames that follow one another."""
    for kind, length in ((AAC, _aac_frame), (MP3, _mp3_frame)):
        first = length(content[:8])
        if first and length(content[first : first + 8]):
            return kind
    return None


def _aac_frame(head: bytes) -> int:
    """The bytes of a frame of AAC (ADTS), 0 if it is none."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5


_RATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
}
_SAMPLES = (44_100, 48_000, 32_000)


def _mp3_frame(head: bytes) -> int:
    """The bytes of a frame of MP3 (MPEG audio, layer III), 0 if it is none."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, sampling = head[1] >> 3 & 3, head[2] >> 2 & 3
    if version == 1 or sampling == 3:
        return 0
    rate = _RATES[1 if version == 3 else 2][head[2] >> 4] * 1000
    samples = _SAMPLES[sampling] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if version == 3 else 72) * rate // samples + (head[2] >> 1 & 1) if rate else 0


def _archive_at_end(content: bytes) -> bool:
    """Whether the file is a zip archive too: its table of contents would end with the file."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0 or at + 22 > len(content):
        return False
    return at + 22 + int.from_bytes(content[at + 20 : at + 22], "little") == len(content)


def _looks(content: bytes) -> str:
    """What a file that is not taken seems to be."""
    if content.startswith((*_PROGRAMS, *_MACH)):
        return "program"
    if _MARKUP.match(content[:512]):
        return "page"
    if content.startswith(_ARCHIVES):
        return "archive"
    if content.startswith(_FILMS) or content[4:8] == b"ftyp":
        return "film"
    return "unknown"
