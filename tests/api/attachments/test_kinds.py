"""What a file is, by its content: what is taken, and what each refused one seems to be."""

from __future__ import annotations

import pytest

from api.attachments.kinds import KINDS, NotTaken, kind_of
from api.attachments.receiving import accepted_endings, received
from engine.errors import InvalidInput
from tests.support import attached_files as files

MP3_FRAME = b"\xff\xfb\x90\0".ljust(417, b"\0")
AAC_FRAME = bytes([0xFF, 0xF1, 0x50, 0x80, 0x02, 0x1F, 0xFC]).ljust(16, b"\0")

TAKEN = {
    "jpg": files.jpeg(),
    "png": files.png(),
    "webp": files.webp(),
    "tif": files.tiff(),
    "heic": files.heic(),
    "avif": files.box(b"ftyp", b"avif\0\0\0\0mif1"),
    "m4a": files.m4a(),
    "pdf": files.PDF,
    "docx": files.DOCX,
    "xlsx": files.package("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": files.package("[Content_Types].xml", "ppt/presentation.xml"),
    "ofd": files.OFD,
    "doc": files.compound("WordDocument"),
    "xls": files.compound("Workbook"),
    "ppt": files.compound("PowerPoint Document"),
    "mp3": b"ID3\x04",
    "amr": b"#!AMR\n",
    "ogg": b"OggS\0",
    "wav": files.wav(),
    "aac": AAC_FRAME * 2,
}

REFUSED = {
    "program": (files.PROGRAM, b"\x7fELF\x02", b"#!/bin/sh\n", b"\xcf\xfa\xed\xfe"),
    "page": (files.PAGE, files.SVG, b"\xef\xbb\xbf  <svg/>", b"<\0h\0t\0m\0l\0"),
    "archive": (files.package("a.txt"), b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"),
    "macro": (
        files.MACROS,
        files.compound("WordDocument", "Macros"),
        files.package("[Content_Types].xml", "xl/workbook.xml", "xl/setup.exe"),
    ),
    "film": (files.m4a(film=True), b"\x1aE\xdf\xa3", files.box(b"ftyp", b"qt  ")),
    "two": (files.PDF + files.package("run.class"), files.jpeg(behind=files.package("a"))),
    "broken": (
        b"PK\x03\x04 no archive",
        files.box(b"ftyp", b"M4A ")[:-4] + b"M4A \xff\xff\xff\xffmoov",
    ),
    "unknown": (b"GIF89a=1;", b"plain words", files.compound("EncryptedPackage"), MP3_FRAME),
}


@pytest.mark.parametrize("ending", TAKEN)
def test_each_kind_is_known_by_its_content(ending: str) -> None:
    assert kind_of(TAKEN[ending]).ending == ending


def test_the_examples_are_of_all_kinds() -> None:
    assert {kind.ending for kind in KINDS} == set(TAKEN) == set(accepted_endings().split())


def test_two_frames_of_sound_make_a_recording() -> None:
    assert kind_of(MP3_FRAME * 2).ending == "mp3"


@pytest.mark.parametrize(("looks", "content"), [(k, c) for k, v in REFUSED.items() for c in v])
def test_what_is_not_taken_is_named(looks: str, content: bytes) -> None:
    with pytest.raises(NotTaken) as refusal:
        kind_of(content)
    assert refusal.value.looks == looks


def test_a_program_of_ten_megabytes_that_is_called_a_photo_is_refused_in_words() -> None:
    with pytest.raises(InvalidInput) as refusal:
        received(files.PROGRAM.ljust(10_000_000, b"\0"), "现场.jpg", keep_position=True)
    assert "“现场.jpg”的内容是程序，不能作为附件" in refusal.value.sentence()
    assert "is a program" in refusal.value.sentence("en")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(InvalidInput) as refusal:
        received(b"", "a.jpg", keep_position=False)
    assert refusal.value.code == "attachment_empty"
