"""Small pictures of photos: small, upright, without a position, and none of what is too large."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from api.attachments.small_pictures import MOST_PIXELS, SIDE, preview_of
from tests.support import attached_files as files


def photo(width: int = 1200, height: int = 900, form: str = "JPEG", exif: bytes = b"") -> bytes:
    made = io.BytesIO()
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    picture.save(made, form, **({"exif": exif} if exif else {}))
    return made.getvalue()


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("form", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_becomes_small(form: str, media: str) -> None:
    small = preview_of(photo(form=form), media)
    assert opened(small).size == (SIDE, SIDE * 3 // 4)
    assert opened(small).format == "JPEG"
    assert len(small or b"") < 20_000


def test_it_stands_upright_and_holds_nothing_but_pixels() -> None:
    exif = b"Exif\0\0" + files.tiff()
    came = photo(exif=exif)
    assert files.LATITUDE in came
    small = preview_of(came, "image/jpeg")
    assert opened(small).size == (SIDE * 3 // 4, SIDE)
    assert files.LATITUDE not in (small or b"")
    assert b"Exif" not in (small or b"")
    assert b"ZhibanPhone" not in (small or b"")


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it has very many pixels, in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [5_000, 20_000, 2_000_000])
def test_a_picture_of_too_many_pixels_is_not_decoded(side: int) -> None:
    assert side * side > MOST_PIXELS["image/png"]
    assert preview_of(bomb(side, side), "image/png") is None


def test_what_is_broken_or_another_type_has_none() -> None:
    assert preview_of(photo()[:2000], "image/jpeg") is None
    assert preview_of(photo(), "image/png") is None
    assert preview_of(files.PDF, "application/pdf") is None
    assert preview_of(files.jpeg(), "image/tiff") is None
