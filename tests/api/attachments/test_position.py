"""The place where a photo was taken is taken out, and nothing else is changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.attachments.errors import Broken
from api.attachments.iso_media import picture_without_position, sound_without_position
from api.attachments.pictures import (
    jpeg_without_position,
    png_without_position,
    webp_without_position,
)
from api.attachments.receiving import received
from api.attachments.tiff_position import without_position
from engine.errors import InvalidInput
from tests.support import attached_files as files

WITH = {
    "jpg": files.jpeg(position=True, xmp=True),
    "png": files.png(position=True),
    "webp": files.webp(position=True),
    "tif": files.tiff(),
    "heic": files.heic(),
    "m4a": files.m4a(position=True),
}
STRIP: dict[str, Callable[[bytes], bytes]] = {
    "jpg": jpeg_without_position,
    "png": png_without_position,
    "webp": webp_without_position,
    "tif": without_position,
    "heic": picture_without_position,
    "m4a": sound_without_position,
}
WITHOUT = {
    "jpg": files.jpeg(),
    "png": files.png(),
    "webp": files.webp(),
    "tif": files.tiff(position=False),
    "heic": files.heic(position=False),
    "m4a": files.m4a(),
}


def tells(content: bytes) -> bool:
    """Whether the place can still be read out of it."""
    return any(one in content for one in (files.LATITUDE, b"GPSLatitude", b"+36.0868"))


@pytest.mark.parametrize("kind", WITH)
def test_the_position_is_taken_out_by_default(kind: str) -> None:
    assert tells(WITH[kind])
    file = received(WITH[kind], f"a.{kind}", keep_position=False)
    assert file.position == "removed"
    assert not tells(file.content)
    # A second time finds nothing to take out.
    again = received(file.content, f"a.{kind}", keep_position=False)
    assert (again.position, again.content) == ("none", file.content)


@pytest.mark.parametrize("kind", WITH)
def test_kept_on_purpose_a_file_stays_byte_for_byte(kind: str) -> None:
    file = received(WITH[kind], f"a.{kind}", keep_position=True)
    assert (file.position, file.content) == ("kept", WITH[kind])


@pytest.mark.parametrize("kind", WITHOUT)
def test_a_file_without_position_is_not_touched(kind: str) -> None:
    file = received(WITHOUT[kind], f"a.{kind}", keep_position=False)
    assert (file.position, file.content) == ("none", WITHOUT[kind])


def test_what_else_the_photo_says_stays() -> None:
    content = received(WITH["jpg"], "a.jpg", keep_position=False).content
    assert b"ZhibanPhone" in content
    assert content.endswith(files.jpeg()[20:])
    tiff = without_position(files.tiff())
    assert (len(tiff), b"ZhibanPhone" in tiff) == (len(files.tiff()), True)


def test_what_stands_behind_a_picture_is_left_out() -> None:
    film = files.m4a(position=True)
    for name, content, clean in (
        ("a.jpg", files.jpeg(behind=film), files.jpeg()),
        ("a.png", files.png(behind=film), files.png()),
    ):
        file = received(content, name, keep_position=False)
        assert (file.content, file.position) == (clean, "removed")


def test_other_files_are_not_searched_and_the_entry_says_so() -> None:
    file = received(files.PDF, "a.pdf", keep_position=False)
    assert (file.content, file.position) == (files.PDF, "not_searched")


@pytest.mark.parametrize("kind", WITH)
def test_a_file_cut_anywhere_is_refused_or_tells_nothing(kind: str) -> None:
    """Whatever is missing of it: no other error, and no position that slips through."""
    whole = WITH[kind]
    for end in range(len(whole)):
        try:
            kept = received(whole[:end], f"a.{kind}", keep_position=False).content
        except InvalidInput:
            continue
        assert not tells(kept), end


@pytest.mark.parametrize("kind", WITH)
def test_a_damaged_byte_never_ends_in_another_error(kind: str) -> None:
    whole = WITH[kind]
    for at in range(len(whole)):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            STRIP[kind](damaged)
        except Broken:
            continue


def test_directories_in_a_circle_come_to_an_end() -> None:
    circle = b"II*\0\x08\0\0\0" + b"\0\0" + b"\x08\0\0\0"
    assert without_position(circle) == circle
