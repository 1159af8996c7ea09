"""Names of files that somebody sends."""

from __future__ import annotations

import pytest

from api.attachments.names import LONGEST, clean_name

CASES = {
    "现场.jpg": "现场.jpg",
    "IMG_0001.JPEG": "IMG_0001.jpg",
    "../../etc/passwd": "passwd.jpg",
    "\\\\host\\share\\北门.jpg": "北门.jpg",
    "photo\u202egpj.exe": "photogpj.exe.jpg",
    "a\x00b\x1b[31m\r\n.jpg": "ab[31m.jpg",
    "a\u200b\u2066.png": "a.png.jpg",
    "  ..  ": "附件.jpg",
    "": "附件.jpg",
    "a<b>:c|d?e*%2e.jpg": "a_b__c_d_e__2e.jpg",
    "CON.jpg": "_CON.jpg",
    "\ud800x.jpg": "x.jpg",
    "值班室 说明（1）.jpg": "值班室 说明（1）.jpg",
    "第3.5版说明": "第3.5版说明.jpg",
}


@pytest.mark.parametrize("given", CASES)
def test_a_name_is_made_fit_to_be_shown_and_kept(given: str) -> None:
    assert clean_name(given, "jpg", "附件") == CASES[given]


def test_a_name_of_300_characters_keeps_its_ending() -> None:
    name = clean_name("长" * 300 + ".jpg", "jpg", "附件")
    assert len(name) == LONGEST
    assert name.endswith("长.jpg")
