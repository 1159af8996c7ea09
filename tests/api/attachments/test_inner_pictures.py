"""Photos inside of office files and PDF: their position goes, and what was not searched says so."""

from __future__ import annotations

import io
import zipfile

import pytest

from api.attachments.inner_pictures import package_without_position, pdf_without_position
from api.attachments.receiving import received
from tests.support import attached_files as files


def word(photo: bytes, **more: bytes) -> bytes:
    made = io.BytesIO()
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in (parts | {"word/media/image1.jpeg": photo} | more).items():
            out.writestr(name, content)
    return made.getvalue()


def pdf(photo: bytes, more: bytes = b"") -> bytes:
    stream = b"4 0 obj<</Filter/DCTDecode>>stream\n" + photo + b"\nendstream endobj\n"
    return b"%PDF-1.4\n" + stream + more + b"%%EOF\n"


def test_a_photo_in_a_word_file_loses_its_position_and_the_rest_keeps_its_bytes() -> None:
    came = word(files.jpeg(position=True))
    kept, position = package_without_position(came)
    assert position == "removed"
    with zipfile.ZipFile(io.BytesIO(kept)) as now, zipfile.ZipFile(io.BytesIO(came)) as before:
        assert now.namelist() == before.namelist()
        assert files.LATITUDE not in now.read("word/media/image1.jpeg")
        assert files.LATITUDE in before.read("word/media/image1.jpeg")
        assert now.read("word/document.xml") == before.read("word/document.xml")
        assert now.testzip() is None
    assert received(came, "单.docx", keep_position=False).content == kept


def test_a_file_without_a_position_comes_back_byte_for_byte() -> None:
    for photo in (files.jpeg(), files.png()):
        came = word(photo)
        assert package_without_position(came) == (came, "none")
    assert package_without_position(files.OFD) == (files.OFD, "none")


def test_kept_on_purpose_a_file_stays_as_it_came() -> None:
    came = word(files.jpeg(position=True))
    file = received(came, "单.docx", keep_position=True)
    assert (file.content, file.position) == (came, "kept")


def test_what_is_signed_is_not_changed() -> None:
    came = word(files.jpeg(position=True), **{"_xmlsignatures/sig1.xml": b"<Signature/>"})
    assert package_without_position(came) == (came, "kept")
    signed = pdf(files.jpeg(position=True), b"5 0 obj<</ByteRange[0 1 2 3]>>endobj\n")
    assert pdf_without_position(signed) == (signed, "kept")


@pytest.mark.parametrize("photo", [files.jpeg(position=True)[:40], b"\xff\xd8\xff"])
def test_a_photo_that_cannot_be_read_leaves_the_file_unsearched(photo: bytes) -> None:
    came = word(photo)
    assert package_without_position(came) == (came, "not_searched")


def test_an_archive_that_would_unpack_to_very_much_is_not_unpacked() -> None:
    photo = files.jpeg(position=True, salt=b"1" * 1000)
    came = word(photo)
    assert package_without_position(came, 1000) == (came, "not_searched")


def test_the_position_in_a_pdf_is_overwritten_in_place() -> None:
    came = pdf(files.jpeg(position=True))
    kept, position = pdf_without_position(came)
    assert position == "removed"
    assert len(kept) == len(came)
    assert files.LATITUDE not in kept
    assert b"ZhibanPhone" in kept
    assert pdf_without_position(files.PDF) == (files.PDF, "not_searched")
    assert pdf_without_position(pdf(files.jpeg()))[1] == "not_searched"
